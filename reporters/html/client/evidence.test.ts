import { expect, test } from 'vitest';
import { readEvidence } from './evidence.ts';

const parts = (detail: string) => readEvidence(detail).parts.map(({ label, text }) => `${label}: ${text}`);

// Every detail is one that a rubric of ours has given.
test('tells input, expected and got apart in the words of each rubric', () => {
  expect(
    parts(
      'missed. 2 scenarios wrong, the first: clear-counts, line 2 of its log: expected ["a",0], got ["a",2]',
    ),
  ).toEqual([
    'input: missed. 2 scenarios wrong, the first: clear-counts, line 2 of its log',
    'expected: ["a",0]',
    'got: ["a",2]',
  ]);
  expect(
    parts(
      '0 of 1 right; top_k_frequent([4], 0) raised IndexError: list index, expected [] in one of the two orders',
    ),
  ).toEqual([
    'input: 0 of 1 right; top_k_frequent([4], 0)',
    'expected: [] in one of the two orders',
    'got: raised IndexError: list index',
  ]);
  expect(parts('tasks add "Repair": left next_id 1 instead of 2')).toEqual([
    'input: tasks add "Repair"',
    'expected: 2',
    'got: left next_id 1',
  ]);
  expect(parts('expected [1, 2], got [2] (3 cases)')).toEqual(['expected: [1, 2]', 'got: [2] (3 cases)']);
});

test('leaves whole what it cannot tell apart for certain', () => {
  for (const detail of [
    '826 tokens say again what stands elsewhere, 60 % of the original',
    'a: exit code 2 instead of 0; b: exit code 2 instead of 0',
    'x: expected 1, got 2; y: expected 3, got 4',
    'it answered "unexpected , got lost"',
  ])
    expect(parts(detail)).toEqual([`seen: ${detail}`]);
});

test('sets apart what a cap withheld, with its reason', () => {
  const detail =
    'as it should be [1 withheld, 14 in all at most (counter-per-client-1): counter per client, memory]';
  expect(readEvidence(detail)).toEqual({
    parts: [{ label: 'seen', text: 'as it should be' }],
    withheld: { points: 1, most: 14, cap: 'counter-per-client-1', reason: 'counter per client, memory' },
  });
  expect(readEvidence(' [0.5 withheld, 11 in all at most (a): b [c]]')).toMatchObject({
    parts: [],
    withheld: { points: 0.5, reason: 'b [c]' },
  });
  expect(readEvidence('')).toEqual({ parts: [], withheld: null });
});
