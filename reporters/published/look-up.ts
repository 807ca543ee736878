/** Cells of a published run by name, for the claims that are checked against them. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { incomplete } from '../tables/incomplete.ts';
import { toGib } from '../tables/numbers.ts';
import { trialPoints } from '../tables/score-matrix.ts';
import { ranking } from '../tables/standings.ts';

export type TaskName =
  | 'python-top-k'
  | 'js-bug-fix'
  | 'ts-refactor'
  | 'rust-cli'
  | 'go-middleware'
  | 'js-sse';

export interface PublishedModel {
  model: string;
  rank: number;
  total: number;
  reference: boolean;
  /** null of a model that was asked over an API. */
  gib: number | null;
  wallSeconds: number;
  points: Map<string, number>;
}

export interface Published {
  /** The ranked models, best first. */
  models: PublishedModel[];
  sums: Map<string, { points: number; completed: number; tasks: number; most: number }>;
  /** Throws for a name that is not ranked. */
  one: (model: string) => PublishedModel;
}

export function lookUp(trials: Trial[], run: RunFacts): Published {
  const models = ranking(trials, run).map((row) => ({
    model: row.model,
    rank: row.rank,
    total: row.points,
    reference: row.reference,
    gib: toGib(row.sizeBytes),
    wallSeconds: row.avgWallMs! / 1000,
    points: new Map(trials.filter((t) => t.model === row.model).map((t) => [t.task, trialPoints(t)!])),
  }));
  const sums = incomplete(trials, run).map(
    ({ model, atLeastPoints, completed, tasks, completedMaxPoints }) =>
      [model, { points: atLeastPoints!, completed, tasks, most: completedMaxPoints! }] as const,
  );
  return { models, sums: new Map(sums), one: (model) => oneOf(models, model) };
}

function oneOf(models: PublishedModel[], model: string): PublishedModel {
  const found = models.find((m) => m.model === model);
  if (!found) throw new Error(`${model} is not among the ranked models`);
  return found;
}

export function inTask(models: PublishedModel[], task: TaskName): number[] {
  return models.map((m) => m.points.get(task)!);
}

/** How many models have the points, and so share what is called best or worst. */
export function holders(models: PublishedModel[], task: TaskName, points: number): number {
  return inTask(models, task).filter((p) => p === points).length;
}

export function perMinute({ total, wallSeconds }: PublishedModel): number {
  return (total * 60) / wallSeconds;
}

export function perGib({ total, gib }: PublishedModel): number {
  return gib === null ? 0 : total / gib;
}

/** Sample standard deviation (n - 1) over a model's tasks: the one that the report's '1.8' and '1.5' are. */
export function spread({ points }: PublishedModel): number {
  const values = [...points.values()];
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((all, v) => all + (v - mean) ** 2, 0) / (values.length - 1));
}

/** The model for which a figure is largest. */
export function topBy(models: PublishedModel[], figure: (m: PublishedModel) => number): PublishedModel {
  return models.reduce((best, m) => (figure(m) > figure(best) ? m : best));
}

/** What the report's prose tells of models whose cells its tables do not list. */
export const TOLD: Record<string, Partial<Record<TaskName, number>>> = {
  'qwen35-27b-q8': { 'python-top-k': 17, 'rust-cli': 18 },
  'qwen35-35b-a3b-q6k-think': { 'python-top-k': 18, 'rust-cli': 16 },
  'nemotron-cascade-2-30b-a3b-q8': { 'rust-cli': 18, 'go-middleware': 16 },
  'nemotron-cascade-2-30b-a3b-q40': { 'python-top-k': 17, 'ts-refactor': 16 },
  'gpt-oss-20b-coding-distill-mxfp4': { 'js-bug-fix': 18 },
  'step-35-flash-q4km': { 'rust-cli': 18, 'python-top-k': 16 },
  'glm-47-flash-q8kxl': { 'rust-cli': 11, 'python-top-k': 4 },
  'mistral-small-4-119b-iq4nl': { 'js-sse': 14 },
};
