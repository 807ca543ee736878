import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { rubricTrial } from './checked-trials.ts';
import { failures, failureTables } from './failures.ts';
import { findings, findingTables } from './findings.ts';

test('the first ranks of the published run are told with what stands out in their cells', () => {
  const { trials, run } = publishedRun();
  const found = new Map(
    findings(trials, run).map(({ row, claims }) => [row.model, claims.map((c) => c.text)]),
  );
  expect([...found.keys()]).toEqual([
    'claude-haiku-4-5',
    'gpt-oss-120b-q8kxl',
    'qwen35-35b-a3b-q8',
    'gpt-oss-120b-q8kxl-nonthink',
    'gpt-oss-20b-q8kxl',
  ]);
  expect(found.get('qwen35-35b-a3b-q8')).toEqual([
    'shares rank 2 with gpt-oss-120b-q8kxl, 3 of 120 points behind the first',
    'best JS of 26 models (18 of 20)',
    'at least 80 % of the points on every task but TS (15 of 20)',
  ]);
  expect(found.get('gpt-oss-20b-q8kxl')).toEqual(
    expect.arrayContaining(['fastest of the top (22s an answer)', 'smallest of the top (12.3 GiB)']),
  );
});

test('the only model to pass a check is named with the check as evidence', () => {
  const trials = ['a', 'b', 'c'].map((model) => rubricTrial({ model }, model === 'a' ? [] : ['edges']));
  const [first] = findings(trials, makeRun(trials));
  expect(first!.claims).toContainEqual({
    text: 'only model of 3 to pass edges (Py: says edges)',
    evidence: [{ model: 'a', task: 'python-top-k', check: 'edges' }],
  });
});

test('one model alone is first of nothing', () => {
  const trials = makeModel('a', [3, 4]);
  expect(findings(trials, makeRun(trials))[0]!.claims).toEqual([]);
  expect(findingTables(trials, makeRun(trials))[0]!.rows[0]!.cells.at(-1)!.text).toBe('–');
});

test('equal models share the first rank, and none is fastest or smallest', () => {
  const trials = ['a', 'b'].flatMap((model) => makeModel(model, [10, 10, 10]));
  expect(findings(trials, makeRun(trials)).map(({ claims }) => claims.map((c) => c.text))).toEqual([
    ['shares rank 1 with b'],
    ['shares rank 1 with a'],
  ]);
});

test("failed models are told with completed tasks, kinds and the server's words, the same words once", () => {
  const err = { kind: 'crashed', why: 'proxy error: <b>gone</b> | \u202e' } as const;
  const trials = [
    ...makeModel('ok', [18, 18, 18]),
    makeTrial({ model: 'bad', points: 9 }),
    makeTrial({ model: 'bad', task: 'js-bug-fix', err }),
    makeTrial({ model: 'bad', task: 'ts-refactor', err }),
  ];
  const [table] = failureTables(trials, makeRun(trials));
  expect(table!.rows).toHaveLength(1);
  expect(table!.rows[0]!.cells.map((cell) => cell.text)).toEqual([
    ...['bad', '1/3', '9+', 'crashed', `JS, TS: crashed: ${err.why}`],
  ]);
  expect(table!.rows[0]!.cells.at(-1)!.claims![0]!.evidence).toEqual([
    { model: 'bad', task: 'js-bug-fix', sample: 1 },
    { model: 'bad', task: 'ts-refactor', sample: 1 },
  ]);
  expect(table!.notes).toEqual(["crashed: the model's process died."]);
});

test('a model that failed on everything has no score at all, not 0', () => {
  const trials = [makeTrial({ err: { kind: 'no-code', why: 'prose' } })];
  const cell = failureTables(trials, makeRun(trials))[0]!.rows[0]!.cells[2]!;
  expect(cell).toEqual({ text: '–', value: null });
});

test('what the run did not get to is no failure of the model', () => {
  const trials = [makeTrial(), makeTrial({ task: 'js-sse', notRun: 'no Node' })];
  const missing = [{ model: 'qwen3-8b', task: 'rust-cli', sample: 1 }];
  expect(failures(trials, makeRun(trials, { state: 'interrupted', missing }))).toEqual([]);
});

test('the failed models of the published run come worst first, their reasons not made up', () => {
  const { trials, run } = publishedRun();
  const found = failures(trials, run);
  expect(found.map(({ completed, tasks }) => `${completed}/${tasks}`)).toEqual([
    ...['1/6', '2/6', '3/6', '3/6', '4/6', '4/6', '4/6', '5/6', '5/6'],
  ]);
  expect(found.every(({ reasons }) => reasons === null)).toBe(true);
});
