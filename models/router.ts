/** A llama-server in router mode: which models it has, one of them loaded at a time, and answers from it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatFailure, ChatRequest, ChatResponse, CompleteOptions } from './chat.ts';
import { describeNetworkError, HttpClient, type HttpReply } from './http-client.ts';
import {
  describeReply,
  type ListedModel,
  LoadFailed,
  parseIsProcessing,
  parseModelList,
  parseRouterProps,
  RouterError,
  type RouterProps,
  warnOfRouter,
} from './router-replies.ts';
import { type StreamedChat, streamChat } from './stream-chat.ts';

export { type ListedModel, LoadFailed, RouterError };

/** How long a server may take to say what it is. */
const CONNECT_MS = 10_000;
/** How long it may take for a list, or for word that it will load or unload; it works on those in the background. */
const CONTROL_MS = 60_000;
const FIRST_POLL_MS = 5;
const LAST_POLL_MS = 250;
/** The router notices a process's death some milliseconds after its client does. */
const DEATH_NOTICE_MS = 1000;
/** A closed stream ends a generation at the next token, but a long prompt is worked through first: then the model goes. */
const STOP_GRACE_MS = 3000;
/** llama-server kills a model's process that does not end within its stop-timeout, 10 s unless the preset says more. */
const UNLOAD_MS = 120_000;
/** One control request may wait for an eviction, or behind a prompt that is being processed. */
const SLOTS_MS = 1000;

export interface LoadOptions {
  signal?: AbortSignal | undefined;
  loadTimeoutMs: number;
}

interface Become {
  state: 'dead' | 'unloaded' | 'loaded' | 'unknown';
  words: string;
}

/** Checks that the server is a router that can be used; throws RouterError with what to do otherwise. */
export async function connectRouter({ url, apiKey }: { url: string; apiKey?: string }): Promise<LlamaRouter> {
  const http = openClient(url, apiKey);
  try {
    const limit = AbortSignal.timeout(CONNECT_MS);
    const reply = await http.fetchText('/props', { signal: limit }).catch((error) => {
      throw unreachable(http, limit.aborted ? `no answer within ${CONNECT_MS} ms` : error);
    });
    return new LlamaRouter(http, parseRouterProps(http.baseUrl, reply));
  } catch (error) {
    await http.close();
    throw error;
  }
}

export class LlamaRouter {
  readonly url: string;
  /** What the run should be told about this server, a sentence each. */
  readonly warnings: string[];
  /** e.g. 'b11434-abc' */
  readonly buildInfo: string | null;
  readonly #http: HttpClient;

  constructor(http: HttpClient, props: RouterProps) {
    this.#http = http;
    this.url = http.baseUrl;
    this.buildInfo = props.buildInfo;
    this.warnings = warnOfRouter(http.baseUrl, props);
  }

  async listModels(signal?: AbortSignal): Promise<ListedModel[]> {
    return parseModelList(this.url, await this.#call('/models', { signal }));
  }

  /** Resolves when the model can answer, alone in memory. `loadMs` is 0 when it already could. */
  async ensureLoaded(model: string, { signal, loadTimeoutMs }: LoadOptions): Promise<{ loadMs: number }> {
    const listed = await this.#find(model, signal);
    if (listed.status.value === 'loaded') return { loadMs: 0 };
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), Math.min(loadTimeoutMs, 2 ** 31 - 1));
    const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    try {
      if (listed.status.value === 'sleeping') await this.unload(listed.id, either);
      await this.#unloadOthers(listed.id, either);
      const startedAt = performance.now();
      await this.#askToLoad(listed, either);
      await this.#waitUntilLoaded(listed.id, either);
      return { loadMs: performance.now() - startedAt };
    } catch (error) {
      if (!either.aborted) throw error;
      await this.#giveUpLoading(listed.id, signal?.aborted === true);
      signal?.throwIfAborted();
      throw new LoadFailed(model, `${model} was not loaded within ${loadTimeoutMs} ms, the limit per load`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the model's process is gone; at once when there is none. */
  async unload(model: string, signal?: AbortSignal): Promise<void> {
    const { id, status } = await this.#find(model, signal);
    if (!isRunning(status.value)) return;
    const reply = await this.#call('/models/unload', { body: { model: id }, signal });
    if (reply.status !== 200 && !/not running/.test(reply.text))
      throw new RouterError(
        `${this.url} did not unload ${id} (HTTP ${reply.status}: ${describeReply(reply.text)}). Restart the server.`,
      );
    const deadline = performance.now() + UNLOAD_MS;
    for await (const { value } of this.#watch(id, signal)) {
      if (!isRunning(value)) return;
      if (performance.now() > deadline)
        throw new RouterError(
          `${this.url} still has ${id} ${value} ${UNLOAD_MS / 1000} s after it was asked to unload it. Restart the server.`,
        );
    }
  }

  /** One tiny request, so that the first timed one does not pay for what is done once. Its failure is returned. */
  async warmUp(model: string, signal?: AbortSignal, timeoutMs = 300_000): Promise<ChatFailure | null> {
    const request: ChatRequest = { messages: [{ role: 'user', content: 'Hi' }] };
    const options = { timeoutMs, stallMs: timeoutMs, signal };
    const { failure } = await this.#ask(model, { ...bodyOf(model, request), max_tokens: 1 }, options);
    // One token is often no text at all, or a thought: that is what was asked for.
    return failure && (failure.kind === 'empty' || failure.kind === 'reasoning-only') ? null : failure;
  }

  /** What the model answers, or the failure with all that had come. Rejects only when `options.signal` aborts. */
  complete(model: string, request: ChatRequest, options: CompleteOptions): Promise<ChatResponse> {
    return this.#ask(model, bodyOf(model, request), options);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #ask(model: string, body: unknown, options: CompleteOptions): Promise<ChatResponse> {
    const chat = await streamChat(this.#http, { path: '/v1/chat/completions', body, options });
    const failure = await this.#explain(model, chat);
    if (chat.aborted) options.signal?.throwIfAborted();
    return { ...chat.response, failure };
  }

  /** Adds what only the server knows: whether the model's process lives, and that it generates no more. */
  async #explain(model: string, { response, endedBy }: StreamedChat): Promise<ChatFailure | null> {
    const { failure } = response;
    if (failure === null) return null;
    if (endedBy === 'us')
      return { ...failure, message: `${failure.message}; ${await this.#stopGenerating(model)}` };
    if (!['crashed', 'connection-lost', 'cut-off'].includes(failure.kind)) return failure;
    const become = await this.#whatBecameOf(model, failure.kind === 'cut-off' ? 0 : DEATH_NOTICE_MS);
    const message = `${failure.message}; ${become.words}`;
    if (become.state === 'dead') return { ...failure, kind: 'crashed', message };
    return { ...failure, kind: failure.kind === 'cut-off' ? 'cut-off' : 'connection-lost', message };
  }

  async #whatBecameOf(model: string, noticeMs: number): Promise<Become> {
    const until = performance.now() + noticeMs;
    try {
      for await (const { value, failed, exit_code } of this.#watch(model)) {
        const code = exit_code === undefined ? '' : `, exit code ${exit_code}`;
        if (!isRunning(value))
          return failed
            ? { state: 'dead', words: `the model's process has ended (status ${value}, failed${code})` }
            : { state: 'unloaded', words: `the model was unloaded meanwhile (status ${value}${code})` };
        if (performance.now() >= until) break;
      }
      return { state: 'loaded', words: 'the model is still loaded' };
    } catch (error) {
      return {
        state: 'unknown',
        words: `what became of the model is not known: ${describeNetworkError(error)}`,
      };
    }
  }

  /** Makes sure that nothing of a request that was given up takes time from the next one; says how. */
  async #stopGenerating(model: string): Promise<string> {
    const startedAt = performance.now();
    const elapsed = () => `${Math.round(performance.now() - startedAt)} ms`;
    try {
      if (await this.#waitUntilIdle(model))
        return `the server stopped generating ${elapsed()} after the connection was closed`;
      await this.unload(model);
      return `the server went on generating after the connection was closed, so the model was unloaded, which took ${elapsed()}`;
    } catch (error) {
      return `whether the server stopped generating is not known: ${describeNetworkError(error)}`;
    }
  }

  async #waitUntilIdle(model: string): Promise<boolean> {
    const path = `/slots?model=${encodeURIComponent(model)}&autoload=false`;
    const startedAt = performance.now();
    while (performance.now() < startedAt + STOP_GRACE_MS) {
      // A model that processes a long prompt answers late; that is an answer too.
      const reply = await this.#call(path, { signal: AbortSignal.timeout(SLOTS_MS) }).catch(() => null);
      const isProcessing = reply && parseIsProcessing(reply);
      if (isProcessing === false) return true;
      if (reply !== null && reply.status !== 503 && isProcessing === null) return false;
      await sleep(pollMs(startedAt));
    }
    return false;
  }

  async #unloadOthers(model: string, signal: AbortSignal): Promise<void> {
    const others = (await this.listModels(signal)).filter(
      ({ id, status }) => id !== model && isRunning(status.value),
    );
    for (const { id } of others) await this.unload(id, signal);
  }

  async #askToLoad({ id, status }: ListedModel, signal: AbortSignal): Promise<void> {
    if (status.value === 'loading') return;
    const startedAt = performance.now();
    for (;;) {
      const reply = await this.#call('/models/load', { body: { model: id }, signal });
      if (reply.status === 200 || /already running/.test(reply.text)) return;
      // Somebody else's request has loaded another model meanwhile, or one is still leaving.
      if (!/model limit reached/.test(reply.text))
        throw new LoadFailed(id, `${id} was not loaded: HTTP ${reply.status}: ${describeReply(reply.text)}`);
      await sleep(pollMs(startedAt), undefined, signal ? { signal } : {});
      await this.#unloadOthers(id, signal);
    }
  }

  /** `failed` is believed here only: some builds say it of models that were never tried, or keep it from an earlier try. */
  async #waitUntilLoaded(model: string, signal: AbortSignal): Promise<void> {
    for await (const { value, failed, exit_code } of this.#watch(model, signal)) {
      if (value === 'loaded') return;
      if (value !== 'unloaded') continue;
      const how = failed ? 'failed to load' : 'left memory while it was loading';
      const code = exit_code === undefined ? '' : ` (exit code ${exit_code})`;
      throw new LoadFailed(model, `${model} ${how}${code}`, exit_code ?? null);
    }
  }

  async #giveUpLoading(model: string, hurry: boolean): Promise<void> {
    const limit = AbortSignal.timeout(hurry ? 2000 : UNLOAD_MS);
    await this.unload(model, limit).catch(() => {
      // The load's own end is the news; a server that cannot unload says so at the next load.
    });
  }

  /** A model's status again and again, soon at first, then every 250 ms at the least. */
  async *#watch(model: string, signal?: AbortSignal): AsyncGenerator<ListedModel['status']> {
    const startedAt = performance.now();
    for (;;) {
      yield (await this.#find(model, signal)).status;
      await sleep(pollMs(startedAt), undefined, signal ? { signal } : {});
    }
  }

  async #find(model: string, signal?: AbortSignal): Promise<ListedModel> {
    const models = await this.listModels(signal);
    const found = models.find(({ id, aliases }) => id === model || aliases.includes(model));
    if (found) return found;
    const names = models.map(({ id }) => id).join(', ') || 'none';
    throw new LoadFailed(model, `${this.url} has no model ${model}; it has: ${names}`);
  }

  async #call(
    path: string,
    options: { body?: unknown; signal?: AbortSignal | undefined } = {},
  ): Promise<HttpReply> {
    const limit = AbortSignal.timeout(CONTROL_MS);
    try {
      return await this.#http.fetchText(path, {
        ...options,
        method: options.body === undefined ? 'GET' : 'POST',
        signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
      });
    } catch (error) {
      options.signal?.throwIfAborted();
      throw unreachable(this.#http, limit.aborted ? `no answer within ${CONTROL_MS} ms` : error);
    }
  }
}

/** No sampling parameter and no max_tokens: both are the preset's alone. */
function bodyOf(model: string, { messages }: ChatRequest) {
  return {
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    // A prompt taken from the cache would make its speed meaningless.
    cache_prompt: false,
  };
}

function isRunning(status: string): boolean {
  return !['unloaded', 'downloaded'].includes(status);
}

/** A twentieth of the time that has passed: a load is noticed late by 5 % at most, and a long one costs few looks. */
function pollMs(startedAt: number): number {
  const elapsedMs = performance.now() - startedAt;
  return Math.min(Math.max(elapsedMs / 20, FIRST_POLL_MS), LAST_POLL_MS);
}

function openClient(url: string, apiKey: string | undefined): HttpClient {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new RouterError(`${url} is not the address of a server. Give one such as http://127.0.0.1:8080.`);
  return new HttpClient(url, apiKey ?? null);
}

function unreachable(http: HttpClient, error: unknown): RouterError {
  const why = http.maskMessage(describeNetworkError(error));
  return new RouterError(
    `No server can be reached at ${http.baseUrl}: ${why}. Start llama-server there, or correct the address.`,
  );
}
