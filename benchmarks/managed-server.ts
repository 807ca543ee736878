/** The llama-server that a run starts for itself. */
import { join } from 'node:path';
import { findServerBinary } from '../models/find-server.ts';
import { startLlamaServer, stopLeftovers } from '../models/server.ts';
import type { Settings } from './settings.ts';

export interface ManagedServer {
  url: string;
  logPath: string;
  warnings: string[];
  stop(): Promise<void>;
}

/** Ends and names what a crashed run left behind, then starts a router on the preset. */
export async function startManagedServer(settings: Settings, presetPath: string): Promise<ManagedServer> {
  const bin = await findServerBinary(settings.serverBin);
  const leftovers = await stopLeftovers(settings.cacheDir);
  const server = await startLlamaServer({
    bin,
    presetPath,
    cwd: settings.root,
    stateDir: settings.cacheDir,
    logPath: join(settings.results, 'llama-server.log'),
    ...(settings.serverPort ? { port: settings.serverPort } : {}),
  });
  return {
    url: server.url,
    logPath: server.logPath,
    stop: () => server.stop(),
    warnings: leftovers.map(
      ({ pid, port, startedAt }) =>
        `a crashed run had left llama-server pid ${pid} on port ${port} (started ${startedAt}); it was stopped`,
    ),
  };
}
