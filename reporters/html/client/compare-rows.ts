/** A comparison -> the rows that a reader asked for. Pure. */
import type { CompareRow, CompareTotal } from '../../tables/comparison.ts';

/** What a state is called, with a sign that is read without colour. */
export const STATES: Record<CompareRow['state'], { sign: string; word: string }> = {
  rose: { sign: '▲', word: 'rose' },
  fell: { sign: '▼', word: 'fell' },
  same: { sign: '=', word: 'same points' },
  'newly-failed': { sign: '✗', word: 'newly failed' },
  'no-result': { sign: '∅', word: 'no result any more' },
  'newly-graded': { sign: '✓', word: 'newly graded' },
  'still-failed': { sign: '–', word: 'still no points' },
  gone: { sign: '−', word: 'gone' },
  new: { sign: '+', word: 'new' },
};

/** Equal points may hide checks that went both ways: that is a change. */
export function isChanged({ state, checks }: CompareRow): boolean {
  return !(state === 'same' || state === 'still-failed') || checks.length > 0;
}

export interface CompareFilter {
  onlyChanged: boolean;
  /** 'all', or one state. */
  state: CompareRow['state'] | 'all';
  /** Words of the model's or the task's name. */
  words: string;
}

export const NO_COMPARE_FILTER: CompareFilter = { onlyChanged: true, state: 'all', words: '' };

export function filterRows(rows: CompareRow[], { onlyChanged, state, words }: CompareFilter): CompareRow[] {
  const asked = words.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (state === 'all' || row.state === state) &&
      (!onlyChanged || isChanged(row)) &&
      (asked === '' || `${row.model} ${row.task} ${row.label}`.toLowerCase().includes(asked)),
  );
}

export interface ComparedModel {
  total: CompareTotal;
  rows: CompareRow[];
}

/** A model without a row that was asked for is left out; the largest fall or rise is not moved: the order is the run's. */
export function groupRows(totals: CompareTotal[], rows: CompareRow[]): ComparedModel[] {
  const byModel = Map.groupBy(rows, ({ model }) => model);
  return totals.flatMap((total) => {
    const own = byModel.get(total.model);
    return own ? [{ total, rows: own }] : [];
  });
}

/** Only states that occur, in the order of the list above. */
export function statesOf(rows: CompareRow[]): CompareRow['state'][] {
  const seen = new Set(rows.map(({ state }) => state));
  return (Object.keys(STATES) as CompareRow['state'][]).filter((state) => seen.has(state));
}

type Mark = CompareRow['marks'][number];

export function isSameMark(a: Mark, b: Mark): boolean {
  return a.id === b.id && a.words === b.words;
}

/** Marks of every row: they are said once, at the model. */
export function sharedMarks(rows: CompareRow[]): Mark[] {
  return (rows[0]?.marks ?? []).filter((mark) =>
    rows.every(({ marks }) => marks.some((other) => isSameMark(mark, other))),
  );
}
