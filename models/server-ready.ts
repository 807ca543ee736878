/** Waiting until a server that was just started is a ready router, and is the one that answers on its port. */
import { setTimeout as sleep } from 'node:timers/promises';
import { httpGet, isRouter, ownsPort } from './server-port.ts';

const POLL_MS = 25;

export interface Awaited {
  pid: number;
  port: number;
  apiKey: string | null;
  timeoutMs: number;
  /** Settles with a sentence when the process ends. */
  exit: Promise<string>;
}

/** null: ready. 'port-lost': another program answers on the port. Else a sentence that says what went wrong. */
export async function waitUntilReady({ exit, ...awaited }: Awaited): Promise<string | null> {
  const given = new AbortController();
  try {
    return await Promise.race([exit, pollReady(awaited, given.signal)]);
  } finally {
    given.abort();
  }
}

async function pollReady(awaited: Omit<Awaited, 'exit'>, given: AbortSignal): Promise<string | null> {
  const deadline = performance.now() + awaited.timeoutMs;
  while (!given.aborted) {
    const health = await ask(awaited, '/health');
    if (health?.status === 200) return judgeRouter(awaited);
    if (performance.now() > deadline)
      return `llama-server was not ready within ${awaited.timeoutMs} ms: GET /health ${health === null ? 'got no answer' : `answered HTTP ${health.status}`}.`;
    await sleep(POLL_MS);
  }
  return null;
}

async function judgeRouter(awaited: Omit<Awaited, 'exit'>): Promise<string | null> {
  if ((await ownsPort(awaited.pid, awaited.port)) === false) return 'port-lost';
  const props = await ask(awaited, '/props');
  if (props !== null && isRouter(props.body)) return null;
  const answer =
    props === null ? 'got no answer' : `answered HTTP ${props.status} ${props.body.slice(0, 200)}`;
  return `The server that was started is not in router mode: GET /props ${answer}.`;
}

function ask({ port, apiKey }: Omit<Awaited, 'exit'>, path: string) {
  return httpGet(port, path, { timeoutMs: 2000, apiKey }).catch(() => null);
}
