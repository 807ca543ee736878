/** A stand-in's models and who may be loaded: one at a time, as `--models-max 1` has it. */
import { Instance, type Work } from './instance.ts';
import { invalidRequest, type LlamaReply, limitReached, notFound, serverError } from './llama-errors.ts';
import type { LogWriter } from './request-log.ts';
import type { Script } from './script.ts';

export class Fleet {
  readonly instances: Instance[];

  constructor(script: Script, log: LogWriter) {
    this.instances = script.models
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((model) => new Instance(model, script, log));
  }

  find(name: unknown): Instance | null {
    return (
      this.instances.find(({ model }) => model.id === name || model.aliases.includes(String(name))) ?? null
    );
  }

  /** POST /models/load: null when the load has begun. An idle model makes room first, and the call waits for that. */
  async load(name: unknown): Promise<LlamaReply | null> {
    const instance = this.find(name);
    if (!instance) return notFound();
    if (instance.state !== 'unloaded') return invalidRequest('model is already running');
    const { load } = instance.model.faults;
    if (load?.fault === 'limit' && instance.takeFault(load)) return limitReached();
    const running = this.#runningBeside(instance);
    if (running && (running.state === 'loading' || running.work.size > 0)) return limitReached();
    await running?.unload();
    if (instance.state === 'unloaded') instance.startLoad();
    return null;
  }

  /** POST /models/unload answers at once. */
  unload(name: unknown): LlamaReply | null {
    const instance = this.find(name);
    if (!instance) return invalidRequest('model is not found');
    if (instance.state === 'unloaded') return invalidRequest('model is not running');
    void instance.unload();
    return null;
  }

  /** A request for a model that is not loaded waits for it, as long as the client does. Its ticket keeps others from putting the model out. */
  async makeReady(instance: Instance, ticket: Work, gone: AbortSignal): Promise<LlamaReply | null> {
    let tried = false;
    while (!instance.isReady) {
      if (gone.aborted) return serverError('the client has gone');
      if (tried && instance.state === 'unloaded')
        return serverError(`model name=${instance.model.id} failed to load`);
      const running = this.#runningBeside(instance);
      if (running) await (isIdle(running) ? running.unload() : running.whenChanged());
      else {
        if (instance.state === 'unloaded') instance.startLoad();
        tried = true;
        if (!instance.leaving) instance.work.add(ticket);
        await instance.whenChanged();
      }
    }
    instance.work.add(ticket);
    return null;
  }

  close(): void {
    for (const instance of this.instances) instance.end(false, 0);
  }

  #runningBeside(instance: Instance): Instance | null {
    return this.instances.find((other) => other !== instance && other.state !== 'unloaded') ?? null;
  }
}

function isIdle(instance: Instance): boolean {
  return instance.isReady && instance.work.size === 0;
}
