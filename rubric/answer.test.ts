import { describe, expect, test } from 'vitest';
import { type ExpectedFile, type Extraction, extractAnswer } from './answer.ts';

const python: ExpectedFile[] = [
  { path: 'solution.py', languages: ['python', 'py'], defines: ['top_k_frequent'] },
];
const javascript: ExpectedFile[] = [
  { path: 'sse.js', languages: ['javascript', 'js'], defines: ['ServerSentEvents'] },
];
const typescript: ExpectedFile[] = [
  { path: 'cart.ts', languages: ['typescript', 'ts'], defines: ['addItem', 'totalOf'] },
];
const rust: ExpectedFile[] = [
  { path: 'src/main.rs', languages: ['rust', 'rs'], defines: ['parse_args', 'main'] },
];
const go: ExpectedFile[] = [
  { path: 'middleware.go', languages: ['go', 'golang'], defines: ['Limiter', 'RateLimit'] },
];
const project: ExpectedFile[] = [
  { path: 'src/parser.js', languages: ['javascript', 'js'], defines: ['parse'] },
  { path: 'src/printer.js', languages: ['javascript', 'js'], defines: ['print'] },
];

/** ''' stands for three backticks, so that answers stay readable here. */
function md(strings: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: strings.raw }, ...values)
    .replaceAll("'''", '```')
    .replace(/^\n/, '');
}

function taken(answer: string, expected = python): string {
  const extraction = extractAnswer(answer, expected);
  if (!extraction.ok) throw new Error(`no code: ${extraction.why}`);
  return extraction.files[expected[0]!.path]!;
}

function whyNot(answer: string, expected = python): string {
  const extraction = extractAnswer(answer, expected);
  if (extraction.ok) throw new Error(`took ${JSON.stringify(extraction.files)}`);
  return extraction.why;
}

function found(answer: string, expected = python): Extract<Extraction, { ok: true }> {
  const extraction = extractAnswer(answer, expected);
  if (!extraction.ok) throw new Error(`no code: ${extraction.why}`);
  return extraction;
}

const heap = `import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent numbers."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return heapq.nlargest(k, counts, key=lambda n: (counts[n], -n))
`;

const buckets = `def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    buckets = [[] for _ in range(len(nums) + 1)]
    for num, count in counts.items():
        buckets[count].append(num)
    return [n for bucket in reversed(buckets) for n in sorted(bucket)][:k]
`;

const sse = `/** Reads server-sent events. */
export class ServerSentEvents {
  #decoder = new TextDecoder();

  constructor(stream) {
    this.stream = stream;
  }

  async *[Symbol.asyncIterator]() {
    for await (const chunk of this.stream) {
      yield { data: this.#decoder.decode(chunk, { stream: true }) };
    }
  }
}
`;

describe('one block', () => {
  test('a fence with prose around gives its code alone', () => {
    expect(
      taken(md`
Here's a solution using a heap:

'''python
${heap}'''

This runs in **O(n log k)** time. Let me know if you have questions!`),
    ).toBe(heap);
  });

  test('a fence without a language counts', () => {
    expect(taken(md`Sure!\n\n'''\n${heap}'''\n`.replaceAll('\\n', '\n'))).toBe(heap);
  });

  test.each([
    'text',
    'txt',
    'javascript',
    'Python3',
    'PYTHON',
    'bash',
    'java',
    'code',
    '{.python .numberLines}',
    'json',
  ])('a tag %s over the asked code does not hide it', (tag) => {
    expect(
      taken(md`
'''${tag}
${heap}'''
`),
    ).toBe(heap);
  });

  test('JavaScript tags serve for TypeScript', () => {
    const code =
      'export function addItem(cart, item) {\n  return [...cart, item];\n}\n\nexport const totalOf = (cart) => cart.length;\n';
    expect(
      taken(
        md`
'''js
${code}'''`,
        typescript,
      ),
    ).toBe(code);
  });

  test('tildes are a fence', () => {
    expect(taken(`~~~python\n${heap}~~~\n`)).toBe(heap);
  });

  test('CRLF becomes LF', () => {
    expect(taken(`Code:\r\n\r\n\`\`\`python\r\n${heap.replaceAll('\n', '\r\n')}\`\`\`\r\n`)).toBe(heap);
  });

  test('a BOM before the first fence is no obstacle', () => {
    expect(taken(`\uFEFF\`\`\`python\n${heap}\`\`\``)).toBe(heap);
  });

  test('zero-width characters around a fence are no obstacle, and those inside a string stay', () => {
    const code = 'def top_k_frequent(nums, k):\n    return "a\u200Bb"\n';
    expect(taken(`Here:\n\n\u200B\`\`\`python\n${code}\`\`\`\u200B\n\nDone.`)).toBe(code);
  });

  test('a NUL in the code stays what it was', () => {
    const code = "export class ServerSentEvents { isNull(id) { return id.includes('\0'); } }\n";
    expect(taken(`\`\`\`js\n${code}\`\`\``, javascript)).toBe(code);
  });

  test('the indent of a list item is taken off', () => {
    const nested = heap.replace(/^(?=.)/gm, '   ');
    expect(taken(`1. Write the function:\n\n   \`\`\`python\n${nested}   \`\`\`\n\n2. Run it.`)).toBe(heap);
  });

  test('a fence that is indented more than its list item is still a fence', () => {
    const nested = heap.replace(/^(?=.)/gm, '        ');
    expect(taken(`- Write it:\n\n        \`\`\`python\n${nested}        \`\`\`\n`)).toBe(heap);
  });

  test('a blockquote is taken off', () => {
    const quoted = heap.replace(/^/gm, '> ').replace(/> $/, '');
    expect(taken(`> \`\`\`python\n${quoted}> \`\`\`\n`)).toBe(heap);
  });

  test('a longer fence holds shorter ones', () => {
    const code = `'''\n${'```'}\n'''\n${heap}`;
    expect(taken(`\`\`\`\`python\n${code}\`\`\`\`\n`)).toBe(code);
  });

  test('a doc comment with a fence, marked by stars, stays whole', () => {
    const code = `/**\n * \`\`\`js\n * for await (const e of new ServerSentEvents(s)) {}\n * \`\`\`\n */\n${sse}`;
    expect(taken(`\`\`\`js\n${code}\`\`\`\nDone`, javascript)).toBe(code);
  });

  test('a docstring with a fence at the margin does not end the block', () => {
    const code = `def top_k_frequent(nums, k):\n    """Top k.\n\n${'```'}python\ntop_k_frequent([1], 1)\n${'```'}\n"""\n    return sorted(set(nums), key=nums.count)[:k]\n`;
    expect(taken(`Here:\n\n\`\`\`python\n${code}\`\`\`\n\nIt is simple.`)).toBe(code);
  });

  test('a comment with a bare fence at the margin does not end the block', () => {
    const code = `/*\n${'```'}\nnew ServerSentEvents(stream)\n${'```'}\n*/\n${sse}`;
    expect(taken(`\`\`\`js\n${code}\`\`\`\n\nThat's it.`, javascript)).toBe(code);
  });

  test('backticks in the prose break nothing', () => {
    expect(
      taken(md`
Put it between ${'`` ``` ``'} marks, i.e. ${'`` `a` ``'} and a stray ${'`'}.

'''python
${heap}'''`),
    ).toBe(heap);
  });

  test('lines below <details> are read as Markdown', () => {
    expect(
      taken(md`
<details>
<summary>Solution</summary>
'''python
${heap}'''
</details>`),
    ).toBe(heap);
  });

  test('<pre><code> is a block, with its entities undone', () => {
    const code =
      'def top_k_frequent(nums, k):\n    # a < b && c > "d"\n\n    return nums[:k] if k > 0 else []\n';
    const html = code
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    expect(taken(`<p>Here:</p>\n<pre><code class="language-python">${html}</code></pre>\n<p>Bye</p>`)).toBe(
      code,
    );
  });

  test('code on the line of its opening fence is kept', () => {
    expect(taken('```def top_k_frequent(nums, k):\n    return nums[:k]\n```')).toBe(
      'def top_k_frequent(nums, k):\n    return nums[:k]\n',
    );
  });

  test('line numbers are taken off', () => {
    const numbered = heap
      .trimEnd()
      .split('\n')
      .map((line, i) => `${String(i + 1).padStart(2)} | ${line}`)
      .join('\n');
    expect(taken(`\`\`\`python\n${numbered}\n\`\`\``)).toBe(heap);
  });

  test('line numbers without a separator are taken off', () => {
    const numbered = heap
      .trimEnd()
      .split('\n')
      .map((line, i) => `${i + 1}`.padEnd(4) + line)
      .join('\n');
    expect(taken(`\`\`\`\n${numbered}\n\`\`\``)).toBe(heap);
  });

  test('code of another language is code, to be graded', () => {
    const java =
      'public class Solution {\n    public int[] topK(int[] nums, int k) {\n        return nums;\n    }\n}\n';
    expect(taken(`\`\`\`java\n${java}\`\`\``)).toBe(java);
  });

  test('a function of another name is code, to be graded', () => {
    expect(taken('```python\ndef topKFrequent(nums, k):\n    return nums\n```')).toContain('topKFrequent');
  });

  test('a method of a class, as on LeetCode, is found', () => {
    expect(
      taken(md`
'''python
class Solution:
    def top_k_frequent(self, nums, k):
        return nums
'''
'''python
print(Solution().top_k_frequent([1], 1))
'''`),
    ).toContain('class Solution:');
  });
});

describe('several blocks', () => {
  test('the whole file wins over an explanation, a command, an example and a test', () => {
    const { files, chosen, blocks } = found(md`
First count: 

'''python
counts[num] = counts.get(num, 0) + 1
'''

### Solution

'''python
${heap}'''

### Example usage

'''python
from solution import top_k_frequent
nums = [1, 1, 1, 2, 2, 3]
print(top_k_frequent(nums, 2))  # [1, 2]
'''

'''python
import unittest
class TestTopK(unittest.TestCase):
    def test_top_k_frequent(self):
        self.assertEqual(top_k_frequent([1], 1), [1])
'''

'''bash
python solution.py
'''`);
    expect(files).toEqual({ 'solution.py': heap });
    expect(blocks).toHaveLength(5);
    expect(chosen).toEqual([
      {
        path: 'solution.py',
        block: 1,
        reason: 'the only block that defines top_k_frequent',
        lines: [10, 18],
      },
    ]);
  });

  test('of two complete versions the last wins', () => {
    expect(
      taken(md`
'''python
${heap}'''
Hmm, ties need care. Let me handle them:
'''python
${buckets}'''`),
    ).toBe(buckets);
  });

  test('a corrected version wins even when it is much shorter', () => {
    const short = 'def top_k_frequent(nums, k):\n    return []\n';
    expect(
      taken(md`
'''python
${heap}'''

Here is the corrected version:

'''python
${short}'''`),
    ).toBe(short);
  });

  test('an alternative at the end does not replace the answer', () => {
    expect(
      taken(md`
'''python
${heap}'''

### Alternative approach

'''python
${buckets}'''`),
    ).toBe(heap);
  });

  test('the quoted original does not replace the answer, wherever it stands', () => {
    expect(
      taken(md`
**Fixed code**

'''python
${heap}'''

For comparison, the original code was:

'''python
${buckets}'''`),
    ).toBe(heap);
  });

  test('a bare signature at the end does not replace the answer', () => {
    expect(
      taken(md`
'''python
${heap}'''

The signature is:

'''python
def top_k_frequent(nums: list[int], k: int) -> list[int]: ...
'''`),
    ).toBe(heap);
  });

  test('a version with parts left out does not replace the whole one', () => {
    const elided = heap.replace('    counts: dict', '    # ... rest of the code\n    counts: dict');
    expect(
      taken(md`
'''python
${heap}'''
Only this changed:
'''python
${elided}'''`),
    ).toBe(heap);
  });

  test('a last version that was cut off does not replace the complete one', () => {
    expect(
      taken(md`
'''python
${heap}'''
Let me write that again:
'''python
def top_k_frequent(nums, k):
    counts = {}
    for num in`),
    ).toBe(heap);
  });

  test('the same block repeated for ever gives the last complete one', () => {
    const { chosen } = found(
      `${'```python\n'}${heap}${'```\n\n'}`.repeat(50) +
        '```python\nimport heapq\n\ndef top_k_frequent(nums, k):\n    counts = {',
    );
    expect(chosen[0]!.block).toBe(49);
  });

  test('a test file that holds a copy does not win', () => {
    expect(
      taken(md`
'''python
${heap}'''

'''python
# test_solution.py
${heap}
assert top_k_frequent([1], 1) == [1]
'''`),
    ).toBe(heap);
  });

  test('helpers in one block and the main function in another make one file', () => {
    const code = taken(md`
First, a helper:

'''python
def count(nums):
    return {n: nums.count(n) for n in nums}
'''

Now the main function:

'''python
def top_k_frequent(nums, k):
    counts = count(nums)
    return sorted(counts, key=counts.get)[:k]
'''

'''python
print(top_k_frequent([1, 1, 2], 1))
'''`);
    expect(code).toBe(
      'def count(nums):\n    return {n: nums.count(n) for n in nums}\n\n' +
        'def top_k_frequent(nums, k):\n    counts = count(nums)\n    return sorted(counts, key=counts.get)[:k]\n',
    );
  });

  test('imports in a block of their own come along', () => {
    expect(
      taken(md`
Import first:
'''python
import heapq
'''
Then:
'''python
${heap.replace('import heapq\n', '').trim()}
'''`),
    ).toMatch(/^import heapq\n\ndef top_k_frequent/);
  });

  test('parts that define a name each make one file, in order', () => {
    const { files, chosen } = found(
      md`
'''typescript
export function addItem(cart: Item[], item: Item): Item[] { return [...cart, item]; }
'''
and
'''typescript
export function totalOf(cart: Item[]): number { return cart.length; }
'''
Use it:
'''typescript
console.log(totalOf(addItem([], x)));
'''`,
      typescript,
    );
    expect(files['cart.ts']).toMatch(/^export function addItem.*\n\nexport function totalOf.*\n$/);
    expect(chosen.map((c) => c.block)).toEqual([0, 1]);
  });

  test('Go parts keep one package clause', () => {
    const code = taken(
      md`
'''go
package middleware

type Limiter struct{}
'''

'''go
package middleware

func RateLimit(l *Limiter) error { return nil }
'''`,
      go,
    );
    expect(code.match(/package middleware/g)).toHaveLength(1);
    expect(code).toContain('func RateLimit');
  });

  test('Go methods and types, Rust functions are recognised', () => {
    expect(
      taken(
        '```go\npackage m\n\ntype Limiter struct{}\n\nfunc (l *Limiter) RateLimit() {}\n```\n```go\nl := Limiter{}\nl.RateLimit()\n```',
        go,
      ),
    ).toContain('package m');
    const main = "use std::env;\n\nfn parse_args<'a>(x: &'a str) -> char { '\"' }\n\nfn main() {}\n";
    expect(
      taken(
        `\`\`\`toml\n[package]\nname = "x"\n\`\`\`\n\`\`\`rust\n${main}\`\`\`\n\`\`\`sh\ncargo run\n\`\`\``,
        rust,
      ),
    ).toBe(main);
  });

  test('a name in a string or comment is no definition', () => {
    expect(
      taken(md`
'''python
text = "def top_k_frequent(nums, k):"  # def top_k_frequent
print(text, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
'''
'''python
def top_k_frequent(nums, k): return nums
'''`),
    ).toBe('def top_k_frequent(nums, k): return nums\n');
  });

  test('an import of the name is no definition', () => {
    expect(
      taken(
        md`
'''js
${sse}'''
'''js
const { ServerSentEvents } = require('./sse.js');
const stream = (await fetch('/events')).body;
for await (const event of new ServerSentEvents(stream)) console.log(event);
'''`,
        javascript,
      ),
    ).toBe(sse);
  });

  test('a reason says which block was taken and what speaks against it', () => {
    expect(found(`\`\`\`java\n${heap}\`\`\``).chosen[0]!.reason).toBe(
      'the only block that defines top_k_frequent; it is tagged java',
    );
  });
});

describe('file names', () => {
  const parser = "export function parse(text) {\n  return text.split(',');\n}\n";
  const printer = "export function print(fields) {\n  return fields.join(',');\n}\n";
  const files = { 'src/parser.js': parser, 'src/printer.js': printer };

  test.each([
    ['headings', (n: string) => `### \`${n}\`\n\n\`\`\`js\n`],
    ['numbered headings', (n: string) => `## 1. ${n}\n\`\`\`javascript\n`],
    ['bold lines', (n: string) => `**${n}**\n\`\`\`js\n`],
    ['bold code with a colon', (n: string) => `**\`${n}\`:**\n\n\`\`\`js\n`],
    ['inline code before the fence', (n: string) => `\`${n}\`:\n\`\`\`js\n`],
    ['a sentence before the fence', (n: string) => `Then create \`${n}\` like this:\n\n\`\`\`js\n`],
    ['a title in the info string', (n: string) => `\`\`\`js title="${n}"\n`],
    ['a file name in the info string', (n: string) => `\`\`\`js ${n}\n`],
    ['language:name', (n: string) => `\`\`\`js:${n}\n`],
    ['the name as info string', (n: string) => `\`\`\`${n}\n`],
    ['a bare base name', (n: string) => `### ${n.replace('src/', '')}\n\`\`\`js\n`],
    ['a path with ./', (n: string) => `File: ./${n}\n\`\`\`js\n`],
  ])('%s name the files, in any order', (_, intro) => {
    const block = (name: string, code: string) => `${intro(name)}${code}\`\`\`\n\n`;
    // The names swapped with the content: only the name can tell.
    const same = 'export const version = 1;\n';
    const answer = `Two files.\n\n${block('src/printer.js', printer)}${block('src/parser.js', parser)}`;
    expect(found(answer, project).files).toEqual(files);
    const bare = [
      { ...project[0]!, defines: [] },
      { ...project[1]!, defines: [] },
    ];
    const both = block('src/printer.js', same) + block('src/parser.js', parser);
    expect(found(both, bare).files).toEqual({ 'src/printer.js': same, 'src/parser.js': parser });
  });

  test('a first comment names the file', () => {
    const answer = `\`\`\`js\n// file: src/printer.js\n${printer}\`\`\`\n\`\`\`js\n// src/parser.js\n${parser}\`\`\``;
    expect(found(answer, project).files['src/printer.js']).toContain(printer);
    expect(found(answer, project).files['src/parser.js']).toContain(parser);
  });

  test('one block with both files is cut at the comments that name them', () => {
    const answer = `\`\`\`js\n// ==== src/parser.js ====\n${parser}\n// src/printer.js\n${printer}\`\`\``;
    expect(found(answer, project).files['src/printer.js']).toBe(`// src/printer.js\n${printer}`);
    expect(found(answer, project).files['src/parser.js']).not.toContain('print(');
  });

  test('without names the definitions tell the files apart', () => {
    expect(found(`\`\`\`js\n${printer}\`\`\`\n\`\`\`js\n${parser}\`\`\``, project).files).toEqual(files);
  });

  test('a file that is missing is absent, and the choice says so', () => {
    const { files: only, chosen } = found(`\`\`\`js\n${parser}\`\`\``, project);
    expect(Object.keys(only)).toEqual(['src/parser.js']);
    expect(chosen[1]).toEqual({
      path: 'src/printer.js',
      block: null,
      reason: 'no block of the answer makes src/printer.js',
      lines: null,
    });
  });

  test('a library that sounds like a file is no file name', () => {
    expect(
      taken(
        md`
'''js
function old() { return 1 }
'''
This works in Node.js:
'''js
${sse}'''`,
        javascript,
      ),
    ).toBe(sse);
  });
});

describe('sloppy fences', () => {
  test('an unclosed fence keeps its code and is marked', () => {
    const { files, blocks } = found(`Here:\n\n\`\`\`python\n${heap}`);
    expect(files['solution.py']).toBe(heap);
    expect(blocks[0]).toMatchObject({ closed: false, startLine: 3, language: 'python' });
  });

  test('lines are those of the answer as it came', () => {
    const { blocks } = found(`<think>\nhm\n</think>\n\nHere:\n\n\`\`\`python x=1\n${heap}\`\`\`\nBye`);
    expect(blocks[0]).toMatchObject({ startLine: 7, endLine: 17, closed: true, meta: 'x=1', heading: null });
  });

  test('a fence that was never closed ends where the next one opens', () => {
    expect(
      taken(md`
'''python
${heap}
'''python
print(top_k_frequent([1], 1))
'''`),
    ).toBe(heap);
  });

  test('text behind a closing fence closes it', () => {
    expect(
      taken(md`
'''python
${heap}''' Hope this helps!

'''python
print(top_k_frequent([1], 1))
'''`),
    ).toBe(heap);
  });

  test('a fence behind the last line of code closes it', () => {
    expect(taken(`\`\`\`python\n${heap.trimEnd()}\`\`\`\n\nIt counts, then sorts.`)).toBe(heap);
  });

  test('a fence behind prose on its line opens', () => {
    expect(taken(`Here is the code: \`\`\`python\n${heap}\`\`\`\n\nIt works.`)).toBe(heap);
  });

  test('a missing opening fence is no loss', () => {
    expect(
      taken(`Here is the code:\n\n${heap}\`\`\`\n\nThis counts the numbers and returns the top k of them.`),
    ).toBe(heap);
  });

  test('a missing opening fence and a fenced example below, as SmolLM2 wrote it, give the function', () => {
    const smol =
      'def top_k_frequent(nums, k):\n    max_value = max(range(0, len(nums), k))\n    return sorted(nums, key=lambda x: max(x))[:k]\n\n# Example usage\nprint(top_k_frequent([1, 2, 2, 3], 2))  # Output: [3, 4]\n';
    const example = '```python\n# Example usage with type hints\nprint(top_k_frequent([1, 2, 2], 2))\n```';
    expect(taken(`${smol}\`\`\`\n\nExample use cases:\n\n${example}`)).toBe(smol);
  });

  test('an end-of-turn token before the answer, as gemma-3-270m wrote it, hides nothing', () => {
    expect(taken(`<|im_end|>\n\`\`\`python\n${heap}\`\`\`\n<|im_end|>\n<|im_start|>\n<|im_end|>`)).toBe(heap);
  });

  test('an answer wrapped in a markdown fence is unwrapped', () => {
    expect(
      taken(md`
'''markdown
# Solution

'''python
${heap}'''

It works.
'''`),
    ).toBe(heap);
  });

  test('an answer wrapped in a longer markdown fence is unwrapped', () => {
    expect(taken(`\`\`\`\`md\n## Solution\n\`\`\`python\n${heap}\`\`\`\n\`\`\`\`\n`)).toBe(heap);
  });

  test('end-of-turn tokens behind the fence are no code', () => {
    expect(taken(`\`\`\`python\n${heap}\`\`\`<|im_end|>\n<|im_start|>user\nThanks`)).toBe(heap);
    expect(taken(`\`\`\`python\n${heap}\`\`\`</s>`)).toBe(heap);
  });
});

describe('no fence', () => {
  test('an answer that is nothing but code is taken', () => {
    expect(taken(heap)).toBe(heap);
    expect(taken(sse, javascript)).toBe(sse);
  });

  test('code between prose is cut out', () => {
    expect(
      taken(
        `Sure, here is the function you asked for:\n\n${heap}\nThis function counts the numbers first. It then uses a heap.\n\n- O(n log k) time\n- O(n) space`,
      ),
    ).toBe(heap);
  });

  test('JavaScript between prose is cut out, comment included', () => {
    expect(taken(`Here is the class:\n\n${sse}\nIt decodes each chunk and yields it.`, javascript)).toBe(sse);
  });

  test('code indented by four spaces is cut out', () => {
    expect(taken(`Solution:\n\n${heap.replace(/^(?=.)/gm, '    ')}\nThe time is O(n log k).`)).toBe(heap);
  });

  test('the definition wins over an unfenced example', () => {
    expect(
      taken(
        `${buckets}\nExample usage of it is shown below.\n\nimport solution\nnums = [1]\nprint(solution.top_k_frequent(nums, 1))\n`,
      ),
    ).toBe(buckets);
  });

  test('unfenced code wins over a fenced command', () => {
    expect(taken(`${heap}\nRun it with this command:\n\n\`\`\`bash\npython solution.py\n\`\`\`\n`)).toBe(
      heap,
    );
  });
});

describe('thinking', () => {
  test('code inside <think> is not the answer', () => {
    expect(
      taken(`<think>\nMaybe:\n\`\`\`python\n${buckets}\`\`\`\nno.\n</think>\n\n\`\`\`python\n${heap}\`\`\``),
    ).toBe(heap);
  });

  test('an unclosed fence inside the thinking does not swallow the answer', () => {
    expect(taken(`<think>\n\`\`\`python\n${buckets}\n</think>\n\`\`\`python\n${heap}\`\`\``)).toBe(heap);
  });

  test('a lone </think> ends thinking that the template began', () => {
    expect(
      taken(`Okay, the user wants\n\`\`\`python\n${buckets}\`\`\`\n</think>\n\n\`\`\`python\n${heap}\`\`\``),
    ).toBe(heap);
  });

  test('thinking that never ends holds no answer', () => {
    expect(whyNot(`<think>\nLet me try\n\`\`\`python\n${heap}\`\`\`\n`)).toBe(
      'The answer ends in its thinking, before any code.',
    );
  });

  test('thinking with nothing behind it is no answer', () => {
    expect(whyNot('<think>\nhm\n</think>\n\n')).toMatch(/^The answer is empty but/);
  });

  test('code that handles think tags is left alone', () => {
    const code =
      'def top_k_frequent(nums, k):\n    """Drops <think> and </think>."""\n    # ends with </think>\n    return nums.split("</think>")\n';
    expect(taken(`\`\`\`python\n${code}\`\`\``)).toBe(code);
  });

  test('gpt-oss: only the final channel counts', () => {
    expect(
      taken(
        `<|channel|>analysis<|message|>Try\n\`\`\`python\n${buckets}\`\`\`<|end|><|start|>assistant<|channel|>final<|message|>\`\`\`python\n${heap}\`\`\`<|return|>`,
      ),
    ).toBe(heap);
  });

  test('gpt-oss: an analysis alone is no answer', () => {
    expect(whyNot(`<|channel|>analysis<|message|>Try\n\`\`\`python\n${heap}\`\`\``)).toMatch(
      /in its thinking/,
    );
  });

  test('gpt-oss: the channels are known without their special tokens', () => {
    expect(
      taken(`analysisWe need code. def top_k_frequent(nums, k)assistantfinal\`\`\`python\n${heap}\`\`\``),
    ).toBe(heap);
  });

  test('Magistral and other tags are thinking as well', () => {
    expect(taken(`[THINK]${buckets}[/THINK]\n\`\`\`python\n${heap}\`\`\``)).toBe(heap);
    expect(taken(`<|channel>thought\n${buckets}<channel|>\`\`\`python\n${heap}\`\`\``)).toBe(heap);
  });
});

describe('other dresses', () => {
  test('a diff against nothing gives its added lines', () => {
    const diff = heap.trimEnd().replace(/^/gm, '+');
    expect(taken(`\`\`\`diff\n--- /dev/null\n+++ b/solution.py\n@@ -0,0 +1,9 @@\n${diff}\n\`\`\``)).toBe(
      heap,
    );
  });

  test('a whole file wins over a diff that comes later', () => {
    expect(
      taken(`\`\`\`python\n${heap}\`\`\`\nChanges:\n\`\`\`diff\n-x\n${buckets.replace(/^/gm, '+')}\n\`\`\``),
    ).toBe(heap);
  });

  test('an interpreter session gives what was typed', () => {
    expect(
      taken(
        '```python\n>>> def top_k_frequent(nums, k):\n...     return nums[:k]\n...\n>>> top_k_frequent([1], 1)\n[1]\n```',
      ),
    ).toBe('def top_k_frequent(nums, k):\n    return nums[:k]\n\ntop_k_frequent([1], 1)\n');
  });

  test('JSON with the code in it is opened', () => {
    expect(taken(JSON.stringify({ language: 'python', code: heap }))).toBe(heap);
    expect(taken(`\`\`\`json\n${JSON.stringify({ code: heap }, null, 2)}\n\`\`\``)).toBe(heap);
  });

  test('JSON that names files is opened', () => {
    const files = {
      'src/parser.js': 'export function parse() {\n}\n',
      'src/printer.js': 'export function print() {\n}\n',
    };
    expect(found(JSON.stringify({ files }), project).files).toEqual(files);
  });
});

describe('no code', () => {
  test.each([
    ['an empty answer', '', /empty/],
    ['blank lines', ' \n\n', /empty/],
    [
      'prose',
      'To solve this, count the numbers and import the module you like. Then sort.',
      /prose without any code/,
    ],
    ['a refusal', "I'm sorry, but I can't help with that.", /prose/],
    [
      'a list of steps',
      '1. Count\n2. Sort\n   - by value\n3. Return\n\nclass size matters.\nfrom there, go on.',
      /prose/,
    ],
    ['an install command', 'Run:\n```bash\npip install numpy\n```', /commands, data or text/],
    ['an install command tagged python', '```python\npip install numpy\n```', /commands/],
    ['printed output', '```\n[1, 2]\n```', /commands, data or text/],
    ['data', '```json\n{"a": 1}\n```', /json/],
    ['comments alone', '```python\n# Your code here\n```', /no program/],
    ['an empty fence', '```python\n```', /prose|no program/],
    ['inline code', 'Use `sorted(nums)` and `heapq`.', /prose/],
  ])('%s gives a reason', (_, answer, why) => {
    expect(whyNot(answer)).toMatch(why);
  });
});

describe('answers that were not foreseen', () => {
  test('a closing fence that is indented too far still closes', () => {
    expect(taken(`\`\`\`python\n${heap}      \`\`\`\n\nThis counts the numbers, then sorts them.`)).toBe(
      heap,
    );
  });

  test('an indented fence in a docstring does not close', () => {
    const code = `def top_k_frequent(nums, k):\n    """Top k.\n\n    ${'```'}python\n    top_k_frequent([1], 1)\n    ${'```'}\n    """\n    return nums[:k]\n`;
    expect(taken(`\`\`\`python\n${code}\`\`\`\nBye.`)).toBe(code);
  });

  test('a multi-line string of Rust with a fence stays whole', () => {
    const code = `const HELP: &str = "usage:\n    ${'```'}\n    tool\n    ${'```'}\n";\n\nfn parse_args() {}\n\nfn main() {}\n`;
    expect(taken(`\`\`\`rust\n${code}\`\`\`\n`, rust)).toBe(code);
  });

  test('a heading above unfenced JavaScript is not part of it', () => {
    expect(taken(`# Solution\n${sse}# Explanation\nIt reads the stream.`, javascript)).toBe(sse);
  });

  test('a module docstring above unfenced Python is part of it', () => {
    const code = `"""Finds the most frequent numbers.\n\nTies go to the smaller number.\n"""\n\n${heap}`;
    expect(taken(code)).toBe(code);
    expect(taken(`Here you go:\n\n${code}`)).toBe(code);
  });

  test('unfenced Go is taken from package to the last brace', () => {
    const code =
      'package middleware\n\nimport (\n\t"net/http"\n\t"sync"\n)\n\n// Limiter limits.\ntype Limiter struct {\n\tmu sync.Mutex\n}\n\nvar limit = 5\n\nfunc RateLimit(next http.Handler) http.Handler {\n\treturn next\n}\n';
    expect(taken(`Here is the middleware:\n\n${code}\nThe limiter uses a mutex.`, go)).toBe(code);
  });

  test('unfenced Rust is taken with its attributes', () => {
    const code =
      'use std::env;\n\n#[derive(Debug)]\nstruct Args {\n    n: usize,\n}\n\nimpl Args {\n    fn new() -> Self {\n        Args { n: 1 }\n    }\n}\n\nfn parse_args() -> Args {\n    Args::new()\n}\n\nfn main() {\n    println!("{:?}", parse_args());\n}\n';
    expect(taken(`Below is the program.\n\n${code}\nCompile it with cargo.`, rust)).toBe(code);
  });

  test('unfenced TypeScript is taken with its types', () => {
    const code =
      "import { round } from './round';\n\nexport interface Item {\n  price: number;\n}\n\ntype Cart = readonly Item[];\n\nexport const addItem = (cart: Cart, item: Item): Cart => [...cart, item];\n\nexport function totalOf(cart: Cart): number {\n  return round(cart.reduce((sum, i) => sum + i.price, 0));\n}\n";
    expect(taken(`Refactored version:\n\n${code}\nI split the logic into two functions.`, typescript)).toBe(
      code,
    );
  });

  test('backticks in a template within a template do not hide what follows', () => {
    const code =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code of an answer.
      "const line = (n) => `a ${n ? `it's ${n}` : '`'} b`;\n\nexport class ServerSentEvents {\n  x = line(1);\n}\n";
    const use =
      'new ServerSentEvents(stream, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11 });';
    expect(taken(`\`\`\`js\n${use}\n\`\`\`\n\`\`\`js\n${code}\`\`\``, javascript)).toBe(code);
  });

  test('quotes and backticks in a regular expression do not hide what follows', () => {
    const code = 'const fence = /^["\'`]{3}/;\n\nmodule.exports.ServerSentEvents = class {\n};\n';
    const use =
      'const e = new ServerSentEvents(s); // an example of its use, which is longer than the code itself';
    expect(taken(`\`\`\`js\n${use}\n\`\`\`\n\`\`\`js\n${code}\`\`\``, javascript)).toBe(code);
  });

  test('a lambda, an async generator and a default class are definitions', () => {
    const read: ExpectedFile[] = [{ path: 'a.js', languages: ['js'], defines: ['read'] }];
    const use = "await read(await fetch('https://example.org/a/very/long/address/indeed'));";
    for (const code of [
      'export async function* read(s) {}\n',
      'export default class read {}\n',
      'const read = async (s) => s;\n',
    ])
      expect(taken(`\`\`\`js\n${code}\`\`\`\n\`\`\`js\n${use}\n\`\`\``, read)).toBe(code);
    const lambda = 'top_k_frequent = lambda nums, k: nums[:k]\n';
    expect(
      taken(
        `\`\`\`python\n${lambda}\`\`\`\n\`\`\`python\nprint(top_k_frequent([1, 2, 3, 4, 5, 6, 7], 3))\n\`\`\``,
      ),
    ).toBe(lambda);
  });

  test('the recommended of several options wins', () => {
    expect(
      taken(
        `### Option 1: heap (recommended)\n\n\`\`\`python\n${heap}\`\`\`\n\n### Option 2: buckets\n\n\`\`\`python\n${buckets}\`\`\``,
      ),
    ).toBe(heap);
  });

  test('a </think> in the middle of its line ends the thinking', () => {
    const draft = `The user wants code.\n\`\`\`python\n${buckets}\`\`\`\nGood.</think>`;
    expect(taken(`${draft}\`\`\`python\n${heap}\`\`\``)).toBe(heap);
    expect(whyNot(`${draft}I cannot do that.`)).toMatch(/prose/);
  });

  test('special tokens of DeepSeek and CodeLlama are no code', () => {
    expect(taken(`\`\`\`python\n${heap}\`\`\`<｜end▁of▁sentence｜>`)).toBe(heap);
    expect(taken(`[PYTHON]\n${heap}[/PYTHON]\n[TESTS]\nassert top_k_frequent([1], 1) == [1]\n[/TESTS]`)).toBe(
      heap,
    );
  });

  test('a tag glued to the fence is no obstacle', () => {
    expect(taken(`<answer>\`\`\`python\n${heap}\`\`\`</answer>`)).toBe(heap);
  });

  test('a tree of files is not a file', () => {
    const parser = 'export function parse() {}\n';
    const printer = 'export function print() {}\n';
    const tree = '```\nsrc/\n├── parser.js\n└── printer.js\n```';
    const step = (n: number, path: string, code: string) =>
      `${n}. **${path}**\n\n   \`\`\`js\n   ${code}   \`\`\`\n`;
    const answer = `${tree}\n\n${step(1, 'src/parser.js', parser)}\n${step(2, 'src/printer.js', printer)}`;
    expect(found(answer, project).files).toEqual({ 'src/parser.js': parser, 'src/printer.js': printer });
  });

  test('a main that calls the function is not its helper', () => {
    const main =
      'def main():\n    print(top_k_frequent([1, 2], 1))\n\nif __name__ == "__main__":\n    main()\n';
    expect(taken(`\`\`\`python\n${heap}\`\`\`\n\n\`\`\`python\n${main}\`\`\``)).toBe(heap);
  });

  test('a snippet that gives nothing to the file does not slip in as a helper', () => {
    const random =
      'import random\n\ndef random_numbers(n):\n    return [random.randrange(9) for _ in range(n)]\n';
    expect(taken(`\`\`\`python\n${heap}\`\`\`\n\nRandom input:\n\n\`\`\`python\n${random}\`\`\``)).toBe(heap);
  });

  test('a step-by-step answer with the full code at its end gives the full code', () => {
    const step1 = `def top_k_frequent(nums, k):\n    counts = {}\n    for n in nums:\n        counts[n] = counts.get(n, 0) + 1\n`;
    const step2 = '    return heapq.nlargest(k, counts)\n';
    const answer = `## Step 1: count\n\n\`\`\`python\n${step1}\`\`\`\n\n## Step 2: pick\n\n\`\`\`python\n${step2}\`\`\`\n\n`;
    expect(
      taken(`${answer}## Complete Code\n\n\`\`\`python\n${heap}\`\`\`\n\n## Explanation\n\n- It counts.`),
    ).toBe(heap);
  });

  test('output below the answer does not count, tagged or not', () => {
    expect(taken(`\`\`\`python\n${heap}\`\`\`\nOutput:\n\`\`\`\ntop_k_frequent = [1, 2]\n\`\`\``)).toBe(heap);
  });

  test('a path that is no plain key is no danger', () => {
    const odd: ExpectedFile[] = [{ path: '__proto__', languages: ['js'], defines: [] }];
    expect(Object.keys(found('```js\nlet a = 1;\n```', odd).files)).toEqual(['__proto__']);
  });

  test('no expected file at all gives a reason, not a throw', () => {
    expect(whyNot('```js\nlet a = 1;\n```', [])).not.toBe('');
  });
});

describe('cost', () => {
  const many = 100_000;
  test.each<[string, () => string]>([
    ['10 MB of prose', () => 'The quick brown fox jumps over the lazy dog. '.repeat(230_000)],
    ['10 MB in one fence', () => `\`\`\`python\n${buckets.repeat(25_000)}`],
    ['10 MB of thinking', () => `<think>${'hm, `x` </think> <think>\n'.repeat(400_000)}`],
    ['100k fences', () => '```python\nx = 1\n```\n'.repeat(many)],
    ['100k openings', () => '```python\n'.repeat(many)],
    ['100k openings in a docstring', () => `\`\`\`python\n"""\n${'```python\n'.repeat(many)}`],
    ['100k fences in torn comments', () => '```js\n/*\n```\n'.repeat(many)],
    ['a million backticks', () => '`'.repeat(1_000_000)],
    ['backticks of growing runs', () => Array.from({ length: 2000 }, (_, i) => '`'.repeat(i)).join(' ')],
    ['a tower of quotes', () => `${'> '.repeat(100_000)}x`],
    ['a tower of lists', () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i * 2)}- x`).join('\n')],
    ['a tower of list markers', () => `${'- '.repeat(100_000)}x\n`.repeat(5)],
    ['brackets', () => '['.repeat(1_000_000)],
    ['open parentheses without a fence', () => `def f(${'(\n'.repeat(many)}`],
    ['glued fences', () => 'a ```python\n'.repeat(many)],
    ['opened tags', () => '<pre><code>\n'.repeat(many)],
    ['blank lines', () => '\n'.repeat(5_000_000)],
    ['lines of blanks', () => `def f():\n${`${' '.repeat(1000)}\n`.repeat(5000)}`],
    ['names over and over', () => `\`\`\`python\n${'top_k_frequent '.repeat(300_000)}`],
    ['quotes', () => `\`\`\`js\n${'"\'`/'.repeat(200_000)}`],
    ['dots', () => `${'a.'.repeat(500_000)}\n\`\`\`python\nx\n\`\`\``],
    ['end tokens', () => '</s>'.repeat(500_000)],
    ['deep JSON', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['equals signs', () => `def f():\n  x\n${'a'.repeat(100_000)}\n${'= '.repeat(100_000)}`],
  ])(
    '%s returns in time',
    (_, answer) => {
      const text = answer();
      const startMs = performance.now();
      extractAnswer(text, python);
      // Two seconds on a quiet machine; the rest is room for a busy one.
      expect(performance.now() - startMs).toBeLessThan(8000);
    },
    30_000,
  );

  test('no mixture of fences, tags and code makes it throw or lose count of its lines', () => {
    const pieces = [
      '```',
      '```python\n',
      '~~~',
      '````',
      '\n',
      '> ',
      '- ',
      '1. ',
      '    ',
      '\t',
      heap,
      sse,
      '<think>',
      '</think>',
    ];
    pieces.push(
      '<pre><code>',
      '</code></pre>',
      '"""',
      '/*',
      '# solution.py\n',
      '### `sse.js`\n',
      'Prose.\n\n',
      '\r\n',
      '{"a": "b\\n"}',
    );
    pieces.push(
      '<|channel|>final<|message|>',
      '>>> x = 1\n',
      '+x\n',
      '@@ -1 +1 @@\n',
      '\0',
      '\uFEFF',
      '\u{1F600}',
      '\uD800',
    );
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let n = 0; n < 1500; n++) {
      const answer = Array.from({ length: next(30) }, () => pieces[next(pieces.length)]).join('');
      const lineCount = answer.split(/\r\n?|\n/).length;
      for (const expected of [python, javascript, project]) {
        const extraction = extractAnswer(answer, expected);
        for (const block of extraction.blocks) {
          expect(block.startLine).toBeGreaterThan(0);
          expect(block.endLine).toBeGreaterThanOrEqual(block.startLine);
          expect(block.endLine).toBeLessThanOrEqual(lineCount);
        }
        if (!extraction.ok) expect(extraction.why).toMatch(/^The answer .*\.$/);
        else expect(Object.keys(extraction.files).length).toBeGreaterThan(0);
      }
    }
  }, 60_000);

  test('an answer beyond the limit is read up to it, and the choice says so', () => {
    const { files, chosen } = found(`\`\`\`python\n${heap}\`\`\`\n${'more\n'.repeat(20_000)}`);
    expect(files['solution.py']).toBe(heap);
    expect(chosen[0]!.reason).toMatch(/only the first 10000 lines/);
  });
});
