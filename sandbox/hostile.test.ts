/** Programs that take more than they may: of time, processes, memory, disk and output. */
import { describe, expect, test } from 'vitest';
import {
  type Language,
  makeMarker,
  type ProgramRun,
  readJson,
  runProgram,
  waitUntilGone,
} from './programs.ts';
import type { ExecResult } from './sandbox.ts';

const MIB = 1024 * 1024;

interface Case {
  language: Language;
  source: string;
}

/** Runs it with a marker, and proves that no process of it is left. */
async function runHostile({ language, source }: Case, run: ProgramRun = {}): Promise<ExecResult> {
  const marker = makeMarker();
  const result = await runProgram(language, source, { ...run, args: [marker] });
  expect(await waitUntilGone(marker)).toEqual([]);
  return result;
}

describe('time', () => {
  test.for<Case>([
    { language: 'Python', source: 'while True: pass' },
    { language: 'JavaScript', source: 'for (;;);' },
  ])('an endless loop in $language ends at the wall limit', async (program) => {
    const result = await runHostile(program, { limits: { wallMs: 600 } });
    expect(result).toMatchObject({
      status: 'timeout',
      exitCode: null,
      detail: expect.stringContaining('600 ms'),
    });
  });

  test.for<Case>([
    { language: 'Python', source: 'import time; time.sleep(1000)' },
    { language: 'JavaScript', source: 'setTimeout(() => {}, 1e6)' },
  ])('a sleeper in $language ends at the wall limit', async (program) => {
    expect((await runHostile(program, { limits: { wallMs: 600 } })).status).toBe('timeout');
  });

  test.for<Case>([
    {
      language: 'Python',
      source: `
import os
for _ in range(2):
    if os.fork() == 0: break
while True: pass`,
    },
    {
      language: 'JavaScript',
      source: `
import { Worker } from 'node:worker_threads';
for (let i = 0; i < 2; i += 1) new Worker('for (;;);', { eval: true });
for (;;);`,
    },
  ])('CPU time is added up over all that run in $language', async (program) => {
    const result = await runHostile(program, { limits: { cpuMs: 500, wallMs: 20_000 } });
    expect(result).toMatchObject({ status: 'cpu', detail: expect.stringContaining('500 ms') });
    expect(result.cpuMs).toBeGreaterThan(500);
  });
});

describe('processes', () => {
  test.for<Case>([
    {
      language: 'Python',
      source: `
import os, signal, sys, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(1000)
time.sleep(1000)`,
    },
    {
      language: 'JavaScript',
      source: `
import { spawn } from 'node:child_process';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
spawn('node', ['-e', 'setTimeout(() => {}, 1e6)', process.argv[2]], { detached: true, stdio: 'ignore' }).unref();
setTimeout(() => {}, 1e6);`,
    },
  ])(
    'a daemon in $language that ignores signals and leaves its session does not outlive the kill',
    async (p) => {
      expect((await runHostile(p, { limits: { wallMs: 1_000 } })).status).toBe('timeout');
    },
  );

  test.for<Case>([
    {
      language: 'Python',
      source: `
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(1000)`,
    },
    {
      language: 'JavaScript',
      source: `
import { spawn } from 'node:child_process';
spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' }).unref();`,
    },
  ])(
    'a daemon in $language that holds stdout ends with the program, which counts as ended well',
    async (p) => {
      expect(await runHostile(p, { limits: { wallMs: 15_000 } })).toMatchObject({
        status: 'ok',
        exitCode: 0,
      });
    },
  );

  test('forks beyond the limit fail', async () => {
    const source = `
import json, os, time
started = 0
for _ in range(60):
    try:
        if os.fork() == 0: time.sleep(1000)
        started += 1
    except BlockingIOError: pass
print(json.dumps(started))`;
    const result = await runHostile({ language: 'Python', source }, { limits: { processes: 20 } });
    expect(readJson(result)).toBe(19);
  });

  test('spawns beyond the limit fail, threads counted in', async () => {
    const source = `
import { spawn } from 'node:child_process';
let started = 0;
for (let i = 0; i < 60; i += 1) {
  const child = spawn('sleep', ['1000']);
  child.on('error', () => {});
  if (child.pid !== undefined) started += 1;
}
console.log(started);
process.exit(0);`;
    const result = await runHostile({ language: 'JavaScript', source }, { limits: { processes: 30 } });
    expect(readJson(result)).toBeGreaterThan(5);
    expect(readJson(result)).toBeLessThan(30);
  });

  test.for<Case>([
    {
      language: 'Python',
      source: `
import os
while True:
    try: os.fork()
    except OSError: pass`,
    },
    {
      language: 'JavaScript',
      source: `
import { spawn } from 'node:child_process';
for (;;) {
  const child = spawn('node', ['main.mjs', process.argv[2]], { stdio: 'ignore' });
  child.on('error', () => {});
  await new Promise((resolve) => setTimeout(resolve, 5));
}`,
    },
  ])('a bomb in $language ends, and other runs work beside it', async (program) => {
    const bomb = runHostile(program, { limits: { wallMs: 2_000, processes: 40 } });
    const beside = await runProgram(
      'Python',
      'import os\nif os.fork() == 0: os._exit(0)\nprint(os.wait()[1])',
    );
    expect(readJson(beside)).toBe(0);
    expect((await bomb).status).toMatch(/^(timeout|memory|cpu)$/);
  });

  test('with too few processes for Node to start, the wall limit still ends it', async () => {
    const result = await runHostile(
      { language: 'JavaScript', source: 'console.log(1)' },
      { limits: { processes: 3, wallMs: 2_000 } },
    );
    expect(result.status).toMatch(/^(timeout|signal|exit)$/);
  });
});

describe('memory', () => {
  const limits = { memoryBytes: 200 * MIB, wallMs: 20_000 };

  test.for<Case>([
    {
      language: 'Python',
      source: 'import time\nheld = [bytearray(b"x") * (16 << 20) for _ in range(125)]\ntime.sleep(60)',
    },
    {
      language: 'JavaScript',
      source: `
const held = [];
for (let i = 0; i < 125; i += 1) held.push(Buffer.alloc(16 << 20, 1));
setTimeout(() => held.length, 60_000);`,
    },
  ])('2 GB held in $language end the run', async (program) => {
    const result = await runHostile(program, { limits });
    expect(result).toMatchObject({ status: 'memory', detail: expect.stringContaining('200 MiB') });
    expect(result.peakMemoryBytes).toBeGreaterThan(limits.memoryBytes);
    expect(result.peakMemoryBytes).toBeLessThan(1500 * MIB);
  });

  test.for<Case>([
    {
      language: 'Python',
      source: `
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(b"x") * (40 << 20)
        time.sleep(60)
time.sleep(60)`,
    },
    {
      language: 'JavaScript',
      source: `
import { spawn } from 'node:child_process';
const hog = 'const held = Buffer.alloc(60 << 20, 1); setTimeout(() => held.length, 60_000)';
for (let i = 0; i < 3; i += 1) spawn('node', ['-e', hog]);`,
    },
  ])('memory split over processes in $language is added up', async (program) => {
    expect((await runHostile(program, { limits })).status).toBe('memory');
  });

  test('shared mappings count', async () => {
    const source = `
import mmap, time
held = mmap.mmap(-1, 1 << 30)
for at in range(0, 1 << 30, 4096): held[at] = 1
time.sleep(60)`;
    expect((await runHostile({ language: 'Python', source }, { limits })).status).toBe('memory');
  });

  test('memory that belongs to no process is refused', async () => {
    const source = `
import os
try: os.memfd_create("hidden"); print('"made"')
except PermissionError: print('"refused"')`;
    expect(readJson(await runHostile({ language: 'Python', source }))).toBe('refused');
  });
});

describe('disk', () => {
  const limits = { tmpBytes: 8 * MIB, fileBytes: 2 * MIB };

  test.for<Case & { folder: string; most: number }>([
    { language: 'Python', folder: '/tmp', most: 8 * MIB, source: '' },
    { language: 'JavaScript', folder: '/tmp', most: 8 * MIB, source: '' },
    { language: 'Python', folder: '/dev/shm', most: MIB, source: '' },
    { language: 'JavaScript', folder: '/dev/shm', most: MIB, source: '' },
  ])('$folder is full at its size in $language', async ({ language, folder, most }) => {
    const python = `
import errno, json
written, why = 0, None
try:
    for number in range(64):
        with open(f"${folder}/{number}", "wb", buffering=0) as file: written += file.write(b"x" * (1 << 20))
except OSError as error: why = errno.errorcode[error.errno]
print(json.dumps([written, why]))`;
    const js = `
import fs from 'node:fs';
let written = 0, why = null;
try {
  for (let n = 0; n < 64; n += 1) {
    const fd = fs.openSync('${folder}/' + n, 'w');
    written += fs.writeSync(fd, Buffer.alloc(1 << 20, 1));
  }
} catch (error) { why = error.code; }
console.log(JSON.stringify([written, why]));`;
    const result = await runHostile({ language, source: language === 'Python' ? python : js }, { limits });
    const [written, why] = readJson(result) as [number, string];
    expect(why).toBe('ENOSPC');
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThanOrEqual(most);
  });

  test('a file above the limit on a single file is refused, a sparse one too', async () => {
    const source = `
import errno, json
seen = []
try:
    with open("/tmp/big", "wb", buffering=0) as file:
        for _ in range(8): file.write(b"x" * (1 << 20))
except OSError as error: seen.append(errno.errorcode[error.errno])
try: open("/tmp/sparse", "wb").truncate(1 << 40)
except OSError as error: seen.append(errno.errorcode[error.errno])
print(json.dumps(seen))`;
    expect(readJson(await runHostile({ language: 'Python', source }, { limits }))).toEqual([
      'EFBIG',
      'EFBIG',
    ]);
  });

  test('a flood of empty files ends the run', async () => {
    const source = 'n = 0\nwhile True:\n    open(f"/tmp/{n}", "w").close()\n    n += 1';
    const result = await runHostile(
      { language: 'Python', source },
      { limits: { wallMs: 60_000, cpuMs: 60_000 } },
    );
    expect(result).toMatchObject({ status: 'memory', detail: expect.stringContaining('files in /tmp') });
  });
});

describe('output', () => {
  test.for<Case & { fd: number; stream: 'stdout' | 'stderr' | 'result' }>(
    ([1, 2, 3] as const).flatMap((fd) => {
      const stream = (['stdout', 'stderr', 'result'] as const)[fd - 1]!;
      const python = `import os\nwhile True: os.write(${fd}, b"x" * 65536)`;
      const js = `import fs from 'node:fs';\nfor (;;) fs.writeSync(${fd}, 'x'.repeat(65536));`;
      return [
        { language: 'Python', source: python, fd, stream },
        { language: 'JavaScript', source: js, fd, stream },
      ] as const;
    }),
  )('a flood of $stream in $language is cut at its limit', async ({ stream, ...program }) => {
    const limits = { stdoutBytes: 100_000, stderrBytes: 100_000, resultBytes: 100_000 };
    const result = await runHostile(program, { limits });
    expect(result).toMatchObject({ status: 'output', detail: expect.stringContaining('100000 bytes') });
    expect(result[stream].length).toBe(100_000);
  });

  test('output at exactly the limit is whole and no fault', async () => {
    const result = await runProgram('Python', 'import os\nos.write(1, b"x" * 1000)', {
      limits: { stdoutBytes: 1000 },
    });
    expect(result).toMatchObject({ status: 'ok', stdout: { length: 1000 } });
  });

  test.for<Case>([
    { language: 'Python', source: 'import os\nos.write(1, bytes([0, 255, 27, 91, 195]))' },
    { language: 'JavaScript', source: `process.stdout.write(Buffer.from([0, 255, 27, 91, 195]))` },
  ])('bytes that are no text come through as they are from $language', async (program) => {
    const result = await runHostile(program);
    expect([...result.stdout]).toEqual([0, 255, 27, 91, 195]);
  });
});
