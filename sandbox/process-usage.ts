/**
 * What the processes of one sandbox use, read from outside through the sandbox's own /proc: that lists its
 * processes and no others, also daemons that left their parent and their session.
 */
import { readdirSync, readFileSync, readlinkSync, statfsSync } from 'node:fs';

/** One look; the watchdog keeps the peaks. */
export interface Usage {
  /** Living processes and those they have waited for. */
  cpuMs: number;
  /** Resident memory; a shared page counts once for each process that maps it. */
  memoryBytes: number;
  tmpFiles: number;
}

/** Linux fixes it at 100 for what /proc shows, whatever the kernel ticks at. */
const MS_PER_TICK = 10;
const PAGE_BYTES = process.platform === 'linux' ? readPageBytes() : 4096;

/**
 * null: the sandbox is not set up yet, or is gone already. Throws when its processes cannot be seen, for
 * then its limits do not hold. Synchronous: tens of microseconds a process, and no wait for busy threads.
 */
export function measureSandbox(initPid: number): Usage | null {
  const proc = `/proc/${initPid}/root/proc`;
  try {
    if (isHostProc(proc)) return null;
    return {
      ...addProcesses(proc),
      tmpFiles: countFiles(`/proc/${initPid}/root/tmp`) + countFiles(`/proc/${initPid}/root/dev/shm`),
    };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Until bubblewrap has changed its root, that path is the harness's own /proc; there `self` leads somewhere. */
function isHostProc(proc: string): boolean {
  try {
    readlinkSync(`${proc}/self`);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

function addProcesses(proc: string): { cpuMs: number; memoryBytes: number } {
  let ticks = 0;
  let pages = 0;
  for (const name of readdirSync(proc)) {
    if (!/^\d+$/.test(name)) continue;
    const fields = readStat(`${proc}/${name}/stat`);
    if (fields === null) continue;
    // utime, stime, cutime, cstime: fields 14 to 17 of proc_pid_stat(5); rss is field 24.
    ticks += fields[11]! + fields[12]! + fields[13]! + fields[14]!;
    pages += fields[21]!;
  }
  return { cpuMs: ticks * MS_PER_TICK, memoryBytes: pages * PAGE_BYTES };
}

/** Fields from the third on; the second, a name that the program chooses, may hold spaces and brackets. */
function readStat(file: string): number[] | null {
  try {
    const text = readFileSync(file, 'latin1');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function countFiles(folder: string): number {
  const { files, ffree } = statfsSync(folder);
  return files - ffree;
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** AT_PAGESZ (6) of the auxiliary vector: 4096 on x86, up to 65536 on arm64. */
function readPageBytes(): number {
  const vector = readFileSync('/proc/self/auxv');
  for (let at = 0; at + 16 <= vector.length; at += 16)
    if (vector.readBigUInt64LE(at) === 6n) return Number(vector.readBigUInt64LE(at + 8));
  return 4096;
}
