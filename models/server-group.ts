/**
 * Processes by number, safely. A pid alone may be another program's by now; pid and start time together are
 * one process. llama-server leads its own process group, so its children (a model each) end with it.
 *
 * Linux is read from /proc, everything else asks `ps`. Zombies count as gone: only their parent can remove them.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hasProc = process.platform === 'linux';
const POLL_MS = 50;
/** The kernel ends a killed process at once, unless it hangs in a driver. */
const KILL_WAIT_MS = 10_000;

interface ProcessStat {
  state: string;
  groupId: number;
  /** Clock ticks since boot, or the date that ps prints. */
  startTime: string;
}

/** What tells a process from a later one with the same number; null when there is none. */
export async function readStartTime(pid: number): Promise<string | null> {
  const found = hasProc ? await readProcStat(pid) : await readPsStat(pid);
  return found === null || isZombie(found.state) ? null : found.startTime;
}

/** The living processes of a group. */
export async function listGroup(groupId: number): Promise<number[]> {
  return hasProc ? listProcGroup(groupId) : listPsGroup(groupId);
}

/** SIGTERM to the group, SIGKILL after `graceMs`; returns when none of it lives, throws when even that does not help. */
export async function endGroup(groupId: number, graceMs: number): Promise<void> {
  signalGroup(groupId, 'SIGTERM');
  if (await waitUntilGone(groupId, graceMs)) return;
  await killGroup(groupId);
}

/** SIGKILL to the group, and wait until it is gone. */
export async function killGroup(groupId: number): Promise<void> {
  signalGroup(groupId, 'SIGKILL');
  if (await waitUntilGone(groupId, KILL_WAIT_MS)) return;
  const left = await listGroup(groupId);
  throw new Error(
    `llama-server does not end, not even by SIGKILL: process ${left.join(', ')} hangs in the kernel, most often in a ` +
      'GPU driver. Restarting the machine ends it.',
  );
}

/** Synchronous, for exit handlers. A group that is gone is no error. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    // EPERM is macOS's word for a group of zombies.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function waitUntilGone(groupId: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while ((await listGroup(groupId)).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

const isZombie = (state: string) => /^[ZX]/.test(state);

async function readProcStat(pid: number | string): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name in parentheses may hold blanks and parentheses; what follows the last one is numbers. Field 3 comes first.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', groupId: Number(fields[2]), startTime: fields[19] ?? '' };
}

async function listProcGroup(groupId: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(readProcStat));
  return pids.map(Number).filter((_, at) => {
    const found = stats[at];
    return found?.groupId === groupId && !isZombie(found.state);
  });
}

/** The guard's shell script asks in the same words, so that both read the same date. */
async function readPsStat(pid: number): Promise<ProcessStat | null> {
  const ps = await runPs(['-o', 'stat=', '-o', 'pgid=', '-o', 'lstart=', '-p', String(pid)]);
  const match = /^\s*(\S+)\s+(\d+)\s+(.+?)\s*$/.exec(ps);
  if (match === null) return null;
  return {
    state: match[1] ?? '',
    groupId: Number(match[2]),
    startTime: (match[3] ?? '').replace(/\s+/g, ' '),
  };
}

async function listPsGroup(groupId: number): Promise<number[]> {
  const rows = (await runPs(['-A', '-o', 'pid=', '-o', 'pgid=', '-o', 'stat=']))
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, group, state]) => Number(group) === groupId && !isZombie(state ?? 'Z'))
    .map(([pid]) => Number(pid));
}

async function runPs(args: string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return run('ps', args, { env, maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout }) => stdout,
    // ps exits 1 when there is no such process.
    () => '',
  );
}
