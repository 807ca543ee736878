/** Sends a plan at the scripted speed and measures it while doing so. */
import type { ServerResponse } from 'node:http';
import type { Measured } from './chunks.ts';
import type { Instance, Work } from './instance.ts';
import { PROXY_ERROR } from './llama-errors.ts';
import type { Part, Plan } from './plan.ts';
import type { LoggedCompletion, LogWriter } from './request-log.ts';
import type { Script } from './script.ts';

/** The router sees a process's death a little after the client does, as measured on llama-server. */
const DEATH_NOTICE_MS = 10;

export interface Stage {
  response: ServerResponse;
  instance: Instance;
  script: Script;
  entry: LoggedCompletion;
  log: LogWriter;
}

export class Player implements Work {
  readonly #stage: Stage;
  readonly #startedAt = performance.now();
  #firstAt: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pings: NodeJS.Timeout | null = null;
  #unstoppable = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.instance.work.add(this);
    stage.response.on('close', () => this.#closed());
  }

  play(plan: Plan): void {
    if (plan.kind === 'nothing') this.#end(plan.ending);
    else if (plan.kind === 'reply') this.#wait(this.#stage.script.ttftMs, () => this.#reply(plan));
    else this.#stream(plan);
  }

  /** One JSON body at the end. As in llama-server, a client that leaves does not end the work. */
  playWhole(body: (measured: Measured) => string, pieces: number): void {
    const { ttftMs, chunkMs } = this.#stage.script;
    this.#unstoppable = true;
    this.#wait(ttftMs, () => {
      this.#firstAt = performance.now();
      this.#wait(chunkMs * pieces, () => {
        const text = body(this.#measure());
        this.#reply({
          kind: 'reply',
          status: 200,
          contentType: 'application/json; charset=utf-8',
          body: text,
          ending: 'end',
        });
      });
    });
  }

  /** The model's process has died: what a client sees of it depends on how far the answer was. */
  kill(): void {
    this.#clear();
    const { response, entry } = this.#stage;
    if (response.destroyed || response.writableEnded) return;
    entry.finished = true;
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' });
    response.end(PROXY_ERROR);
  }

  #reply({ status, contentType, body, ending }: Plan & { kind: 'reply' }): void {
    const { response } = this.#stage;
    response.writeHead(status, { 'content-type': contentType, server: 'llama.cpp' });
    response.write(body);
    this.#end(ending);
  }

  #stream(plan: Plan & { kind: 'stream' }): void {
    const { response, script } = this.#stage;
    this.#unstoppable = plan.unstoppable ?? false;
    response.writeHead(200, { 'content-type': 'text/event-stream', server: 'llama.cpp' });
    if (script.ttftMs === 0 && script.chunkMs === 0 && plan.repeat === undefined) this.#sendAtOnce(plan);
    else this.#sendSlowly(plan);
  }

  #sendSlowly(plan: Plan & { kind: 'stream' }): void {
    const { response, script } = this.#stage;
    response.flushHeaders();
    if (script.pingMs > 0) this.#pings = setInterval(() => response.write(':\n\n'), script.pingMs);
    const isPaced = script.chunkMs > 0 || plan.repeat !== undefined;
    this.#wait(script.ttftMs, () => (isPaced ? this.#sendFrom(plan, 0) : this.#sendAtOnce(plan)));
  }

  #sendAtOnce({ parts, ending }: Plan & { kind: 'stream' }): void {
    this.#firstAt = performance.now();
    const { response } = this.#stage;
    // Nothing to say is not nothing: the client has to see the headers.
    if (parts.length === 0) response.flushHeaders();
    else response.write(parts.map((part) => this.#render(part)).join(''));
    this.#end(ending);
  }

  /** The events with the times in them follow the last text without a pause, as llama-server sends them. */
  #sendFrom(plan: Plan & { kind: 'stream' }, at: number): void {
    const { response } = this.#stage;
    this.#firstAt ??= performance.now();
    const part = plan.parts[at] ?? plan.repeat;
    if (part === undefined) this.#end(plan.ending);
    else {
      response.write(this.#render(part));
      this.#wait(this.#pauseAfter(plan, at), () => this.#sendFrom(plan, at + 1));
    }
  }

  /** Nothing before the first token, and nothing before what ends the answer. */
  #pauseAfter({ parts, repeat }: Plan & { kind: 'stream' }, at: number): number {
    const { chunkMs } = this.#stage.script;
    if (repeat !== undefined) return Math.max(chunkMs, 1);
    return at === 0 || at + 1 >= parts.length || typeof parts[at + 1] === 'function' ? 0 : chunkMs;
  }

  #render(part: Part): string {
    return typeof part === 'string' ? part : part(this.#measure());
  }

  #measure(): Measured {
    const firstAt = this.#firstAt ?? performance.now();
    return { promptMs: firstAt - this.#startedAt, predictedMs: performance.now() - firstAt };
  }

  #end(ending: Plan['ending']): void {
    const { response, entry, instance } = this.#stage;
    if (ending === 'hang') return;
    entry.finished = true;
    if (ending === 'crash' || ending === 'crash-and-tear')
      setTimeout(() => instance.end(true, 1), DEATH_NOTICE_MS);
    if (ending === 'end' || ending === 'crash') response.end();
    else if (!response.headersSent) response.socket?.resetAndDestroy();
    // What was written is to arrive: a RST would throw it away at the other end.
    else response.write(':\n\n', () => response.socket?.destroy());
  }

  #closed(): void {
    const { entry, instance, log } = this.#stage;
    entry.aborted = !entry.finished;
    log.end(entry);
    if (this.#unstoppable && entry.aborted && instance.work.has(this)) return;
    this.#clear();
    instance.finish(this);
  }

  #wait(delayMs: number, act: () => void): void {
    if (delayMs === 0) act();
    else this.#timer = setTimeout(act, delayMs);
  }

  #clear(): void {
    clearTimeout(this.#timer ?? undefined);
    clearInterval(this.#pings ?? undefined);
  }
}
