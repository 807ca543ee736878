/** The process of a llama-server, and everything that must end with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cleanServerEnv } from './server-env.ts';
import { endGroup, killGroup, readStartTime, signalGroup } from './server-group.ts';
import { type Guard, postGuard } from './server-guard.ts';
import { openServerLog, type ServerLog } from './server-log.ts';
import { writeServerState } from './server-orphans.ts';
import { lastLines } from './server-words.ts';

const HOST = '127.0.0.1';

export interface LaunchOptions {
  /** From findServerBinary. */
  bin: string;
  presetPath: string;
  /** The user's project root: relative paths in a preset are read from the server's folder. */
  cwd: string;
  /** Holds the state files; the same for all runs of a project. */
  stateDir: string;
  /** Appended to. */
  logPath: string;
  /** Router-level flags only: llama-server lays its command line over every model's preset. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** How long SIGTERM may take; above llama-server's own 10 s for a model (stop-timeout). */
  stopGraceMs?: number;
}

export interface ServerExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
  /** Whether `stop` asked for it. */
  stopped: boolean;
}

export interface Launched {
  server: OwnedServer;
  log: ServerLog;
  apiKey: string | null;
  command: string;
  notes: string[];
  startedMs: number;
}

/**
 * The server's process is there before it may run: a shell waits for a word on its stdin, then becomes llama-server. By
 * then state file and guard stand, so there is no moment at which our death would leave a server behind; if we die before,
 * the shell reads the end of its stdin and leaves.
 */
const WAIT_THEN_BECOME = 'read -r word || exit 1; exec "$@" </dev/null';

export async function launchServer(options: LaunchOptions, port: number): Promise<Launched> {
  const startedMs = performance.now();
  const { argv, command } = buildCommand(options, port);
  const emptyFolder = join(resolve(options.stateDir), 'empty-config');
  await mkdir(emptyFolder, { recursive: true });
  const { env, notes } = await cleanServerEnv(options.env ?? process.env, emptyFolder);
  const log = openServerLog(options.logPath, `starts: ${command}`);
  const child = spawn('/bin/sh', ['-c', WAIT_THEN_BECOME, 'codebench-server', ...argv], {
    cwd: options.cwd,
    env,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  const server = new OwnedServer(child, log, options.stopGraceMs ?? 12_000);
  try {
    await server.protect({ ...options, port });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, log, command, notes, startedMs, apiKey: firstKey(env.LLAMA_API_KEY) };
}

function buildCommand(options: LaunchOptions, port: number): { argv: string[]; command: string } {
  const preset = resolve(options.cwd, options.presetPath);
  const own = ['--models-preset', preset, '--models-max', '1', '--host', HOST, '--port', String(port)];
  const argv = [resolve(options.bin), ...own, ...(options.args ?? [])];
  return { argv, command: argv.map(maskAfterSecretFlag).map(quoteForShell).join(' ') };
}

/** The process, and everything that must end with it. */
class OwnedServer {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  readonly #child: ChildProcess;
  readonly #log: ServerLog;
  readonly #graceMs: number;
  readonly #onOwnExit: () => void;
  #guard: Guard | null = null;
  #stateFile: string | null = null;
  #ending: Promise<void> | null = null;

  constructor(child: ChildProcess, log: ServerLog, graceMs: number) {
    this.#child = child;
    this.#log = log;
    this.#graceMs = graceMs;
    this.pid = child.pid ?? 0;
    this.exited = this.#watchExit();
    this.#onOwnExit = () => signalGroup(this.pid, 'SIGTERM');
    if (this.pid !== 0) process.on('exit', this.#onOwnExit);
    child.stdin?.on('error', () => {});
    // A forgotten stop must not keep our process alive; the exit handler then ends the server.
    child.unref();
  }

  /** State file and guard, then the word that lets the server run. */
  async protect(facts: {
    stateDir: string;
    bin: string;
    presetPath: string;
    cwd: string;
    port: number;
  }): Promise<void> {
    if (this.pid === 0)
      throw new Error(
        `llama-server could not be started in ${facts.cwd}: is that a folder, and is /bin/sh there?`,
      );
    const startTime = (await readStartTime(this.pid)) ?? '';
    const presetPath = resolve(facts.cwd, facts.presetPath);
    const { bin, port } = facts;
    this.#stateFile = await writeServerState(resolve(facts.stateDir), {
      pid: this.pid,
      startTime,
      bin,
      presetPath,
      port,
    });
    const stateFile = this.#stateFile;
    this.#guard = await postGuard({ groupId: this.pid, startTime, stateFile, graceMs: this.#graceMs });
    this.#child.stdin?.end('go\n');
  }

  stop(): Promise<void> {
    this.#ending ??= this.#end(() => endGroup(this.pid, this.#graceMs));
    return this.#ending;
  }

  async #watchExit(): Promise<ServerExit> {
    const [code, signal] = (await once(this.#child, 'exit').catch(() => [null, null])) as [
      number | null,
      NodeJS.Signals | null,
    ];
    const stopped = this.#ending !== null;
    // A router that died by itself leaves children that nobody can ask anything: a loading one would go on for minutes.
    this.#ending ??= this.#end(() => killGroup(this.pid));
    this.#ending.catch(() => {});
    return { code, signal, lastWords: lastLines(this.#log.readTail()), stopped };
  }

  /** When the group cannot be ended the guard and the state file stay: they are still needed. */
  async #end(endProcesses: () => Promise<void>): Promise<void> {
    if (this.pid !== 0) await endProcesses();
    process.off('exit', this.#onOwnExit);
    await this.#guard?.dismiss();
    if (this.#stateFile !== null) await rm(this.#stateFile, { force: true });
    this.#log.close();
  }
}

/** llama-server takes a list of keys; any of them opens it. */
function firstKey(keys: string | undefined): string | null {
  return keys?.split(',').find((key) => key !== '') ?? null;
}

function maskAfterSecretFlag(word: string, at: number, argv: string[]): string {
  return /^--?(api-key|hf-token|hft)$/.test(argv[at - 1] ?? '') ? '***' : word;
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
