/**
 * The first model loads while Vitest starts the worker that will ask it, 0.3 s a run. The main thread loads, the worker asks it
 * what came of that, so that the model is still loaded once, and its load is timed by the one that waited for it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { connectRouter, LoadFailed } from '../models/router.ts';
import { apiKey } from './api-key.ts';
import { folderName } from './names.ts';
import type { RunPlan } from './plan.ts';

const CHANNEL = 'llama-codebench early load';

export interface EarlyLoad {
  model: string;
  /** Ends a load that is under way; a model that nobody took over leaves memory again. */
  close(): Promise<void>;
}

/** unknown: it could not be tried, so the worker loads as if nothing had been. */
type Outcome = { state: 'loaded'; loadMs: number } | { state: 'failed'; why: string } | { state: 'unknown' };
type Message = { ask: string } | { tell: string; outcome: Outcome };

/** Starts it when it is certain that this model will be asked first: one router, and not one recorded answer of it. */
export function startEarlyLoad(plan: RunPlan): EarlyLoad | null {
  const [first] = plan.models;
  if (first?.source.via !== 'router' || first.source.urls.length !== 1) return null;
  if (plan.models.some(({ source }) => source.via === 'router' && source.urls.length > 1)) return null;
  if (plan.answers !== 'record' && existsSync(join(plan.recordings, folderName(first.id)))) return null;
  return loadInBackground(plan, { id: first.id, url: first.source.urls[0]! });
}

function loadInBackground(plan: RunPlan, { id, url }: { id: string; url: string }): EarlyLoad {
  const stop = new AbortController();
  const loading = load(plan, { id, url, signal: stop.signal });
  const channel = new BroadcastChannel(CHANNEL);
  let isTaken = false;
  channel.onmessage = (message) => {
    const { ask } = (message as { data: Message }).data as { ask?: string };
    if (ask !== id) return;
    isTaken = true;
    loading.then((outcome) => channel.postMessage({ tell: id, outcome } satisfies Message));
  };
  channel.unref();
  return {
    model: id,
    async close() {
      stop.abort();
      channel.close();
      await loading;
      if (!isTaken) await unload(url, id);
    },
  };
}

async function load(
  { loadTimeoutMs }: RunPlan,
  { id, url, signal }: { id: string; url: string; signal: AbortSignal },
): Promise<Outcome> {
  const router = await connectRouter({ url, ...apiKey() }).catch(() => null);
  if (!router) return { state: 'unknown' };
  try {
    return { state: 'loaded', ...(await router.ensureLoaded(id, { signal, loadTimeoutMs })) };
  } catch (error) {
    return error instanceof LoadFailed ? { state: 'failed', why: error.message } : { state: 'unknown' };
  } finally {
    await router.close();
  }
}

async function unload(url: string, id: string): Promise<void> {
  const router = await connectRouter({ url, ...apiKey() }).catch(() => null);
  // A server that has gone needs no unloading.
  await router?.unload(id).catch(() => {});
  await router?.close();
}

/** In the worker: what the main thread's load came to. Throws LoadFailed as a load of the worker's own would. */
export async function takeEarlyLoad(model: string, signal: AbortSignal): Promise<{ loadMs: number } | null> {
  const channel = new BroadcastChannel(CHANNEL);
  try {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      channel.onmessage = (message) => {
        const told = (message as { data: Message }).data;
        if ('tell' in told && told.tell === model) resolve(told.outcome);
      };
      channel.postMessage({ ask: model } satisfies Message);
    });
    if (outcome.state === 'failed') throw new LoadFailed(model, outcome.why);
    return outcome.state === 'loaded' ? { loadMs: outcome.loadMs } : null;
  } finally {
    channel.close();
  }
}
