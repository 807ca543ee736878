/** The columns that tables of models share. Pure. */
import { REFERENCE_NOTE } from '../words.ts';
import { formatGib, formatSeconds } from './numbers.ts';
import { numberCell, type TableCell, type TableColumn, textCell } from './report-table.ts';
import type { ModelRow } from './standings.ts';

export const MODEL: TableColumn = { id: 'model', label: 'Model', align: 'left' };
export const SIZE: TableColumn = {
  id: 'size',
  label: 'Size (GiB)',
  align: 'right',
  unit: 'bytes',
  help: 'All parts of the model file; 1 GiB = 2^30 bytes.',
};
export const WALL: TableColumn = {
  id: 'avg-wall',
  label: 'Avg wall',
  align: 'right',
  unit: 'ms',
  help: 'Mean time from request to last byte, over the graded answers.',
};

/** † marks a reference behind an API. The value is the bare name. */
export function modelCell(model: string, reference: boolean): TableCell {
  return reference ? { text: `${model} †`, value: model } : textCell(model);
}

/** Of SIZE and WALL. */
export function measureCells({ sizeBytes, avgWallMs }: ModelRow): TableCell[] {
  return [numberCell(sizeBytes, formatGib(sizeBytes)), numberCell(avgWallMs, formatSeconds(avgWallMs))];
}

export function referenceNotes(rows: { reference: boolean }[]): string[] {
  return rows.some((row) => row.reference) ? [REFERENCE_NOTE] : [];
}
