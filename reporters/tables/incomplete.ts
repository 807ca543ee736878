/** Models that are not ranked: what they have for sure, and what they lack. Pure. */
import type { ModelSum } from '../../benchmarks/trial.ts';
import { countedCells, isComplete } from './counted.ts';
import { isNumber, roundNoise, sum } from './numbers.ts';
import { oncePerRun } from './once.ts';
import {
  type Cell,
  isGraded,
  type MatrixRow,
  type SampleErr,
  scoreMatrix,
  type TaskColumn,
} from './score-matrix.ts';
import { type ModelRow, modelRow, wallByModel } from './standings.ts';

export interface IncompleteRow extends ModelRow {
  /** Tasks graded in full, of those that count; of a sum what its source says. */
  completed: number;
  tasks: number;
  /** Printed as `83+`; null when nothing was graded, so that an absent total is not a zero. */
  atLeastPoints: number | null;
  /** null while the points of a task are unknown, because no model got to it. */
  maxPoints: number | null;
  errs: { task: string; label: string; samples: SampleErr[] }[];
  notRun: { task: string; label: string; samples: number[]; why: string }[];
  missing: { task: string; label: string; samples: number[] }[];
  /** Columns that the user filtered out for this model. */
  notAsked: string[];
  /** The points are a sum of which the source does not say which task brought what. */
  isSum: boolean;
  /** Most that the completed tasks can bring; null while it is unknown. A sum beyond it contradicts itself. */
  completedMaxPoints: number | null;
  /** model: only ERRs. run: none of it is the model's failure. both: some of each. untold: the source does not say. */
  fault: 'model' | 'run' | 'both' | 'untold';
}

/** Models that are not ranked, each with the reason for every cell without a score. */
export const incomplete = oncePerRun((trials, run): IncompleteRow[] => {
  const walls = wallByModel(trials, run);
  const { columns, rows } = scoreMatrix(trials, run);
  return rows
    .filter((row) => !isComplete(row, columns))
    .map((row) => incompleteRow(row, columns, walls))
    .sort((a, b) => (b.atLeastPoints ?? -1) - (a.atLeastPoints ?? -1));
});

function incompleteRow(
  row: MatrixRow,
  columns: TaskColumn[],
  walls: Map<string, number | null>,
): IncompleteRow {
  if (row.sum) return sumRow(row, row.sum, columns, walls);
  const counted = countedCells(row, columns);
  const pairs = counted.map(({ cell, column: { task, label } }) => ({ cell, task, label }));
  const cells = counted.map(({ cell }) => cell);
  const earned = cells.map(pointsAtLeast).filter(isNumber);
  const maxima = counted.map(({ column }) => column.maxPoints).filter(isNumber);
  const errs = pairs.flatMap(({ cell, task, label }) =>
    cell.state === 'err' ? [{ task, label, samples: cell.errs }] : [],
  );
  const oursToo = cells.some((c) => c.state !== 'graded' && c.state !== 'err');
  return {
    ...modelRow(row, walls),
    completed: cells.filter(isGraded).length,
    tasks: cells.length,
    atLeastPoints: earned.length === 0 ? null : roundNoise(sum(earned)),
    maxPoints: maxima.length === cells.length ? sum(maxima) : null,
    errs,
    notRun: pairs.flatMap(({ cell, task, label }) =>
      cell.state === 'not-run' ? [{ task, label, samples: cell.samples, why: cell.why }] : [],
    ),
    missing: pairs.flatMap(({ cell, task, label }) =>
      cell.state === 'missing' ? [{ task, label, samples: cell.samples }] : [],
    ),
    notAsked: pairs.filter(({ cell }) => cell.state === 'not-asked').map(({ task }) => task),
    isSum: false,
    completedMaxPoints: sum(cells.filter(isGraded).map((c) => c.maxPoints)),
    fault: errs.length === 0 ? 'run' : oursToo ? 'both' : 'model',
  };
}

function sumRow(
  row: MatrixRow,
  { completed, tasks, points }: ModelSum,
  columns: TaskColumn[],
  walls: Map<string, number | null>,
): IncompleteRow {
  const maxima = columns.map((c) => c.maxPoints).filter(isNumber);
  const largest = maxima.toSorted((a, b) => b - a).slice(0, completed);
  return {
    ...modelRow(row, walls),
    completed,
    tasks,
    atLeastPoints: completed === 0 ? null : points,
    maxPoints: maxima.length === tasks ? sum(maxima) : null,
    errs: [],
    notRun: [],
    missing: [],
    notAsked: [],
    isSum: true,
    completedMaxPoints: maxima.length === tasks ? sum(largest) : null,
    fault: 'untold',
  };
}

function pointsAtLeast(cell: Cell): number | null {
  if (cell.state === 'not-asked' || cell.state === 'unlisted') return null;
  return cell.state === 'graded' ? cell.points : cell.atLeast;
}
