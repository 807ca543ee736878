/** The sandbox proper: one run is one bubblewrap with everything new and nothing kept. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { type BoxFile, checkFiles, toBytes } from './box-files.ts';
import { type LaunchTools, planStart, type StartPlan } from './launcher.ts';
import { completeLimits } from './limits.ts';
import { measureSandbox } from './process-usage.ts';
import type { ExecResult, ExecStatus, Limits, Sandbox, SandboxRun } from './sandbox.ts';
import { makeSeccompFilter } from './seccomp.ts';
import { type Ending, FIRST_FEED_FD, STATUS_FD, type Stop, supervise, type Watch } from './supervise.ts';
import { findToolchains, type ToolchainFiles } from './toolchains.ts';

export interface BubblewrapTools extends LaunchTools {
  version: string;
  prlimit: string;
}

const INNER_UID = '65532';
/** bubblewrap's own init counts as one of the program's processes. */
const OWN_PROCESSES = 1;
const MOST_OPEN_FILES = 256;
const SHM_BYTES = 1024 * 1024;
/** Only against a leap between two looks: Node alone reserves 2 GB of addresses, so it is no memory limit. */
const ADDRESS_BYTES = 8 * 1024 ** 3;
const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const HOSTS = '127.0.0.1 localhost\n::1 localhost\n';

export function createBubblewrap(tools: BubblewrapTools, cacheDir: string): Sandbox {
  const plans = new Map<string, Promise<StartPlan>>();
  return {
    cacheDir,
    provider: `bubblewrap ${tools.version}`,
    async run(run: SandboxRun): Promise<ExecResult> {
      const limits = completeLimits(run.limits);
      const files = checkFiles(run);
      const toolchains = await findToolchains(run.toolchains);
      const sources = [...toolchains.flatMap(({ binds }) => binds), ...(run.mounts ?? [])].map(
        (bind) => bind.source,
      );
      const plan = await remember(plans, JSON.stringify(sources), () => planStart(tools, sources));
      const job = describeJob(run, { limits, files, toolchains, plan, tools });
      const ending = await supervise(job, { limits, signal: run.signal, watch: watchBubblewrap });
      return toResult(ending);
    },
  };
}

interface Prepared {
  limits: Limits;
  files: BoxFile[];
  toolchains: ToolchainFiles[];
  plan: StartPlan;
  tools: BubblewrapTools;
}

function describeJob(run: SandboxRun, prepared: Prepared) {
  const { limits, plan, tools } = prepared;
  const feeds: Uint8Array[] = [];
  const addFeed = (content: Uint8Array) => String(FIRST_FEED_FD - 1 + feeds.push(content));
  // bubblewrap reads its arguments first, so that /proc/1/cmdline shows none of them.
  const argumentsFd = addFeed(new Uint8Array());
  feeds[0] = packArguments(listArguments(run, prepared, addFeed));
  const lastFd = FIRST_FEED_FD + feeds.length - 1;
  const [file, ...args] = plan.command(lastFd);
  return {
    file: file!,
    args: [...args, '--args', argumentsFd, '--', tools.prlimit, ...listRlimits(limits), '--', ...run.cmd],
    // Not the harness's: what bubblewrap starts with stays readable at /proc/1/environ.
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    detached: false,
    stdin: toBytes(run.stdin ?? ''),
    feeds,
  };
}

/** A NUL in a name would begin another argument, one that could open the sandbox. */
function packArguments(list: string[]): Uint8Array {
  const odd = list.find((argument) => argument.includes('\0'));
  if (odd !== undefined) throw new RangeError(`${JSON.stringify(odd)} holds a NUL; remove it.`);
  return toBytes(list.map((argument) => `${argument}\0`).join(''));
}

type AddFeed = (content: Uint8Array) => string;

function listArguments(run: SandboxRun, prepared: Prepared, addFeed: AddFeed): string[] {
  const filter = makeSeccompFilter();
  return [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
    ...['--uid', INNER_UID, '--gid', INNER_UID, '--cap-drop', 'ALL', '--hostname', 'sandbox'],
    ...listSystemMounts(addFeed),
    ...listMounts(run, prepared),
    ...listWritableMounts(prepared.limits),
    ...listBox(prepared.files, addFeed),
    ...['--remount-ro', '/', '--chdir', '/box', '--json-status-fd', String(STATUS_FD)],
    ...(filter === null ? [] : ['--seccomp', addFeed(filter)]),
    '--clearenv',
    ...listEnvironment(Object.assign({}, ...prepared.toolchains.map(({ env }) => env), run.env)),
  ];
}

function listSystemMounts(addFeed: AddFeed): string[] {
  return [
    ...SYSTEM_FOLDERS.flatMap(mountSystemFolder),
    // Else bubblewrap makes it for its own user only, and Debian's cc is a link into alternatives.
    ...['--perms', '0755', '--dir', '/etc'],
    ...['--ro-bind-try', '/etc/alternatives', '/etc/alternatives'],
    ...['--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'],
    ...['--perms', '0444', '--file', addFeed(toBytes(HOSTS)), '/etc/hosts'],
    ...['--perms', '0444', '--file', addFeed(toBytes(PASSWD)), '/etc/passwd'],
    ...['--proc', '/proc', '--dev', '/dev'],
    // bubblewrap's /dev is a tmpfs without a limit, so it must not stay writable.
    ...['--perms', '1777', '--size', String(SHM_BYTES), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
  ];
}

const PASSWD = `sandbox:x:${INNER_UID}:${INNER_UID}::/tmp:/bin/sh\n`;

/** /bin is a link to usr/bin on some systems and a folder of its own on others. */
function mountSystemFolder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return lstatSync(folder).isSymbolicLink()
    ? ['--symlink', readlinkSync(folder), folder]
    : ['--ro-bind', folder, folder];
}

function listMounts({ mounts = [] }: SandboxRun, { toolchains, plan }: Prepared): string[] {
  const binds = [...toolchains.flatMap((toolchain) => toolchain.binds), ...mounts];
  return [
    ...binds.flatMap(({ source, target }) => ['--ro-bind', plan.place(source), target]),
    ...toolchains.flatMap(({ links }) => links).flatMap(({ to, path }) => ['--symlink', to, path]),
  ];
}

function listWritableMounts(limits: Limits): string[] {
  return ['--perms', '1777', '--size', String(limits.tmpBytes), '--tmpfs', '/tmp'];
}

function listBox(files: BoxFile[], addFeed: AddFeed): string[] {
  const copies = files.flatMap(({ path, content, executable }) => [
    ...['--perms', executable ? '0555' : '0444', '--file', addFeed(content), `/box/${path}`],
  ]);
  return ['--perms', '0755', '--tmpfs', '/box', ...copies, '--remount-ro', '/box'];
}

function listEnvironment(added: Record<string, string>): string[] {
  const env = {
    PATH: '/toolchain/bin:/usr/bin:/bin',
    HOME: '/tmp',
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    ...added,
  };
  return Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]);
}

/** Set inside: outside they would count bubblewrap's own processes and stop it from starting. */
function listRlimits(limits: Limits): string[] {
  return [
    `--nproc=${limits.processes + OWN_PROCESSES}`,
    `--fsize=${limits.fileBytes}`,
    `--cpu=${Math.ceil(limits.cpuMs / 1000) + 1}`,
    `--nofile=${MOST_OPEN_FILES}`,
    `--as=${Math.max(ADDRESS_BYTES, 2 * limits.memoryBytes)}`,
    '--core=0',
  ];
}

const watchBubblewrap: Watch = {
  measure(status) {
    const initPid = readStatus(status, 'child-pid');
    return initPid === null ? null : measureSandbox(initPid);
  },
  /** The namespace's init first: with it everything inside ends at once. */
  kill(child: ChildProcess, status: string) {
    const initPid = readStatus(status, 'child-pid');
    if (initPid !== null) killQuietly(initPid);
    child.kill('SIGKILL');
  },
};

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** bubblewrap writes one object when the namespaces stand, another when the program has ended. */
function readStatus(status: string, key: 'child-pid' | 'exit-code'): number | null {
  const found = new RegExp(`"${key}"\\s*:\\s*(\\d+)`).exec(status);
  return found === null ? null : Number(found[1]);
}

function toResult(ending: Ending): ExecResult {
  const exitCode = readStatus(ending.status, 'exit-code');
  const stop = ending.stop ?? findSetupFault(ending, exitCode);
  return {
    ...(stop ?? judgeExit(exitCode!)),
    exitCode: stop === null ? exitCode : null,
    stdout: ending.stdout,
    stderr: ending.stderr,
    result: ending.result,
    wallMs: ending.wallMs,
    cpuMs: ending.peak?.cpuMs ?? null,
    peakMemoryBytes: ending.peak?.memoryBytes ?? null,
  };
}

/** Without an exit code the program never ran to an end, and nothing that it could do explains that. */
function findSetupFault(ending: Ending, exitCode: number | null): Stop | null {
  if (exitCode !== null) return null;
  const words = Buffer.from(ending.stderr).toString('utf8').trim().slice(-2000);
  return { status: 'infra-error', detail: `The sandbox could not be set up: ${words || 'no message'}` };
}

/** bubblewrap reports a signal as 128 + its number, which a program can also return by itself. */
function judgeExit(exitCode: number): { status: ExecStatus; detail: string } {
  if (exitCode === 0) return { status: 'ok', detail: 'It ended with exit code 0.' };
  if (exitCode > 128 && exitCode <= 128 + 64)
    return { status: 'signal', detail: `It ended by signal ${exitCode - 128}.` };
  return { status: 'exit', detail: `It ended with exit code ${exitCode}.` };
}

function remember<K, V>(store: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  made.catch(() => store.delete(key));
  return made;
}
