/** One model while its tests run: which router it has, whether it is loaded, and what is known of its file. */
import { readFile } from 'node:fs/promises';
import type { ChatRequest, ChatResponse } from '../models/chat.ts';
import type { GgufFacts } from '../models/gguf.ts';
import { connectOpenAiApi } from '../models/openai-api.ts';
import { connectRouter, type LlamaRouter, LoadFailed } from '../models/router.ts';
import { loadFailureWords } from '../models/server-words.ts';
import { apiKey } from './api-key.ts';
import { takeEarlyLoad } from './early-load.ts';
import { askGpuTools, describeMachine, isThisMachine } from './machine.ts';
import type { PlannedModel, RunPlan } from './plan.ts';
import type { ProgressEvent } from './progress-event.ts';
import { type ModelIdentity, RecordingStore } from './recording.ts';
import { holdAnyLock } from './router-lock.ts';
import type { GgufIdentity, Machine } from './trial.ts';

/** What loading a model came to; asked for once a run, remembered for its other trials. */
export type Ready =
  | { state: 'ready'; loadMs: number | null; warmUpMs: number | null }
  | { state: 'failed'; why: string };

type Tell = (event: Omit<ProgressEvent, 'model'>) => void;

export class ModelSession {
  readonly model: PlannedModel;
  readonly store: RecordingStore;
  readonly #plan: RunPlan;
  readonly #whileWarmingUp: () => Promise<unknown>;
  #router: LlamaRouter | null = null;
  #releaseRouter: (() => void) | null = null;
  #ready: Promise<Ready> | null = null;
  #tookEarlyLoad = false;
  #identity: Promise<ModelIdentity> | null = null;
  readonly #timesTaken = new Set<Ready>();

  /** `whileWarmingUp` is work that must not disturb a timed request: the first load may be over when its session begins. */
  constructor(plan: RunPlan, model: PlannedModel, whileWarmingUp: () => Promise<unknown> = async () => {}) {
    this.#whileWarmingUp = whileWarmingUp;
    this.#plan = plan;
    this.store = new RecordingStore(plan.recordings, plan.root);
    this.model = model;
  }

  /** What the model is, as far as this machine can tell without loading it. */
  identity(): Promise<ModelIdentity> {
    this.#identity ??= this.#readIdentity();
    return this.#identity;
  }

  /** Where the model runs; null where that is no computer of ours. Known once the model has been loaded. */
  async machine(): Promise<Machine | null> {
    return this.#runsHere() ? thisMachine(this.#plan) : null;
  }

  #runsHere(): boolean {
    const { source } = this.model;
    return source.via === 'router' && source.urls.every(isThisMachine);
  }

  /** Loads and warms up on the first call, and again after a failure that may have ended the model's process. */
  ensureReady(signal: AbortSignal, tell: Tell): Promise<Ready> {
    this.#ready ??= this.#load(signal, tell);
    return this.#ready;
  }

  /** The load's cost belongs to one trial, the first that was asked after it. */
  takeLoadTimes(ready: Ready): { loadMs: number | null; warmUpMs: number | null } {
    if (this.#timesTaken.has(ready) || ready.state === 'failed') return { loadMs: null, warmUpMs: null };
    this.#timesTaken.add(ready);
    return { loadMs: ready.loadMs, warmUpMs: ready.warmUpMs };
  }

  /** Asks the model; the model is ready. */
  async complete(request: ChatRequest, signal: AbortSignal, tell: Tell): Promise<ChatResponse> {
    const { answerTimeoutMs, stallMs } = this.#plan;
    const onProgress = (progress: { tokens: number; elapsedMs: number }) =>
      tell({
        kind: 'answering',
        task: null,
        sample: null,
        tokens: progress.tokens,
        elapsedMs: progress.elapsedMs,
      });
    const limits = { timeoutMs: answerTimeoutMs, stallMs, signal, onProgress };
    const { source } = this.model;
    if (source.via === 'api') {
      const api = connectOpenAiApi(source);
      try {
        return await api.complete(request, limits);
      } finally {
        await api.close();
      }
    }
    const response = await this.#router!.complete(this.model.id, request, limits);
    // It may have crashed, or been unloaded to stop its generation: the next request loads it again.
    if (response.failure) this.#ready = null;
    return response;
  }

  /** Nothing more is asked of this model: it leaves memory before the next one loads. */
  async close(): Promise<void> {
    if (this.#router) {
      await this.#router.unload(this.model.id).catch(() => {
        // The server may be gone; the next model's load will say so.
      });
      await this.#router.close();
    }
    this.#releaseRouter?.();
    await this.store.close();
  }

  async #load(signal: AbortSignal, tell: Tell): Promise<Ready> {
    const { source, id } = this.model;
    if (source.via !== 'router') return { state: 'ready', loadMs: null, warmUpMs: null };
    this.#router ??= await this.#holdRouter(source.urls);
    const told = { task: null, sample: null, tokens: null, elapsedMs: null };
    try {
      tell({ kind: 'loading', ...told });
      const [{ loadMs }] = await Promise.all([
        this.#ensureLoaded(this.#router, signal),
        this.#runsHere() ? gpusHere() : null,
      ]);
      tell({ kind: 'warming-up', ...told });
      const startedAt = performance.now();
      const warmingUp = this.#router.warmUp(id, signal).then(() => performance.now() - startedAt);
      const [warmUpMs] = await Promise.all([warmingUp, this.#whileWarmingUp()]);
      await this.#addServerFacts();
      return { state: 'ready', loadMs, warmUpMs };
    } catch (error) {
      if (!(error instanceof LoadFailed)) throw error;
      return { state: 'failed', why: await this.#inServersWords(error.message) };
    }
  }

  /** A load that the main thread began is taken over once; after a crash the model is loaded from here. */
  async #ensureLoaded(router: LlamaRouter, signal: AbortSignal): Promise<{ loadMs: number }> {
    const { loadTimeoutMs, earlyLoad } = this.#plan;
    const isEarly = earlyLoad === this.model.id && !this.#tookEarlyLoad;
    this.#tookEarlyLoad = true;
    const early = isEarly ? await takeEarlyLoad(earlyLoad, signal) : null;
    return early ?? router.ensureLoaded(this.model.id, { signal, loadTimeoutMs });
  }

  async #holdRouter(urls: string[]): Promise<LlamaRouter> {
    const { lock, release } = await holdAnyLock(urls);
    this.#releaseRouter = release;
    return connectRouter({ url: lock, ...apiKey() });
  }

  async #inServersWords(message: string): Promise<string> {
    if (!this.#plan.serverLog) return message;
    const log = await readFile(this.#plan.serverLog, 'utf8').catch(() => '');
    const words = loadFailureWords(log.slice(-200_000), this.model.id);
    return words ? `${message}: ${words}` : message;
  }

  async #readIdentity(): Promise<ModelIdentity> {
    const { effectiveArgs, argsHash, modelPath } = this.model;
    const gguf = modelPath ? await readFacts(modelPath) : null;
    return {
      effectiveArgs,
      argsHash,
      fileFingerprint: gguf?.fingerprint ?? null,
      sizeBytes: gguf?.bytes ?? null,
      quantisation: gguf?.quantisation ?? null,
      parameters: gguf?.parameters ?? null,
      serverBuild: null,
      gguf: gguf && ggufIdentity(gguf),
    };
  }

  /** What the server tells of a running model, for files that lie on another machine; never instead of the file's own facts. */
  async #addServerFacts(): Promise<void> {
    const identity = await this.identity();
    const router = this.#router!;
    if (router.buildInfo) identity.serverBuild = router.buildInfo;
    if (identity.sizeBytes !== null) return;
    const meta = (await router.listModels()).find(({ id }) => id === this.model.id)?.meta;
    identity.sizeBytes = meta?.size ?? null;
    identity.quantisation ??= meta?.ftype ?? null;
    identity.parameters ??= meta?.n_params ?? null;
  }
}

/** A file that cannot be read is the load's business: the server says why. */
async function readFacts(path: string): Promise<GgufFacts | null> {
  const { readGgufFacts } = await import('../models/gguf.ts');
  return readGgufFacts(path).catch(() => null);
}

function ggufIdentity(facts: GgufFacts): GgufIdentity {
  const { architecture, name, basename, finetune, sizeLabel, baseModel, headerHash, chatTemplateHash } =
    facts;
  return { architecture, name, basename, finetune, sizeLabel, baseModel, headerHash, chatTemplateHash };
}

// One of each a worker: its files share it (isolate: false), so the driver's tool is asked once.
let gpus: Promise<string[] | null> | null = null;
let machine: Promise<Machine> | null = null;

function gpusHere(): Promise<string[] | null> {
  gpus ??= askGpuTools();
  return gpus;
}

async function thisMachine({ serverLog }: RunPlan): Promise<Machine> {
  machine ??= gpusHere().then((names) => describeMachine(names, serverLog));
  return machine;
}
