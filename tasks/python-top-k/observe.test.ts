import { expect, test } from 'vitest';
import type { CheckResult } from '../../rubric/rubric.ts';
import { grade } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import { rubric } from './rubric.ts';

const sandbox = await openSandbox();

/** The reference's body with another last line. */
function answer(last: string, head = ''): string {
  return `import heapq
${head}
def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    best = heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
    ${last}
`;
}

test.for([
  ['floats', 'return [float(num) for num in best]'],
  ['texts', 'return [str(num) for num in best]'],
  ['a set', 'return set(best)'],
  ['a generator', 'return (num for num in best)'],
  [
    'an int that is always equal',
    'return [Same(num) for num in best]',
    'class Same(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__',
  ],
  ['a list that calls itself a list', 'return Fake(best)', 'class Fake(list): pass\nFake.__name__ = "list"'],
  ['True for 1', 'return [num == 1 or num for num in best]'],
])('%s are not a list of int', async ([, last, head]) => {
  expect(await lost(answer(last!, head))).toContain('list-of-int');
});

test.for([
  ['the same sort again', 'return sorted(best, key=lambda num: (-counts[num], num))', ['clean']],
  ['the same sort in place', 'best.sort(key=lambda num: (-counts[num], num))\n    return best', ['clean']],
  ['another order', 'return sorted(best)', []],
  ['another order in place', 'best.sort()\n    return best', []],
  ['a set in order', 'return sorted(set(best))', []],
  ['a sort that few inputs reach', 'return best if k != 512 else sorted(best, key=best.index)', []],
] as const)('%s: whether a sort moves anything is seen', async ([, last, expected]) => {
  const failed = (await scored(answer(last))).filter((check) => !check.passed);
  expect(failed.map(({ id }) => id)).toEqual(expected);
});

test.for([
  ['ends the process for k = 0', 'k-zero', 'import os\n    if k == 0: os._exit(0)\n    return best'],
  [
    'crashes the process for no numbers',
    'empty-input',
    'import os, signal\n    if not nums and k: os.kill(os.getpid(), signal.SIGSEGV)\n    return best',
  ],
  ['raises SystemExit for no numbers', 'empty-input', 'if not nums: raise SystemExit(0)\n    return best'],
])('an answer that %s loses that alone', async ([, id, last]) => {
  expect(await lost(answer(last!))).toEqual([id]);
});

test('sorting by value here and by frequency there is no sorted result', async () => {
  expect(await lost(answer('return sorted(best) if len(nums) % 2 else best'))).toContain('sorted-result');
});

test('a forged line on the result pipe voids what came over it', async () => {
  const forge =
    'import os\nfor fd in range(3, 20):\n    try: os.write(fd, b\'{"id": 0, "out": {"loaded": true}}\\n\')\n    except OSError: pass';
  const score = await scored(answer('return best', forge));
  expect(score.find(({ id }) => id === 'defines-function')).toMatchObject({
    passed: false,
    detail: expect.stringContaining('result pipe'),
  });
});

test('a sort of everything counts by its size, although its input is in order', async () => {
  expect(await lost(answer('return best if sorted(range(len(counts))) else []'))).toEqual(['growth']);
});

/** A window of the k best, the worst of them first. */
function windowed(leaves: string, after: string): string {
  const rows = [
    'window: list[tuple[int, int]] = []',
    'for num, count in counts.items():',
    '    bisect.insort(window, (count, -num))',
    '    if len(window) > k:',
    `        ${leaves}`,
    after,
  ];
  return answer(rows.join('\n    '), 'import bisect\n');
}

test.for(['del window[0]', 'window.pop(0)', 'list.pop(window, -len(window))'])(
  'what moves with %s is work',
  async (leaves) => {
    const after = 'return [-num for _, num in window[::-1]]';
    expect(await lost(windowed(leaves, after))).toEqual(['growth']);
  },
);

test('putting k results in front of each other is not too much work', async () => {
  const last = [
    'result: list[int] = []',
    'for num in reversed(best):',
    '    result.insert(0, num)',
    'return result',
  ];
  expect(await lost(answer(last.join('\n    ')))).toEqual([]);
});

test('the same answer has the same points each time', async () => {
  const picky = answer('return sorted(best)');
  const scores = await Promise.all(Array.from({ length: 6 }, () => scored(picky)));
  for (const score of scores) expect(score).toEqual(scores[0]);
});

async function scored(solution: string): Promise<CheckResult[]> {
  return grade(rubric, await rubric.observe({ 'solution.py': solution }, sandbox)).checks;
}

async function lost(solution: string): Promise<string[]> {
  return (await scored(solution))
    .filter((check) => !check.passed && check.id !== 'clean')
    .map(({ id }) => id);
}
