import { describe, expect, test } from 'vitest';
import type { ModelSum, Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeRun, makeTrial, TASKS } from '../fixtures.ts';
import { incomplete } from './incomplete.ts';
import { groupByModel, missingTrials, scoreMatrix, trialPoints } from './score-matrix.ts';
import { ranking } from './standings.ts';

describe('scoreMatrix', () => {
  test('has a row a model in the preset order and a column a task in the task order', () => {
    const trials = [
      ...makeModel('second', [1, 2, 3], { facts: { order: 1 } }).toReversed(),
      ...makeModel('first', [4, 5, 6], { facts: { order: 0 } }),
    ];
    const { columns, rows } = scoreMatrix(trials, makeRun(trials));
    expect(columns.map((c) => c.label)).toEqual(['Py', 'JS', 'TS']);
    expect(rows.map((r) => r.model)).toEqual(['first', 'second']);
    expect(rows[1]!.cells.map((c) => c.state === 'graded' && c.points)).toEqual([1, 2, 3]);
  });

  test('tells 0 points, ERR, not-run, missing and not-asked apart', () => {
    const trials = [
      makeTrial({ model: 'a', task: 'python-top-k', points: 0 }),
      makeTrial({ model: 'a', task: 'js-bug-fix', err: { kind: 'crashed', why: 'proxy error' } }),
      makeTrial({ model: 'a', task: 'ts-refactor', notRun: 'no sandbox' }),
      makeTrial({ model: 'b', task: 'js-sse' }),
    ];
    const run = makeRun(trials, { missing: [{ model: 'a', task: 'rust-cli', sample: 1 }] });
    const { columns, rows } = scoreMatrix(trials, run);
    expect(columns.map((c) => [c.task, c.maxPoints])).toEqual([
      ['python-top-k', 20],
      ['js-bug-fix', 20],
      ['ts-refactor', 20],
      ['js-sse', 20],
      ['rust-cli', null],
    ]);
    expect(rows[0]!.cells).toEqual([
      { state: 'graded', points: 0, maxPoints: 20, samples: 1, truncated: false },
      { state: 'err', errs: [{ sample: 1, kind: 'crashed', why: 'proxy error' }], atLeast: null },
      { state: 'not-run', why: 'no sandbox', cause: 'fault', samples: [1], atLeast: null },
      { state: 'not-asked' },
      { state: 'missing', samples: [1], atLeast: null },
    ]);
  });

  test('a model that was never reached still has its row', () => {
    const trials = makeModel('done', [20]);
    const run = makeRun(trials, { missing: [{ model: 'never', task: 'python-top-k', sample: 1 }] });
    expect(scoreMatrix(trials, run).rows.map((r) => [r.model, r.cells[0]!.state])).toEqual([
      ['done', 'graded'],
      ['never', 'missing'],
    ]);
  });

  test('several samples give their mean', () => {
    const trials = [10, 11, 13].map((points, i) => makeTrial({ points, sample: i + 1 }));
    const cell = scoreMatrix(trials, makeRun(trials)).rows[0]!.cells[0]!;
    expect(cell).toMatchObject({ state: 'graded', samples: 3 });
    expect(cell.state === 'graded' && cell.points).toBeCloseTo(34 / 3);
  });

  test('one ERR among the samples makes the pair ERR, and the rest counts as a lower bound', () => {
    const trials = [
      makeTrial({ sample: 1, points: 18 }),
      makeTrial({ sample: 2, err: { kind: 'timed-out', why: '20 min' } }),
      makeTrial({ sample: 3, notRun: 'no sandbox' }),
    ];
    expect(scoreMatrix(trials, makeRun(trials)).rows[0]!.cells[0]).toEqual({
      state: 'err',
      errs: [{ sample: 2, kind: 'timed-out', why: '20 min' }],
      atLeast: 6,
    });
  });

  test('a sample that is still missing keeps the pair from being graded', () => {
    const trials = [makeTrial({ points: 18 })];
    const run = makeRun(trials, { missing: [{ model: 'qwen3-8b', task: 'python-top-k', sample: 2 }] });
    expect(scoreMatrix(trials, run).rows[0]!.cells[0]).toEqual({
      state: 'missing',
      samples: [2],
      atLeast: 9,
    });
  });

  test('of two trials of one sample the later counts', () => {
    const trials = [makeTrial({ points: 3 }), makeTrial({ points: 17 })];
    expect(scoreMatrix(trials, makeRun(trials)).rows[0]!.cells[0]).toMatchObject({ points: 17, samples: 1 });
  });

  test('an empty run has no rows and no columns', () => {
    expect(scoreMatrix([], makeRun([]))).toEqual({ columns: [], rows: [] });
    expect(ranking([], makeRun([]))).toEqual([]);
    expect(incomplete([], makeRun([]))).toEqual([]);
  });
});

describe('totals', () => {
  test('come from the checks, whatever total was carried along', () => {
    const trial = makeTrial({ points: 12 });
    if (trial.outcome.state === 'graded') trial.outcome.score.points = 19;
    expect(trialPoints(trial)).toBe(12);
    expect(ranking([trial], makeRun([trial]))[0]!.points).toBe(12);
  });

  test('an ERR has no points, not 0', () => {
    expect(trialPoints(makeTrial({ err: { kind: 'empty', why: '' } }))).toBeNull();
  });
});

describe('ranking', () => {
  test('ties share a rank and the next one is skipped: 1, 2, 2, 4', () => {
    const trials = [
      ...makeModel('low', [1, 1]),
      ...makeModel('tie-a', [10, 9]),
      ...makeModel('tie-b', [9, 10]),
      ...makeModel('top', [20, 20]),
    ];
    expect(ranking(trials, makeRun(trials)).map((r) => [r.rank, r.model, r.points, r.maxPoints])).toEqual([
      [1, 'top', 40, 40],
      [2, 'tie-a', 19, 40],
      [2, 'tie-b', 19, 40],
      [4, 'low', 2, 40],
    ]);
  });

  test('equal means tie although their sums differ in the last binary digit', () => {
    const trials = [
      ...[10, 10, 11].map((points, i) => makeTrial({ model: 'a', points, sample: i + 1 })),
      ...[11, 10, 10].map((points, i) => makeTrial({ model: 'a', task: 'js-sse', points, sample: i + 1 })),
      ...[9, 9, 10].map((points, i) => makeTrial({ model: 'b', points, sample: i + 1 })),
      ...[12, 11, 11].map((points, i) => makeTrial({ model: 'b', task: 'js-sse', points, sample: i + 1 })),
    ];
    expect(ranking(trials, makeRun(trials)).map((r) => r.rank)).toEqual([1, 1]);
  });

  test('a model without all of its scores is not ranked', () => {
    const trials = [...makeModel('whole', [1, 1]), makeTrial({ model: 'half', points: 20 })];
    expect(ranking(trials, makeRun(trials)).map((r) => r.model)).toEqual(['whole']);
    expect(incomplete(trials, makeRun(trials)).map((r) => r.model)).toEqual(['half']);
  });

  test('a reference model is marked and has no size, even if one was recorded', () => {
    const trials = makeModel('api', [20], { facts: { kind: 'reference', sizeBytes: 5 } });
    expect(ranking(trials, makeRun(trials))[0]).toMatchObject({ reference: true, sizeBytes: null });
  });

  test('an absent wall clock stays absent and is left out of the mean', () => {
    const [first, second] = makeModel('a', [20, 20], { wallMs: 10_000 });
    const without = { ...second!, timings: { ...second!.timings, wallMs: null } };
    expect(ranking([first!, without], makeRun([first!, without]))[0]!.avgWallMs).toBe(10_000);
    const none = makeModel('a', [20], { wallMs: null });
    expect(ranking(none, makeRun(none))[0]!.avgWallMs).toBeNull();
  });

  test('1, 2 and 35 models rank with every model in exactly one of the two tables', () => {
    for (const models of [1, 2, 35]) {
      const trials = makeField(models);
      const run = makeRun(trials);
      const names = [...ranking(trials, run), ...incomplete(trials, run)].map((r) => r.model);
      expect(names.toSorted()).toEqual(
        groupByModel(trials)
          .map((g) => g.model)
          .toSorted(),
      );
    }
  });
});

describe('a task whose tools this machine lacks', () => {
  const lacks = 'cargo not found (install Rust)';
  const trials = [
    ...makeModel('good', [18, 17, 16]),
    makeTrial({ model: 'good', task: 'rust-cli', lacks }),
    ...makeModel('better', [20, 17, 16]),
    makeTrial({ model: 'better', task: 'rust-cli', lacks }),
    ...makeModel('crashed', [20, 20]),
    makeTrial({ model: 'crashed', task: 'ts-refactor', err: { kind: 'crashed', why: 'gone' } }),
    makeTrial({ model: 'crashed', task: 'rust-cli', lacks }),
  ];
  const ranks = (all: Trial[]) => ranking(all, makeRun(all)).map(({ rank, model }) => `${rank} ${model}`);

  test('is left out of totals, for all models alike: the others decide who won', () => {
    expect(ranking(trials, makeRun(trials))).toMatchObject([
      { rank: 1, model: 'better', points: 53, maxPoints: 60 },
      { rank: 2, model: 'good', points: 51, maxPoints: 60 },
    ]);
  });

  test('keeps its column, with what became of it', () => {
    const { columns, rows } = scoreMatrix(trials, makeRun(trials));
    expect(columns.map(({ notHere }) => notHere)).toEqual([null, null, null, lacks]);
    expect(rows.map(({ cells }) => cells[3]!.state)).toEqual(['not-run', 'not-run', 'not-run']);
  });

  test('is no reason to call a model incomplete, and no fault of one that is', () => {
    expect(incomplete(trials, makeRun(trials))).toMatchObject([
      {
        model: 'crashed',
        completed: 2,
        tasks: 3,
        atLeastPoints: 40,
        maxPoints: 60,
        fault: 'model',
        notRun: [],
      },
    ]);
  });

  test.for([
    ['an ERR', { err: { kind: 'no-code', why: 'prose' } }, 'model'],
    ['a fault', { notRun: 'there is no answer file' }, 'run'],
  ] as const)(
    '%s of one model there is its own: it is incomplete, the others are ranked',
    ([, its, fault]) => {
      const all = [
        ...trials,
        ...makeModel('own', [19, 19, 19]),
        makeTrial({ model: 'own', task: 'rust-cli', ...its }),
      ];
      expect(ranks(all)).toEqual(['1 better', '2 good']);
      expect(incomplete(all, makeRun(all))).toMatchObject([
        { model: 'own', completed: 3, tasks: 4, atLeastPoints: 57, fault },
        { model: 'crashed', completed: 2, tasks: 3 },
      ]);
    },
  );

  test('counts where one answer to it was graded, which an older trial of the same pair is not', () => {
    const graded = makeTrial({ model: 'elsewhere', task: 'rust-cli', points: 3 });
    expect(ranks([...trials, graded])).toEqual([]);
    const older = makeTrial({ model: 'good', task: 'rust-cli', points: 3 });
    expect(ranks([older, ...trials])).toEqual(['1 better', '2 good']);
  });

  test('leaves models incomplete where there is no other task', () => {
    const alone = [makeTrial({ task: 'rust-cli', lacks })];
    expect(ranks(alone)).toEqual([]);
    expect(incomplete(alone, makeRun(alone))).toMatchObject([
      { completed: 0, tasks: 1, atLeastPoints: null, notRun: [{ why: lacks }] },
    ]);
  });
});

describe('incomplete', () => {
  test('says how many tasks are done, what is safe, and whose fault the rest is', () => {
    const trials = [
      ...makeModel('err', [18, 17, 16, 15]),
      makeTrial({ model: 'err', task: 'go-middleware', err: { kind: 'crashed', why: 'proxy error' } }),
      makeTrial({ model: 'err', task: 'js-sse', err: { kind: 'timed-out', why: '20 min' } }),
      ...makeModel('ours', [18, 17, 16, 15, 14]),
      makeTrial({ model: 'ours', task: 'js-sse', notRun: 'no Go toolchain' }),
    ];
    const [ours, err] = incomplete(trials, makeRun(trials));
    expect(ours).toMatchObject({
      completed: 5,
      tasks: 6,
      atLeastPoints: 80,
      maxPoints: 120,
      fault: 'run',
      errs: [],
    });
    expect(ours!.notRun).toEqual([{ task: 'js-sse', label: 'SSE', samples: [1], why: 'no Go toolchain' }]);
    expect(err).toMatchObject({ completed: 4, tasks: 6, atLeastPoints: 66, fault: 'model', notRun: [] });
    expect(err!.errs.map((e) => e.samples[0]!.kind)).toEqual(['crashed', 'timed-out']);
  });

  test('a model that gave nothing at all has no total instead of 0', () => {
    const trials = TASKS.map(({ task }) =>
      makeTrial({ task, err: { kind: 'load-failed', why: 'no file' }, wallMs: null }),
    );
    expect(incomplete(trials, makeRun(trials))[0]).toMatchObject({
      completed: 0,
      atLeastPoints: null,
      avgWallMs: null,
    });
  });

  test('the wall clock of an ERR does not make a model look fast', () => {
    const trials = [
      makeTrial({ wallMs: 40_000 }),
      makeTrial({ task: 'js-sse', err: { kind: 'crashed', why: '' }, wallMs: 10 }),
    ];
    expect(incomplete(trials, makeRun(trials))[0]!.avgWallMs).toBe(40_000);
  });
});

test('missingTrials names each expected sample without a trial', () => {
  const trials = [makeTrial()];
  const lost = { model: 'qwen3-8b', task: 'python-top-k', sample: 2 };
  expect(missingTrials(trials, makeRun(trials, { missing: [lost] }))).toEqual([lost]);
});

describe('a model of which the source tells a sum only', () => {
  const trials = [
    ...makeModel('first', [20, 20, 20]),
    ...makeModel('last', [1, 1, 1], { facts: { order: 2 } }),
  ];
  const sum = (more: Partial<ModelSum> = {}): ModelSum => ({
    model: 'told',
    modelFacts: { ...trials[0]!.modelFacts, order: 1, sizeBytes: 7 * 2 ** 30 },
    completed: 2,
    tasks: 3,
    points: 31,
    avgWallMs: 5000,
    ...more,
  });

  test('has its row in its place, with cells that are neither points nor ERR, and is not ranked', () => {
    const run = makeRun(trials, { sums: [sum()] });
    const { rows } = scoreMatrix(trials, run);
    expect(rows.map((r) => r.model)).toEqual(['first', 'told', 'last']);
    expect(rows[1]!.cells).toEqual([{ state: 'unlisted' }, { state: 'unlisted' }, { state: 'unlisted' }]);
    expect(ranking(trials, run).map((r) => r.model)).toEqual(['first', 'last']);
    expect(incomplete(trials, run)).toMatchObject([
      {
        model: 'told',
        completed: 2,
        tasks: 3,
        atLeastPoints: 31,
        maxPoints: 60,
        completedMaxPoints: 40,
        avgWallMs: 5000,
        sizeBytes: 7 * 2 ** 30,
        fault: 'untold',
        isSum: true,
      },
    ]);
  });

  test('of no completed task has no points instead of 0', () => {
    const run = makeRun(trials, { sums: [sum({ completed: 0, points: 0, avgWallMs: null })] });
    expect(incomplete(trials, run)[0]).toMatchObject({ atLeastPoints: null, avgWallMs: null });
  });

  test('is not counted beside its own trials, nor twice', () => {
    const run = makeRun(trials, { sums: [sum({ model: 'first' }), sum({ points: 3 }), sum()] });
    expect(scoreMatrix(trials, run).rows.map((r) => r.model)).toEqual(['first', 'told', 'last']);
    expect(incomplete(trials, run).map((r) => r.atLeastPoints)).toEqual([31]);
  });

  test('can stand alone, without a column', () => {
    const run = makeRun([], { sums: [sum()] });
    expect(incomplete([], run)).toMatchObject([{ model: 'told', completed: 2, tasks: 3, maxPoints: null }]);
    expect(ranking([], run)).toEqual([]);
  });
});
