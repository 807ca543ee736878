/** The kill matrix as CSV (RFC 4180), and back. */
import type { Cell, KillMatrix, MatrixRow, MutantState } from './kill-matrix.ts';

const COLUMNS = ['mutant', 'operator', 'place', 'change', 'state', 'points'];

export function writeMatrix({ checks, rows }: KillMatrix): string {
  const lines = rows.map((row) => [
    ...[row.id, row.operator, row.place, row.change, row.state, String(row.points)],
    ...checks.map((id) => row.cells[id]!),
  ]);
  return [[...COLUMNS, ...checks], ...lines].map((cells) => `${cells.map(quote).join(',')}\n`).join('');
}

export function readMatrix(csv: string): KillMatrix {
  const [header, ...lines] = csv.trimEnd().split('\n').map(cellsOf);
  const checks = header!.slice(COLUMNS.length);
  return { checks, rows: lines.map((cells) => toRow(cells, checks)) };
}

function toRow(
  [id, operator, place, change, state, points, ...marks]: string[],
  checks: string[],
): MatrixRow {
  return {
    ...{ id: id!, operator: operator!, place: place!, change: change! },
    state: state as MutantState,
    points: Number(points),
    cells: Object.fromEntries(checks.map((check, at) => [check, marks[at] as Cell])),
  };
}

function quote(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** No cell of ours holds a line break. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );
}
