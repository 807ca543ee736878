/** Hand-made trials for tests: everything has a sensible value, a test names what it is about. */
import type { ModelFacts, RunFacts, Trial } from '../benchmarks/trial.ts';

export const TASKS = [
  { task: 'python-top-k', column: 'Py', language: 'python' },
  { task: 'js-bug-fix', column: 'JS', language: 'javascript' },
  { task: 'ts-refactor', column: 'TS', language: 'typescript' },
  { task: 'rust-cli', column: 'Rs', language: 'rust' },
  { task: 'go-middleware', column: 'Go', language: 'go' },
  { task: 'js-sse', column: 'SSE', language: 'javascript' },
];

export interface TrialFacts {
  model?: string;
  task?: string;
  sample?: number;
  /** Of 20; the check `works` has them, with its own maximum of 20. */
  points?: number;
  err?: { kind: ErrKind; why: string };
  notRun?: string;
  /** As notRun, because this machine has not got the task's tools. */
  lacks?: string;
  wallMs?: number | null;
  facts?: Partial<ModelFacts>;
  response?: Partial<NonNullable<Trial['response']>> | null;
}

type ErrKind = Extract<Trial['outcome'], { state: 'err' }>['kind'];

type Absences = { [Fact in 'err' | 'notRun' | 'lacks']: TrialFacts[Fact] | undefined };

export function makeTrial({
  model = 'qwen3-8b',
  task = 'python-top-k',
  sample = 1,
  points = 18,
  err,
  notRun,
  lacks,
  wallMs = 30_000,
  facts = {},
  response = {},
}: TrialFacts = {}): Trial {
  const place = TASKS.findIndex((t) => t.task === task);
  const known = TASKS[place];
  return {
    model,
    task,
    sample,
    maxPoints: 20,
    outcome: outcomeOf(points, { err, notRun, lacks }),
    modelFacts: {
      order: 0,
      kind: 'local',
      sizeBytes: 8 * 2 ** 30,
      quantisation: 'Q8_0',
      parameters: 8.19e9,
      effectiveArgs: ['--temp', '0.6', '--ctx-size', '32768', '--jinja'],
      serverBuild: 'b11434-abc',
      gguf: null,
      ...facts,
    },
    taskFacts: {
      title: `Task ${task}`,
      column: known?.column ?? task,
      order: known ? place : 99,
      language: known?.language ?? 'text',
    },
    extraction: null,
    request: { hash: 'a'.repeat(64), promptChars: 1200 },
    response:
      response === null
        ? null
        : {
            content: null,
            reasoning_content: null,
            contentChars: 900,
            reasoningChars: 0,
            finish_reason: 'stop',
            truncated: false,
            usage: { prompt_tokens: 300, completion_tokens: 1000, total_tokens: 1300 },
            timings: {
              cache_n: 0,
              prompt_n: 300,
              prompt_ms: 600,
              predicted_n: 1000,
              predicted_ms: 25_000,
            },
            source: 'server',
            file: `recordings/${model}/${task}.${sample}.json`,
            recordedAt: '2026-03-22T10:00:30.000Z',
            ...response,
          },
    timings: { loadMs: null, warmUpMs: null, wallMs, timeToFirstTokenMs: 700, gradeMs: 200 },
    sandbox: 'bubblewrap 0.11.0',
    provenance: null,
  };
}

function outcomeOf(points: number, { err, notRun, lacks }: Absences): Trial['outcome'] {
  if (err) return { state: 'err', ...err };
  if (lacks !== undefined) return { state: 'not-run', why: lacks, cause: 'toolchain' };
  if (notRun !== undefined) return { state: 'not-run', why: notRun, cause: 'fault' };
  return gradedOutcome(points);
}

function gradedOutcome(points: number): Trial['outcome'] {
  const lost = 20 - points;
  return {
    state: 'graded',
    score: {
      points,
      maxPoints: 20,
      checks: [
        {
          id: 'works',
          title: 'does what was asked',
          points,
          maxPoints: 20,
          passed: lost === 0,
          detail: lost === 0 ? '' : `expected [1, 2], got [2] (${lost} cases)`,
        },
      ],
      facts: [],
    },
  };
}

/** A finished run that expects the pairs of the trials given, and of `more`. */
export function makeRun(
  trials: Trial[],
  more: Partial<RunFacts> & { missing?: RunFacts['expected'] } = {},
): RunFacts {
  const { missing = [], ...facts } = more;
  return {
    startedAt: '2026-03-22T10:00:00.000Z',
    endedAt: '2026-03-22T11:00:00.000Z',
    mode: 'preset',
    headline: 'models/preset.ini on llama-server b11434',
    expected: [...trials.map(({ model, task, sample }) => ({ model, task, sample })), ...missing],
    sums: [],
    state: 'finished',
    ...facts,
  };
}

/** A trial a task for a model, with the points given in the order of TASKS. */
export function makeModel(
  model: string,
  points: number[],
  more: Omit<TrialFacts, 'model' | 'points'> = {},
): Trial[] {
  return points.map((p, i) => makeTrial({ ...more, model, task: TASKS[i]!.task, points: p }));
}

/** So many models x 6 tasks (x samples), with a few ERRs, a reference and a spread of scores. */
export function makeField(models: number, samples = 1): Trial[] {
  return Array.from({ length: models }, (_, m) =>
    TASKS.flatMap(({ task }, t) =>
      Array.from({ length: samples }, (_, s) => {
        const isErr = m % 5 === 4 && t > 3;
        const trial: TrialFacts = {
          model: nameOf(m),
          task,
          sample: s + 1,
          points: (m * 7 + t * 5 + s) % 21,
          wallMs: 9_000 + m * 3_000,
          facts: {
            order: m,
            sizeBytes: m === 0 ? null : (m + 0.8) * 1e9,
            kind: m === 0 ? 'reference' : 'local',
          },
        };
        return makeTrial(
          isErr
            ? { ...trial, err: { kind: 'crashed', why: 'proxy error: Could not establish connection' } }
            : trial,
        );
      }),
    ),
  ).flat();
}

/** Unique, and like those of real presets; the first 120 are as short as they come. */
function nameOf(m: number): string {
  const round = m < 120 ? '' : `-v${Math.floor(m / 120) + 1}`;
  return `family${m % 7}-${(m * 13) % 120}b-a3b-instruct-2507${round}-q${(m % 6) + 3}_k_m`;
}
