/** From what a server said to the kind of failure it means. Pure. */
import { z } from 'zod';
import type { ChatFailure, ErrKind } from './chat.ts';

/** Longest piece of a server's text in a message. */
const MOST_CHARS = 2000;

/** llama-server's output parser threw a finished answer away; the texts of old and new builds, and gpt-oss's tags. */
const PARSER_WORDS =
  /does not match the expected [\w.-]+ format|Failed to parse input at pos|<\|(channel|start|message|constrain|end|return|call)\|>/;

/** What the router writes, raw, where the answer of a model's process should be. */
const PROXY_ERROR = /^proxy error: /;

const ErrorBody = z.union([
  z.object({
    error: z.object({
      message: z.string(),
      type: z.unknown().optional(),
      code: z.unknown().optional(),
    }),
  }),
  z.object({ error: z.string() }),
  z.object({ message: z.string() }),
]);

/** `{"error": {"message": ...}}` and its relatives in a few words; null when the value is none. */
export function describeErrorBody(value: unknown): string | null {
  const body = ErrorBody.safeParse(value);
  if (!body.success) return null;
  if ('message' in body.data) return body.data.message;
  const { error } = body.data;
  if (typeof error === 'string') return error;
  return typeof error.type === 'string' ? `${error.type}: ${error.message}` : error.message;
}

/** The failure that an HTTP reply other than a stream means. */
export function classifyReply(httpStatus: number, text: string): ChatFailure {
  const fail = (kind: ErrKind, words: string): ChatFailure => ({
    kind,
    message: `HTTP ${httpStatus}: ${cutText(words) || 'an empty body'}`,
    httpStatus,
  });
  if (PROXY_ERROR.test(text)) return fail('crashed', text);
  const body = parseJson(text);
  const words = body.ok ? (describeErrorBody(body.value) ?? text) : text;
  if (httpStatus >= 300 && httpStatus < 500) return fail('refused', words);
  if (text === '' && httpStatus >= 500) return fail('server-error', '');
  if (!body.ok) return fail('invalid-json', `the body is not JSON: ${text}`);
  if (httpStatus < 300 && describeErrorBody(body.value) === null)
    return fail('invalid-json', `the body is not an event stream: ${text}`);
  return fail(kindOfServerError(words), words);
}

function kindOfServerError(words: string): ErrKind {
  if (PARSER_WORDS.test(words)) return 'parse-failed';
  return /failed to load/.test(words) ? 'load-failed' : 'server-error';
}

/** The failure that an error event in the middle of a stream means. */
export function classifyErrorEvent(words: string): { kind: ErrKind; message: string } {
  if (PARSER_WORDS.test(words))
    return {
      kind: 'parse-failed',
      message: `the server's output parser refused the answer: ${cutText(words)}`,
    };
  return { kind: 'stream-error', message: `the stream broke with an error event: ${cutText(words)}` };
}

export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

export function cutText(text: string, mostChars = MOST_CHARS): string {
  const trimmed = text.trim();
  return trimmed.length <= mostChars
    ? trimmed
    : `${trimmed.slice(0, mostChars)} ... (${trimmed.length} characters)`;
}
