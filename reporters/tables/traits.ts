/** How a model works, apart from how much is right: length, comments, tokens, spread, ERR, thinking, speed. Pure. */
import type { ModelSum, RunFacts, Trial } from '../../benchmarks/trial.ts';
import { commentLines } from './comments.ts';
import { countedCells, leftOutSamples } from './counted.ts';
import { answerTokens, tokensPerSecond } from './efficiency.ts';
import { contentChars, ENOUGH, type Field, median, runMaxPoints, type TaskField } from './field.ts';
import { divide, isNumber, mean, sum } from './numbers.ts';
import { isReference, type MatrixRow, type ModelGroup, trialPoints } from './score-matrix.ts';
import { averageWallMs } from './standings.ts';

/** Every figure that a rule may ask for; null: not on record, or too few models or tasks to say it. */
export interface TraitFigures {
  /** Points of the maximum, 0 to 1; of a model that is not complete, what is safe. */
  share: number | null;
  /** ERR of the answers asked for, 0 to 1. */
  errShare: number | null;
  /** Sample standard deviation over the tasks, in points of 20. */
  spread: number | null;
  /**
   * Characters of the answer / the median of the models that did the same task, the median of that over the tasks.
   * Prose counts. (The length of the reference solution is not on a trial, so the field stands for it.)
   */
  lengthRatio: number | null;
  /** Comment lines of the lines of code; null unless the answers' texts are on the trials. */
  commentShare: number | null;
  /** Generated tokens a point, reasoning included. */
  tokensPerPoint: number | null;
  /** The same / the median of the models. */
  tokensRatio: number | null;
  /** Characters of reasoning of all characters, 0 to 1. */
  thinkingShare: number | null;
  tokensPerSecond: number | null;
  /** Wall clock / the local models' median for the same task, the median of that over the tasks. */
  wallRatio: number | null;
}

export interface Traits extends TraitFigures {
  model: string;
  reference: boolean;
  sizeBytes: number | null;
  avgWallMs: number | null;
  /** Answers that the run asks of it, all samples. */
  asked: number;
  graded: number;
  errs: number;
  /** Graded answers that the length limit cut off. */
  truncated: number;
}

/** A row a model, in the preset's order; then the models of which a source tells the sum only. */
export function traits(field: Field, run: RunFacts): Traits[] {
  const expected = Map.groupBy(run.expected, (pair) => pair.model);
  const rows = field.models.map((group, i) =>
    modelTraits(group, field.matrix.rows[i]!, field, expected.get(group.model)?.length ?? 0),
  );
  const seen = new Set(rows.filter((row) => row.graded + row.errs > 0).map((row) => row.model));
  const walls = rows.filter((row) => !row.reference).map((row) => row.avgWallMs);
  const sums = run.sums
    .filter(({ model }) => !seen.has(model))
    .map((one) => sumTraits(one, walls, runMaxPoints(field)));
  const summed = new Set(sums.map((row) => row.model));
  return withTokensRatio([...rows.filter((row) => !summed.has(row.model)), ...sums]);
}

function modelTraits(group: ModelGroup, row: MatrixRow, field: Field, expected: number): Traits {
  const graded = group.trials.filter((t) => t.outcome.state === 'graded');
  const errs = group.trials.filter((t) => t.outcome.state === 'err').length;
  const asked = Math.max(expected, group.trials.length) - leftOutSamples(row, field.matrix.columns);
  const reference = isReference(group.facts);
  return {
    model: group.model,
    reference,
    sizeBytes: reference ? null : (group.facts?.sizeBytes ?? null),
    avgWallMs: averageWallMs(group.trials),
    asked,
    graded: graded.length,
    errs,
    truncated: graded.filter((t) => t.response?.truncated === true).length,
    share: safeShare(row, field),
    errShare: divide(errs, asked),
    spread: spread(row),
    lengthRatio: fieldRatio(graded, field, contentChars, (task) => task.medianChars),
    commentShare: commentShare(graded),
    tokensPerPoint: tokensPerPoint(graded),
    tokensRatio: null,
    thinkingShare: thinkingShare(group.trials),
    tokensPerSecond: speed(group.trials),
    wallRatio: reference
      ? null
      : fieldRatio(
          graded,
          field,
          (t) => t.timings.wallMs,
          (task) => task.medianWallMs,
        ),
  };
}

/** What is absent is told from what a source says of it: ERR, for all we know, since it has no score. */
function sumTraits(one: ModelSum, walls: (number | null)[], maxPoints: number | null): Traits {
  const known = walls.filter(isNumber);
  const errs = one.tasks - one.completed;
  const reference = isReference(one.modelFacts);
  const middle = known.length < ENOUGH.models ? null : median(known);
  return {
    model: one.model,
    reference,
    sizeBytes: reference ? null : one.modelFacts.sizeBytes,
    avgWallMs: one.avgWallMs,
    asked: one.tasks,
    graded: one.completed,
    errs,
    truncated: 0,
    errShare: divide(errs, one.tasks),
    wallRatio: reference || one.completed < ENOUGH.tasks ? null : divide(one.avgWallMs, middle),
    share: divide(one.points, maxPoints),
    ...{ spread: null, lengthRatio: null, commentShare: null, tokensPerPoint: null },
    ...{ tokensRatio: null, thinkingShare: null, tokensPerSecond: null },
  };
}

function safeShare(row: MatrixRow, field: Field): number | null {
  const cells = countedCells(row, field.matrix.columns).map(({ cell }) => cell);
  const earned = cells.map((c) => (c.state === 'graded' ? c.points : 'atLeast' in c ? c.atLeast : null));
  // Fewer tasks than the others had are a smaller maximum, not fewer points.
  if (cells.some((c) => c.state === 'not-asked')) return null;
  return earned.some(isNumber) ? divide(sum(earned.filter(isNumber)), runMaxPoints(field)) : null;
}

/** On the scale of 20, whatever the tasks have. The published report's "stdev 1.8" is this one. */
function spread(row: MatrixRow): number | null {
  const points = row.cells
    .map((c) => (c.state === 'graded' ? divide(20 * c.points, c.maxPoints) : null))
    .filter(isNumber);
  if (points.length < ENOUGH.tasks) return null;
  const middle = mean(points)!;
  return Math.sqrt(sum(points.map((p) => (p - middle) ** 2)) / (points.length - 1));
}

function fieldRatio(
  graded: Trial[],
  field: Field,
  read: (trial: Trial) => number | null,
  middle: (task: TaskField) => number | null,
): number | null {
  const byTask = Map.groupBy(graded, (t) => t.task);
  const ratios = field.tasks.map((task) =>
    divide(mean((byTask.get(task.task) ?? []).map(read).filter(isNumber)), middle(task)),
  );
  const known = ratios.filter(isNumber);
  return known.length < ENOUGH.tasks ? null : median(known);
}

function commentShare(graded: Trial[]): number | null {
  const counts = graded.map((t) => commentLines(t.response?.content ?? '', t.taskFacts.language));
  const known = counts.filter((count) => count !== null);
  return divide(sum(known.map((c) => c.comments)), sum(known.map((c) => c.lines)));
}

function tokensPerPoint(graded: Trial[]): number | null {
  const known = graded.filter((t) => answerTokens(t) !== null);
  return divide(sum(known.map((t) => answerTokens(t)!)), sum(known.map((t) => trialPoints(t)!)));
}

function withTokensRatio(rows: Traits[]): Traits[] {
  const known = rows.map((row) => row.tokensPerPoint).filter(isNumber);
  const middle = known.length < ENOUGH.models ? null : median(known);
  return rows.map((row) => ({ ...row, tokensRatio: divide(row.tokensPerPoint, middle) }));
}

function thinkingShare(trials: Trial[]): number | null {
  const responses = trials.flatMap((t) => t.response ?? []);
  const thought = sum(responses.map((r) => r.reasoningChars));
  return divide(thought, thought + sum(responses.map((r) => r.contentChars)));
}

function speed(trials: Trial[]): number | null {
  const timings = trials.flatMap((t) => t.response?.timings ?? []).filter((t) => t.predicted_ms > 0);
  return tokensPerSecond(sum(timings.map((t) => t.predicted_n)), sum(timings.map((t) => t.predicted_ms)));
}
