/**
 * The one record between those who make results and those who read them: one model, one task, one sample.
 * Reporters import this file and progress-event.ts, and nothing else of benchmarks/.
 */
import { z } from 'zod';
import { ErrKind, Timings, Usage } from '../models/chat.ts';

/** general.* of a GGUF's metadata, as its maker wrote it; null where the file does not say. */
export const GgufIdentity = z.object({
  architecture: z.string().nullable(),
  /** general.name, e.g. 'Qwen3 8B' */
  name: z.string().nullable(),
  /** general.basename, e.g. 'Qwen3' */
  basename: z.string().nullable(),
  /** general.finetune, e.g. 'Instruct' or 'Claude-Distill' */
  finetune: z.string().nullable(),
  /** general.size_label, e.g. '8B' or '35B-A3B' */
  sizeLabel: z.string().nullable(),
  /** general.base_model.0.name, or its repository. */
  baseModel: z.string().nullable(),
  /** SHA-256 over the headers of all parts, hex. */
  headerHash: z.string(),
  chatTemplateHash: z.string().nullable(),
});
export type GgufIdentity = z.infer<typeof GgufIdentity>;

/** The computer that ran a trial. What cannot be found out is null, never a guess. */
export const Machine = z.object({
  cpu: z.string().nullable(),
  cores: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  /** e.g. 'linux 6.8 x64' */
  os: z.string(),
  /** Names with memory, as the driver's own tool says them; null: none could be asked. */
  gpus: z.array(z.string()).nullable(),
});
export type Machine = z.infer<typeof Machine>;

/** What two results must share to be compared, beside their model and their answer's request. */
export const Provenance = z.object({
  machine: Machine.nullable(),
  /** SHA-256, hex, over the files that decide about points. */
  rubricHash: z.string(),
  /** By name: llama-codebench, node, and what graded (python, go …). */
  versions: z.record(z.string(), z.string()),
});
export type Provenance = z.infer<typeof Provenance>;

/** Facts of the model, repeated on each of its trials. Absent facts are null, never 0. */
export const ModelFacts = z.object({
  /** Place in the preset; the rows of a merged run are sorted by it. */
  order: z.number(),
  /**
   * local: a preset's model. reference: an API beside it (†). sample: of the sample run. answers: from a folder.
   * published: a model of somebody else's report, of which no answer is on record.
   */
  kind: z.enum(['local', 'reference', 'sample', 'answers', 'published']),
  /** Bytes over all split parts of the GGUF. */
  sizeBytes: z.number().nullable(),
  /** e.g. 'Q4_K_M' */
  quantisation: z.string().nullable(),
  parameters: z.number().nullable(),
  /** The server's own command line for this model, secrets masked, without port, host and binary. */
  effectiveArgs: z.array(z.string()),
  /** build_info of the server. */
  serverBuild: z.string().nullable(),
  /** What the GGUF says of itself; null where no file lies on this machine. */
  gguf: GgufIdentity.nullable().default(null),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/** What a report needs of a task. */
export const TaskFacts = z.object({
  title: z.string(),
  column: z.string(),
  order: z.number(),
  language: z.string(),
});
export type TaskFacts = z.infer<typeof TaskFacts>;

export const CheckRecord = z.object({
  id: z.string(),
  title: z.string(),
  points: z.number(),
  maxPoints: z.number(),
  passed: z.boolean(),
  detail: z.string(),
});

/** What a task told of an answer beside its points; null: nothing can be told. */
export const FactRecord = z.object({ id: z.string(), title: z.string(), value: z.string().nullable() });

export const ScoreRecord = z.object({
  points: z.number(),
  maxPoints: z.number(),
  checks: z.array(CheckRecord),
  facts: z.array(FactRecord),
});

/** Three different words: graded (0 points is a score), err (the model gave nothing), not-run (ours or the machine's fault). */
export const Outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('graded'), score: ScoreRecord }),
  z.object({ state: z.literal('err'), kind: ErrKind, why: z.string() }),
  z.object({
    state: z.literal('not-run'),
    why: z.string(),
    /** toolchain: this machine never had what the task needs; the run goes on without it. fault: something broke. */
    cause: z.enum(['toolchain', 'fault']).default('fault'),
  }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** Which block of the answer was graded, and why. */
export const ExtractionRecord = z.object({
  blocks: z.number(),
  chosen: z.array(
    z.object({
      path: z.string(),
      block: z.number().nullable(),
      reason: z.string(),
      /** First and last line of the answer, from 1, that are the file word for word; null where none are, and in older results. */
      lines: z.tuple([z.number(), z.number()]).nullable().default(null),
    }),
  ),
});

export const RequestRecord = z.object({
  /** sha256 of the messages, hex. */
  hash: z.string(),
  promptChars: z.number(),
});

/** The answer without its long texts (`content` is null on task.meta; results.json fills it from the recording). */
export const ResponseRecord = z.object({
  content: z.string().nullable(),
  reasoning_content: z.string().nullable(),
  contentChars: z.number(),
  reasoningChars: z.number(),
  finish_reason: z.string().nullable(),
  /** finish_reason was `length`: graded, but flagged. */
  truncated: z.boolean(),
  usage: Usage.nullable(),
  timings: Timings.nullable(),
  /** server: asked in this run. recording: taken from disk. folder: CODEBENCH_ANSWERS_FROM. */
  source: z.enum(['server', 'recording', 'folder']),
  /** Path of the recording or answer file, relative to the project root; null when nothing was stored. */
  file: z.string().nullable(),
  /** ISO time at which the answer was recorded. */
  recordedAt: z.string().nullable(),
});

/** Milliseconds, each its own stretch of time; null where it did not happen in this run. */
export const TrialTimings = z.object({
  /** Load of the model, on the first trial that needed it. */
  loadMs: z.number().nullable(),
  warmUpMs: z.number().nullable(),
  /** Request to last byte; of the recording when the answer was taken from disk. */
  wallMs: z.number().nullable(),
  timeToFirstTokenMs: z.number().nullable(),
  gradeMs: z.number().nullable(),
  /** The trial from start to end in this run, all of the above that happened in it included; not in older results. */
  trialMs: z.number().nullable().optional(),
});

export const Trial = z.object({
  model: z.string(),
  task: z.string(),
  /** From 1. */
  sample: z.number(),
  /** Stands on the trial, so that an ERR does not shrink a denominator. */
  maxPoints: z.number(),
  outcome: Outcome,
  modelFacts: ModelFacts,
  taskFacts: TaskFacts,
  extraction: ExtractionRecord.nullable(),
  request: RequestRecord.nullable(),
  response: ResponseRecord.nullable(),
  timings: TrialTimings,
  /** e.g. 'bubblewrap 0.11.0'; null where nothing ran. */
  sandbox: z.string().nullable(),
  /** null where it is not on record: older results, published ones. */
  provenance: Provenance.nullable().default(null),
});
export type Trial = z.infer<typeof Trial>;

/** `83+` of 5 of 6 tasks, from a report that does not say which points are of which task. */
export const ModelSum = z.object({
  model: z.string(),
  modelFacts: ModelFacts,
  completed: z.number(),
  tasks: z.number(),
  points: z.number(),
  avgWallMs: z.number().nullable(),
});
export type ModelSum = z.infer<typeof ModelSum>;

/** Facts of the whole run, for the head of every report. */
export const RunFacts = z.object({
  /** ISO time. */
  startedAt: z.string(),
  /** null while the run goes on. */
  endedAt: z.string().nullable(),
  /** sample: no preset was found and the stand-in router answered. */
  mode: z.enum(['preset', 'server', 'answers', 'replay', 'sample', 'published']),
  /** One line that says what was benched; for the sample run it says so. */
  headline: z.string(),
  /** Every pair that the run should have: a missing one is named, never dropped. */
  expected: z.array(z.object({ model: z.string(), task: z.string(), sample: z.number() })),
  /** Models of which a source tells the sum and not the cells; empty in runs of our own. */
  sums: z.array(ModelSum).default([]),
  /** running, finished, interrupted (Ctrl-C, SIGTERM). */
  state: z.enum(['running', 'finished', 'interrupted']),
});
export type RunFacts = z.infer<typeof RunFacts>;

/** What a test stands for before it has run; on the test's own meta, so that merged shards know what was planned. */
export const Planned = z.object({
  model: z.string(),
  task: z.string(),
  sample: z.number(),
  mode: RunFacts.shape.mode,
  headline: z.string(),
  /** All models of the plan, on the first test of each file: a merge finds the shard that is not there. */
  models: z.array(z.string()).optional(),
});
export type Planned = z.infer<typeof Planned>;
