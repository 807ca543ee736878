/** One streamed request from the first to the last byte, with its limits; what it came to, whoever ended it. */
import type { Dispatcher } from 'undici';
import type { ChatFailure, ChatResponse, CompleteOptions } from './chat.ts';
import { classifyReply } from './chat-failure.ts';
import { ChatStream } from './chat-stream.ts';
import { describeNetworkError, type HttpClient, readErrorText } from './http-client.ts';

/** Longest delay of Node's timers; a longer limit is none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface StreamedChat {
  response: ChatResponse;
  /** server: it finished its reply. network: the connection broke. us: we closed it, so the server may still generate. */
  endedBy: 'server' | 'network' | 'us';
  /** The user's signal ended it. */
  aborted: boolean;
}

type Limit = 'timed-out' | 'stalled' | 'aborted';

/** Never throws for what the server did. `path` is relative to the client's base URL. */
export async function streamChat(
  http: HttpClient,
  { path, body, options }: { path: string; body: unknown; options: CompleteOptions },
): Promise<StreamedChat> {
  const stream = new ChatStream();
  const limits = new Limits(options, stream);
  let failure: ChatFailure | null = null;
  let endedBy: StreamedChat['endedBy'] = 'server';
  try {
    const reply = await http.open(path, { method: 'POST', body, signal: limits.signal });
    if (reply.statusCode === 200 && isEventStream(reply.headers['content-type'])) {
      await readStream(reply.body, stream, limits);
      if (stream.problem) {
        failure = { ...stream.problem, httpStatus: 200 };
        if (!limits.bodyEnded) endedBy = 'us';
      }
    } else failure = classifyReply(reply.statusCode, http.maskMessage(await readErrorText(reply.body)));
  } catch (error) {
    endedBy = limits.reached ? 'us' : 'network';
    failure = limits.reached ? limits.describe(options) : describeLost(error, stream);
  } finally {
    limits.clear();
  }
  const response = toResponse(stream, limits, failure ?? judgeTexts(stream));
  return { response: maskResponse(http, response), endedBy, aborted: limits.reached === 'aborted' };
}

async function readStream(body: Body, stream: ChatStream, limits: Limits): Promise<void> {
  // What follows [DONE] is read and thrown away, so that the connection can be used again.
  for await (const bytes of body.iterator({ destroyOnReturn: false })) {
    stream.push(bytes as Uint8Array);
    limits.noteProgress();
    if (stream.ended) return finishWith(body, stream);
  }
  limits.bodyEnded = true;
  stream.end();
}

type Body = Dispatcher.ResponseData['body'];

function finishWith(body: Body, { problem }: ChatStream): void {
  // A server that has not ended yet may still generate: only a closed connection stops it.
  // All that counts has come; how its connection ends changes nothing.
  const ignore = () => {};
  body.on('error', ignore);
  if (problem) body.destroy();
  else body.dump().catch(ignore);
}

/** The clock of one request: when the first token came, and the timers that end it. */
class Limits {
  reached: Limit | null = null;
  bodyEnded = false;
  timeToFirstTokenMs: number | null = null;
  readonly #options: CompleteOptions;
  readonly #stream: ChatStream;
  readonly #startedAt = performance.now();
  readonly #controller = new AbortController();
  readonly #total: NodeJS.Timeout | null;
  readonly #progress: NodeJS.Timeout | null;
  readonly #onAbort = () => this.#stop('aborted');
  #stall: NodeJS.Timeout | null = null;
  #tokens = 0;

  constructor(options: CompleteOptions, stream: ChatStream) {
    const { timeoutMs, signal, onProgress, progressEveryMs = 250 } = options;
    this.#options = options;
    this.#stream = stream;
    this.#total = startTimer(() => this.#stop('timed-out'), timeoutMs);
    this.#progress = onProgress ? setInterval(() => onProgress(this.#describe()), progressEveryMs) : null;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Only a token proves that the model lives: pings come from the server. */
  noteProgress(): void {
    if (this.#stream.tokens === this.#tokens) return;
    this.#tokens = this.#stream.tokens;
    this.timeToFirstTokenMs ??= this.elapsedMs;
    if (this.#stall) this.#stall.refresh();
    else this.#stall = startTimer(() => this.#checkStall(), this.#options.stallMs);
  }

  describe({ timeoutMs, stallMs }: CompleteOptions): ChatFailure {
    const words = {
      'timed-out': `no complete answer within ${timeoutMs} ms, the limit per answer; ${this.#tokens} tokens had come`,
      stalled: `no token for ${stallMs} ms after ${this.#tokens} tokens, while the connection stayed open`,
      aborted: `stopped by the user after ${Math.round(this.elapsedMs)} ms`,
    };
    const kind = this.reached === 'stalled' ? 'stalled' : 'timed-out';
    return { kind, message: words[this.reached ?? 'timed-out'], httpStatus: null };
  }

  clear(): void {
    clearTimeout(this.#total ?? undefined);
    clearTimeout(this.#stall ?? undefined);
    clearInterval(this.#progress ?? undefined);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  /** When this process itself was blocked, tokens may lie unread in the socket: they are read first. */
  #checkStall(): void {
    const seen = this.#tokens;
    setImmediate(() =>
      setImmediate(() => {
        if (this.#tokens === seen) this.#stop('stalled');
      }),
    );
  }

  #stop(limit: Limit): void {
    this.reached ??= limit;
    this.#controller.abort();
  }

  #describe() {
    const phase = this.#tokens === 0 ? ('prompt' as const) : ('answer' as const);
    return { phase, tokens: this.#tokens, elapsedMs: this.elapsedMs };
  }
}

function startTimer(act: () => void, delayMs: number): NodeJS.Timeout | null {
  return delayMs > LONGEST_TIMER_MS ? null : setTimeout(act, delayMs);
}

function describeLost(error: unknown, stream: ChatStream): ChatFailure {
  const when = stream.tokens === 0 ? 'before the first token' : `after ${stream.tokens} tokens`;
  return {
    kind: 'connection-lost',
    message: `the connection broke ${when}: ${describeNetworkError(error)}`,
    httpStatus: null,
  };
}

/** A stream that ended well may still hold nothing to grade. */
function judgeTexts(stream: ChatStream): ChatFailure | null {
  if (stream.content.trim() !== '') return null;
  const end = `finish_reason ${stream.finishReason}`;
  if (stream.reasoning.trim() === '')
    return { kind: 'empty', message: `the answer is empty (${end})`, httpStatus: 200 };
  const chars = stream.reasoning.length;
  const message = `all ${chars} characters are in reasoning_content, none in content (${end})`;
  return { kind: 'reasoning-only', message, httpStatus: 200 };
}

function toResponse(stream: ChatStream, limits: Limits, failure: ChatFailure | null): ChatResponse {
  return {
    content: stream.content,
    reasoning_content: stream.reasoning,
    finish_reason: stream.finishReason,
    usage: stream.usage,
    timings: stream.timings,
    wallMs: limits.elapsedMs,
    timeToFirstTokenMs: limits.timeToFirstTokenMs,
    serverBuild: stream.serverBuild,
    failure,
  };
}

function maskResponse(http: HttpClient, response: ChatResponse): ChatResponse {
  const { failure } = response;
  return {
    ...response,
    content: http.maskAnswer(response.content),
    reasoning_content: http.maskAnswer(response.reasoning_content),
    serverBuild: response.serverBuild && http.maskMessage(response.serverBuild),
    finish_reason: response.finish_reason && http.maskMessage(response.finish_reason),
    failure: failure && { ...failure, message: http.maskMessage(failure.message) },
  };
}

function isEventStream(type: string | string[] | undefined): boolean {
  return String(type).startsWith('text/event-stream');
}
