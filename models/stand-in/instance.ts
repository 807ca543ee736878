/** One model of a stand-in router: unloaded, loading or loaded, as the process that llama-server starts for it. */
import type { LogWriter } from './request-log.ts';
import type { LoadFault, Model, RequestFault, Script } from './script.ts';

export type InstanceState = 'unloaded' | 'loading' | 'loaded';

/** Something that the process is working on; it ends when the process does. */
export interface Work {
  kill(): void;
}

export class Instance {
  readonly model: Model;
  state: InstanceState = 'unloaded';
  failed = false;
  exitCode: number | null = null;
  /** It was told to go, and is still there. */
  leaving = false;
  /** A model with work is not put out for another one. */
  readonly work = new Set<Work>();
  readonly #script: Script;
  readonly #log: LogWriter;
  readonly #used = new Map<object, number>();
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #waiting: (() => void)[] = [];

  constructor(model: Model, script: Script, log: LogWriter) {
    this.model = model;
    this.#script = script;
    this.#log = log;
  }

  get isReady(): boolean {
    return this.state === 'loaded' && !this.leaving;
  }

  startLoad(): void {
    const fault = this.model.faults.load && this.takeFault(this.model.faults.load);
    this.state = 'loading';
    this.failed = false;
    this.exitCode = null;
    this.#log.load(this.model.id);
    if (fault?.fault === 'never-ends') return;
    const loadMs = this.model.loadMs ?? this.#script.loadMs;
    this.#after(loadMs, () => {
      if (fault?.fault === 'fails') this.end(true, fault.exitCode);
      else this.#become('loaded');
    });
  }

  /** As llama-server does it: a model that is loading is killed, which counts as failed; a loaded one may take a while. */
  unload(): Promise<void> {
    this.leaving = true;
    if (this.state === 'loading') this.end(true, 1);
    else this.#after(this.#script.unloadMs, () => this.end(false, 0));
    return this.whenChanged();
  }

  /** The process is gone, and all that it was working on with it. */
  end(failed: boolean, exitCode: number): void {
    if (this.state === 'unloaded') return;
    this.#clearTimer();
    this.leaving = false;
    this.#log.unload(this.model.id);
    this.failed = failed;
    this.exitCode = exitCode;
    const work = [...this.work];
    this.work.clear();
    for (const piece of work) piece.kill();
    this.#become('unloaded');
  }

  finish(work: Work): void {
    this.work.delete(work);
    if (this.work.size === 0) this.#wake();
  }

  /** At the next change of state, or when the last work is done; at once when the model is unloaded. */
  whenChanged(): Promise<void> {
    if (this.state === 'unloaded') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The fault, while its number of times is not used up. */
  takeFault<T extends LoadFault | RequestFault>(fault: T): T | null {
    const used = this.#used.get(fault) ?? 0;
    if (used >= (fault.times ?? Number.POSITIVE_INFINITY)) return null;
    this.#used.set(fault, used + 1);
    return fault;
  }

  #become(state: InstanceState): void {
    this.state = state;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #after(delayMs: number, act: () => void): void {
    this.#clearTimer();
    this.#timer = delayMs === 0 ? setImmediate(act) : setTimeout(act, delayMs);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = null;
  }
}
