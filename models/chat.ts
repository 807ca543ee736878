/** What is sent to a server and what comes back, in OpenAI's and llama.cpp's words. */
import { z } from 'zod';

/** A streamed chat completion without any sampling parameter: the sampling is the preset's alone. */
export interface ChatRequest {
  messages: { role: 'system' | 'user'; content: string }[];
}

/** Why a model (or its server) gave nothing to grade. The table says ERR. */
export const ErrKind = z.enum([
  /** The server could not load the model. */
  'load-failed',
  /** The model's process died before or during its answer. */
  'crashed',
  /** The connection to the server broke; the process may live. */
  'connection-lost',
  /** HTTP 4xx: the server refused the request, e.g. the prompt exceeds the context. */
  'refused',
  /** HTTP 5xx with an error body. */
  'server-error',
  /** A body or an event that is not JSON. */
  'invalid-json',
  /** An error event in the middle of the stream. */
  'stream-error',
  /** The answer was finished, and the server's output parser threw it away (gpt-oss channel tags). */
  'parse-failed',
  /** The stream ended without finish_reason and [DONE]. */
  'cut-off',
  /** Tokens stopped coming while the connection stayed open. */
  'stalled',
  /** The limit per answer was reached. */
  'timed-out',
  /** Neither content nor reasoning_content. */
  'empty',
  /** Everything went into reasoning_content. */
  'reasoning-only',
  /** Content, but no code in it. */
  'no-code',
]);
export type ErrKind = z.infer<typeof ErrKind>;

/** OpenAI's usage block. Counts are tokens. */
export const Usage = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/**
 * llama-server's `timings`, rates left out: builds count them differently, so we compute them from n and ms.
 * `*_n` are tokens, `*_ms` milliseconds; prompt_n excludes cache_n.
 */
export const Timings = z.object({
  cache_n: z
    .number()
    .nullish()
    .transform((n) => n ?? null),
  prompt_n: z.number(),
  prompt_ms: z.number(),
  predicted_n: z.number(),
  predicted_ms: z.number(),
});
export type Timings = z.infer<typeof Timings>;

/** A failure with the server's own words. */
export const ChatFailure = z.object({
  kind: ErrKind,
  message: z.string(),
  httpStatus: z.number().nullable(),
});
export type ChatFailure = z.infer<typeof ChatFailure>;

/**
 * Everything known of one answer; the same shape for success and failure (`failure` null or not), so a
 * partial answer at the time of a crash is kept. Texts are strings, '' when nothing came. Times in ms.
 */
export const ChatResponse = z.object({
  content: z.string(),
  reasoning_content: z.string(),
  /** OpenAI's word: stop, length, tool_calls; null when the stream gave none. */
  finish_reason: z.string().nullable(),
  usage: Usage.nullable(),
  timings: Timings.nullable(),
  /** From sending the request to the last byte; null when nothing was sent. */
  wallMs: z.number().nullable(),
  /** To the first non-empty content or reasoning_content delta; null when none came. */
  timeToFirstTokenMs: z.number().nullable(),
  /** system_fingerprint of the stream, e.g. b11434-abc. */
  serverBuild: z.string().nullable(),
  failure: ChatFailure.nullable(),
});
export type ChatResponse = z.infer<typeof ChatResponse>;

/** Where an answer stands while it is being written. */
export interface ChatProgress {
  /** prompt: nothing has come yet. answer: tokens are coming, thinking included. */
  phase: 'prompt' | 'answer';
  /** Deltas so far, about one a token. */
  tokens: number;
  elapsedMs: number;
}

/** The limits of one answer. Nothing else limits it. */
export interface CompleteOptions {
  /** Most time from sending the request to the last byte. */
  timeoutMs: number;
  /** Longest silence between two tokens, once the first has come. */
  stallMs: number;
  /** The user's own stop: the generation is stopped, and complete() rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ChatProgress) => void) | undefined;
  /** Default 250. */
  progressEveryMs?: number | undefined;
}
