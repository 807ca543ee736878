/** An answer cut into the events of llama-server's stream. */
import { randomUUID } from 'node:crypto';
import type { Answer } from './script.ts';

export const DONE = 'data: [DONE]\n\n';

/** The measured times of one answer, in ms. */
export interface Measured {
  promptMs: number;
  predictedMs: number;
}

export interface Pieces {
  /** Role, then one event a piece of reasoning and content. */
  deltas: string[];
  finish(reason: string): string;
  /** The last one, with usage and timings. */
  usage(measured: Measured): string;
}

/** Text without meaning that no event holds, cut into pieces of about `chars` characters, never within a character. */
export function cutPieces(text: string, chars: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + chars, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end += 1;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export interface Cutting {
  model: string;
  buildInfo: string;
  promptTokens: number;
  chunkChars: number;
}

export function cutAnswer(
  { content, reasoning }: Answer,
  { model, buildInfo, promptTokens, chunkChars }: Cutting,
): Pieces {
  const tail = `,"created":${Math.floor(Date.now() / 1000)},"id":"chatcmpl-${randomUUID()}","model":${JSON.stringify(model)},"system_fingerprint":${JSON.stringify(buildInfo)},"object":"chat.completion.chunk"`;
  const event = (delta: string, finish: string) =>
    `data: {"choices":[{"finish_reason":${finish},"index":0,"delta":${delta}}]${tail}}\n\n`;
  const textEvent = (field: string) => (piece: string) =>
    event(`{"${field}":${JSON.stringify(piece)}}`, 'null');
  return {
    deltas: [
      event('{"role":"assistant","content":null}', 'null'),
      ...cutPieces(reasoning, chunkChars).map(textEvent('reasoning_content')),
      ...cutPieces(content, chunkChars).map(textEvent('content')),
    ],
    finish: (reason) => event('{}', JSON.stringify(reason)),
    usage: (measured) => {
      const facts = describeUse(promptTokens, countTokens(content) + countTokens(reasoning), measured);
      return `data: {"choices":[]${tail},${JSON.stringify(facts).slice(1)}\n\n`;
    },
  };
}

/** `usage` and `timings` as llama-server gives them. */
export function describeUse(promptTokens: number, answerTokens: number, { promptMs, predictedMs }: Measured) {
  return {
    usage: {
      completion_tokens: answerTokens,
      prompt_tokens: promptTokens,
      total_tokens: promptTokens + answerTokens,
      prompt_tokens_details: { cached_tokens: 0 },
    },
    timings: {
      cache_n: 0,
      prompt_n: promptTokens,
      prompt_ms: promptMs,
      prompt_per_token_ms: promptTokens > 0 ? promptMs / promptTokens : 0,
      prompt_per_second: promptMs > 0 ? (1000 * promptTokens) / promptMs : 0,
      predicted_n: answerTokens,
      predicted_ms: predictedMs,
      predicted_per_token_ms: answerTokens > 1 ? predictedMs / (answerTokens - 1) : 0,
      predicted_per_second: predictedMs > 0 ? (1000 * (answerTokens - 1)) / predictedMs : 0,
    },
  };
}
