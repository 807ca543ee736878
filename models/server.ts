/**
 * A llama-server of ours, in router mode, that never outlives us.
 *
 * Three nets, each for what the one before cannot see: `stop` (the run ends in order), the guard (we are killed, crash,
 * or leave on Ctrl-C without teardown), the state file (the guard was killed as well; the next start finds it).
 */
import { PortTakenError, ServerStartError } from './server-errors.ts';
import { assertPortFree, describeListener, pickFreePort } from './server-port.ts';
import { type Launched, type LaunchOptions, launchServer, type ServerExit } from './server-process.ts';
import { waitUntilReady } from './server-ready.ts';
import { lastLines, loadFailureWords } from './server-words.ts';

export interface StartOptions extends LaunchOptions {
  /** Default: a free one. */
  port?: number;
  startTimeoutMs?: number;
}

export interface LlamaServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** To be sent as `Authorization: Bearer`; null when the server asks for none. */
  readonly apiKey: string | null;
  /** For a person; secrets masked. */
  readonly command: string;
  readonly logPath: string;
  /** From spawn to ready. */
  readonly startMs: number;
  /** What was kept from the server and why, a sentence each. */
  readonly notes: string[];
  /** Settles when the server has ended, by `stop` or by itself; its children are then being killed too. */
  readonly exited: Promise<ServerExit>;
  /** The server's own words on the last failed load, of `model` (the router's id) or of any. */
  lastWords(model?: string): string;
  /** Ends the server with all its children; may be called again, and after it died. */
  stop(): Promise<void>;
}

const PORT_ATTEMPTS = 3;

/** Starts it and returns when it is ready. Throws PortTakenError or ServerStartError, and then nothing is left running. */
export async function startLlamaServer(options: StartOptions): Promise<LlamaServer> {
  if (options.port !== undefined) {
    await assertPortFree(options.port);
    return startOnPort(options, options.port);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnPort(options, await pickFreePort());
    } catch (error) {
      // Another program was faster to take the free port.
      if (!(error instanceof PortTakenError) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOnPort(options: StartOptions, port: number): Promise<LlamaServer> {
  const launched = await launchServer(options, port);
  const { apiKey, command, log, server } = launched;
  const timeoutMs = options.startTimeoutMs ?? 60_000;
  const exit = server.exited.then((ended) => describeExit(ended));
  const failure = await waitUntilReady({ pid: server.pid, port, apiKey, timeoutMs, exit });
  if (failure === null) return finish(launched, port);
  await server.stop();
  const lastWords = lastLines(log.readTail());
  if (failure === 'port-lost' || isBindFailure(log.readTail()))
    throw new PortTakenError(port, await describeListener(port));
  throw new ServerStartError({ what: failure, command, lastWords, logPath: log.path });
}

function finish({ apiKey, command, log, notes, server, startedMs }: Launched, port: number): LlamaServer {
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    apiKey,
    command,
    logPath: log.path,
    startMs: performance.now() - startedMs,
    notes,
    exited: server.exited,
    lastWords: (model) => loadFailureWords(log.readTail(), model),
    stop: () => server.stop(),
  };
}

function describeExit({ code, signal }: ServerExit): string {
  return `llama-server ended before it was ready, ${signal === null ? `with exit code ${code}` : `by signal ${signal}`}.`;
}

function isBindFailure(logTail: string): boolean {
  return /couldn't bind|address already in use/i.test(logTail);
}
