import { expect, test } from 'vitest';
import { makeModel, makeRun } from '../fixtures.ts';
import { kindSentence, pairSentence } from './conclusions.ts';
import { NO_CONTEXT } from './context.ts';
import { pairFigures } from './pair-figures.ts';
import { findPairs } from './pairs.ts';

/** Points by sample and task of a thinking pair. */
function figuresOf(on: number[][], off: number[][]) {
  const of = (model: string, samples: number[][]) =>
    samples.flatMap((points, i) => makeModel(model, points).map((trial) => ({ ...trial, sample: i + 1 })));
  const trials = [...of('x-8b-q8', on), ...of('x-8b-q8-nothink', off)];
  return findPairs(trials, makeRun(trials), NO_CONTEXT).map(pairFigures);
}

const sentence = (on: number[][], off: number[][]) => pairSentence(figuresOf(on, off)[0]!);

test('six tasks of six the same way are more than noise, five are not', () => {
  expect(sentence([[20, 20, 20, 20, 20, 20]], [[15, 16, 17, 18, 19, 14]])).toContain(
    '(+21), in 1.0x the time: more than noise (permutation test over 6 tasks, p = 0.031',
  );
  expect(sentence([[20, 20, 20, 20, 20]], [[0, 0, 0, 0, 0]])).toContain(
    '(+100), in 1.0x the time: within noise',
  );
});

test('one task says nothing, and equal is called equal', () => {
  expect(sentence([[20]], [[2]])).toContain('within noise (permutation test over 1 task, p = 1.00');
  expect(sentence([[12, 13]], [[12, 13]])).toContain('no difference (2 tasks alike)');
});

test('several samples are judged by their own spread, even of two tasks', () => {
  const near = sentence(
    [
      [12, 14],
      [14, 16],
      [10, 12],
    ],
    [
      [11, 13],
      [12, 14],
      [12, 12],
    ],
  );
  expect(near).toMatch(/within noise \(95 % interval ±[\d.]+ points from 3 samples each\)/);
  const far = sentence(
    [
      [18, 19],
      [19, 19],
      [18, 18],
    ],
    [
      [5, 6],
      [6, 6],
      [5, 5],
    ],
  );
  expect(far).toMatch(/more than noise \(95 % interval ±[\d.]+ points from 3 samples each\)/);
});

test('samples that never vary leave the judgement to the tasks', () => {
  expect(
    sentence(
      [
        [18, 19],
        [18, 19],
      ],
      [
        [5, 6],
        [5, 6],
      ],
    ),
  ).toContain('within noise (permutation test over 2 tasks');
});

test('a kind is summed up in one sentence that counts and does not boast', () => {
  expect(kindSentence('thinking', figuresOf([[20]], [[2]]))).toBe(
    'Thinking helped 1 of 1 pair and hurt 0. The difference is within noise.',
  );
  expect(kindSentence('thinking', figuresOf([[0, 1, 2, 3, 4, 5]], [[9, 9, 9, 9, 9, 9]]))).toBe(
    'Thinking helped 0 of 1 pair and hurt 1. The difference is more than noise.',
  );
  expect(kindSentence('thinking', figuresOf([[2]], [[2]]))).toBe(
    'Thinking helped 0 of 1 pair and hurt 0; 1 is equal. No difference was found.',
  );
});

test('says where the answers contradict the settings', () => {
  const on = makeModel('x-8b-q8', [12], { response: { reasoningChars: 0 } });
  const off = makeModel('x-8b-q8-nothink', [12], { response: { reasoningChars: 700 } });
  const [pair] = findPairs([...on, ...off], makeRun([...on, ...off]), NO_CONTEXT);
  expect(pairSentence(pairFigures(pair!))).toContain(
    'No reasoning was seen in the answers of x-8b-q8. x-8b-q8-nothink is set not to think and still reasoned in 1 of 1 answers.',
  );
});
