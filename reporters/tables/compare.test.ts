import { expect, test } from 'vitest';
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { compareRuns } from './compare.ts';
import { regressions } from './compare-statement.ts';
import { compareTables } from './compare-tables.ts';

const side = (trials: Trial[], more: Partial<RunFacts> & { missing?: RunFacts['expected'] } = {}) => ({
  trials,
  run: makeRun(trials, more),
});

const err = (task: string) => makeTrial({ model: 'a', task, err: { kind: 'empty', why: 'nothing came' } });
const points = (task: string, of: number, sample = 1) => makeTrial({ model: 'a', task, points: of, sample });

test('every way in which a result may change has its own word', () => {
  const before = side([
    ...[points('python-top-k', 10), points('js-bug-fix', 10), points('ts-refactor', 10)],
    ...[points('rust-cli', 10), points('go-middleware', 10), err('js-sse'), err('t7'), points('t8', 5)],
  ]);
  const after = side([
    ...[points('python-top-k', 12), points('js-bug-fix', 9.5), points('ts-refactor', 10), err('rust-cli')],
    ...[makeTrial({ model: 'a', task: 'go-middleware', notRun: 'no go' }), points('js-sse', 3), err('t7')],
    points('t9', 4),
  ]);
  const rows = compareRuns(before, after).rows.map(({ task, state, before: b, after: a, delta }) => [
    task,
    state,
    b.text,
    a.text,
    delta,
  ]);
  expect(rows).toEqual([
    ['python-top-k', 'rose', '10', '12', 2],
    ['js-bug-fix', 'fell', '10', '9.5', -0.5],
    ['ts-refactor', 'same', '10', '10', 0],
    ['rust-cli', 'newly-failed', '10', 'ERR empty', null],
    ['go-middleware', 'no-result', '10', 'n/r', null],
    ['js-sse', 'newly-graded', 'ERR empty', '3', null],
    ['t7', 'still-failed', 'ERR empty', 'ERR empty', null],
    ['t9', 'new', '–', '4', null],
    ['t8', 'gone', '5', '–', null],
  ]);
});

test('a result that is missing is not one that was not asked', () => {
  const before = side(makeModel('a', [10, 10]));
  const filtered = side(makeModel('a', [10]));
  const stopped = side(makeModel('a', [10]), {
    missing: [{ model: 'a', task: 'js-bug-fix', sample: 1 }],
    state: 'interrupted',
  });
  expect(regressions(compareRuns(before, filtered), 0)).toEqual([]);
  expect(regressions(compareRuns(before, stopped), 0)).toEqual([
    'a / js-bug-fix: had 10 points, now missing',
  ]);
});

test('equal points with other checks are shown, check by check', () => {
  const graded = (first: number, second: number) => {
    const trial = makeTrial({ model: 'a' });
    const check = (id: string, of: number) => ({
      id,
      title: id,
      points: of,
      maxPoints: 5,
      passed: of === 5,
      detail: '',
    });
    if (trial.outcome.state === 'graded')
      trial.outcome.score.checks = [check('sorted', first), check('fast', second)];
    return side([trial]);
  };
  const comparison = compareRuns(graded(5, 0), graded(0, 5));
  expect(comparison.rows[0]).toMatchObject({ state: 'same', delta: 0 });
  const [, results] = compareTables(comparison);
  expect(results!.rows[0]!.cells.map(({ text }) => text)).toContain('sorted -5, fast +5');
  expect(results!.rows[0]!.cells[6]!.claims![0]).toEqual({
    text: 'sorted -5',
    evidence: [{ model: 'a', task: 'python-top-k', check: 'sorted' }],
  });
});

test('samples are judged by their spread: the same fall is noise or not', () => {
  const run = (samples: number[]) => side(samples.map((of, i) => points('js-sse', of, i + 1)));
  const verdict = (a: number[], b: number[]) => compareRuns(run(a), run(b)).totals[0]!.verdict.state;
  expect(verdict([18, 10, 14], [10, 6, 14])).toBe('within noise');
  expect(verdict([14, 14, 15], [10, 10, 9])).toBe('more than noise');
  expect(verdict([14], [10])).toBe('within noise');
});

test('runs without a model, or without one in common, compare to nothing and say so', () => {
  expect(compareRuns(side([]), side([])).statement).toBe('No result of a model and a task is in these runs.');
  const apart = compareRuns(side(makeModel('a', [10])), side(makeModel('b', [12])));
  expect(apart.totals.map(({ model, state }) => [model, state])).toEqual([
    ['b', 'new'],
    ['a', 'gone'],
  ]);
  expect(apart.statement).toContain(
    'Of 2 results (a model and a task each): 1 gone, 1 new. No result is graded in both.',
  );
});

test('the published run stands beside one of our own, its sums without cells, and what is unknown is said', () => {
  const published = publishedRun();
  const own = side(makeModel('gpt-oss-20b-q8kxl', [17, 17, 14, 18, 16, 20]));
  const { totals, statement } = compareRuns(published, own);
  expect(totals).toHaveLength(35);
  expect(totals[0]).toMatchObject({ model: 'gpt-oss-20b-q8kxl', delta: 3, marks: [] });
  expect(totals.find(({ model }) => model === 'qwen35-27b-q8')).toMatchObject({ state: 'gone', delta: null });
  expect(statement).toContain('not on record in both runs for 1 of 35 models');
});

test('what is not on record is no difference, and other paths to one file are none', () => {
  const run = (effectiveArgs: string[]) => side(makeModel('a', [10], { facts: { effectiveArgs } }));
  const marks = (a: string[], b: string[]) =>
    compareRuns(run(a), run(b)).rows[0]!.marks.map(({ words }) => words);
  expect(marks([], ['--temp', '1'])).toEqual([]);
  expect(marks(['--model', '/a/x.gguf', '--temp', '1'], ['--temp', '1', '--model', '/b/x.gguf'])).toEqual([]);
  expect(marks(['--model', '/a/x.gguf'], ['--model', '/a/y.gguf'])).toEqual([
    'other arguments: with --model y.gguf, without --model x.gguf',
  ]);
});

test('a thousand models are compared in seconds', () => {
  const field = side(makeField(1000));
  const startedAt = performance.now();
  compareTables(compareRuns(field, field));
  expect(performance.now() - startedAt).toBeLessThan(5000);
});
