/** The standard library, compiled once: a build of one file then takes a third of a second instead of fifteen. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareOnce, type Tell } from './prepare.ts';
import { runTool } from './run-tool.ts';
import type { Mount, Sandbox } from './sandbox.ts';
import { findToolchain } from './toolchains.ts';

/** Where the cache lies inside. */
const INSIDE = '/go-cache';
const MAKE_MS = 15 * 60_000;

/** Without the tables for a debugger: half the size, and quicker. No path of this machine gets into a cache key. */
const FLAGS = '-trimpath -mod=mod -buildvcs=false -gcflags=all=-dwarf=false -ldflags=-s';
const ENVIRONMENT = {
  GOFLAGS: FLAGS,
  GOTOOLCHAIN: 'local',
  GOPROXY: 'off',
  GOENV: 'off',
  GOTELEMETRY: 'off',
  GOWORK: 'off',
  GO111MODULE: 'on',
  // Its index of packages fails where it cannot be written; what is compiled just is not kept.
  GODEBUG: 'goindex=0',
};

/** Two kinds of build; an environment and flags each. */
export const GO_PLAIN = { env: { CGO_ENABLED: '0' }, flags: [] as string[] };
export const GO_RACE = { env: { CGO_ENABLED: '1' }, flags: ['-race', '-tags=netgo,osusergo'] };

/** What servers import, and what answers may. Another package is compiled when it is needed. */
const PACKAGES = [
  ...['bufio', 'bytes', 'cmp', 'container/heap', 'container/list', 'container/ring', 'context'],
  ...['encoding/json', 'errors', 'flag', 'fmt', 'hash/fnv', 'hash/maphash', 'io', 'iter', 'log', 'log/slog'],
  ...[
    'maps',
    'math',
    'math/rand',
    'math/rand/v2',
    'net',
    'net/http',
    'net/netip',
    'net/url',
    'os',
    'os/signal',
  ],
  ...['runtime', 'runtime/debug', 'slices', 'sort', 'strconv', 'strings', 'sync', 'sync/atomic', 'syscall'],
  ...['time', 'unicode', 'net/http/httptest', 'net/textproto', 'expvar', 'path', 'regexp', 'unicode/utf8'],
];
/** Newer than the oldest Go that will do. */
const PACKAGES_SINCE: Record<string, number> = { iter: 23 };

export interface GoCache {
  mount: Mount;
  /** For a run that builds; the kind of build adds its own. */
  env: Record<string, string>;
}

/** Throws ToolchainMissing. */
export async function prepareGoCache(sandbox: Sandbox, tell?: Tell): Promise<GoCache> {
  const { version, hostFile } = await findToolchain('go');
  const gccVersion = await runTool('gcc', ['--version'], 20_000).catch(() => '');
  const source = makeProgram(version);
  const facts = [version, process.arch, gccVersion, ENVIRONMENT, GO_PLAIN, GO_RACE, source];
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
  const folder = await prepareOnce(
    sandbox.cacheDir,
    {
      name: `go-${version}-${hash}`,
      title: "Go's build cache, about half a minute",
      remedy: 'run `go build std` by hand to see what is wrong with Go here, and run again',
      make: (into) => makeCache(into, { go: hostFile, source, tell: tell ?? (() => {}) }),
    },
    tell,
  );
  return { mount: { source: folder, target: INSIDE }, env: { ...ENVIRONMENT, GOCACHE: INSIDE } };
}

function makeProgram(version: string): string {
  const minor = Number(version.split('.')[1]);
  const names = PACKAGES.filter((name) => (PACKAGES_SINCE[name] ?? 0) <= minor);
  return `package main\n\nimport (\n${names.map((name) => `\t_ "${name}"\n`).join('')})\n\nfunc main() {}\n`;
}

async function makeCache(
  folder: string,
  { go, source, tell }: { go: string; source: string; tell: Tell },
): Promise<void> {
  const work = path.join(folder, '.work');
  // Go ignores a go.mod in the temporary folder itself.
  const temporary = path.join(work, 'tmp');
  await mkdir(temporary, { recursive: true });
  await writeFile(path.join(work, 'go.mod'), 'module warm\n\ngo 1.22\n');
  await writeFile(path.join(work, 'main.go'), source);
  const runGo = (args: string[], added: Record<string, string>) => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: work,
      TMPDIR: temporary,
      ...ENVIRONMENT,
      GOCACHE: folder,
      ...added,
    };
    return runTool(go, args, MAKE_MS, { cwd: work, env });
  };
  tell('compiling the standard library (1 of 3)');
  await runGo(['build', '-o', '/dev/null', ...GO_PLAIN.flags, '.'], GO_PLAIN.env);
  tell('looking at it for go vet (2 of 3)');
  await runGo(['vet', '.'], GO_PLAIN.env);
  tell('compiling it for the race detector (3 of 3)');
  await runGo(['build', '-o', '/dev/null', ...GO_RACE.flags, '.'], GO_RACE.env);
  await rm(work, { recursive: true });
  await openToAll(folder);
}

/** Root's sandbox is another user, and so may not look at what a strict umask made. */
async function openToAll(folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) throw new Error('go build wrote nothing into its cache');
  await runTool('chmod', ['-R', 'a+rX', folder], 60_000);
}
