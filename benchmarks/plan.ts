/** What a run will do: which models, from where, on which tasks. Made once in the main process, handed to the workers. */
import type { RunFacts } from './trial.ts';

/** Where a model's answers come from. */
export type AnswerSource =
  /** llama-server routers that list the model. */
  | { via: 'router'; urls: string[] }
  /** A reference model at an OpenAI-compatible API. */
  | { via: 'api'; baseUrl: string; model: string; apiKeyEnv: string | null }
  /** CODEBENCH_ANSWERS_FROM: `<folder>/<task>.md`. */
  | { via: 'folder'; folder: string }
  /** CODEBENCH_ANSWERS=replay: the recordings alone. */
  | { via: 'recordings' };

export interface PlannedModel {
  id: string;
  order: number;
  kind: 'local' | 'reference' | 'sample' | 'answers';
  source: AnswerSource;
  /** As GET /models gives them, secrets masked; empty where no server was asked. */
  effectiveArgs: string[];
  argsHash: string | null;
  /** The GGUF, when it lies on this machine. */
  modelPath: string | null;
}

export interface PlannedTask {
  slug: string;
  folder: string;
  /** Its task.ts. */
  file: string;
  prompt: string;
  title: string;
  column: string;
  order: number;
  language: string;
  /** See benchmarks/rubric-hash.ts. */
  rubricHash: string;
}

/** Structured-clonable: it travels to the workers through Vitest's `provide`. */
export interface RunPlan {
  /** Somebody reads annotations: the UI, or a reporter beside ours. Each costs a wait for the main thread. */
  annotates: boolean;
  mode: RunFacts['mode'];
  headline: string;
  models: PlannedModel[];
  tasks: PlannedTask[];
  /** Of what runs the benchmark, by name. */
  versions: Record<string, string>;
  samples: number;
  warnings: string[];
  root: string;
  recordings: string;
  cacheDir: string;
  answers: 'auto' | 'record' | 'replay';
  answerTimeoutMs: number;
  stallMs: number;
  loadTimeoutMs: number;
  unsafeNoSandbox: boolean;
  gate: { leastScore: number | null; noErr: boolean };
  /** The model that the main thread loads already; its session takes that over. */
  earlyLoad: string | null;
  /** Log of the llama-server that we started; its words explain a failed load. */
  serverLog: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    codebench: RunPlan;
  }
}

/** Every pair of the plan, model by model. */
export function expectedPairs(plan: Pick<RunPlan, 'models' | 'tasks' | 'samples'>): RunFacts['expected'] {
  return plan.models.flatMap(({ id }) =>
    plan.tasks.flatMap(({ slug }) =>
      Array.from({ length: plan.samples }, (_, index) => ({ model: id, task: slug, sample: index + 1 })),
    ),
  );
}
