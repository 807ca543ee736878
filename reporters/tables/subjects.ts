/** A model with all that a comparison with another one needs. Pure. */
import type { ModelFacts, RunFacts, Trial } from '../../benchmarks/trial.ts';
import { type Identity, identify } from './identity.ts';
import { incomplete } from './incomplete.ts';
import { groupByModel, isReference, scoreMatrix } from './score-matrix.ts';
import { ranking } from './standings.ts';

export interface Subject {
  model: string;
  facts: ModelFacts | null;
  identity: Identity;
  isReference: boolean;
  isComplete: boolean;
  /** Total of a complete model, "at least" of another; null when nothing was graded. */
  points: number | null;
  avgWallMs: number | null;
  /** Points by task, of tasks graded in full. Empty where only the sum is known. */
  cells: Map<string, number>;
  /** Labels of the tasks that ended in an ERR. */
  errs: string[];
  trials: Trial[];
}

/** Every model of a run, in its order; those of which only a sum is known come behind. */
export function subjectsOf(trials: Trial[], run: RunFacts): Subject[] {
  const { columns, rows } = scoreMatrix(trials, run);
  const own = new Map(groupByModel(trials, run).map((group) => [group.model, group.trials]));
  const whole = new Map(ranking(trials, run).map((row) => [row.model, row]));
  const partial = new Map(incomplete(trials, run).map((row) => [row.model, row]));
  const listed = rows.map((row): Subject => {
    const graded = row.cells.flatMap((cell, i) =>
      cell.state === 'graded' ? [[columns[i]!.task, cell.points] as const] : [],
    );
    const standing = whole.get(row.model) ?? partial.get(row.model);
    return {
      ...named(row.model, row.facts, own.get(row.model) ?? []),
      isComplete: whole.has(row.model),
      points: whole.get(row.model)?.points ?? partial.get(row.model)?.atLeastPoints ?? null,
      avgWallMs: standing?.avgWallMs ?? null,
      cells: new Map(graded),
      errs: partial.get(row.model)?.errs.map(({ label }) => label) ?? [],
    };
  });
  const known = listed.filter(({ cells, trials: all }) => cells.size > 0 || all.length > 0);
  const seen = new Set(known.map(({ model }) => model));
  const sums = summedSubjects(run).filter(({ model }) => !seen.has(model));
  const summed = new Set(sums.map(({ model }) => model));
  return [...listed.filter(({ model }) => !summed.has(model)), ...sums];
}

/** Of two sums of a model the later is the newer. A sum over all tasks is a total. */
function summedSubjects(run: RunFacts): Subject[] {
  const sums = new Map(run.sums.map((one) => [one.model, one]));
  return [...sums.values()].map((sum) => ({
    ...named(sum.model, sum.modelFacts, []),
    isComplete: sum.completed >= sum.tasks,
    points: sum.points,
    avgWallMs: sum.avgWallMs,
    cells: new Map(),
    errs: [],
  }));
}

function named(model: string, facts: ModelFacts | null, trials: Trial[]) {
  return { model, facts, trials, identity: identify(model, facts, trials), isReference: isReference(facts) };
}
