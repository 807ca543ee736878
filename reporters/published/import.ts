/** A published run's cells -> {trials, run}, for the same tables as a run of our own. Pure. */
import type { ModelFacts, ModelSum, RunFacts, TaskFacts, Trial } from '../../benchmarks/trial.ts';
import { fromGib } from '../tables/numbers.ts';
import { PublishedSource } from './source.ts';

/** The days stand at the report's head; it tells no time of day, so none is made up. */
const STARTED = '2026-03-22';
const ENDED = '2026-03-24';
const HEADLINE =
  "Published run of March 2026, 35 models on its author's machine, graded by hand. Totals are computed from its scores";

/** Our six tasks are the report's; import.test.ts holds these against tasks/. */
export const PUBLISHED_TASKS: Record<string, TaskFacts> = {
  'python-top-k': { title: 'Generate Python function', column: 'Py', order: 1, language: 'python' },
  'js-bug-fix': { title: 'Fix JavaScript bugs', column: 'JS', order: 2, language: 'javascript' },
  'ts-refactor': { title: 'Refactor TypeScript', column: 'TS', order: 3, language: 'typescript' },
  'rust-cli': { title: 'Fix and extend a Rust CLI', column: 'Rs', order: 4, language: 'rust' },
  'go-middleware': { title: 'Add Go HTTP middleware', column: 'Go', order: 5, language: 'go' },
  'js-sse': { title: 'Build JS SSE client', column: 'SSE', order: 6, language: 'javascript' },
};

/** Takes the parsed JSON of the published run; throws a ZodError where it has another shape. */
export function importPublished(json: unknown): { trials: Trial[]; run: RunFacts } {
  const source = PublishedSource.parse(json);
  const trials = source.completed.flatMap((row, order) => trialsOf(row, order, source.taskMax));
  const sums = source.incomplete.map((row, i) => sumOf(row, source.completed.length + i));
  return { trials, run: runOf(trials, sums) };
}

function runOf(trials: Trial[], sums: ModelSum[]): RunFacts {
  return {
    startedAt: STARTED,
    endedAt: ENDED,
    mode: 'published',
    headline: HEADLINE,
    expected: trials.map(({ model, task, sample }) => ({ model, task, sample })),
    sums,
    state: 'finished',
  };
}

/** One check a task, because the report tells no more; the average wall stands on each answer, so that it comes out. */
function trialsOf(row: PublishedSource['completed'][number], order: number, taskMax: number): Trial[] {
  const modelFacts = factsOf(row, order, row.kind === 'api' ? 'reference' : 'published');
  return Object.entries(row.scores).map(([task, points]) => ({
    model: row.model,
    task,
    sample: 1,
    maxPoints: taskMax,
    outcome: gradedByHand(points, taskMax),
    modelFacts,
    taskFacts: Object.hasOwn(PUBLISHED_TASKS, task) ? PUBLISHED_TASKS[task]! : unknownTask(task),
    extraction: null,
    request: null,
    response: null,
    timings: {
      loadMs: null,
      warmUpMs: null,
      wallMs: toMs(row.avgWallSeconds),
      timeToFirstTokenMs: null,
      gradeMs: null,
    },
    sandbox: null,
    provenance: null,
  }));
}

function unknownTask(task: string): TaskFacts {
  return { title: task, column: task, order: 99, language: 'unknown' };
}

function gradedByHand(points: number, maxPoints: number): Trial['outcome'] {
  const check = {
    id: 'as-published',
    title: 'Points as published, graded by hand',
    points,
    maxPoints,
    passed: points === maxPoints,
    detail: 'The report does not say which check lost what.',
  };
  return { state: 'graded', score: { points, maxPoints, checks: [check], facts: [] } };
}

function sumOf(row: PublishedSource['incomplete'][number], order: number): ModelSum {
  return {
    model: row.model,
    modelFacts: factsOf(row, order, 'published'),
    completed: row.completed,
    tasks: row.tasks,
    points: Number.parseInt(row.printedScore, 10),
    avgWallMs: toMs(row.avgWallSeconds),
  };
}

function factsOf(
  { model, sizeGB }: { model: string; sizeGB: number | null },
  order: number,
  kind: ModelFacts['kind'],
): ModelFacts {
  return {
    order,
    kind,
    sizeBytes: kind === 'reference' ? null : fromGib(sizeGB),
    quantisation: quantisationOf(model),
    parameters: null,
    effectiveArgs: [],
    serverBuild: null,
    gguf: null,
  };
}

/**
 * Endings of the report's names that can mean one file type only. A bare 'q8' is not among them: it may be
 * Q8_0 or Unsloth's Q8_K_XL, and the report does not tell.
 */
const QUANTISATIONS: Record<string, string> = {
  q40: 'Q4_0',
  q4km: 'Q4_K_M',
  q4kxl: 'Q4_K_XL',
  q6k: 'Q6_K',
  q6kl: 'Q6_K_L',
  q8kxl: 'Q8_K_XL',
  iq4nl: 'IQ4_NL',
  mxfp4: 'MXFP4',
};

function quantisationOf(model: string): string | null {
  const ending = model
    .replace(/-(non)?think$/, '')
    .split('-')
    .at(-1)!;
  return Object.hasOwn(QUANTISATIONS, ending) ? QUANTISATIONS[ending]! : null;
}

function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}
