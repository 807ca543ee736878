import { type TableCell, textCell } from './report-table.ts';

/** A model's name; † marks a reference behind an API. The value is the bare name. */
export function modelCell(model: string, reference: boolean): TableCell {
  return reference ? { text: `${model} †`, value: model } : textCell(model);
}
