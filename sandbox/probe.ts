/** Proves, before the first answer is run, that the sandbox starts and that it holds. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ExecResult, Sandbox } from './sandbox.ts';
import { SandboxUnavailable } from './unavailable.ts';

const LIMITS = { wallMs: 20_000, processes: 64 };
/** Forks exactly once, and says so by its exit code when it cannot. */
const FORK_ONCE = ['/usr/bin/timeout', '5', '/usr/bin/true'];

/** $1 file, $2 name of an environment variable, $3 port. Each line is evidence, and silence is not. */
const LOOK_AROUND = `exec 2>/dev/null
say() { echo "$1" >&3; }
if [ -e "$1" ] || [ -e "/proc/1/root$1" ]; then say 'file open'; else say 'file closed'; fi
env='closed'
for source in /proc/self/environ /proc/1/environ; do
  while IFS= read -r -d '' pair; do case $pair in "$2="*) env='open';; esac; done <"$source"
done
say "env $env"
if exec 9<>"/dev/tcp/127.0.0.1/$3"; then say 'network open'; else say 'network closed'; fi
say 'end'`;
const EXPECTED = 'file closed\nenv closed\nnetwork closed\nend\n';

/** Throws SandboxUnavailable with the cause and what to do. */
export async function probeSandbox(sandbox: Sandbox, bwrap: string): Promise<void> {
  const [start, overLimit, around] = await Promise.all([
    runPlain(sandbox, FORK_ONCE, LIMITS.processes),
    runPlain(sandbox, FORK_ONCE, 1),
    lookAround(sandbox),
  ]);
  if ([start, overLimit, around.result].some((result) => result.status === 'timeout')) throw tooSlow();
  if (start.status !== 'ok') throw explainStart(start, bwrap);
  if (overLimit.status !== 'exit') throw leak('the limit on processes is not enforced', overLimit.detail);
  const seen = Buffer.from(around.result.result).toString('latin1');
  if (around.result.status !== 'ok' || seen !== EXPECTED)
    throw leak(
      'a planted file, variable or port of this machine can be reached',
      `${around.result.detail} ${seen}`,
    );
  if (around.connections > 0)
    throw leak('a port of this machine was reached', `${around.connections} connections`);
}

function runPlain(sandbox: Sandbox, cmd: string[], processes: number): Promise<ExecResult> {
  return sandbox.run({ toolchains: [], cmd, files: {}, limits: { ...LIMITS, processes } });
}

async function lookAround(sandbox: Sandbox): Promise<{ result: ExecResult; connections: number }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'codebench-probe-'));
  const name = `CODEBENCH_PROBE_${randomBytes(8).toString('hex')}`;
  const listener = await listen();
  process.env[name] = 'planted';
  try {
    const file = path.join(folder, 'planted');
    // Open to every uid, so that only the sandbox can hide it.
    await chmod(folder, 0o755);
    await writeFile(file, 'planted', { mode: 0o644 });
    const cmd = ['/usr/bin/bash', '-c', LOOK_AROUND, 'bash', file, name, String(listener.port)];
    const result = await runPlain(sandbox, cmd, LIMITS.processes);
    return { result, connections: listener.connections() };
  } finally {
    delete process.env[name];
    listener.server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function listen(): Promise<{ server: Server; port: number; connections: () => number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The probe has no port to listen on.');
  return { server, port: address.port, connections: () => connections };
}

function tooSlow(): SandboxUnavailable {
  return new SandboxUnavailable(
    `a program that ends at once did not end within ${LIMITS.wallMs / 1000} s.`,
    'The machine is overloaded: run again when it is less busy.',
  );
}

function leak(what: string, seen: string): SandboxUnavailable {
  return new SandboxUnavailable(
    `it starts, but ${what} (${seen.trim()}).`,
    'This machine is set up in a way that we do not know. Please report it with your kernel and distribution.',
  );
}

function explainStart(start: ExecResult, bwrap: string): SandboxUnavailable {
  const words = [start.detail, Buffer.from(start.stderr).toString('utf8').trim().slice(-500)];
  const said = [...new Set(words)].filter((text) => text !== '').join(' ');
  const { cause, remedy } = start.status === 'infra-error' ? findCause(bwrap, said) : CANNOT_FORK;
  return new SandboxUnavailable(`${cause} bubblewrap (${bwrap}) said: ${said}`, remedy);
}

interface Cause {
  cause: string;
  remedy: string;
}

/** bubblewrap itself started, so namespaces are not what is missing. */
const CANNOT_FORK: Cause = {
  cause: `in the sandbox a program cannot start another (Linux ${os.release()}).`,
  remedy:
    'Before Linux 5.14 the limit on processes counts those of the same user outside too: run the suite on 5.14 or newer. ' +
    'If it is, the package coreutils may be missing.',
};

/** What forbids user namespaces, by the kernel's own switches, the likeliest first. */
function findCause(bwrap: string, said: string): Cause {
  if (said.includes('unshare: '))
    return {
      cause: `only root can reach ${bwrap}, and this root may make no mount namespace (no CAP_SYS_ADMIN).`,
      remedy:
        'Run the suite as an ordinary user, or keep bubblewrap and the toolchains where every user can go ' +
        '(CODEBENCH_CACHE, PATH), or add that capability (`docker run --cap-add SYS_ADMIN`).',
    };
  if (readSwitch('user/max_user_namespaces') === '0')
    return {
      cause: 'this machine allows no user namespaces (user.max_user_namespaces is 0).',
      remedy: 'Allow them: `sudo sysctl -w user.max_user_namespaces=15000`.',
    };
  if (readSwitch('kernel/unprivileged_userns_clone') === '0')
    return {
      cause: 'this kernel keeps user namespaces for root (kernel.unprivileged_userns_clone is 0).',
      remedy: 'Allow them: `sudo sysctl -w kernel.unprivileged_userns_clone=1`.',
    };
  if (isContainer())
    return {
      cause: "this is a container, whose runtime's seccomp profile or masked /proc forbids new namespaces.",
      remedy:
        'Start it with `docker run --init --security-opt seccomp=unconfined --security-opt apparmor=unconfined ' +
        '--security-opt systempaths=unconfined`, or run the suite outside a container.',
    };
  if (readSwitch('kernel/apparmor_restrict_unprivileged_userns') === '1')
    return {
      cause: 'AppArmor forbids user namespaces to programs without a profile (Ubuntu 23.10 and newer).',
      remedy: `Give bubblewrap a profile:
  printf 'abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile codebench-bwrap ${bwrap} flags=(unconfined) {\\n  userns,\\n}\\n' | sudo tee /etc/apparmor.d/codebench-bwrap
  sudo apparmor_parser -r /etc/apparmor.d/codebench-bwrap
or, for the whole machine: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`,
    };
  return {
    cause: 'bubblewrap does not start here.',
    remedy: 'User namespaces must be allowed: `unshare --user true` must work as an ordinary user.',
  };
}

function readSwitch(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return null;
  }
}

function isContainer(): boolean {
  return (
    ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)) ||
    'KUBERNETES_SERVICE_HOST' in process.env
  );
}
