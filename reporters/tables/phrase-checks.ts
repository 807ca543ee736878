/** Phrases about single checks and single tasks. Pure. */
import { ENOUGH, isPassed, type TaskField } from './field.ts';
import { formatPoints, roundNoise, sum } from './numbers.ts';
import type { JudgedCheck, ModelView } from './phrase-view.ts';
import type { Claim } from './report-table.ts';

interface CheckLimits {
  costlyPoints: number;
  mostLose: number;
}

/** Passed: what most others lose. Lost: what costs most, and among equals what most others pass. */
export function byCheck(view: ModelView, which: 'passed' | 'lost', limits: CheckLimits): Claim[] {
  const { model } = view.placing.traits;
  const found = view.checks.filter((one) => (which === 'passed' ? isRare(one, limits) : isLost(one, limits)));
  return found
    .sort((a, b) => (which === 'passed' ? rarity(b) - rarity(a) : costs(b) - costs(a) || ease(b) - ease(a)))
    .map(({ mark, field }) => ({
      text: which === 'passed' ? passedWords({ mark, field }) : lostWords({ mark, field }),
      evidence: [{ model, task: field.task, check: field.check }],
    }));
}

function isRare({ mark, field }: JudgedCheck, { costlyPoints, mostLose }: CheckLimits): boolean {
  const losing = field.models - field.passing;
  return (
    mark.maxPoints >= costlyPoints &&
    mark.passed === mark.samples &&
    field.models >= ENOUGH.models &&
    losing > mostLose * field.models
  );
}

/** In half of the samples or more; a single slip of three is not what a model is like. */
function isLost({ mark }: JudgedCheck, { costlyPoints }: CheckLimits): boolean {
  return !isPassed(mark) && mark.lost >= costlyPoints;
}

const rarity = ({ mark, field }: JudgedCheck) => (1 - field.passing / field.models) * mark.maxPoints;
const costs = ({ mark }: JudgedCheck) => mark.lost;
const ease = ({ field }: JudgedCheck) => field.passing / field.models;

function passedWords({ field }: JudgedCheck): string {
  const losing = field.models - field.passing;
  return field.passing === 1
    ? `only model of ${field.models} to pass ${field.check} (${field.label}: ${field.title})`
    : `passes ${field.check} (${field.label}: ${field.title}), which ${losing} of ${field.models} models lose`;
}

function lostWords({ mark, field }: JudgedCheck): string {
  const others =
    field.models < ENOUGH.models
      ? ''
      : `, which ${field.passing === 0 ? 'no model passes' : `${field.passing} of ${field.models} models pass`}`;
  const times = mark.samples > 1 ? ` in ${mark.samples - mark.passed} of ${mark.samples} samples` : '';
  return `loses ${field.check}${times} (${field.label}: ${field.title}; −${formatPoints(mark.lost)})${others}`;
}

export function capped(view: ModelView, cappedPoints: number): Claim[] {
  const { model } = view.placing.traits;
  return [...Map.groupBy(view.checks, ({ field }) => field.task).values()]
    .map((checks) => ({ checks, points: roundNoise(sum(checks.map(({ mark }) => mark.withheld))) }))
    .filter(({ points }) => points >= cappedPoints)
    .sort((a, b) => b.points - a.points)
    .map(({ checks, points }) => ({
      text: `${checks[0]!.field.label}: ${formatPoints(points)} points withheld by a cap`,
      evidence: checks
        .filter(({ mark }) => mark.withheld > 0)
        .map(({ field }) => ({ model, task: field.task, check: field.check })),
    }));
}

interface TaskLimits {
  farPoints: number;
  bestPoints: number;
  mostSharing: number;
}

/** The best (or worst) of a task, or one far from its median; needs enough models with a score there. */
export function byTask(view: ModelView, side: 'above' | 'below', limits: TaskLimits): Claim[] {
  const { model } = view.placing.traits;
  return view.tasks
    .map((task) => ({ task, ...distance(task, model, side) }))
    .filter(({ task, far }) => task.points.size >= ENOUGH.models && far > 0)
    .map((one) => ({ ...one, sharing: isExtreme(one, limits) ? one.sharing : 0 }))
    .filter(({ far, sharing }) => far >= limits.farPoints || sharing > 0)
    .sort((a, b) => b.far - a.far || b.sharing - a.sharing)
    .map(({ task, sharing }) => ({
      text: taskWords(task, model, side, sharing),
      evidence: [{ model, task: task.task }],
    }));
}

interface Distance {
  /** On the scale of 20 points, negative on the other side of the median. */
  far: number;
  isFirst: boolean;
  /** Models with the same points, this one included. */
  sharing: number;
}

function distance(task: TaskField, model: string, side: 'above' | 'below'): Distance {
  const points = task.points.get(model);
  if (points === undefined || task.medianPoints === null) return { far: 0, isFirst: false, sharing: 0 };
  const sign = side === 'above' ? 1 : -1;
  return {
    far: roundNoise((sign * 20 * (points - task.medianPoints)) / task.maxPoints),
    isFirst: points === (side === 'above' ? task.best : task.worst),
    sharing: task.sharing.get(points)!,
  };
}

/** The best or worst, shared by few, and not just a little off the median. */
function isExtreme({ far, isFirst, sharing }: Distance, { bestPoints, mostSharing }: TaskLimits): boolean {
  return isFirst && sharing <= mostSharing && far >= bestPoints;
}

function taskWords(task: TaskField, model: string, side: 'above' | 'below', sharing: number): string {
  const points = task.points.get(model)!;
  const score = `${formatPoints(points)} of ${formatPoints(task.maxPoints)}`;
  const off = formatPoints(roundNoise(Math.abs(points - task.medianPoints!)));
  if (sharing === 0) return `${task.label} ${score}, ${off} ${side} the median`;
  const word = side === 'above' ? 'best' : 'worst';
  const of = `of ${task.points.size} models`;
  return sharing === 1
    ? `${word} ${task.label} ${of} (${score})`
    : `shares the ${word} ${task.label} ${of} with ${sharing - 1} other${sharing > 2 ? 's' : ''} (${score})`;
}
