/** What a stand-in router is told to be: its models, their answers, its speed, and what goes wrong. */
import { z } from 'zod';

/** What goes wrong with one request. */
const FaultName = z.enum([
  /** The process dies before the response's headers: 500, `proxy error` as plain text under a JSON content type. */
  'crash-before-answer',
  /** The process dies while it reads the prompt: a 200 stream with nothing but `proxy error`, as llama-server does it. */
  'crash-in-prompt',
  /** The process dies in the middle: `proxy error` appended raw to the stream, which then ends normally. */
  'crash-mid-answer',
  /** `proxy error`, though the process lives. */
  'proxy-error-alive',
  /** The router's own connection is torn, by RST; the process lives. */
  'reset-before-answer',
  'reset-mid-answer',
  /** The router's connection is torn because the whole machine goes: the model is gone, too. */
  'crash-with-reset',
  /** An HTTP error with llama.cpp's body; `status` says which. */
  'http',
  /** A 5xx that is a page of some proxy. */
  'html-error',
  /** A 200 whose body is not JSON. */
  'invalid-json-body',
  'invalid-json-event',
  /** An event that is JSON, but no chunk. */
  'strange-event',
  /** `data: {"error": ...}` in the middle. */
  'error-event',
  /** finish_reason comes, [DONE] does not. */
  'no-done',
  /** Neither comes. */
  'cut-off',
  /** All text, then the output parser's error; peg-native's words, or gpt-oss's. */
  'parse-error',
  'parse-error-channel-tags',
  /** The same as a whole reply with status 500. */
  'parse-error-reply',
  /** Headers, and never a token. */
  'silent',
  /** Nothing at all, not even headers. */
  'mute',
  /** Half of the answer, then nothing. */
  'stall',
  /** A token every `chunkMs` (at least 1), without end. */
  'endless',
  /** The same, and closing the connection does not end it: only unloading does. */
  'endless-unstoppable',
  'empty-content',
  'blank-content',
  'reasoning-only',
  'prose',
  /** Half of the answer with finish_reason `length`. */
  'length',
  /** A 401 that repeats the Authorization header. */
  'echo-key',
  /** An answer, a fingerprint and an error event that repeat it. */
  'echo-key-mid-answer',
]);
export type FaultName = z.infer<typeof FaultName>;

const RequestFault = z.strictObject({
  fault: FaultName,
  /** Only the first n requests; default all. */
  times: z.number().int().positive().optional(),
  /** Of `http`; default 500. */
  status: z.number().int().optional(),
});
export type RequestFault = z.infer<typeof RequestFault>;

const LoadFault = z.strictObject({
  /** fails: the process ends. never-ends: `loading` for ever. limit: "model limit reached" though nothing is loaded. */
  fault: z.enum(['fails', 'never-ends', 'limit']),
  times: z.number().int().positive().optional(),
  exitCode: z.number().int().default(1),
});
export type LoadFault = z.infer<typeof LoadFault>;

/** A key is a task's slug, `*` for every task, `warm-up`, or `load`; a value is a fault's name, or its object. */
const Faults = z.object({ load: shortOr(LoadFault).optional() }).catchall(shortOr(RequestFault));

const Answer = z.union([
  z.string().transform((content) => ({ content, reasoning: '' })),
  z.strictObject({ content: z.string(), reasoning: z.string().default('') }),
]);
export type Answer = z.output<typeof Answer>;

const Model = z.object({
  id: z.string().min(1),
  aliases: z.array(z.string()).default([]),
  /** A folder with <task>.md and, for thinking models, <task>.reasoning.md; or the answers themselves by task. */
  answers: z.union([z.string(), z.record(z.string(), Answer)]).default({}),
  /** As GET /models tells it of a loaded model. */
  meta: z.record(z.string(), z.unknown()).default({}),
  /** Behind the stand-in's own, in status.args. */
  args: z.array(z.string()).default([]),
  /** null: an older build, which does not tell. */
  source: z.string().nullable().default('preset'),
  loadMs: z.number().min(0).optional(),
  faults: Faults.default({}),
});
export type Model = z.output<typeof Model>;

export const Script = z.object({
  models: z.array(Model),
  /** sha256 (hex) of the last user message -> task. */
  tasks: z.record(z.string(), z.string()).default({}),
  host: z.string().default('127.0.0.1'),
  /** 0: a free one. */
  port: z.number().int().default(0),
  loadMs: z.number().min(0).default(0),
  unloadMs: z.number().min(0).default(0),
  /** From the request to the first token. */
  ttftMs: z.number().min(0).default(0),
  /** From one piece to the next. */
  chunkMs: z.number().min(0).default(0),
  /** About one token's. Default 4 where chunkMs is set, else 200, so that speed tests do not measure JSON. */
  chunkChars: z.number().int().positive().optional(),
  /** Silence after which `:` is sent; 0 never. */
  pingMs: z.number().min(0).default(0),
  apiKey: z.string().nullable().default(null),
  /** single: a llama-server with one model. stranger: no llama-server at all. */
  mode: z.enum(['router', 'single', 'stranger']).default('router'),
  /** Official builds look like b11434-0123abc. */
  buildInfo: z.string().default('b11434-stand-in'),
  maxInstances: z.number().int().default(1),
  /** JSON lines of loads, unloads and completions are appended here. */
  logFile: z.string().nullable().default(null),
});
export type Script = z.output<typeof Script>;
export type ScriptInput = z.input<typeof Script>;

function shortOr<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (typeof value === 'string' ? { fault: value } : value), schema);
}
