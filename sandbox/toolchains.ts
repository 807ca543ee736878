/** Where the languages' tools lie on this machine, and how they look from inside. */

import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { findGo } from './go-toolchain.ts';
import { findOnPath, isExecutableFile, runTool } from './run-tool.ts';
import { findRust } from './rust-toolchain.ts';
import type { Toolchain } from './sandbox.ts';
import { isBelow, ROOT, type ToolchainFiles } from './toolchain-files.ts';
import { findTypeScript } from './typescript-toolchain.ts';
import { ToolchainMissing } from './unavailable.ts';

export type { ToolchainFiles } from './toolchain-files.ts';

const LOOK_MS = 20_000;
/** The tasks' TypeScript and streams behave as this version has them. */
const LEAST_NODE_MAJOR = 24;
const LEAST_PYTHON = [3, 9] as const;

const found = new Map<Toolchain, Promise<ToolchainFiles>>();

/** Looked up once a process. Throws ToolchainMissing. */
export function findToolchain(name: Toolchain): Promise<ToolchainFiles> {
  const known = found.get(name);
  if (known !== undefined) return known;
  const looking = finders[name]();
  found.set(name, looking);
  looking.then(
    ({ version }) => versions.set(name, version),
    () => found.delete(name),
  );
  return looking;
}

const versions = new Map<Toolchain, string>();

/** Versions of those that were looked up already in this process: starts nothing, and names no other. */
export function knownVersions(names: readonly Toolchain[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const version = versions.get(name);
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

export function findToolchains(names: readonly Toolchain[]): Promise<ToolchainFiles[]> {
  return Promise.all(names.map(findToolchain));
}

/** Version of each language's tools, null where they are missing: belongs into every report. */
export async function toolchainVersions(): Promise<Record<Toolchain, string | null>> {
  const names = Object.keys(finders) as Toolchain[];
  const versions = await Promise.all(names.map(async (name) => [name, await findVersion(name)] as const));
  return Object.fromEntries(versions) as Record<Toolchain, string | null>;
}

async function findVersion(name: Toolchain): Promise<string | null> {
  try {
    return (await findToolchain(name)).version;
  } catch (error) {
    if (error instanceof ToolchainMissing) return null;
    throw error;
  }
}

const finders: Record<Toolchain, () => Promise<ToolchainFiles>> = {
  python: findPython,
  node: findNode,
  typescript: findTypeScript,
  rust: findRust,
  go: findGo,
};

interface PythonFacts {
  version: [number, number, number];
  executable: string;
  prefix: string;
  folders: string[];
}

/** The command may be pyenv's shim or a virtual environment's link: only Python knows where it really is. */
const ASK_PYTHON = `import json, os, sys, sysconfig
paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib")]
print(json.dumps({"version": sys.version_info[:3], "executable": getattr(sys, "_base_executable", sys.executable),
  "prefix": sys.base_prefix, "folders": [p for p in paths if os.path.isdir(p)]}))`;
const INSTALL_PYTHON =
  'install Python 3 so that `python3` is on PATH, e.g. `sudo apt install python3`, and run again';

async function findPython(): Promise<ToolchainFiles> {
  const command = await findOnPath('python3');
  if (command === null) throw new ToolchainMissing('python3', null, INSTALL_PYTHON);
  const facts = await askPython(command);
  const [major, minor] = facts.version;
  if (major !== LEAST_PYTHON[0] || minor < LEAST_PYTHON[1])
    throw new ToolchainMissing(
      'python3',
      `${command} is Python ${facts.version.join('.')}; at least ${LEAST_PYTHON.join('.')} is needed.`,
      INSTALL_PYTHON,
    );
  return { ...(await placePython(facts)), version: facts.version.join('.') };
}

async function askPython(command: string): Promise<PythonFacts> {
  try {
    return JSON.parse(await runTool(command, ['-I', '-c', ASK_PYTHON], LOOK_MS)) as PythonFacts;
  } catch (error) {
    throw new ToolchainMissing(
      'python3',
      `${command} does not run. ${(error as Error).message}`,
      INSTALL_PYTHON,
    );
  }
}

async function placePython(facts: PythonFacts): Promise<Omit<ToolchainFiles, 'version'>> {
  const program = 'python3';
  const hostFile = await realpath(facts.executable);
  const prefix = await realpath(facts.prefix);
  if (isBelow(hostFile, '/usr'))
    return { hostFile, program, binds: [], links: [{ to: hostFile, path: `${ROOT}/bin/python3` }], env: {} };
  checkPrefix(prefix, hostFile);
  const target = `${ROOT}/python`;
  const inside = path.join(target, path.relative(prefix, hostFile));
  return {
    hostFile,
    program,
    binds: [...(await listLibraries(prefix, target)), { source: hostFile, target: inside }],
    links: [{ to: inside, path: `${ROOT}/bin/python3` }],
    // A shared libpython is looked for where it was built, which does not exist inside.
    env: { LD_LIBRARY_PATH: `${target}/lib` },
  };
}

/** A prefix that holds a person's files must not be bound, and one that holds no program is not the prefix. */
function checkPrefix(prefix: string, hostFile: string): void {
  const home = os.homedir();
  if (isBelow(home, prefix) || !isBelow(hostFile, prefix))
    throw new ToolchainMissing(
      'python3',
      `${hostFile} has the prefix ${prefix}, which cannot be shown to model code without showing more than Python.`,
      'Put another python3 first on PATH, e.g. the one of your system.',
    );
}

async function listLibraries(prefix: string, target: string): Promise<ToolchainFiles['binds']> {
  const folders = await Promise.all(
    ['lib', 'lib64'].map(async (name) => {
      const source = path.join(prefix, name);
      const real = await realpath(source).catch(() => null);
      return real === source ? { source, target: path.join(target, name) } : null;
    }),
  );
  return folders.filter((bind) => bind !== null);
}

const INSTALL_NODE =
  'run `npm install` in the project: it brings Node 24 as the package `node`; or start Vitest with Node 24 or newer';

async function findNode(): Promise<ToolchainFiles> {
  const hostFile = await findNodeFile();
  const version = (await runTool(hostFile, ['--version'], LOOK_MS)).trim().replace(/^v/, '');
  if (Number.parseInt(version, 10) < LEAST_NODE_MAJOR)
    throw new ToolchainMissing('node', `${hostFile} is version ${version}, not 24 or newer.`, INSTALL_NODE);
  const target = `${ROOT}/node/node`;
  return {
    version,
    hostFile,
    program: 'node',
    binds: [{ source: hostFile, target }],
    links: [{ to: target, path: `${ROOT}/bin/node` }],
    env: {},
  };
}

/** The Node that runs us, unless it is older than the package's. */
async function findNodeFile(): Promise<string> {
  if (Number.parseInt(process.versions.node, 10) >= LEAST_NODE_MAJOR) return realpath(process.execPath);
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const file = path.join(path.dirname(manifest), 'bin', 'node');
    if (await isExecutableFile(file)) return realpath(file);
  } catch {
    // Not installed: said below, with what to do.
  }
  throw new ToolchainMissing('node', `Vitest runs on Node ${process.versions.node}.`, INSTALL_NODE);
}
