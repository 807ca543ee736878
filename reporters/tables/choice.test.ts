import { expect, test } from 'vitest';
import { makeModel, makeRun } from '../fixtures.ts';
import { choices, type Wish } from './choice.ts';

const GIB = 2 ** 30;
const ANY: Wish = { memoryBytes: null, patienceMs: null, thinking: 'any' };
const thinking = { response: { reasoningChars: 500 } };
const TRIALS = [
  ...makeModel('big', [20, 20], { wallMs: 60_000, facts: { order: 0, sizeBytes: 60 * GIB }, ...thinking }),
  ...makeModel('small', [18, 17], { wallMs: 20_000, facts: { order: 1, sizeBytes: 12 * GIB } }),
  ...makeModel('twin', [18, 17], { wallMs: 10_000, facts: { order: 2, sizeBytes: 14 * GIB } }),
  ...makeModel('api', [20, 20], { wallMs: 1_000, facts: { order: 3, kind: 'reference', sizeBytes: null } }),
  ...makeModel('unknown', [19, 19], { wallMs: null, facts: { order: 4, sizeBytes: null } }),
];
const chosen = (wish: Partial<Wish>) =>
  choices(TRIALS, makeRun(TRIALS), { ...ANY, ...wish }).map(({ row }) => row.model);

test('the best that fits comes first; a model behind an API is no config', () => {
  expect(chosen({})).toEqual(['big', 'unknown', 'twin', 'small']);
  expect(chosen({ memoryBytes: 13 * GIB })).toEqual(['small']);
  expect(chosen({ patienceMs: 15_000 })).toEqual(['twin']);
  expect(chosen({ memoryBytes: GIB })).toEqual([]);
});

test('thinking is what the answers showed', () => {
  expect(chosen({ thinking: 'on' })).toEqual(['big']);
  expect(chosen({ thinking: 'off' })).toEqual(['unknown', 'twin', 'small']);
});
