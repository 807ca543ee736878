/** The score matrix -> who stands where. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { isComplete } from './counted.ts';
import { isNumber, mean, roundNoise, sum } from './numbers.ts';
import { oncePerRun } from './once.ts';
import {
  type Cell,
  groupByModel,
  isGraded,
  isReference,
  type MatrixRow,
  type ModelGroup,
  scoreMatrix,
} from './score-matrix.ts';

/** What every row of a table says of its model. */
export interface ModelRow {
  model: string;
  reference: boolean;
  sizeBytes: number | null;
  /** Mean over the graded answers: an answer that crashed at once must not make a model look fast. */
  avgWallMs: number | null;
}

export interface RankRow extends ModelRow {
  /** Competition rank: 2, 2, 4. */
  rank: number;
  /** As many as columns; graded, or not run where the machine lacks a task's tools. */
  cells: Cell[];
  points: number;
  maxPoints: number;
}

/** Models with every task graded that counts. Equal points share a rank; among them the preset's order stays. */
export const ranking = oncePerRun((trials, run): RankRow[] => {
  const walls = wallByModel(trials, run);
  const matrix = scoreMatrix(trials, run);
  const rows = matrix.rows
    .filter((row) => isComplete(row, matrix.columns))
    .map((row) => {
      const graded = row.cells.filter(isGraded);
      return {
        ...modelRow(row, walls),
        cells: row.cells,
        points: roundNoise(sum(graded.map((c) => c.points))),
        maxPoints: sum(graded.map((c) => c.maxPoints)),
      };
    })
    .sort((a, b) => b.points - a.points);
  return rows.map((row) => ({ ...row, rank: 1 + rows.filter((other) => other.points > row.points).length }));
});

export function modelRow(row: MatrixRow, walls: Map<string, number | null>): ModelRow {
  const reference = isReference(row.facts);
  return {
    model: row.model,
    reference,
    sizeBytes: reference ? null : (row.facts?.sizeBytes ?? null),
    avgWallMs: walls.get(row.model) ?? null,
  };
}

export const wallByModel = oncePerRun(
  (trials, run) => new Map(groupByModel(trials, run).map((group) => [group.model, groupWallMs(group)])),
);

/** Mean wall clock of a model's graded answers, or what a sum tells of it. */
export function groupWallMs(group: ModelGroup): number | null {
  return group.sum ? group.sum.avgWallMs : averageWallMs(group.trials);
}

/** Mean wall clock over the graded answers of the trials given. */
export function averageWallMs(trials: Trial[]): number | null {
  return mean(
    trials
      .filter((t) => t.outcome.state === 'graded')
      .map((t) => t.timings.wallMs)
      .filter(isNumber),
  );
}
