/** What the user set, by plugin option or environment; the environment wins. Everything is checked here, once. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The user's own mistake: printed without a stack trace. */
export class SetupError extends Error {
  override name = 'SetupError';
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

const Reference = z.strictObject({
  /** Name of its row. */
  name: z.string().min(1),
  /** e.g. 'http://127.0.0.1:8000/v1' */
  baseUrl: z.url(),
  /** Model name that the API knows. */
  model: z.string().min(1),
  /** Name of the environment variable that holds the key; never the key. */
  apiKeyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'give the NAME of an environment variable, e.g. OPENAI_API_KEY, not the key')
    .optional(),
});
export type Reference = z.infer<typeof Reference>;

/** What a user knows better than names and GGUF files tell. */
const Pair = z.strictObject({
  /** thinking: [thinking, not]; distill: [base, distill]; quantisation: in any order. */
  kind: z.enum(['thinking', 'distill', 'quantisation']),
  models: z.tuple([z.string().min(1), z.string().min(1)]),
  /** false: these two are no such pair. */
  isPair: z.boolean().default(true),
});

const Gate = z.strictObject({
  /** Least points of every trial. */
  leastScore: z.number().min(0).optional(),
  /** An ERR fails the run. */
  noErr: z.boolean().optional(),
});

/** Options of `llamaCodebench()`. Paths are relative to the project root. */
export const Options = z.strictObject({
  preset: z.string().optional(),
  /** Folders that hold task folders, beside the built-in ones; `builtInTasks: false` leaves those out. */
  tasks: z.array(z.string()).default([]),
  builtInTasks: z.boolean().default(true),
  recordings: z.string().default('recordings'),
  results: z.string().default('results'),
  samples: z.int().min(1).max(1000).default(1),
  answers: z.enum(['auto', 'record', 'replay']).default('auto'),
  answersFrom: z.string().optional(),
  serverUrl: z.string().optional(),
  serverBin: z.string().optional(),
  serverPort: z.int().min(1).max(65535).optional(),
  /** Limit per answer. */
  answerTimeoutMs: z
    .int()
    .min(1)
    .default(20 * 60_000),
  /** Longest silence between two tokens of an answer. */
  stallMs: z
    .int()
    .min(1)
    .default(5 * 60_000),
  /** Limit of one load. */
  loadTimeoutMs: z
    .int()
    .min(1)
    .default(30 * 60_000),
  references: z.array(Reference).default([]),
  gate: Gate.default({}),
  /** A person's own words and scores, beside the computed ones: models/notes.md unless another file is named. */
  notes: z.string().optional(),
  pairs: z.array(Pair).default([]),
  unsafeNoSandbox: z.boolean().default(false),
  allure: z.boolean().default(false),
  /** Answers and reasoning of results/index.html: in files beside it, in the page itself, or left out. */
  htmlTranscripts: z.enum(['beside', 'embedded', 'none']).default('beside'),
});
export type CodebenchOptions = z.input<typeof Options>;

export interface Settings
  extends Omit<z.output<typeof Options>, 'serverUrl' | 'recordings' | 'results' | 'tasks' | 'notes'> {
  root: string;
  cacheDir: string;
  serverUrls: string[];
  /** Absolute. */
  recordings: string;
  results: string;
  tasks: string[];
  notes: string;
  /** The user named that file, so that it must be there. */
  notesAreNamed: boolean;
  /** Where the preset was asked for, for error messages; null when nobody asked. */
  presetNamedBy: string | null;
}

const DEFAULT_NOTES = join('models', 'notes.md');

type Env = Record<string, string | undefined>;

/** Options and environment as one checked record. Throws SetupError naming the setting, its value and what it may be. */
export function readSettings(options: CodebenchOptions, root: string, env: Env = process.env): Settings {
  const { serverUrl, ...parsed } = parseOptions({ ...options, ...fromEnvironment(env) });
  const answersFrom = parsed.answersFrom && resolve(root, parsed.answersFrom);
  return {
    ...parsed,
    ...(answersFrom ? { answersFrom } : {}),
    root,
    cacheDir: cacheDir(env),
    serverUrls: [...new Set((serverUrl ?? '').split(',').map(trimUrl).filter(Boolean))],
    recordings: resolve(root, parsed.recordings),
    results: resolve(root, parsed.results),
    tasks: parsed.tasks.map((folder) => resolve(root, folder)),
    notes: resolve(root, parsed.notes ?? DEFAULT_NOTES),
    notesAreNamed: parsed.notes !== undefined,
    presetNamedBy: namedBy(options, env),
  };
}

function parseOptions(input: Record<string, unknown>) {
  const parsed = Options.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.') || 'options';
    const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
    const shown = name.endsWith('apiKeyEnv') ? '(not shown, it may be a key)' : JSON.stringify(value);
    return `  ${name} = ${shown}: ${issue.message}`;
  });
  throw new SetupError(
    `A setting of llama-codebench cannot be used:\n${lines.join('\n')}\n` +
      'Change it in the plugin options of vitest.config.ts or in its CODEBENCH_ variable (README, "Settings").',
  );
}

function namedBy(options: CodebenchOptions, env: Env): string | null {
  if (env.LLAMA_ARG_MODELS_PRESET) return 'LLAMA_ARG_MODELS_PRESET';
  return options.preset ? 'the option `preset`' : null;
}

function cacheDir(env: Env): string {
  return env.CODEBENCH_CACHE ?? join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'llama-codebench');
}

function trimUrl(url: string): string {
  return url.trim().replace(/\/+$/, '');
}

/** Variables, the option that each overrides, and how its text is read. An empty variable counts as unset. */
const VARIABLES: [variable: string, option: string, read: (text: string) => unknown][] = [
  ['LLAMA_ARG_MODELS_PRESET', 'preset', String],
  ['CODEBENCH_SERVER_URL', 'serverUrl', String],
  ['CODEBENCH_SERVER_BIN', 'serverBin', String],
  ['CODEBENCH_SERVER_PORT', 'serverPort', readNumber],
  ['CODEBENCH_ANSWERS', 'answers', String],
  ['CODEBENCH_ANSWERS_FROM', 'answersFrom', String],
  ['CODEBENCH_SAMPLES', 'samples', readNumber],
  ['CODEBENCH_RECORDINGS', 'recordings', String],
  ['CODEBENCH_RESULTS', 'results', String],
  ['CODEBENCH_NOTES', 'notes', String],
  ['CODEBENCH_ANSWER_TIMEOUT_MS', 'answerTimeoutMs', readNumber],
  ['CODEBENCH_STALL_MS', 'stallMs', readNumber],
  ['CODEBENCH_LOAD_TIMEOUT_MS', 'loadTimeoutMs', readNumber],
  ['CODEBENCH_UNSAFE_NO_SANDBOX', 'unsafeNoSandbox', readFlag],
  ['CODEBENCH_ALLURE', 'allure', readFlag],
  ['CODEBENCH_HTML_TRANSCRIPTS', 'htmlTranscripts', String],
];

function fromEnvironment(env: Env): Record<string, unknown> {
  const found = VARIABLES.flatMap(([variable, option, read]) => {
    const text = env[variable];
    return text === undefined || text === '' ? [] : [[option, read(text)] as const];
  });
  return Object.fromEntries(found);
}

/** Text that is no number stays text, so that the schema names it in its message. */
function readNumber(text: string): unknown {
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}

function readFlag(text: string): unknown {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  if (/^(0|false|off|no)$/i.test(text)) return false;
  return text;
}
