/** Columns and cells that the tables of facts share; each cell has the answers behind it as evidence. Pure. */
import type { FactAnswer } from './fact-answers.ts';
import { type Evidence, numberCell, type TableCell, type TableColumn } from './report-table.ts';

export const left = (id: string, label: string): TableColumn => ({ id, label, align: 'left' });
export const right = (id: string, label: string, unit: string): TableColumn => ({
  id,
  label,
  align: 'right',
  unit,
});

export function countCell(answers: FactAnswer[]): TableCell {
  const text = String(answers.length);
  return numberCell(answers.length, text, claimed(text, answers));
}

export function claimed(text: string, answers: FactAnswer[]): Pick<TableCell, 'claims'> {
  return answers.length === 0
    ? {}
    : { claims: [{ text, evidence: answers.map(({ evidence }) => evidence) }] };
}

const MOST_NAMES = 4;

/** Names up to four; the evidence has them all. */
export function namesText(evidence: Evidence[]): string {
  const names = [...new Set(evidence.map(({ model }) => model))];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.length === 0 ? 'nobody' : names.slice(0, MOST_NAMES).join(', ') + more;
}
