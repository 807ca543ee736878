import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { NO_CONTEXT } from './context.ts';
import { personNotesTables } from './person-notes.ts';
import { reportTables } from './report-tables.ts';
import { ranking } from './standings.ts';

const trials = [
  ...makeModel('a', [18, 14]),
  makeTrial({ model: 'b', points: 5 }),
  makeTrial({ model: 'b', task: 'js-bug-fix', err: { kind: 'empty', why: '' } }),
];
const notes = [
  {
    model: 'a',
    text: 'Good company.',
    overrides: [{ task: 'python-top-k', points: 12, reason: 'unreadable' }],
  },
  { model: 'b', text: '', overrides: [{ task: 'js-bug-fix', points: 3, reason: 'seen by hand' }] },
];

test('an override stands beside the computed score, with both values', () => {
  const [table] = personNotesTables(trials, makeRun(trials), { notes, pairs: [] });
  expect(table!.rows.map((row) => row.cells.map((cell) => cell.text))).toEqual([
    ['a', 'python-top-k', '18', '12', '-6', 'unreadable'],
    ['b', 'js-bug-fix', 'ERR', '3', '–', 'seen by hand'],
  ]);
  expect(table!.rows[0]!.cells.map((cell) => cell.from)).toEqual([
    ...[undefined, undefined, 'rule', 'person', undefined, 'person'],
  ]);
  expect(table!.rows[1]!.cells[2]!.value).toBeNull();
});

test('no note changes a score, a rank or any other table', () => {
  const run = makeRun(trials);
  const before = reportTables(trials, run, NO_CONTEXT);
  const after = reportTables(trials, run, { notes, pairs: [] });
  const own = ['score-overrides', 'your-notes'];
  const withoutNotes = after
    .filter((table) => !own.includes(table.id))
    .map((table) => {
      const at = table.columns.findIndex((column) => column.id === 'your-notes');
      if (at === -1) return table;
      const rows = table.rows.map((row) => ({ ...row, cells: row.cells.toSpliced(at, 1) }));
      return { ...table, columns: table.columns.toSpliced(at, 1), rows };
    });
  expect(withoutNotes).toEqual(before);
  expect(after.map((table) => table.id)).toEqual(expect.arrayContaining(own));
  expect(ranking(trials, run)[0]!.points).toBe(32);
});
