/** HTTP to one server: no hidden time-out, no hidden retry, no stale connection, the key kept out of every text. */
import { Agent, request } from './undici-parts.ts';

export interface HttpReply {
  status: number;
  text: string;
}

interface HttpRequest {
  method?: 'GET' | 'POST';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Longest error body that is read; what follows is not worth memory. */
const MOST_ERROR_BYTES = 64 * 1024;
/** Shorter keys ("test") may be words of an answer, so they are masked in messages only. */
const SHORTEST_SECRET = 12;

/** The server closes idle connections after 5 s; a request on one of those would fail through nobody's fault. */
const REUSE_MS = 1000;

export class HttpClient {
  readonly baseUrl: string;
  readonly #key: string | null;
  readonly #agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 0 },
    keepAliveTimeout: REUSE_MS,
    keepAliveMaxTimeout: REUSE_MS,
  });

  constructor(baseUrl: string, key: string | null) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.#key = key === '' ? null : key;
  }

  /** The open reply; the caller reads or destroys the body. */
  open(path: string, { method = 'GET', body, signal }: HttpRequest = {}) {
    const url = new URL(`${this.baseUrl}${path}`);
    return request.call(this.#agent, {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#key === null ? {} : { authorization: `Bearer ${this.#key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  }

  async fetchText(path: string, options: HttpRequest = {}): Promise<HttpReply> {
    const { statusCode, body } = await this.open(path, options);
    return { status: statusCode, text: this.maskMessage(await body.text()) };
  }

  /** An error's words, without the key even where the server echoes it. */
  maskMessage(text: string): string {
    return this.#key === null ? text : replaceKey(text, this.#key);
  }

  /** An answer, which goes into a record: a key that could not be a word is masked there too. */
  maskAnswer(text: string): string {
    return this.#key === null || this.#key.length < SHORTEST_SECRET ? text : replaceKey(text, this.#key);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

/** As it is, and as it stands in JSON, in a URL and in Base64. */
function replaceKey(text: string, key: string): string {
  const spellings = [
    key,
    JSON.stringify(key).slice(1, -1),
    encodeURIComponent(key),
    Buffer.from(key).toString('base64'),
  ];
  return spellings.reduce((masked, spelling) => masked.replaceAll(spelling, '***'), text);
}

/** At most 64 KiB of a body as text; the rest is thrown away with the connection. */
export async function readErrorText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= MOST_ERROR_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The words of a failed connection: the innermost cause says most. */
export function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (error instanceof AggregateError && error.errors.length > 0)
    return describeNetworkError(error.errors[0]);
  return code !== null && !error.message.includes(code) ? `${error.message} (${code})` : error.message;
}
