import { expect, test } from 'vitest';
import { makeField, makeModel, makeRun, makeTrial } from '../fixtures.ts';
import type { ReportTable } from './report-table.ts';
import { reportTables } from './report-tables.ts';

function tableOf(tables: ReportTable[], id: string): ReportTable {
  const found = tables.find((table) => table.id === id);
  if (!found) throw new Error(`no table ${id}`);
  return found;
}

const texts = (table: ReportTable) => table.rows.map((row) => row.cells.map((cell) => cell.text));

test('the ranking comes first: rank, † and size, wall, a column a task, total of the maximum', () => {
  const trials = [
    ...makeModel('api', [18, 17], { wallMs: 15_400, facts: { kind: 'reference' } }),
    ...makeModel('local', [17, 18], { facts: { order: 1, sizeBytes: 12.3 * 2 ** 30 } }),
  ];
  const tables = reportTables(trials, makeRun(trials));
  expect(tables.map((table) => table.id).slice(0, 2)).toEqual(['ranking', 'scores']);
  expect(tables[0]!.columns.map((c) => c.label)).toEqual([
    ...['Rank', 'Model', 'Size (GiB)', 'Avg wall', 'Py', 'JS', 'Total (/40)'],
  ]);
  expect(texts(tables[0]!)).toEqual([
    ['1', 'api †', '–', '15s', '18', '17', '35'],
    ['1', 'local', '12.3', '30s', '17', '18', '35'],
  ]);
  expect(tables[0]!.rows[0]!.cells[1]!.value).toBe('api');
  expect(tables[0]!.notes.join()).toContain('† reference model');
});

test('an incomplete model has its score as a lower bound, and each absence links to its trial', () => {
  const trials = [
    ...makeModel('done', [20, 20, 20]),
    ...makeModel('broken', [18], { facts: { order: 1 } }),
    makeTrial({ model: 'broken', task: 'js-bug-fix', err: { kind: 'crashed', why: 'proxy error' } }),
    makeTrial({ model: 'broken', task: 'ts-refactor', notRun: 'no sandbox' }),
  ];
  const table = tableOf(reportTables(trials, makeRun(trials)), 'incomplete');
  expect(texts(table)[0]!.slice(3)).toEqual([
    '1/3',
    '18+',
    'both',
    'JS: ERR crashed: proxy error; TS: not run: no sandbox',
  ]);
  expect(table.rows[0]!.cells.at(-1)!.claims!.map((claim) => claim.evidence)).toEqual([
    [{ model: 'broken', task: 'js-bug-fix', sample: 1 }],
    [{ model: 'broken', task: 'ts-refactor' }],
  ]);
});

test('a sum beyond what its tasks can bring is shown as told, and the contradiction beside it', () => {
  const trials = makeModel('done', [20, 20, 20]);
  const told = {
    model: 'told',
    modelFacts: { ...trials[0]!.modelFacts, order: 1 },
    ...{ completed: 2, tasks: 3, points: 43, avgWallMs: null },
  };
  const tables = reportTables(trials, makeRun(trials, { mode: 'published', sums: [told] }));
  const table = tableOf(tables, 'incomplete');
  expect(texts(table)[0]!.slice(3)).toEqual(['2/3', '43+', 'not told by the source', '–']);
  expect(table.notes.join()).toContain(
    'told: its source tells 43 points, and 2 completed tasks have at most 40',
  );
  expect(texts(tableOf(tables, 'scores'))[1]).toEqual(['told', '?', '?', '?']);
  expect(tableOf(tables, 'scores').notes.join()).toContain('? = the source tells a sum');
});

test('an absent score has no value to sort by, and its text says which absence it is', () => {
  const trials = [makeTrial(), makeTrial({ task: 'js-sse', err: { kind: 'empty', why: '' } })];
  const [row] = tableOf(reportTables(trials, makeRun(trials)), 'scores').rows;
  expect(row!.cells.slice(1)).toEqual([
    { text: '18', value: 18 },
    { text: 'ERR', value: null },
  ]);
});

test('an empty run has no table, and every row is as wide as its head', () => {
  expect(reportTables([], makeRun([]))).toEqual([]);
  const trials = makeField(35, 3);
  for (const table of reportTables(trials, makeRun(trials))) {
    expect(new Set(table.columns.map((c) => c.id)).size, table.id).toBe(table.columns.length);
    for (const row of table.rows) expect(row.cells, table.id).toHaveLength(table.columns.length);
  }
});
