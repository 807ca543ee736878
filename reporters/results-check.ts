/** What a results file can say that its shape allows and its sense does not. Pure. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { isNumber, roundNoise, sum } from './tables/numbers.ts';
import { dropRepeats } from './tables/score-matrix.ts';
import { cutEnd, toOneLine } from './text.ts';

/** The first thing that cannot be true of any run, as words safe to print; null: none. */
export function findContradiction(trials: Trial[], run: RunFacts): string | null {
  for (const name of ['startedAt', 'endedAt'] as const)
    if (run[name] !== null && Number.isNaN(Date.parse(run[name])))
      return `run.${name} is no time: ${quote(run[name])}`;
  for (const trial of trials) {
    const words = contradictionOf(trial);
    if (words !== null) return `${nameOf(trial)}: ${words}`;
  }
  for (const { model, points, completed, tasks } of run.sums)
    if (completed < 0 || completed >= tasks || points < 0)
      return `the sum of ${quote(model)} is ${points} points of ${completed} of ${tasks} tasks; a sum is of some, not all, and not negative`;
  return null;
}

function contradictionOf(trial: Trial): string | null {
  if (!Number.isInteger(trial.sample) || trial.sample < 1) return `sample ${trial.sample} is not 1, 2, 3 …`;
  const negative = Object.entries(figuresOf(trial)).find(([, value]) => isNumber(value) && value < 0);
  if (negative) return `${negative[0]} is negative: ${negative[1]}`;
  return trial.outcome.state === 'graded' ? scoreContradiction(trial.outcome.score, trial.maxPoints) : null;
}

function scoreContradiction(
  score: Extract<Trial['outcome'], { state: 'graded' }>['score'],
  maxPoints: number,
): string | null {
  const wrong = score.checks.find((c) => c.points < 0 || c.points > c.maxPoints);
  if (wrong) return `check ${quote(wrong.id)} has ${wrong.points} of ${wrong.maxPoints} points`;
  const points = roundNoise(sum(score.checks.map((c) => c.points)));
  return points > maxPoints ? `its checks have ${points} of ${maxPoints} points` : null;
}

function figuresOf({
  maxPoints,
  modelFacts,
  timings,
  response,
}: Trial): Record<string, number | null | undefined> {
  const { sizeBytes, parameters } = modelFacts;
  return { maxPoints, sizeBytes, parameters, ...timings, ...response?.timings, ...response?.usage };
}

/** Each trial once, each expected pair once, and none that was not expected; with a warning for what changed. */
export function settleDoubles(
  trials: Trial[],
  run: RunFacts,
): { trials: Trial[]; run: RunFacts; warnings: string[] } {
  const kept = dropRepeats(trials);
  const counts = Map.groupBy(trials, keyOf);
  const doubled = [...counts.values()].filter((same) => same.length > 1).map((same) => nameOf(same[0]!));
  const planned = new Set(run.expected.map(keyOf));
  const unexpected = kept.filter((trial) => !planned.has(keyOf(trial)));
  const listed = new Set(kept.map((t) => t.model));
  const both = run.sums.filter((one) => listed.has(one.model)).map((one) => quote(one.model));
  const expected = [...new Map([...run.expected, ...unexpected].map((p) => [keyOf(p), pairOf(p)])).values()];
  return {
    trials: kept,
    run: { ...run, expected },
    warnings: [
      warning(doubled, 'more than once in the file; the last one counts'),
      warning(unexpected.map(nameOf), 'not expected by the run; shown all the same'),
      warning(both, 'with trials and a sum; the trials count'),
    ].filter((line) => line !== null),
  };
}

const MAX_NAMES = 5;

function warning(names: string[], words: string): string | null {
  if (names.length === 0) return null;
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `${names.slice(0, MAX_NAMES).join('; ')}${more}: ${words}.`;
}

type Pair = RunFacts['expected'][number];

function pairOf({ model, task, sample }: Pair): Pair {
  return { model, task, sample };
}

function keyOf({ model, task, sample }: Pair): string {
  return JSON.stringify([model, task, sample]);
}

function nameOf({ model, task, sample }: Pair): string {
  return `${quote(model)} ${quote(task)} #${sample}`;
}

function quote(text: string): string {
  return `'${cutEnd(toOneLine(text.slice(0, 400)), 80)}'`;
}
