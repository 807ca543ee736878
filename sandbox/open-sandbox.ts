import path from 'node:path';
import { type BubblewrapTools, createBubblewrap } from './bubblewrap.ts';
import {
  findCacheDir,
  findInstalled,
  INSTALL_REMEDY,
  type InstalledBubblewrap,
  installBubblewrap,
} from './install-bubblewrap.ts';
import { probeSandbox } from './probe.ts';
import { findOnPath, runTool } from './run-tool.ts';
import type { Sandbox } from './sandbox.ts';
import { SandboxUnavailable } from './unavailable.ts';
import { createUnsafe } from './unsafe.ts';

export interface SandboxOptions {
  /** Where bubblewrap is kept when the system has none. Default: CODEBENCH_CACHE, else the user's cache folder. */
  cacheDir?: string;
  /** Runs model code as the user, with the user's files and network. Only ever by a person's own word. */
  unsafe?: boolean;
}

/** The first with --disable-userns. */
const LEAST_VERSION = [0, 8] as const;
const VERSION_MS = 10_000;

/** Finds or fetches bubblewrap and proves that it holds; throws SandboxUnavailable with the remedy. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const cacheDir = options.cacheDir ?? findCacheDir();
  if (options.unsafe === true) return createUnsafe(cacheDir);
  checkSystem();
  const tools = await findTools(cacheDir);
  const sandbox = createBubblewrap(tools, cacheDir);
  await probeSandbox(sandbox, tools.bwrap);
  return sandbox;
}

function checkSystem(): void {
  if (process.platform === 'linux') return;
  throw new SandboxUnavailable(
    `bubblewrap needs Linux, and this is ${process.platform}.`,
    'Run the suite in a Linux virtual machine (WSL 2, Lima, OrbStack), or grade recorded answers on a Linux machine.',
  );
}

async function findTools(cacheDir: string): Promise<BubblewrapTools> {
  const [bash, setpriv, prlimit, found] = await Promise.all([
    findHelper('bash', 'bash'),
    findHelper('setpriv', 'util-linux (on Alpine: setpriv)'),
    findHelper('prlimit', 'util-linux'),
    findBubblewrap(cacheDir),
  ]);
  const version = await readVersion(found.bwrap);
  return { ...found, version, bash, setpriv, prlimit };
}

/** They are found in the system's own folders only, for these are what the sandbox shows. */
async function findHelper(name: string, package_: string): Promise<string> {
  const file = await findOnPath(name, '/usr/bin:/bin:/usr/sbin:/sbin');
  if (file !== null) return file;
  throw new SandboxUnavailable(
    `${name} is not in /usr/bin or /bin.`,
    `Install the package ${package_} of your distribution.`,
  );
}

async function findBubblewrap(cacheDir: string): Promise<InstalledBubblewrap> {
  const onPath = await findOnPath('bwrap');
  if (onPath !== null && isNewEnough(await readVersion(onPath))) return { bwrap: onPath, bwrapRoot: onPath };
  return (await findInstalled(cacheDir)) ?? (await installBubblewrap(cacheDir));
}

async function readVersion(bwrap: string): Promise<string> {
  try {
    const said = await runTool(bwrap, ['--version'], VERSION_MS);
    return said.trim().split(' ').at(-1) ?? '';
  } catch (error) {
    throw new SandboxUnavailable(
      `${bwrap} does not start. ${(error as Error).message}`,
      `${INSTALL_REMEDY} If it lies in the cache folder, remove ${path.dirname(bwrap)} first.`,
    );
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1]);
}
