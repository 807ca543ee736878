import { expect, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeRun, makeTrial } from '../fixtures.ts';
import { difficultyOf } from './bugs-table.ts';
import { factTables } from './facts-table.ts';
import type { ReportTable } from './report-table.ts';
import { reportTables } from './report-tables.ts';

function told(model: string, task: string, facts: Record<string, string | null>, points = 14): Trial {
  const trial = makeTrial({ model, task, points });
  if (trial.outcome.state === 'graded')
    trial.outcome.score.facts = Object.entries(facts).map(([id, value]) => ({
      id,
      title: `Fact ${id}`,
      value,
    }));
  return trial;
}

/** So many answers a value, by models m0, m1 … */
function answers(
  task: string,
  fact: string,
  counts: Record<string, number>,
  points: Record<string, number> = {},
): Trial[] {
  const values = Object.entries(counts).flatMap(([value, count]) => Array<string>(count).fill(value));
  return values.map((value, i) =>
    told(`m${i}`, task, { [fact]: value === 'null' ? null : value }, points[value] ?? 14),
  );
}

const texts = (table: ReportTable | undefined) => table!.rows.map((row) => row.cells.map(({ text }) => text));
const tables = (trials: Trial[]) => new Map(factTables(trials).map((table) => [table.id, table]));

test('the printed difficulties of the JavaScript and the Rust bugs come out of their counts', () => {
  const printed: [number, number, string][] = [
    ...([
      [24, 26, 'Easy'],
      [19, 26, 'Medium'],
      [10, 26, 'Hard'],
    ] as [number, number, string][]),
    ...([
      [30, 30, 'Easy'],
      [29, 30, 'Easy'],
      [28, 30, 'Easy'],
      [14, 30, 'Hard'],
    ] as [number, number, string][]),
  ];
  for (const [fixed, of, word] of printed) expect(difficultyOf(fixed, of), `${fixed}/${of}`).toBe(word);
});

test('a bug stands with its share, its difficulty and who missed it; what cannot be told counts nowhere', () => {
  const trials = [
    ...answers('js-bug-fix', 'once', { fixed: 19, missed: 7, null: 3 }),
    makeTrial({ model: 'dead', task: 'js-bug-fix', err: { kind: 'crashed', why: '' } }),
  ];
  const bugs = tables(trials).get('bugs');
  expect(texts(bugs)).toEqual([['JS', 'Fact once', '19/26', 'Medium', 'm19, m20, m21, m22 and 3 more']]);
  const missed = bugs!.rows[0]!.cells.at(-1)!.claims![0]!.evidence;
  expect(missed).toHaveLength(7);
  expect(missed[0]).toEqual({ model: 'm19', task: 'js-bug-fix', check: 'once' });
});

test('half fixed is its own column, and not fixed', () => {
  expect(texts(tables(answers('rust-cli', 'bug', { fixed: 8, partial: 2 })).get('bugs'))).toEqual([
    ['Rs', 'Fact bug', '8/10', '2', 'Medium', 'nobody'],
  ]);
});

test('the ValueEnum tally of the report: 15 yes in two ways, 16 no, 2 errors, of 33', () => {
  const trials = [
    ...answers('rust-cli', 'value-enum-how', { ValueEnum: 13, FromStr: 2, missed: 16 }),
    ...['x', 'y'].map((model) => makeTrial({ model, task: 'rust-cli', err: { kind: 'timed-out', why: '' } })),
  ];
  expect(texts(tables(trials).get('tally'))).toEqual([
    ['Rs', 'Fact value-enum-how', '15', 'ValueEnum 13, FromStr 2', '0', '16', '2', '0', '33'],
  ]);
});

test('what everybody missed is a bug only where it is called one', () => {
  const trials = [told('a', 'rust-cli', { 'bug-ids': 'missed', edit: 'missed' })];
  expect(texts(tables(trials).get('bugs'))).toEqual([['Rs', 'Fact bug-ids', '0/1', 'Hard', 'a']]);
  expect(texts(tables(trials).get('tally')).map((row) => row[1])).toEqual(['Fact edit']);
});

test('a feature is there, broken or missing', () => {
  const trials = answers('go-middleware', 'rate-limit', { present: 3, broken: 2, missing: 1, null: 1 });
  expect(texts(tables(trials).get('tally'))).toEqual([
    ['Go', 'Fact rate-limit', '3', 'present 3', '2', '1', '0', '1', '7'],
  ]);
});

test('approaches stand with their models and mean points, the best first', () => {
  const counts = { 'counter per client': 12, 'sliding window': 8, ticker: 1 };
  const trials = answers('go-middleware', 'approach', counts, { 'sliding window': 17, ticker: 10 });
  expect(texts(tables(trials).get('approaches'))).toEqual([
    ['Go', 'Fact approach', 'sliding window', '8', 'm12, m13, m14, m15 and 4 more', '17'],
    ['Go', 'Fact approach', 'counter per client', '12', 'm0, m1, m2, m3 and 8 more', '14'],
    ['Go', 'Fact approach', 'ticker', '1', 'm20', '10'],
  ]);
});

test('a task that nobody foresaw gets its tables by its values alone', () => {
  const trials = answers('my-own-task', 'parser', { 'hand-written': 2, 'regular expression': 1 });
  expect(reportTables(trials, makeRun(trials)).map(({ id }) => id)).toContain('approaches');
});

test('no facts, or none that could be told, are no tables', () => {
  for (const trials of [[], [makeTrial()], answers('js-sse', 'bom', { null: 4 })])
    expect(
      reportTables(trials, makeRun(trials)).filter(({ id }) => /bugs|tally|approaches/.test(id)),
    ).toEqual([]);
});
