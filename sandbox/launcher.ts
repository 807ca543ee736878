/**
 * How bubblewrap is started for the user that the suite runs as.
 *
 * An ordinary user starts it directly. Root must not: with uid 0 behind it the program would keep
 * capabilities and the kernel would not count its processes (RLIMIT_NPROC). So root first becomes
 * SANDBOX_UID and then starts the same bubblewrap with the same user namespace as anybody else. That uid
 * cannot enter the home of root (mode 700), where toolchains and our cache may lie; so what is out of its reach is first
 * bound, still as root and in a private mount namespace, to a place in reach. That needs no copy and leaves
 * nothing behind. Turned down: dropping the uid inside (nested user namespaces stay possible), --ro-bind-fd
 * (0.11 only, resolves by path), an outer bubblewrap (without CAP_KILL its death does not end the inner one).
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { SandboxUnavailable } from './unavailable.ts';

/** Nobody's: above system and human users, below what containers map away. */
const SANDBOX_UID = 61_337;
/** One of these exists everywhere; it is covered in a private mount namespace only, never written to. */
const STAGES = ['/mnt', '/media', '/srv', '/opt', '/tmp'];

/**
 * Node closes only what it opened, and bubblewrap hands the rest on, so what the harness inherited must be
 * closed here. The kernel shall pick the program first when memory runs out. $1: highest fd that we use.
 */
const CLOSE_AND_EXEC = `last=$1; shift
for fd in /proc/self/fd/*; do fd=\${fd##*/}; if [ "$fd" -gt "$last" ]; then eval "exec $fd>&-"; fi; done
echo 1000 2>/dev/null >/proc/self/oom_score_adj
# The path of bwrap may tell a home folder, and /proc/1/cmdline shows it.
exec -a "\${1##*/}" "$@"`;

/** $1: the place in reach, $2: how many sources follow; the rest is the command. */
const STAGE_AND_EXEC = `set -e
stage=$1; count=$2; shift 2
mount -n -t tmpfs -o mode=0755,size=64k stage "$stage"
for ((i = 0; i < count; i++)); do
  if [ -d "$1" ]; then mkdir "$stage/$i"; else : >"$stage/$i"; fi
  mount -n --bind "$1" "$stage/$i"
  shift
done
exec "$@"`;

export interface LaunchTools {
  bwrap: string;
  /** What must be visible for bwrap to start: its folder (with its library), or itself. */
  bwrapRoot: string;
  bash: string;
  setpriv: string;
}

export interface StartPlan {
  /** argv up to where bwrap's own arguments begin. */
  command(lastFd: number): string[];
  /** Where bubblewrap finds a source that this plan was made for. */
  place(source: string): string;
}

/** `sources`: what will be bound into the sandbox besides the system's own folders. */
export async function planStart(tools: LaunchTools, sources: string[]): Promise<StartPlan> {
  if (process.getuid?.() !== 0)
    return { command: (lastFd) => [...closing(tools, lastFd), tools.bwrap], place: (source) => source };
  const needed = [tools.bwrapRoot, ...sources];
  const reachable = await Promise.all(needed.map(isReachableByOthers));
  const hidden = needed.filter((_, index) => !reachable[index]);
  const stage = hidden.length > 0 ? await findStage() : null;
  return planAsRoot(tools, hidden, stage);
}

function planAsRoot(tools: LaunchTools, hidden: string[], stage: string | null): StartPlan {
  const place = (source: string) => (hidden.includes(source) ? `${stage}/${hidden.indexOf(source)}` : source);
  const bwrap = path.join(place(tools.bwrapRoot), path.relative(tools.bwrapRoot, tools.bwrap));
  const staging = stage === null ? [] : stageCommand(tools, hidden, stage);
  return {
    command: (lastFd) => [...closing(tools, lastFd), ...staging, ...dropRoot(tools), bwrap],
    place,
  };
}

function closing(tools: LaunchTools, lastFd: number): string[] {
  return [...script(tools, CLOSE_AND_EXEC), String(lastFd)];
}

function stageCommand(tools: LaunchTools, hidden: string[], stage: string): string[] {
  const unshare = ['unshare', '--mount', '--propagation', 'slave', '--'];
  return [...unshare, ...script(tools, STAGE_AND_EXEC), stage, String(hidden.length), ...hidden];
}

function script(tools: LaunchTools, text: string): string[] {
  return [tools.bash, '--norc', '--noprofile', '-c', text, 'bash'];
}

function dropRoot(tools: LaunchTools): string[] {
  const ids = [`--reuid=${SANDBOX_UID}`, `--regid=${SANDBOX_UID}`, '--clear-groups'];
  return [tools.setpriv, ...ids, '--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all', '--'];
}

async function isReachableByOthers(source: string): Promise<boolean> {
  for (let at = source; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function findStage(): Promise<string> {
  for (const folder of STAGES) {
    const found = await stat(folder).catch(() => null);
    if (found?.isDirectory()) return folder;
  }
  throw new SandboxUnavailable(
    `none of ${STAGES.join(', ')} exists, and a tool lies where only root can go.`,
    'Create an empty folder /mnt, or run the suite as an ordinary user.',
  );
}
