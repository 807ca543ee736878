/** A pair -> its figures: what is comparable, the difference, the times, the checks. Pure. */
import { signed, type TaskChange, taskChanges } from './check-changes.ts';
import { judgeDifference, samplePoints, type Verdict } from './noise.ts';
import { ABSENT, divide, formatPoints, roundNoise, sum } from './numbers.ts';
import type { Pair } from './pair.ts';
import type { Subject } from './subjects.ts';

export interface PairFigures {
  pair: Pair;
  /** Points of the side that is asked about less the other's: thinking - not, distill - base, larger - smaller file. */
  delta: Delta;
  /** On the tasks that both completed; null where a side's points a task are not known, or none is shared. */
  common: { tasks: string[]; delta: number } | null;
  /** Wall clock of that side / the other's; null where unknown or not comparable (an API beside a local model). */
  wallRatio: number | null;
  /** From the other side to the one that is asked about. */
  changes: TaskChange[];
  verdict: Verdict;
  /** Which way it goes as far as that is certain. */
  direction: 'up' | 'down' | 'equal' | 'unknown';
}

export interface Delta {
  /** Of the totals, of the points that are safe where a side is incomplete; null when neither total bounds it. */
  points: number | null;
  /** 'at least': the incomplete side may still gain. 'at most': the other side may. */
  bound: 'exact' | 'at least' | 'at most' | 'none';
  /** '+17', '-4+' (at least -4), 'at most +24', '–'. */
  text: string;
}

export function pairFigures(pair: Pair): PairFigures {
  const { asked, other } = sidesOf(pair);
  const tasks = [...asked.cells.keys()].filter((task) => other.cells.has(task));
  const differences = tasks.map((task) => asked.cells.get(task)! - other.cells.get(task)!);
  const common = tasks.length === 0 ? null : { tasks, delta: roundNoise(sum(differences)) };
  const delta = deltaOf(asked, other);
  return {
    pair,
    delta,
    common,
    wallRatio: asked.isReference === other.isReference ? divide(asked.avgWallMs, other.avgWallMs) : null,
    changes: taskChanges(other.trials, asked.trials, tasks),
    verdict: judgeDifference(
      differences,
      samplePoints(other.trials, tasks),
      samplePoints(asked.trials, tasks),
    ),
    direction: directionOf(delta, common),
  };
}

/** Whose gain or loss the pair is about. */
export function sidesOf({ kind, first, second }: Pair): { asked: Subject; other: Subject } {
  return kind === 'thinking' ? { asked: first, other: second } : { asked: second, other: first };
}

function deltaOf(asked: Subject, other: Subject): Delta {
  const none: Delta = { points: null, bound: 'none', text: ABSENT };
  if (asked.points === null || other.points === null || (!asked.isComplete && !other.isComplete)) return none;
  const points = roundNoise(asked.points - other.points);
  if (!asked.isComplete) return { points, bound: 'at least', text: `${signed(points)}+` };
  if (!other.isComplete) return { points, bound: 'at most', text: `at most ${signed(points)}` };
  return { points, bound: 'exact', text: signed(points) };
}

/** What a bound proves, else what the tasks say that both completed. */
function directionOf({ points, bound }: Delta, common: PairFigures['common']): PairFigures['direction'] {
  if (points !== null && bound === 'exact') return wayOf(points);
  if (points !== null && bound === 'at least' && points > 0) return 'up';
  if (points !== null && bound === 'at most' && points < 0) return 'down';
  return common === null ? 'unknown' : wayOf(common.delta);
}

function wayOf(points: number): 'up' | 'down' | 'equal' {
  return points > 0 ? 'up' : points < 0 ? 'down' : 'equal';
}

/** '100', '83+', '76+ (ERR Go)', '–'. */
export function scoreText({ points, isComplete, errs }: Subject): string {
  if (isComplete || points === null) return formatPoints(points) + errText(errs);
  return `${formatPoints(points)}+${errText(errs)}`;
}

function errText(errs: string[]): string {
  return errs.length === 0 ? '' : ` (ERR ${errs.join(', ')})`;
}
