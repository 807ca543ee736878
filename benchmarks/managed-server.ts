/** The llama-server that a run starts for itself. */
import { join } from 'node:path';
import { findServerBinary } from '../models/find-server.ts';
import { explainServerRefusal, formatPresetProblems, readPresetText } from '../models/preset.ts';
import { startLlamaServer } from '../models/server.ts';
import { PortTakenError, ServerNotFoundError, ServerStartError } from '../models/server-errors.ts';
import { type Leftover, stopLeftovers } from '../models/server-orphans.ts';
import { type Settings, SetupError } from './settings.ts';

export interface ManagedServer {
  url: string;
  logPath: string;
  warnings: string[];
  stop(): Promise<void>;
}

/** Ends and names what a crashed run left behind, then starts a router on the preset. */
export async function startManagedServer(settings: Settings, presetPath: string): Promise<ManagedServer> {
  const leftovers = await stopLeftovers(settings.cacheDir);
  const server = await startServer(settings, presetPath).catch((error) => asSetupError(error, presetPath));
  return {
    url: server.url,
    logPath: server.logPath,
    stop: () => server.stop(),
    warnings: [...leftovers.map(describeLeftover), ...server.notes],
  };
}

async function startServer(settings: Settings, presetPath: string) {
  return startLlamaServer({
    bin: await findServerBinary(settings.serverBin ?? null),
    presetPath,
    cwd: settings.root,
    stateDir: settings.cacheDir,
    // Not among the results, which people share: the server prints its models' arguments, tokens included.
    logPath: join(settings.root, '.vitest', 'llama-codebench', 'llama-server.log'),
    ...(settings.serverPort ? { port: settings.serverPort } : {}),
  });
}

function describeLeftover({ pid, port, startedAt }: Leftover): string {
  return `a crashed run had left llama-server pid ${pid} on port ${port} (started ${startedAt}); it was stopped`;
}

/** What keeps a server from starting is the user's to mend: no stack, and file and line where the preset is to blame. */
async function asSetupError(error: unknown, presetPath: string): Promise<never> {
  const theirs =
    error instanceof ServerNotFoundError ||
    error instanceof PortTakenError ||
    error instanceof ServerStartError;
  if (!theirs) throw error;
  const problems =
    error instanceof ServerStartError
      ? explainServerRefusal(error.lastWords, presetPath, await readPresetText(presetPath))
      : [];
  const where = problems.length > 0 ? `${formatPresetProblems(presetPath, problems)}\n\n` : '';
  throw new SetupError(`${where}${error.message}`);
}
