/** HTTP to one server: no hidden time-out, no hidden retry, no stale connection, the key kept out of every text. */
import type { ReplyReader } from './read-reply.ts';
import { Agent, request } from './undici-parts.ts';

export interface HttpReply {
  status: number;
  text: string;
}

interface HttpRequest {
  method?: 'GET' | 'POST';
  body?: unknown;
}

interface WithSignal {
  signal?: AbortSignal | undefined;
}

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

  /** The reply as it comes. */
  send(path: string, request: HttpRequest, reader: ReplyReader): void {
    this.#agent.dispatch(this.#optionsOf(path, request), reader);
  }

  async fetchText(path: string, { signal, ...more }: HttpRequest & WithSignal = {}): Promise<HttpReply> {
    const options = { ...this.#optionsOf(path, more), ...(signal ? { signal } : {}) };
    const { statusCode, body } = await request.call(this.#agent, options);
    return { status: statusCode, text: this.maskMessage(await body.text()) };
  }

  #optionsOf(path: string, { method = 'GET', body }: HttpRequest) {
    const url = new URL(`${this.baseUrl}${path}`);
    return {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#key === null ? {} : { authorization: `Bearer ${this.#key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
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

/** The words of a failed connection: the innermost cause says most. */
export function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (error instanceof AggregateError && error.errors.length > 0)
    return describeNetworkError(error.errors[0]);
  return code !== null && !error.message.includes(code) ? `${error.message} (${code})` : error.message;
}
