/** Who else answered the same task, and what became of one check there. Pure. */
import type { Trial } from '../../../benchmarks/trial.ts';
import { dropRepeats, trialPoints } from '../../tables/score-matrix.ts';

export type CheckRecord = Extract<Trial['outcome'], { state: 'graded' }>['score']['checks'][number];

export function checksOf({ outcome }: Trial): CheckRecord[] {
  return outcome.state === 'graded' ? outcome.score.checks : [];
}

/** Lost ones first, the costliest before the others; then as the rubric has them. */
export function lostFirst(checks: CheckRecord[]): CheckRecord[] {
  return checks.toSorted((a, b) => b.maxPoints - b.points - (a.maxPoints - a.points));
}

/** Other answers to the same task that passed the check, the best answers first. Its own model's other samples count. */
export function passedBy(trial: Trial, check: string, all: Trial[]): Trial[] {
  return dropRepeats(all)
    .filter((other) => other.task === trial.task && !isSame(other, trial))
    .filter((other) => checksOf(other).some(({ id, passed }) => id === check && passed))
    .sort((a, b) => trialPoints(b)! - trialPoints(a)! || a.modelFacts.order - b.modelFacts.order);
}

/** Of so many other graded answers to the task. */
export function answeredBy(trial: Trial, all: Trial[]): number {
  return dropRepeats(all).filter(
    (other) => other.task === trial.task && !isSame(other, trial) && other.outcome.state === 'graded',
  ).length;
}

export function isSame(a: Trial, b: Trial): boolean {
  return a.model === b.model && a.task === b.task && a.sample === b.sample;
}

export function samplesOf(trial: Trial, all: Trial[]): Trial[] {
  return dropRepeats(all)
    .filter(({ model, task }) => model === trial.model && task === trial.task)
    .sort((a, b) => a.sample - b.sample);
}

export type Step = 'next-task' | 'previous-task' | 'next-model' | 'previous-model';

/** The neighbour in the matrix, in the order of `all`; null at its edge. */
export function neighbour(trial: Trial, all: Trial[], step: Step): Trial | null {
  const by = step.endsWith('task') ? 'task' : 'model';
  const line = all.filter((other) =>
    by === 'task' ? other.model === trial.model : other.task === trial.task,
  );
  const names = [...new Set(line.toSorted(order).map((other) => other[by]))];
  const name = names[names.indexOf(trial[by]) + (step.startsWith('next') ? 1 : -1)];
  const there = line.filter((other) => other[by] === name);
  return there.find((other) => other.sample === trial.sample) ?? there[0] ?? null;
}

function order(a: Trial, b: Trial): number {
  return a.modelFacts.order - b.modelFacts.order || a.taskFacts.order - b.taskFacts.order;
}
