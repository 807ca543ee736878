/** For tests of server*.ts: small real programs in the place of llama-server and of the run that owns it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * A router by its HTTP, with one child process as its model. What it does is its arguments' last word:
 * router, stubborn (both ignore SIGTERM), plain (not a router), slow (never healthy), dies, keyed (asks for LLAMA_API_KEY).
 */
const FAKE_SERVER = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
const mode = process.argv.at(-1);
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
console.error('W fake environment ' + JSON.stringify(process.env));
if (mode === 'dies') {
  console.error("init: option 'temprature' not recognized in preset 'small'");
  console.error('E srv  llama_server: failed to initialize router models');
  process.exit(1);
}
const stubborn = mode === 'stubborn';
spawn('/bin/sh', ['-c', (stubborn ? "trap '' TERM; " : '') + 'while :; do sleep 0.2; done'], { stdio: 'ignore' });
if (stubborn) process.on('SIGTERM', () => {});
createServer((request, response) => {
  const { status, body } = answer(request);
  response.writeHead(status).end(JSON.stringify(body));
}).listen(port, '127.0.0.1');
function answer({ url, headers }) {
  if (url === '/health') return { status: mode === 'slow' ? 503 : 200, body: { status: 'ok' } };
  if (mode === 'keyed' && headers.authorization !== 'Bearer ' + process.env.LLAMA_API_KEY)
    return { status: 401, body: { error: { message: 'Invalid API Key' } } };
  return { status: 200, body: mode === 'plain' ? { model_path: 'x.gguf' } : { role: 'router' } };
}
`;

/** A run that starts a server, says so, and then leaves as its first argument tells: waits, exits, throws. SIGUSR2: process.exit. */
const OWNER = `
import { spawn } from 'node:child_process';
const [how, serverModule, options] = process.argv.slice(2);
const { startLlamaServer } = await import(serverModule);
const server = await startLlamaServer(JSON.parse(options));
// Another child of ours, that outlives us: it must not hold the guard's pipe open.
const bystander = spawn('/bin/sh', ['-c', 'sleep 60'], { stdio: 'ignore', detached: true });
console.log(JSON.stringify({ pid: server.pid, port: server.port, url: server.url, bystander: bystander.pid }));
process.on('SIGUSR2', () => process.exit(0));
if (how === 'exits') process.exit(0);
if (how === 'throws') throw new Error('a bug of ours');
setInterval(() => {}, 1000);
`;

export interface Rig {
  folder: string;
  /** A program that stands for llama-server. */
  bin: string;
  stateDir: string;
  /** Options for startLlamaServer; `mode` is what the program does. */
  options(mode: string): {
    bin: string;
    presetPath: string;
    cwd: string;
    stateDir: string;
    logPath: string;
    args: string[];
    stopGraceMs: number;
  };
  /** Starts a run in a process of its own, and returns when its server is ready. */
  startOwner(how: 'waits' | 'exits' | 'throws', options: object): Promise<Owner>;
  listStateFiles(): Promise<string[]>;
  readLog(): Promise<string>;
  /** Kills what is left, by the groups that this rig knows of. */
  remove(): Promise<void>;
}

export interface Owner {
  process: ChildProcess;
  server: { pid: number; port: number; url: string; bystander: number };
  ended: Promise<unknown>;
}

export async function buildRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-server-'));
  const stateDir = join(folder, 'state');
  const bin = join(folder, 'llama-server');
  const groups: number[] = [];
  await writeFile(join(folder, 'fake.mjs'), FAKE_SERVER);
  await writeFile(join(folder, 'owner.mjs'), OWNER);
  await writeFile(bin, `#!/bin/sh\nexec '${process.execPath}' '${folder}/fake.mjs' "$@"\n`, { mode: 0o755 });
  return {
    folder,
    bin,
    stateDir,
    options: (mode) => ({
      bin,
      presetPath: 'preset.ini',
      cwd: folder,
      stateDir,
      logPath: join(folder, 'logs', 'server.log'),
      args: [mode],
      stopGraceMs: 1500,
    }),
    async startOwner(how, options) {
      const owner = await startOwner(folder, how, options);
      groups.push(owner.process.pid!, owner.server.pid, owner.server.bystander);
      return owner;
    },
    listStateFiles: () => readdir(join(stateDir, 'servers')).catch(() => []),
    readLog: () => readFile(join(folder, 'logs', 'server.log'), 'utf8'),
    async remove() {
      for (const group of groups) killQuietly(group);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SERVER_MODULE = new URL('./server.ts', import.meta.url).href;

/** The owner leads a group of its own, as a shell's foreground job does. */
async function startOwner(folder: string, how: string, options: object): Promise<Owner> {
  const args = [join(folder, 'owner.mjs'), how, SERVER_MODULE, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const line = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
  if (line === null) throw new Error(`the owner ended before its server was ready: ${stderr}`);
  return { process: child, server: JSON.parse(String(line[0])), ended };
}

/** Polls until it holds; the limit is for a wait in vain, not a measure of speed. */
export async function until(holds: () => Promise<boolean>, limitMs = 50_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain for ${holds}`);
    await sleep(50);
  }
}

/** The guards of a server, by their command line; Linux only. */
export async function findGuards(serverPid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  const isGuard = (words: string[]) => words.includes('codebench-guard') && words.includes(String(serverPid));
  return pids.map(Number).filter((_, at) => isGuard((commands[at] ?? '').split('\0')));
}

/** Where a llama-server for tests may lie besides PATH: beside the checkout. */
export const SHARED_SERVER = fileURLToPath(new URL('../../shared/llama.cpp/llama-server', import.meta.url));

function killQuietly(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}
