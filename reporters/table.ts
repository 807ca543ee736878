/** Rows of cells -> aligned lines. Pure. */
import { type Align, padText, textWidth } from './text.ts';

export type Paint = (text: string) => string;

export interface TableColumn {
  head: string;
  align: Align;
}

export interface TableCell {
  /** Without control characters or colours, so that its width can be measured. */
  text: string;
  paint?: Paint;
}

/** Colours go on after padding: an escape sequence has no width. */
export function layOutTable(columns: TableColumn[], rows: TableCell[][], colors: { dim: Paint }): string[] {
  const widths = columns.map((column, i) =>
    Math.max(textWidth(column.head), ...rows.map((row) => textWidth(row[i]!.text))),
  );
  const line = (cells: TableCell[]) =>
    cells
      .map((cell, i) => {
        const isLastLeft = i === cells.length - 1 && columns[i]!.align === 'left';
        const padded = isLastLeft ? cell.text : padText(cell.text, widths[i]!, columns[i]!.align);
        return cell.paint ? cell.paint(padded) : padded;
      })
      .join(' ');
  return [line(columns.map((c) => ({ text: c.head, paint: colors.dim }))), ...rows.map(line)];
}

/** Splits columns, by index, into as few groups as fit a width side by side; each group has at least one. */
export function fitColumns(widths: number[], available: number): number[][] {
  const groups: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [i, width] of widths.entries()) {
    if (used + width + 1 > available) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)!.push(i);
    used += width + 1;
  }
  return groups;
}
