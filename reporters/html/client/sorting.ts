import type { TableCell } from '../../tables/report-table.ts';

/** Numbers by size, all else by its words, in which numbers count: q4 before q10. */
export function compareValues(a: TableCell['value'] | undefined, b: TableCell['value'] | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true });
}

export interface Sorting {
  /** Of the column. */
  id: string;
  desc: boolean;
}
