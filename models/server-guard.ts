/**
 * The guard: a small shell that outlives us. It blocks on a pipe whose other end only our process holds, so the end
 * of that pipe is our end, however it came (kill -9, Ctrl-C without teardown, a crash); then it ends llama-server's
 * group. A word on the pipe tells it to go quietly. It runs in its own session, where the terminal's Ctrl-C does not reach.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Guard {
  readonly pid: number;
  /** The server is gone in good order: nothing is left to guard. */
  dismiss(): Promise<void>;
}

export interface Guarded {
  groupId: number;
  startTime: string;
  /** Removed when the group has ended. */
  stateFile: string;
  graceMs: number;
}

/** Returns when the guard has said that it watches. */
export async function postGuard(guarded: Guarded): Promise<Guard> {
  const { groupId, startTime, stateFile, graceMs } = guarded;
  const args = [String(groupId), startTime, stateFile, String(Math.ceil(graceMs / POLL_MS))];
  // Node marks its end of a stdio pipe close-on-exec: no other child of ours can keep the pipe open.
  const shell = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'codebench-guard', ...args], {
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await hearArmed(shell);
  release(shell);
  return { pid: shell.pid ?? 0, dismiss: () => dismiss(shell) };
}

async function hearArmed(shell: ChildProcess): Promise<void> {
  const failed = once(shell, 'exit').then(([code]) => {
    throw new Error(`the guard ended with ${code} before it watched`);
  });
  try {
    await Promise.race([once(shell.stdout!, 'data'), failed]);
  } catch (error) {
    throw new Error(
      `The guard that ends llama-server when this process is killed did not start: ${(error as Error).message}. ` +
        'It needs /bin/sh.',
    );
  } finally {
    failed.catch(() => {});
  }
}

/** The guard must not keep our event loop alive. */
function release(shell: ChildProcess): void {
  shell.stdout!.destroy();
  shell.stdin!.on('error', () => {});
  (shell.stdin as unknown as { unref(): void }).unref();
  shell.unref();
}

async function dismiss(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  const ended = once(shell, 'exit');
  shell.ref();
  shell.stdin!.end('quiet\n');
  await ended;
}

const POLL_MS = 100;

/**
 * The same rules as server-group.ts, in POSIX sh: a pid with another start time is another program, and is left alone.
 * While a group lives its number is given to no new process, so a group without its leader is still ours.
 */
const GUARD_SCRIPT = `
trap '' INT TERM HUP QUIT PIPE TSTP TTIN TTOU
pid=$1 start=$2 state_file=$3 polls=$4
LC_ALL=C TZ=UTC; export LC_ALL TZ

start_of_leader() {
  if [ -r /proc/self/stat ]; then
    { read -r line < "/proc/$pid/stat"; } 2>/dev/null || return 1
    set -- \${line##*) }
    echo "\${20}"
  else
    set -- $(ps -o lstart= -p "$pid")
    [ $# -gt 0 ] && echo "$*"
  fi
}

group_lives() {
  if [ -r /proc/self/stat ]; then
    for file in /proc/[0-9]*/stat; do
      { read -r line < "$file"; } 2>/dev/null || continue
      set -- \${line##*) }
      if [ "$3" = "$pid" ] && [ "$1" != Z ] && [ "$1" != X ]; then return 0; fi
    done
    return 1
  fi
  ps -A -o pgid= -o stat= | while read -r group status; do
    case $status in Z*) continue ;; esac
    [ "$group" = "$pid" ] && echo lives
  done | grep -q lives
}

end_group() {
  kill -s TERM -- "-$pid" 2>/dev/null
  while group_lives && [ "$polls" -gt 0 ]; do
    polls=$((polls - 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  group_lives && kill -s KILL -- "-$pid" 2>/dev/null
}

echo armed
read -r word && exit 0
now=$(start_of_leader)
if [ -z "$now" ] || [ "$now" = "$start" ]; then
  group_lives && end_group
fi
rm -f -- "$state_file"
`;
