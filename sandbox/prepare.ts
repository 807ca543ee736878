/**
 * What sandboxed runs need and cannot make themselves, offline and read-only: crates, build caches.
 * Made once a machine, outside the sandbox, from our own files only; never from an answer's.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ToolchainMissing } from './unavailable.ts';

/** Says in a line what takes long. */
export type Tell = (message: string) => void;

export interface Preparation {
  /** File name; it holds a hash of all that the content depends on, so that it never goes stale. */
  name: string;
  /** e.g. 'Rust crates (clap), about 10 s' */
  title: string;
  /** What a person can do when it fails, e.g. for want of a network. */
  remedy: string;
  /** Makes the content in this new folder. */
  make(folder: string): Promise<void>;
}

const preparing = new Map<string, Promise<string>>();

/**
 * The folder with the content. Complete or absent also after kill -9: it is made aside and comes by a rename. Safe when two
 * processes do it at once: the first rename wins. Throws ToolchainMissing when it cannot be made.
 */
export function prepareOnce(
  cacheDir: string,
  preparation: Preparation,
  tell: Tell = () => {},
): Promise<string> {
  const target = path.join(cacheDir, preparation.name);
  const known = preparing.get(target) ?? prepare(target, preparation, tell);
  preparing.set(target, known);
  known.catch(() => preparing.delete(target));
  return known;
}

async function prepare(target: string, { title, remedy, make }: Preparation, tell: Tell): Promise<string> {
  if (await isThere(target)) return target;
  const startedAt = performance.now();
  tell(`preparing ${title} …`);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await removeLeftOvers(target);
    await makeAside(target, make);
  } catch (error) {
    throw new ToolchainMissing(title, `it could not be prepared. ${(error as Error).message}`, remedy);
  }
  tell(`prepared ${title} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return target;
}

async function makeAside(target: string, make: Preparation['make']): Promise<void> {
  const aside = await mkdtemp(`${asidePrefix(target)}${process.pid}-`);
  try {
    const content = path.join(aside, 'content');
    await mkdir(content, { mode: 0o755 });
    await make(content);
    await rename(content, target).catch(async (error) => {
      if (!(await isThere(target))) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a killed process left; another one that still works is left alone. */
async function removeLeftOvers(target: string): Promise<void> {
  const folder = path.dirname(target);
  const prefix = path.basename(asidePrefix(target));
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid === process.pid || isRunning(pid)) continue;
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function asidePrefix(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.`);
}

async function isThere(target: string): Promise<boolean> {
  return (await stat(target).catch(() => null))?.isDirectory() ?? false;
}
