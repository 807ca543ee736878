/** Which llama-server is started: CODEBENCH_SERVER_BIN, else `llama-server` on PATH. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { ServerNotFoundError } from './server-errors.ts';

/** The absolute path of the server program; throws ServerNotFoundError with the remedy. `chosen` is CODEBENCH_SERVER_BIN's value. */
export async function findServerBinary(
  chosen: string | null | undefined = process.env.CODEBENCH_SERVER_BIN,
  path: string = process.env.PATH ?? '',
): Promise<string> {
  if (chosen) return checkChosen(chosen);
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const candidate = resolve(folder, 'llama-server');
    if ((await whyNotRunnable(candidate)) === null) return candidate;
  }
  throw new ServerNotFoundError('No llama-server: CODEBENCH_SERVER_BIN is not set, and none is on PATH.');
}

async function checkChosen(chosen: string): Promise<string> {
  const bin = resolve(chosen);
  const why = await whyNotRunnable(bin);
  if (why === null) return bin;
  const hint = why === 'is a folder' ? ` Did you mean ${join(bin, 'llama-server')}?` : '';
  throw new ServerNotFoundError(`CODEBENCH_SERVER_BIN is ${chosen}, which ${why}.${hint}`);
}

async function whyNotRunnable(bin: string): Promise<string | null> {
  const found = await stat(bin).catch(() => null);
  if (found === null) return 'does not exist';
  if (found.isDirectory()) return 'is a folder';
  return access(bin, constants.X_OK).then(
    () => null,
    () => 'is not executable (chmod +x makes it so)',
  );
}
