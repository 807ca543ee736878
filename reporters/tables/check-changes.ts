/** Which checks went from lost to won or back between two sets of trials. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { formatPoints, mean, roundNoise } from './numbers.ts';
import { trialPoints } from './score-matrix.ts';

export interface CheckChange {
  check: string;
  title: string;
  /** Points, a mean over the samples. */
  before: number;
  after: number;
}

export interface TaskChange {
  task: string;
  label: string;
  before: number;
  after: number;
  /** Largest first; empty where an answer has one check only, as in a published run. */
  checks: CheckChange[];
}

/** Tasks graded on both sides, in their order, those with equal points and checks left out. */
export function taskChanges(before: Trial[], after: Trial[], tasks: string[]): TaskChange[] {
  return tasks.flatMap((task) => {
    const [old, young] = [before, after].map((all) =>
      all.filter((t) => t.task === task && t.outcome.state === 'graded'),
    );
    if (!old?.[0] || !young?.[0]) return [];
    const change = {
      task,
      label: young[0].taskFacts.column,
      before: roundNoise(mean(old.map((t) => trialPoints(t)!))!),
      after: roundNoise(mean(young.map((t) => trialPoints(t)!))!),
      checks: checkChanges(old, young),
    };
    return change.before === change.after && change.checks.length === 0 ? [] : [change];
  });
}

/** Checks that both sides have and that gave other points. */
function checkChanges(before: Trial[], after: Trial[]): CheckChange[] {
  const [old, young] = [before, after].map(pointsByCheck);
  if (young!.size < 2) return [];
  return [...young!]
    .flatMap(([check, { title, points }]) => {
      const was = old!.get(check);
      if (was === undefined || Math.abs(was.points - points) < 1e-9) return [];
      return [{ check, title, before: was.points, after: points }];
    })
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

function pointsByCheck(trials: Trial[]): Map<string, { title: string; points: number }> {
  const checks = trials.flatMap((t) => (t.outcome.state === 'graded' ? t.outcome.score.checks : []));
  return new Map(
    [...Map.groupBy(checks, ({ id }) => id)].map(([id, same]) => [
      id,
      { title: same[0]!.title, points: roundNoise(mean(same.map((c) => c.points))!) },
    ]),
  );
}

/** '+17', '-3', '0', '+1.5'. */
export function signed(points: number): string {
  const text = formatPoints(roundNoise(points));
  return points > 0 ? `+${text}` : text;
}

const MOST_CHECKS = 3;

/** 'Rs +3 (value-enum +3.5, edit -0.5)'. */
export function changeText({ label, before, after, checks }: TaskChange): string {
  const shown = checks.slice(0, MOST_CHECKS).map((c) => `${c.check} ${signed(c.after - c.before)}`);
  const more = checks.length > MOST_CHECKS ? [`${checks.length - MOST_CHECKS} more`] : [];
  const words = [...shown, ...more];
  return `${label} ${signed(after - before)}${words.length === 0 ? '' : ` (${words.join(', ')})`}`;
}
