/**
 * Trial[] -> models x tasks. Pure. Totals are computed here, from the checks, and nowhere else.
 *
 * The rule for several samples of a pair: its points are the mean over its samples. A pair with one sample
 * that is not graded is not graded; what its graded samples earned, spread over all its samples, still
 * counts as "at least" (`83+`).
 */
import type { ModelFacts, ModelSum, RunFacts, Trial } from '../../benchmarks/trial.ts';
import { divide, isNumber, mean, roundNoise, sum } from './numbers.ts';
import { oncePerRun } from './once.ts';

type ErrKind = Extract<Trial['outcome'], { state: 'err' }>['kind'];

/** A task as column. Title and points are null when the run never got to the task. */
export interface TaskColumn {
  task: string;
  label: string;
  title: string | null;
  maxPoints: number | null;
  /** Why nobody can have a score for it: this machine lacks its tools, so totals leave it out. null: it counts. */
  notHere: string | null;
}

export interface SampleErr {
  sample: number;
  kind: ErrKind;
  why: string;
}

/** `atLeast` are points that are safe whatever the absent samples would have brought; null when nothing was graded. */
export type Cell =
  | { state: 'graded'; points: number; maxPoints: number; samples: number; truncated: boolean }
  | { state: 'err'; errs: SampleErr[]; atLeast: number | null }
  | { state: 'not-run'; why: string; cause: 'toolchain' | 'fault'; samples: number[]; atLeast: number | null }
  /** The run should have it, and there is no trial. */
  | { state: 'missing'; samples: number[]; atLeast: number | null }
  /** Filtered out by the user: nobody expected it. */
  | { state: 'not-asked' }
  /** Of a model of which the source tells a sum: graded or not, nobody says. */
  | { state: 'unlisted' };

export interface MatrixRow {
  model: string;
  facts: ModelFacts | null;
  /** As many as columns, in their order. */
  cells: Cell[];
  /** What is told in place of cells; null in runs of our own. */
  sum: ModelSum | null;
}

export interface ScoreMatrix {
  columns: TaskColumn[];
  rows: MatrixRow[];
}

export interface ModelGroup {
  model: string;
  /** null: the run expected the model and has no trial of it. */
  facts: ModelFacts | null;
  trials: Trial[];
  /** Stands for trials that nobody has; null where there are trials. */
  sum: ModelSum | null;
}

/** Points of one trial, summed over its checks; null when nothing was graded. */
export function trialPoints(trial: Trial): number | null {
  return trial.outcome.state === 'graded' ? sum(trial.outcome.score.checks.map((c) => c.points)) : null;
}

/** A reference model answers over an API: it is marked † and has no size. */
export function isReference(facts: ModelFacts | null): boolean {
  return facts?.kind === 'reference';
}

/** One trial a pair and sample: of two, the later in the list is the newer. */
export function dropRepeats(trials: Trial[]): Trial[] {
  return [...new Map(trials.map((t) => [JSON.stringify([t.model, t.task, t.sample]), t])).values()];
}

/** Groups in the preset's order, sums among them, then models that only `expected` names. */
export const groupByModel = oncePerRun((trials, run: RunFacts | undefined): ModelGroup[] => {
  const listed = [...Map.groupBy(dropRepeats(trials), (t) => t.model)].map(([model, own]) => ({
    model,
    facts: own[0]!.modelFacts,
    trials: own.sort((a, b) => a.taskFacts.order - b.taskFacts.order || a.sample - b.sample),
    sum: null,
  }));
  const groups = [...listed, ...sumGroups(run, new Set(listed.map((g) => g.model)))];
  const seen = new Set(groups.map((g) => g.model));
  const unseen = [...new Set(run?.expected.map((pair) => pair.model))].filter((model) => !seen.has(model));
  return [
    ...groups.sort((a, b) => a.facts.order - b.facts.order),
    ...unseen.map((model) => ({ model, facts: null, trials: [], sum: null })),
  ];
});

/** Trials say more than a sum of the same model does; of two sums the later is the newer. */
function sumGroups(run: RunFacts | undefined, listed: Set<string>) {
  const sums = new Map(run?.sums.map((one) => [one.model, one]));
  return [...sums.values()]
    .filter(({ model }) => !listed.has(model))
    .map((sum) => ({ model: sum.model, facts: sum.modelFacts, trials: [], sum }));
}

/** Rows are models, columns are tasks; a cell that is absent says why, it never vanishes and is never 0. */
export const scoreMatrix = oncePerRun((trials, run): ScoreMatrix => {
  const columns = taskColumns(trials, run);
  const expected = Map.groupBy(run.expected, (pair) => pairKey(pair.model, pair.task));
  const rows = groupByModel(trials, run).map((group) => {
    const byTask = Map.groupBy(group.trials, (t) => t.task);
    const cells = columns.map(({ task }): Cell => {
      if (group.sum) return { state: 'unlisted' };
      const samples = expected.get(pairKey(group.model, task))?.map((pair) => pair.sample) ?? [];
      return makeCell(byTask.get(task) ?? [], samples);
    });
    return { model: group.model, facts: group.facts, cells, sum: group.sum };
  });
  return { columns, rows };
});

function pairKey(model: string, task: string): string {
  return JSON.stringify([model, task]);
}

function taskColumns(trials: Trial[], run: RunFacts): TaskColumn[] {
  const seen = new Map(trials.map((t) => [t.task, t]));
  const known = [...seen.values()].sort(
    (a, b) => a.taskFacts.order - b.taskFacts.order || (a.task < b.task ? -1 : 1),
  );
  const unseen = [...new Set(run.expected.map((pair) => pair.task))].filter((task) => !seen.has(task));
  const byTask = Map.groupBy(dropRepeats(trials), (t) => t.task);
  const columns = [
    ...known.map((t) => ({
      task: t.task,
      label: t.taskFacts.column,
      title: t.taskFacts.title,
      maxPoints: t.maxPoints,
      notHere: lackedTools(byTask.get(t.task)!),
    })),
    ...unseen.map((task) => ({ task, label: task, title: null, maxPoints: null, notHere: null })),
  ];
  // Where nothing counts, models are incomplete; they do not vanish.
  return columns.some(({ notHere }) => notHere === null)
    ? columns
    : columns.map((column) => ({ ...column, notHere: null }));
}

/** One graded answer, e.g. of another shard's machine, and the others truly lack a result. */
function lackedTools(trials: Trial[]): string | null {
  if (trials.some(({ outcome }) => outcome.state === 'graded')) return null;
  const { outcome } = trials.find(lacksTools) ?? {};
  return outcome?.state === 'not-run' ? outcome.why : null;
}

function lacksTools({ outcome }: Trial): boolean {
  return outcome.state === 'not-run' && outcome.cause === 'toolchain';
}

/** An ERR is the model's own, so it outranks not-run (ours) and missing (not yet, or interrupted). */
function makeCell(trials: Trial[], expectedSamples: number[]): Cell {
  const have = new Set(trials.map((t) => t.sample));
  const missing = expectedSamples.filter((sample) => !have.has(sample)).sort((a, b) => a - b);
  if (trials.length === 0) {
    return missing.length === 0
      ? { state: 'not-asked' }
      : { state: 'missing', samples: missing, atLeast: null };
  }
  const atLeast = divide(earnedPoints(trials), trials.length + missing.length);
  const errs = trials.flatMap((t) =>
    t.outcome.state === 'err' ? [{ sample: t.sample, kind: t.outcome.kind, why: t.outcome.why }] : [],
  );
  if (errs.length > 0) return { state: 'err', errs, atLeast };
  const notRun = trials.filter((t) => t.outcome.state === 'not-run');
  if (notRun.length > 0) {
    // A fault is more than tools that never were here.
    const { outcome } = notRun.find((t) => !lacksTools(t)) ?? notRun[0]!;
    const { why, cause } = outcome as Extract<Trial['outcome'], { state: 'not-run' }>;
    return { state: 'not-run', why, cause, samples: notRun.map((t) => t.sample), atLeast };
  }
  if (missing.length > 0) return { state: 'missing', samples: missing, atLeast };
  return gradedCell(trials);
}

function gradedCell(trials: Trial[]): Cell {
  return {
    state: 'graded',
    points: roundNoise(mean(trials.map((t) => trialPoints(t)!))!),
    maxPoints: trials[0]!.maxPoints,
    samples: trials.length,
    truncated: trials.some((t) => t.response?.truncated === true),
  };
}

function earnedPoints(trials: Trial[]): number | null {
  const points = trials.map(trialPoints).filter(isNumber);
  return points.length === 0 ? null : sum(points);
}

export function isGraded(cell: Cell): cell is Extract<Cell, { state: 'graded' }> {
  return cell.state === 'graded';
}

/** Every expected trial that the run does not have, by name. */
export function missingTrials(trials: Trial[], run: RunFacts): RunFacts['expected'] {
  const have = new Set(trials.map((t) => JSON.stringify([t.model, t.task, t.sample])));
  return run.expected.filter((p) => !have.has(JSON.stringify([p.model, p.task, p.sample])));
}
