import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { askGpuTools, describeMachine, isThisMachine } from './machine.ts';
import { Machine } from './trial.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(os.tmpdir(), 'codebench-machine-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('the machine', () => {
  test('is what Node tells of it; without a tool to ask, GPUs are unknown and not none', async () => {
    const machine = await describeMachine(await gpus(), null);
    expect(Machine.parse(machine)).toEqual(machine);
    expect(machine).toMatchObject({ cores: os.cpus().length, memoryBytes: os.totalmem(), gpus: null });
    expect(machine.os).toContain(process.platform);
  });

  test('names its GPUs with their memory, as nvidia-smi says them', async () => {
    await tool('nvidia-smi', "printf 'NVIDIA H100 80GB HBM3, 81559 MiB\\nNVIDIA RTX A6000, 49140 MiB\\n'");
    expect(await gpus()).toEqual(['NVIDIA H100 80GB HBM3, 81559 MiB', 'NVIDIA RTX A6000, 49140 MiB']);
  });

  test('names those of rocm-smi and of macOS', async () => {
    const rocm = '{"card0": {"VRAM Total Memory (B)": "17163091968", "Card Series": "Radeon RX 7800 XT"}}';
    await tool('rocm-smi', `echo '${rocm}'`);
    expect(await gpus()).toEqual(['Radeon RX 7800 XT, 16368 MiB']);
    await rm(join(folder, 'rocm-smi'));
    await tool('system_profiler', `echo '{"SPDisplaysDataType": [{"sppci_model": "Apple M2 Max"}]}'`);
    expect(await gpus()).toEqual(['Apple M2 Max']);
  });

  test.for([
    ['fails', 'echo no driver; exit 9'],
    ['hangs', 'exec /bin/sleep 60'],
    ['hangs and does not end when told to', "trap '' TERM; /bin/sleep 8; /bin/sleep 8"],
  ])('a tool that %s says nothing, and the run does not wait for it', async ([, script]) => {
    await tool('nvidia-smi', script!);
    const startedAt = performance.now();
    expect(await gpus()).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test("without a tool the server's own words tell, where it has any", async () => {
    const serverLog = join(folder, 'llama-server.log');
    expect((await describeMachine(null, serverLog)).gpus).toBeNull();
    await writeFile(
      serverLog,
      'x: using device ROCm0 (AMD Radeon RX 7800 XT) (0000:03:00.0) - 16000 MiB free\n',
    );
    expect((await describeMachine(null, serverLog)).gpus).toEqual(['AMD Radeon RX 7800 XT']);
  });
});

test('a server on this computer is told from one elsewhere, whose hardware nobody knows', () => {
  expect(isThisMachine('http://127.0.0.1:8080')).toBe(true);
  expect(isThisMachine('http://[::1]:8080')).toBe(true);
  expect(isThisMachine('http://localhost:8080/v1')).toBe(true);
  expect(isThisMachine('http://192.0.2.7:8080')).toBe(false);
  expect(isThisMachine('https://gpu.example:8080')).toBe(false);
});

function gpus(): Promise<string[] | null> {
  return askGpuTools(folder);
}

async function tool(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}
