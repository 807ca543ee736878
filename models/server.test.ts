import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServerBinary } from './find-server.ts';
import { startLlamaServer } from './server.ts';
import { PortTakenError, ServerNotFoundError, ServerStartError } from './server-errors.ts';
import { listGroup, readStartTime } from './server-group.ts';
import { ownsPort, pickFreePort } from './server-port.ts';
import { buildRig, type Rig, until } from './server-rig.ts';

const LIMIT_MS = 60_000;
let rig: Rig;
beforeEach(async () => {
  rig = await buildRig();
});
afterEach(() => rig.remove());

describe('a start', { timeout: LIMIT_MS }, () => {
  test('gives a ready router on a free port of 127.0.0.1, with only router flags', async () => {
    const server = await startLlamaServer(rig.options('router'));
    try {
      expect(await (await fetch(`${server.url}/props`)).json()).toEqual({ role: 'router' });
      const preset = join(rig.folder, 'preset.ini');
      expect(server.command).toBe(
        `${rig.bin} --models-preset ${preset} --models-max 1 --host 127.0.0.1 --port ${server.port} router`,
      );
      expect(server.startMs).toBeGreaterThan(0);
      expect(await rig.listStateFiles()).toEqual([`${server.pid}.json`]);
    } finally {
      await server.stop();
    }
  });

  test('keeps from the server what would change the meaning of the preset, and says so', async () => {
    const config = join(rig.folder, 'config');
    await mkdir(join(config, 'llama.cpp'), { recursive: true });
    await writeFile(join(config, 'llama.cpp', 'config.ini'), '[*]\ntemp = 2\n');
    const env = {
      PATH: process.env.PATH,
      LLAMA_ARG_MODEL: 'x.gguf',
      LLAMA_ARG_CTX_SIZE: '7',
      LLAMA_ARG_MODELS_PRESET: 'other.ini',
      LLAMA_SERVER_ROUTER_PORT: '1',
      XDG_CONFIG_HOME: config,
      XDG_CACHE_HOME: '/cache',
      HF_HOME: '/hub',
      CUDA_VISIBLE_DEVICES: '1',
    };
    const server = await startLlamaServer({ ...rig.options('router'), env });
    await server.stop();
    const seen = JSON.parse(/fake environment (.*)/.exec(await rig.readLog())?.[1] ?? '');
    expect(Object.keys(seen).filter((name) => /^LLAMA_(ARG|SERVER)_/.test(name))).toEqual([]);
    expect(seen).toMatchObject({ XDG_CACHE_HOME: '/cache', HF_HOME: '/hub', CUDA_VISIBLE_DEVICES: '1' });
    expect(seen.XDG_CONFIG_HOME).toBe(join(rig.stateDir, 'empty-config'));
    const told = server.notes.map((note) => note.split(' ')[0]);
    expect(told).toEqual(
      expect.arrayContaining([
        'LLAMA_ARG_MODEL',
        'LLAMA_ARG_CTX_SIZE',
        'LLAMA_SERVER_ROUTER_PORT',
        join(config, 'llama.cpp', 'config.ini'),
      ]),
    );
    expect(told).not.toContain('LLAMA_ARG_MODELS_PRESET');
  });

  test('hands back the key that the server asks for', async () => {
    const env = { PATH: process.env.PATH, LLAMA_API_KEY: 'one,two' };
    const server = await startLlamaServer({ ...rig.options('router'), env });
    expect(server.apiKey).toBe('one');
    await server.stop();
  });

  test('sends the key when it looks whether the server is ready', async () => {
    const env = { PATH: process.env.PATH, LLAMA_API_KEY: 'secret' };
    const server = await startLlamaServer({ ...rig.options('keyed'), env });
    expect(server.command).not.toContain('secret');
    await server.stop();
  });

  test('that dies says so in its own words, with the command and the remedy, and leaves nothing', async () => {
    const failure = await startLlamaServer(rig.options('dies')).catch((error) => error);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.lastWords).toContain("option 'temprature' not recognized in preset 'small'");
    expect(failure.message).toContain('exit code 1');
    expect(failure.message).toContain(`${rig.bin} --models-preset`);
    expect(failure.message).toContain('correct or remove that option in the preset');
    expect(await rig.listStateFiles()).toEqual([]);
  });

  test('of a program that is no router is refused, and the program ended', async () => {
    const failure = await startLlamaServer(rig.options('plain')).catch((error) => error);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.message).toContain('is not in router mode');
    expect(await rig.listStateFiles()).toEqual([]);
  });

  test('that is not ready in time is ended, and the time is named', async () => {
    const failure = await startLlamaServer({ ...rig.options('slow'), startTimeoutMs: 700 }).catch((e) => e);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.message).toMatch(/not ready within 700 ms/);
    expect(await rig.listStateFiles()).toEqual([]);
  });

  test('of something that is not a program says so', async () => {
    await writeFile(rig.bin, 'not a program');
    await chmod(rig.bin, 0o644);
    const failure = await startLlamaServer(rig.options('router')).catch((error) => error);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.message).toContain('is not a program for this system');
  });

  test('in a folder that is not there names the folder', async () => {
    const cwd = join(rig.folder, 'nowhere');
    await expect(startLlamaServer({ ...rig.options('router'), cwd })).rejects.toThrow(cwd);
  });
});

describe('a taken port', { timeout: LIMIT_MS }, () => {
  test('is named, and a listener without HTTP as such', async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const failure = await startLlamaServer({ ...rig.options('router'), port }).catch((error) => error);
    expect(failure).toBeInstanceOf(PortTakenError);
    expect(failure.port).toBe(port);
    expect(failure.message).toContain(`Port ${port} of 127.0.0.1 is taken`);
    other.close();
  });

  test('that a router holds leads to CODEBENCH_SERVER_URL', async () => {
    const first = await startLlamaServer(rig.options('router'));
    try {
      const second = startLlamaServer({ ...rig.options('router'), port: first.port });
      await expect(second).rejects.toThrow(`CODEBENCH_SERVER_URL=http://127.0.0.1:${first.port}`);
    } finally {
      await first.stop();
    }
  });

  test.runIf(process.platform === 'linux')(
    'is told apart from our own by who listens, not by what answers',
    async () => {
      const server = await startLlamaServer(rig.options('router'));
      expect(await ownsPort(server.pid, server.port)).toBe(true);
      expect(await ownsPort(process.pid, server.port)).toBe(false);
      expect(await ownsPort(server.pid, await pickFreePort())).toBe(false);
      await server.stop();
    },
  );
});

describe('a stop', { timeout: LIMIT_MS }, () => {
  test('ends the server with its children, by SIGTERM, and leaves neither guard nor state file', async () => {
    const server = await startLlamaServer(rig.options('router'));
    expect((await listGroup(server.pid)).length).toBeGreaterThan(1);
    await server.stop();
    expect(await listGroup(server.pid)).toEqual([]);
    expect(await server.exited).toMatchObject({ signal: 'SIGTERM', stopped: true });
    expect(await rig.listStateFiles()).toEqual([]);
  });

  test('ends also those that ignore SIGTERM', async () => {
    const server = await startLlamaServer(rig.options('stubborn'));
    await server.stop();
    expect(await listGroup(server.pid)).toEqual([]);
    expect(await server.exited).toMatchObject({ signal: 'SIGKILL', stopped: true });
  });

  test('may be asked for twice, at once and again later', async () => {
    const server = await startLlamaServer(rig.options('router'));
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await listGroup(server.pid)).toEqual([]);
  });

  test('leaves another server alone', async () => {
    const [one, other] = await Promise.all([
      startLlamaServer(rig.options('router')),
      startLlamaServer(rig.options('router')),
    ]);
    await one.stop();
    expect((await listGroup(other.pid)).length).toBeGreaterThan(1);
    await other.stop();
  });
});

test('a router that dies in the middle takes its children along, and says how it ended', {
  timeout: LIMIT_MS,
}, async () => {
  const server = await startLlamaServer(rig.options('stubborn'));
  process.kill(server.pid, 'SIGKILL');
  expect(await server.exited).toMatchObject({ code: null, signal: 'SIGKILL', stopped: false });
  await until(async () => (await listGroup(server.pid)).length === 0);
  await server.stop();
  expect(await rig.listStateFiles()).toEqual([]);
});

describe('processes', { timeout: LIMIT_MS }, () => {
  test('are told apart by their start time, and one that ended has none', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 60'], { detached: true });
    const startTime = await readStartTime(child.pid!);
    expect(startTime).toMatch(/\d/);
    expect(await readStartTime(child.pid!)).toBe(startTime);
    expect(startTime).not.toBe(await readStartTime(process.pid));
    expect(await listGroup(child.pid!)).toContain(child.pid);
    process.kill(-child.pid!, 'SIGKILL');
    await once(child, 'exit');
    expect(await readStartTime(child.pid!)).toBeNull();
    expect(await listGroup(child.pid!)).toEqual([]);
  });
});

describe('the search for llama-server', () => {
  test('takes the one that was chosen, else the first on PATH', async () => {
    const path = `/nowhere:${rig.folder}`;
    expect(await findServerBinary(rig.bin, '')).toBe(rig.bin);
    expect(await findServerBinary(undefined, path)).toBe(rig.bin);
  });

  test('passes over what cannot be run', async () => {
    await mkdir(join(rig.folder, 'a', 'llama-server'), { recursive: true });
    expect(await findServerBinary('', `${join(rig.folder, 'a')}:${rig.folder}`)).toBe(rig.bin);
  });

  test('names all ways out when there is none', async () => {
    const failure = await findServerBinary(undefined, '/nowhere').catch((error) => error);
    expect(failure).toBeInstanceOf(ServerNotFoundError);
    for (const remedy of ['CODEBENCH_SERVER_BIN', 'CODEBENCH_SERVER_URL', 'install llama.cpp'])
      expect(failure.message).toContain(remedy);
  });

  test('does not fall back to PATH when the chosen one is wrong', async () => {
    const path = rig.folder;
    await expect(findServerBinary('/nowhere/llama-server', path)).rejects.toThrow('which does not exist');
    await expect(findServerBinary(rig.folder, path)).rejects.toThrow(`Did you mean ${rig.bin}?`);
    await chmod(rig.bin, 0o644);
    await expect(findServerBinary(rig.bin, path)).rejects.toThrow('is not executable');
  });
});
