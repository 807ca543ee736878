/** One streamed request from the first to the last byte, with its limits; what it came to, whoever ended it. */
import type { ChatFailure, ChatResponse, CompleteOptions } from './chat.ts';
import { classifyReply } from './chat-failure.ts';
import { ChatStream } from './chat-stream.ts';
import { describeNetworkError, type HttpClient } from './http-client.ts';
import { ReplyReader, type Wish } from './read-reply.ts';

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
  const take = (bytes: Uint8Array): Wish => {
    stream.push(bytes);
    limits.noteProgress();
    // A server that has not ended yet may still generate: only a closed connection stops it.
    return stream.problem ? 'close' : stream.ended ? 'enough' : 'more';
  };
  const reader = new ReplyReader(take);
  const limits = new Limits(options, stream, () => reader.abort());
  let failure: ChatFailure | null = null;
  let endedBy: StreamedChat['endedBy'] = 'server';
  try {
    if (!limits.reached) http.send(path, { method: 'POST', body }, reader);
    const { status, text, isWhole } = await reader.reply;
    if (text !== null) failure = classifyReply(status, http.maskMessage(text));
    else {
      if (isWhole) stream.end();
      else if (stream.problem) endedBy = 'us';
      failure = stream.problem && { ...stream.problem, httpStatus: 200 };
    }
  } catch (error) {
    endedBy = limits.reached ? 'us' : 'network';
    failure = limits.reached ? limits.describe(options) : describeLost(error, stream);
  } finally {
    limits.clear();
  }
  const response = toResponse(stream, limits, failure ?? judgeTexts(stream));
  return { response: maskResponse(http, response), endedBy, aborted: limits.reached === 'aborted' };
}

/** The clock of one request: when the first token came, and the timers that end it. */
class Limits {
  reached: Limit | null = null;
  timeToFirstTokenMs: number | null = null;
  readonly #options: CompleteOptions;
  readonly #stream: ChatStream;
  readonly #startedAt = performance.now();
  readonly #end: () => void;
  readonly #total: NodeJS.Timeout | null;
  readonly #progress: NodeJS.Timeout | null;
  readonly #onAbort = () => this.#stop('aborted');
  #stall: NodeJS.Timeout | null = null;
  #tokens = 0;

  /** `end` is called when a limit is reached. */
  constructor(options: CompleteOptions, stream: ChatStream, end: () => void) {
    this.#end = end;
    const { timeoutMs, signal, onProgress, progressEveryMs = 250 } = options;
    this.#options = options;
    this.#stream = stream;
    this.#total = startTimer(() => this.#stop('timed-out'), timeoutMs);
    this.#progress = onProgress ? setInterval(() => onProgress(this.#describe()), progressEveryMs) : null;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
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
    this.#end();
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
