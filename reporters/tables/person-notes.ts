/** What a user says of models, beside what was measured: never in its place. Pure. */

import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { ModelNote, ReportContext } from './context.ts';
import { MODEL } from './model-columns.ts';
import { ABSENT, formatPoints, roundNoise } from './numbers.ts';
import { numberCell, type ReportTable, type TableCell, type TableRow, textCell } from './report-table.ts';
import { type Cell, scoreMatrix } from './score-matrix.ts';

/** The text and, a piece each, the overrides: `js-sse 12: reason`. */
export function noteCell(model: string, notes: ModelNote[]): TableCell {
  const words = notes
    .filter((note) => note.model === model)
    .flatMap((note) => [
      note.text,
      ...note.overrides.map(
        ({ task, points, reason }) => `would give ${task} ${formatPoints(points)}: ${reason}`,
      ),
    ])
    .filter((word) => word !== '');
  return words.length === 0
    ? { text: ABSENT, value: null, from: 'person' }
    : textCell(words.join(' · '), { from: 'person' });
}

/** Texts of all models, and a row an override with both values. The computed one stays what counts. */
export function personNotesTables(trials: Trial[], run: RunFacts, { notes }: ReportContext): ReportTable[] {
  return [overridesTable(trials, run, notes), textsTable(notes)];
}

function overridesTable(trials: Trial[], run: RunFacts, notes: ModelNote[]): ReportTable {
  const { columns, rows } = scoreMatrix(trials, run);
  const cellOf = (model: string, task: string): Cell => {
    const column = columns.findIndex((one) => one.task === task);
    return rows.find((row) => row.model === model)?.cells[column] ?? { state: 'not-asked' };
  };
  return {
    id: 'score-overrides',
    title: 'Scores that you would give',
    intro: 'From models/notes.md. They change no score, rank or total of this report.',
    columns: [
      MODEL,
      { id: 'task', label: 'Task', align: 'left' },
      { id: 'computed', label: 'Computed', align: 'right', unit: 'points' },
      { id: 'yours', label: 'Yours', align: 'right', unit: 'points' },
      { id: 'difference', label: 'Difference', align: 'right', unit: 'points' },
      { id: 'reason', label: 'Your reason', align: 'left' },
    ],
    rows: notes.flatMap((note) =>
      note.overrides.map((one) => overrideRow(note.model, one, cellOf(note.model, one.task))),
    ),
    notes: [],
  };
}

const ABSENT_WORDS: Partial<Record<Cell['state'], string>> = {
  err: 'ERR',
  'not-run': 'n/r',
  missing: 'miss',
  'not-asked': '·',
  unlisted: '?',
};

function overrideRow(model: string, one: ModelNote['overrides'][number], cell: Cell): TableRow {
  const computed = cell.state === 'graded' ? cell.points : null;
  const difference = computed === null ? null : roundNoise(one.points - computed);
  const sign = difference !== null && difference > 0 ? '+' : '';
  return {
    model,
    cells: [
      textCell(model),
      textCell(one.task),
      numberCell(
        computed,
        cell.state === 'graded' ? formatPoints(cell.points) : (ABSENT_WORDS[cell.state] ?? ABSENT),
        {
          from: 'rule',
        },
      ),
      numberCell(one.points, formatPoints(one.points), { from: 'person' }),
      numberCell(difference, difference === null ? ABSENT : `${sign}${formatPoints(difference)}`),
      textCell(one.reason, { from: 'person' }),
    ],
  };
}

function textsTable(notes: ModelNote[]): ReportTable {
  return {
    id: 'your-notes',
    title: 'Your notes',
    intro: 'From models/notes.md, as written there. Nothing in them was measured.',
    columns: [MODEL, { id: 'note', label: 'Note', align: 'left' }],
    rows: notes
      .filter((note) => note.text !== '')
      .map((note) => ({
        model: note.model,
        cells: [textCell(note.model), textCell(note.text, { from: 'person' })],
      })),
    notes: [],
  };
}
