import { expect, test } from 'vitest';
import { makeModel, makeRun } from '../fixtures.ts';
import { efficiencyTables } from './efficiency-table.ts';

test('has each figure under its own head', () => {
  const trials = makeModel('a', [20, 20], { wallMs: 30_000, facts: { sizeBytes: 8 * 2 ** 30 } });
  const [table] = efficiencyTables(trials, makeRun(trials));
  const row = table!.rows[0]!.cells;
  const byLabel = Object.fromEntries(table!.columns.map((column, i) => [column.label, row[i]!.text]));
  expect(byLabel).toEqual({
    Model: 'a',
    Score: '40',
    'Avg wall': '30s',
    'Size (GiB)': '8.0',
    'Score/min': '80',
    'Score/GiB': '5.0',
    'Generation tok/s': '40.0',
    'Prompt tok/s': '500',
    'First token': '0.7s',
    'Tokens/answer': '1000',
    'Tokens/point': '50',
    Load: '–',
  });
  expect(row.map((cell) => cell.value).slice(1, 6)).toEqual([40, 30_000, 8 * 2 ** 30, 80, 5]);
});

test('what a model does not have is absent in value and text', () => {
  const [trial] = makeModel('a', [20], { wallMs: null, response: null, facts: { sizeBytes: null } });
  const trials = [{ ...trial!, timings: { ...trial!.timings, timeToFirstTokenMs: null } }];
  const [table] = efficiencyTables(trials, makeRun(trials));
  const cells = table!.rows[0]!.cells.slice(2);
  expect(cells.map((cell) => cell.text)).toEqual(cells.map(() => '–'));
  expect(cells.every((cell) => cell.value === null)).toBe(true);
});
