/** Starts one process, feeds it, collects what it says, and ends it at its limits. Knows no bubblewrap. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { MOST_TMP_FILES } from './limits.ts';
import type { Usage } from './process-usage.ts';
import type { ExecStatus, Limits } from './sandbox.ts';

/** Fixed places in the child: 3 the result pipe, 4 bubblewrap's status, from 5 on what it reads. */
export const RESULT_FD = 3;
export const STATUS_FD = 4;
export const FIRST_FEED_FD = 5;

export interface Launch {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Its own process group, so that the group can be killed. */
  detached: boolean;
  stdin: Uint8Array;
  /** Contents of fd 5, 6, ... */
  feeds: Uint8Array[];
}

/**
 * How a provider looks at and ends the processes of a run. `status` is what came on fd 4 so far; empty when
 * that pipe is closed, for then a process named there may be gone and its number another's.
 */
export interface Watch {
  measure(status: string): Usage | null;
  kill(child: ChildProcess, status: string): void;
}

/** Why we ended it; null when it ended by itself. */
export interface Stop {
  status: Extract<ExecStatus, 'timeout' | 'cpu' | 'memory' | 'output' | 'infra-error'>;
  detail: string;
}

export interface Ending {
  stop: Stop | null;
  exitCode: number | null;
  stdout: Uint8Array;
  stderr: Uint8Array;
  result: Uint8Array;
  status: string;
  wallMs: number;
  /** null: too short to be looked at. */
  peak: Usage | null;
}

const LOOK_EVERY_MS = 25;
/** A killed process is gone at once; longer than this and the kernel holds it. */
const KILL_WAIT_MS = 5_000;
const MOST_STATUS_BYTES = 64 * 1024;

/** Never rejects for what the program does; rejects with the signal's reason when the caller gave up. */
export async function supervise(
  launch: Launch,
  { limits, signal, watch }: { limits: Limits; signal?: AbortSignal | undefined; watch: Watch },
): Promise<Ending> {
  signal?.throwIfAborted();
  const startedMs = performance.now();
  const child = spawn(launch.file, launch.args, {
    env: launch.env,
    cwd: launch.cwd,
    detached: launch.detached,
    stdio: Array<'pipe'>(FIRST_FEED_FD + launch.feeds.length).fill('pipe'),
  });
  const ended = waitForEnd(child);

  const run: Run = { child, watch, limits, stop: null, aborted: false, peak: null, read: () => '' };
  const status = collect(child, STATUS_FD, MOST_STATUS_BYTES, () =>
    end(run, { status: 'infra-error', detail: 'bubblewrap wrote more status than it should.' }),
  );
  run.read = () => (status.isOpen() ? status.bytes().toString('latin1') : '');
  endLateComers(run);
  const stdout = collectOutput(run, 1, limits.stdoutBytes, 'stdout');
  const stderr = collectOutput(run, 2, limits.stderrBytes, 'stderr');
  const result = collectOutput(run, RESULT_FD, limits.resultBytes, 'the result pipe');
  feed(child, [launch.stdin, ...launch.feeds]);

  const stopWatching = startWatching(run, signal);
  const exitCode = await ended.catch((error: Error) => {
    run.stop ??= { status: 'infra-error', detail: error.message };
    return null;
  });
  stopWatching();
  if (run.aborted) throw signal?.reason;
  return {
    stop: run.stop,
    exitCode,
    stdout: stdout.bytes(),
    stderr: stderr.bytes(),
    result: result.bytes(),
    status: status.bytes().toString('latin1'),
    wallMs: performance.now() - startedMs,
    peak: run.peak,
  };
}

interface Run {
  child: ChildProcess;
  watch: Watch;
  limits: Limits;
  stop: Stop | null;
  aborted: boolean;
  peak: Usage | null;
  /** Status read so far. */
  read: () => string;
}

/** The first reason stays: what follows from the kill is not the program's doing. */
function end(run: Run, stop: Stop): void {
  run.stop ??= stop;
  run.watch.kill(run.child, run.read());
}

/** A kill in the first milliseconds may find the outer process only; the inner one names itself afterwards. */
function endLateComers(run: Run): void {
  const status = run.child.stdio[STATUS_FD] as Readable | null | undefined;
  status?.on('data', () => {
    if (run.stop !== null || run.aborted) run.watch.kill(run.child, run.read());
  });
}

function waitForEnd(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`it could not be started: ${error.message}`)));
    child.once('close', (code) => resolve(code));
    child.once('exit', () => {
      const stuck = () =>
        reject(new Error(`its pipes stayed open for ${KILL_WAIT_MS / 1000} s after its end`));
      const timer = setTimeout(stuck, KILL_WAIT_MS);
      child.once('close', () => clearTimeout(timer));
    });
  });
}

function startWatching(run: Run, signal: AbortSignal | undefined): () => void {
  const { limits } = run;
  const wall = setTimeout(
    () => end(run, { status: 'timeout', detail: `It ran longer than the limit of ${limits.wallMs} ms.` }),
    limits.wallMs,
  );
  const looks = setInterval(() => look(run), LOOK_EVERY_MS);
  const abort = () => {
    run.aborted = true;
    run.watch.kill(run.child, run.read());
  };
  signal?.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(wall);
    clearInterval(looks);
    signal?.removeEventListener('abort', abort);
  };
}

function look(run: Run): void {
  let usage: Usage | null;
  try {
    usage = run.watch.measure(run.read());
  } catch (error) {
    const why = (error as Error).message;
    end(run, { status: 'infra-error', detail: `The run's processes cannot be watched: ${why}` });
    return;
  }
  if (usage === null) return;
  run.peak = {
    cpuMs: Math.max(usage.cpuMs, run.peak?.cpuMs ?? 0),
    memoryBytes: Math.max(usage.memoryBytes, run.peak?.memoryBytes ?? 0),
    tmpFiles: Math.max(usage.tmpFiles, run.peak?.tmpFiles ?? 0),
  };
  const stop = findExcess(run.peak, run.limits);
  if (stop !== null) end(run, stop);
}

function findExcess(peak: Usage, limits: Limits): Stop | null {
  if (peak.memoryBytes > limits.memoryBytes)
    return {
      status: 'memory',
      detail: `Its processes held ${toMib(peak.memoryBytes)} MiB of memory; the limit is ${toMib(limits.memoryBytes)} MiB.`,
    };
  if (peak.cpuMs > limits.cpuMs)
    return {
      status: 'cpu',
      detail: `Its processes used ${peak.cpuMs} ms of CPU; the limit is ${limits.cpuMs} ms.`,
    };
  if (peak.tmpFiles > MOST_TMP_FILES)
    return {
      status: 'memory',
      detail: `It made ${peak.tmpFiles} files in /tmp; the limit is ${MOST_TMP_FILES}.`,
    };
  return null;
}

function toMib(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}

function collectOutput(run: Run, fd: number, mostBytes: number, name: string) {
  return collect(run.child, fd, mostBytes, () =>
    end(run, { status: 'output', detail: `It wrote more than the limit of ${mostBytes} bytes to ${name}.` }),
  );
}

function collect(child: ChildProcess, fd: number, mostBytes: number, onOverflow: () => void) {
  const chunks: Buffer[] = [];
  let length = 0;
  const stream = child.stdio[fd] as Readable | null | undefined;
  stream?.on('error', ignore);
  stream?.on('data', (chunk: Buffer) => {
    const kept = chunk.subarray(0, mostBytes - length);
    chunks.push(kept);
    length += kept.length;
    if (kept.length < chunk.length) onOverflow();
  });
  return {
    bytes: () => Buffer.concat(chunks),
    isOpen: () => stream?.readableEnded === false && !stream.destroyed,
  };
}

/** fd 0 and those from 5 on. A program that does not read its input is no error. */
function feed(child: ChildProcess, contents: Uint8Array[]): void {
  contents.forEach((content, index) => {
    const stream = child.stdio[index === 0 ? 0 : FIRST_FEED_FD + index - 1] as Writable | null | undefined;
    stream?.on('error', ignore);
    stream?.end(content);
  });
}

function ignore(): void {}
