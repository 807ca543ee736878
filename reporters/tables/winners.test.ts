import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { winners } from './winners.ts';

const GIB = 2 ** 30;
const model = (name: string, points: number[], wallMs: number | null, gib: number | null, order: number) =>
  makeModel(name, points, { wallMs, facts: { order, sizeBytes: gib === null ? null : gib * GIB } });

function wonBy(trials: ReturnType<typeof makeModel>) {
  return winners(trials, makeRun(trials)).map(({ label, models, words }) => [label, models.join(' '), words]);
}

test('best has most points; fastest and best per GiB count only among the good', () => {
  const trials = [
    ...model('big', [20, 18], 60_000, 20, 0),
    ...model('quick', [14, 13], 10_000, 30, 1),
    ...model('small', [13, 13], 40_000, 4, 2),
    ...model('tiny', [12, 13], 1_000, 0.1, 3),
  ];
  expect(wonBy(trials)).toEqual([
    ['Best', 'big', '38/40, 60s an answer'],
    ['Fastest good', 'quick', '10s an answer, 27/40'],
    ['Best per GiB', 'small', '6.5 points a GiB, 26/40, 4.0 GiB'],
  ]);
});

test('those that tie are all named', () => {
  const trials = [...model('a', [15], 9_000, 8, 0), ...model('b', [15], 9_000, 8, 1)];
  expect(wonBy(trials)).toEqual([
    ['Best', 'a b', '15/20, a tie'],
    ['Fastest good', 'a b', '9.0s an answer, a tie'],
    ['Best per GiB', 'a b', '1.9 points a GiB, a tie'],
  ]);
});

test('a model behind an API wins nothing, and the label says whose best it is', () => {
  const trials = [
    ...makeModel('api', [20], { wallMs: 1, facts: { kind: 'reference' } }),
    ...model('a', [15], 9_000, 8, 1),
    ...model('b', [14], 9_500, 8, 2),
  ];
  expect(wonBy(trials)[0]).toEqual(['Best local', 'a', '15/20, 9.0s an answer']);
});

test('nobody is called the fastest good one where none is good or no figure is known', () => {
  const weak = [...model('a', [12], 1_000, 8, 0), ...model('b', [3], 2_000, 8, 1)];
  expect(wonBy(weak).slice(1)).toEqual([
    ['Fastest good', '', 'none, no model has 65 % of the points'],
    ['Best per GiB', '', 'none, no model has 65 % of the points'],
  ]);
  const bare = [...model('a', [20], null, null, 0), ...model('b', [19], null, null, 1)];
  expect(wonBy(bare).slice(1)).toEqual([
    ['Fastest good', '', 'none, no answer was timed'],
    ['Best per GiB', '', 'none, no file size is known'],
  ]);
});

test('all at 0 points: none is the best', () => {
  const trials = [...model('a', [0], 1_000, 8, 0), ...model('b', [0], 2_000, 8, 1)];
  expect(wonBy(trials)[0]).toEqual(['Best', '', 'none, no model earned a point']);
});

test('one model, or others with an ERR: nobody won', () => {
  const one = model('a', [20], 1_000, 8, 0);
  expect(wonBy(one)).toEqual([]);
  expect(wonBy([...one, makeTrial({ model: 'b', err: { kind: 'crashed', why: '' } })])).toEqual([]);
});
