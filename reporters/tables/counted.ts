/** What a total is made of: all tasks but those whose tools this machine lacks. Pure. */
import { type Cell, isGraded, type MatrixRow, type TaskColumn } from './score-matrix.ts';

interface PlacedCell {
  cell: Cell;
  column: TaskColumn;
}

export function countedColumns(columns: TaskColumn[]): TaskColumn[] {
  return columns.filter(({ notHere }) => notHere === null);
}

/** What a model has of its own in a column that is left out counts all the same: an ERR there is its own. */
function isLeftOut({ cell, column }: PlacedCell): boolean {
  return column.notHere !== null && cell.state === 'not-run' && cell.cause === 'toolchain';
}

function placedCells({ cells }: MatrixRow, columns: TaskColumn[]): PlacedCell[] {
  return cells.map((cell, at) => ({ cell, column: columns[at]! }));
}

export function countedCells(row: MatrixRow, columns: TaskColumn[]): PlacedCell[] {
  return placedCells(row, columns).filter((placed) => !isLeftOut(placed));
}

/** Answers that nobody could be graded for: neither asked for nor absent. */
export function leftOutSamples(row: MatrixRow, columns: TaskColumn[]): number {
  return placedCells(row, columns)
    .filter(isLeftOut)
    .reduce((count, { cell }) => count + (cell.state === 'not-run' ? cell.samples.length : 0), 0);
}

/** A score for every task that counts, and nothing of its own absent elsewhere. */
export function isComplete(row: MatrixRow, columns: TaskColumn[]): boolean {
  const counted = countedCells(row, columns);
  return row.sum === null && counted.length > 0 && counted.every(({ cell }) => isGraded(cell));
}
