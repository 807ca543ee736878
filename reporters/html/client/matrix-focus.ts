/** One cell of the matrix is in the Tab order; the arrow keys hand that on. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A cell keeps its place in the Tab order where sorting moves it to; when it is filtered away the first cell has it. */
export function useTabStop(body: RefObject<HTMLTableSectionElement | null>): void {
  useEffect(() => {
    if (body.current?.querySelector('[data-cell][tabindex="0"]')) return;
    const first = body.current?.querySelector<HTMLElement>('[data-cell]');
    if (first) first.tabIndex = 0;
  });
}

/** On the body of the matrix. */
export function moveFocus(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const from = event.target as HTMLElement;
  if (!step || !from.matches('[data-cell]')) return;
  event.preventDefault();
  const cell = from.closest('td')!;
  const row = cell.parentElement as HTMLTableRowElement;
  const body = row.parentElement as HTMLTableSectionElement;
  const next = body.rows[row.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]];
  const button = next?.querySelector<HTMLElement>('[data-cell]');
  if (!button) return;
  for (const other of body.querySelectorAll<HTMLElement>('[data-cell][tabindex="0"]')) other.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
}
