/** Runs our own tools (never foreign code), without blocking: Vitest gives up on a worker that is silent for 60 s. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface ToolPlace {
  /** Default: ours. */
  cwd?: string;
  /** Default: ours. */
  env?: NodeJS.ProcessEnv;
}

/** stdout; rejects with the tool's own last words. */
export async function runTool(
  file: string,
  args: string[],
  timeoutMs: number,
  place: ToolPlace = {},
): Promise<string> {
  try {
    const { stdout } = await execute(file, args, {
      ...place,
      timeout: timeoutMs,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stderr, message, killed } = error as Error & { stderr?: string; killed?: boolean };
    const why = killed ? `took longer than ${timeoutMs / 1000} s` : lastLines(stderr || message);
    throw new Error(`${[file, ...args].join(' ').slice(0, 120)}: ${why}`, { cause: error });
  }
}

/** The first executable of that name on PATH, or null. */
export async function findOnPath(name: string, searchPath = process.env.PATH ?? ''): Promise<string | null> {
  for (const folder of searchPath.split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    if (await isExecutableFile(file)) return file;
  }
  return null;
}

export async function isExecutableFile(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n');
}
