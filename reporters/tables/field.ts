/** What the other models of a run did: what "short", "fast" or "best" are measured against. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { countedColumns } from './counted.ts';
import { isNumber, mean, roundNoise, sum } from './numbers.ts';
import { groupByModel, isReference, type ModelGroup, type ScoreMatrix, scoreMatrix } from './score-matrix.ts';

/** Below these, a median says nothing about a model, and no word is derived from it. */
export const ENOUGH = { models: 3, tasks: 3 };

/** One check of one task, over the models that have the task graded. */
export interface CheckField {
  task: string;
  /** Column label of the task. */
  label: string;
  check: string;
  title: string;
  maxPoints: number;
  models: number;
  /** Models that pass it in more than half of their samples. */
  passing: number;
}

export interface TaskField {
  task: string;
  label: string;
  maxPoints: number;
  /** Points a model with the task graded, mean over samples. */
  points: Map<string, number>;
  medianPoints: number | null;
  /** How many models have so many points. */
  sharing: Map<number, number>;
  /** null: no model has a score. */
  best: number | null;
  worst: number | null;
  /** Over local models, graded answers: an API's time is not comparable. null below ENOUGH.models. */
  medianWallMs: number | null;
  /** Characters of the answer, its prose included. null below ENOUGH.models. */
  medianChars: number | null;
  /** In the rubric's order. Empty where a rubric has one check only: it says no more than the points. */
  checks: CheckField[];
}

export interface Field {
  matrix: ScoreMatrix;
  /** Trials a model, in the preset's order; models without a trial included. */
  models: ModelGroup[];
  tasks: TaskField[];
}

export function readField(trials: Trial[], run: RunFacts): Field {
  const matrix = scoreMatrix(trials, run);
  const models = groupByModel(trials, run);
  const graded = Map.groupBy(
    models.flatMap((group) => group.trials).filter((t) => t.outcome.state === 'graded'),
    (t) => t.task,
  );
  const tasks = matrix.columns.map((column, i) => {
    const own = graded.get(column.task) ?? [];
    const points = new Map(
      matrix.rows.flatMap(({ model, cells }): [string, number][] => {
        const cell = cells[i]!;
        return cell.state === 'graded' ? [[model, cell.points]] : [];
      }),
    );
    const sorted = [...points.values()].sort((a, b) => a - b);
    return {
      task: column.task,
      label: column.label,
      maxPoints: column.maxPoints ?? 0,
      points,
      medianPoints: median(sorted),
      sharing: countEach(sorted),
      best: sorted.at(-1) ?? null,
      worst: sorted[0] ?? null,
      medianWallMs: medianOverModels(
        own.filter((t) => !isReference(t.modelFacts)),
        (t) => t.timings.wallMs,
      ),
      medianChars: medianOverModels(own, contentChars),
      checks: checkFields(own, column.label),
    };
  });
  return { matrix, models, tasks };
}

/** null while some task's points are unknown. */
export function runMaxPoints({ matrix }: Field): number | null {
  const maxima = countedColumns(matrix.columns).map((c) => c.maxPoints);
  return maxima.length > 0 && maxima.every(isNumber) ? sum(maxima) : null;
}

function countEach(values: number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** null of no values. */
export function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

/** null: no text is on record, which is not an answer of length 0. */
export function contentChars(trial: Trial): number | null {
  const chars = trial.response?.contentChars ?? 0;
  return chars > 0 ? chars : null;
}

/** A model counts once, whatever its samples. */
function medianOverModels(trials: Trial[], read: (trial: Trial) => number | null): number | null {
  const means = [...Map.groupBy(trials, (t) => t.model).values()].map((own) =>
    mean(own.map(read).filter(isNumber)),
  );
  const known = means.filter(isNumber);
  return known.length < ENOUGH.models ? null : median(known);
}

/** What a model made of one check, over its samples of the task. */
export interface CheckMark {
  check: string;
  title: string;
  maxPoints: number;
  samples: number;
  passed: number;
  /** Mean points lost in samples that did not pass. */
  lost: number;
  /** Mean points that a cap took, whatever the check earned. */
  withheld: number;
}

/** Of one model's graded samples of one task, in the rubric's order; empty for a rubric of one check. */
export function checkMarks(trials: Trial[]): CheckMark[] {
  const marks = new Map<string, CheckMark>();
  let most = 0;
  for (const { outcome } of trials) {
    if (outcome.state !== 'graded') continue;
    most = Math.max(most, outcome.score.checks.length);
    for (const { id, title, points, maxPoints, passed, detail } of outcome.score.checks) {
      const none = { check: id, title, maxPoints, samples: 0, passed: 0, lost: 0, withheld: 0 };
      const mark = marks.get(id) ?? none;
      mark.samples += 1;
      if (passed) mark.passed += 1;
      const withheld = Math.min(withheldPoints(detail), maxPoints - points);
      mark.withheld += withheld;
      if (!passed) mark.lost += maxPoints - points - withheld;
      marks.set(id, mark);
    }
  }
  if (most < 2) return [];
  return [...marks.values()].map((mark) => ({
    ...mark,
    lost: roundNoise(mark.lost / mark.samples),
    withheld: roundNoise(mark.withheld / mark.samples),
  }));
}

/** What grading appends to a check's detail; points are not told apart otherwise. */
const CAP_NOTE = /\[(\d+(?:\.\d+)?) withheld, \d+(?:\.\d+)? in all at most \(/g;

function withheldPoints(detail: string): number {
  return Number([...detail.matchAll(CAP_NOTE)].at(-1)?.[1] ?? 0);
}

/** More than half of the samples: one lucky sample of three is no pass. */
export function isPassed({ passed, samples }: CheckMark): boolean {
  return passed > samples / 2;
}

function checkFields(graded: Trial[], label: string): CheckField[] {
  const fields = new Map<string, CheckField>();
  for (const own of Map.groupBy(graded, (t) => t.model).values())
    for (const mark of checkMarks(own)) {
      const { check, title, maxPoints } = mark;
      const field = fields.get(check) ?? {
        ...{ task: own[0]!.task, label, check, title, maxPoints },
        ...{ models: 0, passing: 0 },
      };
      field.models += 1;
      if (isPassed(mark)) field.passing += 1;
      fields.set(check, field);
    }
  return [...fields.values()];
}
