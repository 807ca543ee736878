/**
 * No sandbox, for those who asked for it by name: the program runs as the user, with the user's files and
 * network. What is left are the wall limit, the output limits, an empty environment, and the end of its
 * process group. A daemon that leaves the group lives on.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkFiles, toBytes } from './box-files.ts';
import { completeLimits } from './limits.ts';
import type { ExecResult, ExecStatus, Sandbox, SandboxRun } from './sandbox.ts';
import { type Ending, supervise, type Watch } from './supervise.ts';
import { findToolchains, type ToolchainFiles } from './toolchains.ts';

export const UNSAFE_PROVIDER = 'none (unsafe)';

export function createUnsafe(cacheDir: string): Sandbox {
  return {
    provider: UNSAFE_PROVIDER,
    cacheDir,
    async run(run: SandboxRun): Promise<ExecResult> {
      const limits = completeLimits(run.limits);
      const folder = await makeBox(run);
      try {
        const tools = await findToolchains(run.toolchains);
        const [file, ...args] = resolveCommand(run, tools).map((word) => toHostPath(word, folder, run));
        const added = Object.entries({ ...run.env }).map(([name, value]) => [
          name,
          toHostPath(value, folder, run),
        ]);
        const launch = {
          ...{ file: file!, args, detached: true, feeds: [] },
          env: {
            PATH: listProgramFolders(tools).join(':'),
            HOME: folder,
            TMPDIR: folder,
            LANG: 'C.UTF-8',
            ...Object.fromEntries(added),
          },
          cwd: folder,
          stdin: toBytes(run.stdin ?? ''),
        };
        return toResult(await supervise(launch, { limits, signal: run.signal, watch: watchGroup }));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function makeBox(run: SandboxRun): Promise<string> {
  const files = checkFiles(run);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'codebench-unsafe-'));
  for (const file of files) {
    const at = path.join(folder, file.path);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, file.content, { mode: file.executable ? 0o555 : 0o444 });
  }
  return folder;
}

/** As inside, where the toolchains come first: a driver calls compilers by name. */
function listProgramFolders(tools: ToolchainFiles[]): string[] {
  return [...tools.map(({ hostFile }) => path.dirname(hostFile)), '/usr/bin', '/bin'];
}

function resolveCommand({ cmd }: SandboxRun, tools: ToolchainFiles[]): [string, ...string[]] {
  const [name, ...args] = cmd;
  if (name === undefined) throw new RangeError('cmd is empty; it needs a program.');
  return [tools.find(({ program }) => program === name)?.hostFile ?? name, ...args];
}

/** Nothing is mounted here, so words that name a place inside get the place that it would come from. */
function toHostPath(word: string, folder: string, { mounts = [] }: SandboxRun): string {
  const places = [...mounts, { source: folder, target: '/box' }];
  return places.reduce(
    (text, { source, target }) => text.replaceAll(new RegExp(`${target}(?=/|$)`, 'g'), source),
    word,
  );
}

const watchGroup: Watch = {
  measure: () => null,
  kill(child: ChildProcess) {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // EPERM is macOS's word for a group of zombies.
      if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  },
};

function toResult(ending: Ending): ExecResult {
  const { stop, exitCode, stdout, stderr, result, wallMs } = ending;
  return {
    ...(stop ?? judgeExit(exitCode)),
    ...{ exitCode: stop === null ? exitCode : null, stdout, stderr, result, wallMs },
    ...{ cpuMs: null, peakMemoryBytes: null },
  };
}

function judgeExit(exitCode: number | null): { status: ExecStatus; detail: string } {
  if (exitCode === null) return { status: 'signal', detail: 'It ended by a signal.' };
  return { status: exitCode === 0 ? 'ok' : 'exit', detail: `It ended with exit code ${exitCode}.` };
}
