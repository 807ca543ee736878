import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findServerBinary } from './find-server.ts';
import { type LlamaServer, startLlamaServer } from './server.ts';
import { PortTakenError, ServerStartError } from './server-errors.ts';
import { listGroup } from './server-group.ts';
import { buildRig, type Rig, SHARED_SERVER, until } from './server-rig.ts';
import { ensureTestModel, SMOLLM2 } from './test-models.ts';

const run = promisify(execFile);
const LIMIT_MS = 300_000;

let bin: string;
let model: string;
let whyNot: string | null = null;
beforeAll(async () => {
  try {
    bin = await findRealServer();
    model = await ensureTestModel(SMOLLM2);
  } catch (error) {
    if (process.env.CI) throw error;
    whyNot = (error as Error).message;
  }
}, LIMIT_MS);

let rig: Rig;
beforeEach(async (context) => {
  if (whyNot !== null) context.skip(whyNot);
  rig = await buildRig();
  await writeFile(join(rig.folder, 'good.gguf'), await readFile(model));
  await writeFile(join(rig.folder, 'preset.ini'), PRESET);
  return () => rig.remove();
}, LIMIT_MS);

/** Relative paths: they hold from the server's folder. A pipe without a writer is a load that never ends. */
const PRESET = `version = 1
[*]
c = 512
[good]
model = good.gguf
[endless]
model = endless.gguf
[missing]
model = nowhere.gguf
[text]
model = text.gguf
[cut-head]
model = cut-head.gguf
[cut-tail]
model = cut-tail.gguf
[unknown-architecture]
model = architecture.gguf
[wrong-option]
model = good.gguf
cache-type-k = q9
`;

const options = () => {
  const { args: _fakeMode, ...shared } = rig.options('');
  return { ...shared, bin, stopGraceMs: 12_000 };
};

describe('a real llama-server', { timeout: LIMIT_MS }, () => {
  let server: LlamaServer;
  beforeEach(async () => {
    server = await startLlamaServer(options());
  });
  afterEach(() => server?.stop());

  test('is a router for one model at a time, loads one, and ends with it on stop', async () => {
    const props = await (await fetch(`${server.url}/props`)).json();
    expect(props).toMatchObject({ role: 'router', max_instances: 1 });
    await load(server.url, 'good');
    expect(await waitForStatus(server.url, 'good')).toMatchObject({ value: 'loaded' });
    expect((await listGroup(server.pid)).length).toBeGreaterThan(1);
    await server.stop();
    expect(await listGroup(server.pid)).toEqual([]);
    expect(await server.exited).toMatchObject({ stopped: true });
    console.log(`spawn to ready: ${Math.round(server.startMs)} ms`);
  });

  test('is stopped in the middle of a load that never ends', async () => {
    await loadEndlessly(server.url, server.pid);
    await server.stop();
    expect(await listGroup(server.pid)).toEqual([]);
  });

  test('killed in the middle of a load takes the loading child along', async () => {
    await loadEndlessly(server.url, server.pid);
    process.kill(server.pid, 'SIGKILL');
    expect(await server.exited).toMatchObject({ signal: 'SIGKILL', stopped: false });
    await until(async () => (await listGroup(server.pid)).length === 0);
  });

  test('says in its own words why a model did not load', async () => {
    await writeBrokenModels(rig.folder, await readFile(model));
    const words: Record<string, RegExp> = {
      missing: /nowhere\.gguf.*No such file/,
      text: /magic/,
      'cut-head': /failed to read key-value pairs/,
      'cut-tail': /not within the file bounds|corrupted or incomplete/,
      'unknown-architecture': /unknown model architecture: 'llamx'/,
      'wrong-option': /cache-type-k.*q9/,
    };
    for (const [name, expected] of Object.entries(words)) {
      await load(server.url, name);
      expect(await waitForStatus(server.url, name)).toMatchObject({ value: 'unloaded', failed: true });
      expect(server.lastWords(name)).toMatch(expected);
      expect(server.lastWords()).toBe(server.lastWords(name));
      expect(server.lastWords(name).split('\n').length).toBeLessThanOrEqual(3);
    }
    expect(server.lastWords('missing')).toMatch(words.missing!);
  });

  test('that holds a port lets no second one start on it', async () => {
    const second = startLlamaServer({ ...options(), port: server.port });
    await expect(second).rejects.toThrow(PortTakenError);
    await expect(second).rejects.toThrow(`CODEBENCH_SERVER_URL=${server.url}`);
  });
});

describe('a real llama-server whose owner is killed with -9', { timeout: LIMIT_MS }, () => {
  test('ends with its loaded model', async () => {
    const owner = await rig.startOwner('waits', options());
    await load(owner.server.url, 'good');
    expect(await waitForStatus(owner.server.url, 'good')).toMatchObject({ value: 'loaded' });
    owner.process.kill('SIGKILL');
    await until(async () => (await listGroup(owner.server.pid)).length === 0);
    await until(async () => (await rig.listStateFiles()).length === 0);
  });

  test('ends in the middle of a load', async () => {
    const owner = await rig.startOwner('waits', options());
    await loadEndlessly(owner.server.url, owner.server.pid);
    owner.process.kill('SIGKILL');
    await until(async () => (await listGroup(owner.server.pid)).length === 0);
  });

  test('ends also when the router is killed with it', async () => {
    const owner = await rig.startOwner('waits', options());
    await loadEndlessly(owner.server.url, owner.server.pid);
    process.kill(owner.server.pid, 'SIGKILL');
    owner.process.kill('SIGKILL');
    await until(async () => (await listGroup(owner.server.pid)).length === 0);
  });
});

describe('a real llama-server that cannot start', { timeout: LIMIT_MS }, () => {
  test('names the option of the preset that it does not know', async () => {
    await writeFile(join(rig.folder, 'preset.ini'), '[small]\nmodel = good.gguf\ntemprature = 1\n');
    const failure = await startLlamaServer(options()).catch((error) => error);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.lastWords).toContain("option 'temprature' not recognized in preset 'small'");
    expect(failure.message).toContain('correct or remove that option in the preset');
  });

  test('says that the preset is no preset', async () => {
    await writeFile(join(rig.folder, 'preset.ini'), 'not a preset\n');
    const failure = await startLlamaServer(options()).catch((error) => error);
    expect(failure).toBeInstanceOf(ServerStartError);
    expect(failure.message).toContain('correct the preset');
  });

  test('is not put off by a variable that would make it serve one model', async () => {
    const env = {
      ...process.env,
      LLAMA_ARG_MODEL: model,
      LLAMA_ARG_PORT: '1',
      LLAMA_SERVER_ROUTER_PORT: '1',
    };
    const server = await startLlamaServer({ ...options(), env });
    expect(await (await fetch(`${server.url}/props`)).json()).toMatchObject({ role: 'router' });
    await server.stop();
  });

  test('but for a key opens with the key that is handed back', async () => {
    const env = { ...process.env, LLAMA_API_KEY: 'one,two' };
    const server = await startLlamaServer({ ...options(), env });
    const ask = (key: string | null) =>
      fetch(`${server.url}/models`, { headers: key ? { authorization: `Bearer ${key}` } : {} });
    expect((await ask(null)).status).toBe(401);
    expect((await ask(server.apiKey)).status).toBe(200);
    expect(await rig.readLog()).not.toContain('one,two');
    await server.stop();
  });
});

async function findRealServer(): Promise<string> {
  const isThere = await access(SHARED_SERVER, constants.X_OK).then(
    () => true,
    () => false,
  );
  return findServerBinary().catch((error) => {
    // A wrong setting is the user's to correct; only the absence of any server leads to the shared one.
    if (process.env.CODEBENCH_SERVER_BIN || !isThere) throw error;
    return SHARED_SERVER;
  });
}

async function load(url: string, name: string): Promise<void> {
  const response = await fetch(`${url}/models/load`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: name }),
  });
  expect(await response.json()).toEqual({ success: true });
}

/** Returns when a child of the router hangs in opening its model. */
async function loadEndlessly(url: string, pid: number): Promise<void> {
  await run('mkfifo', [join(rig.folder, 'endless.gguf')]);
  await load(url, 'endless');
  await until(async () => /loading model 'endless/.test(await rig.readLog()));
  expect(await readStatus(url, 'endless')).toMatchObject({ value: 'loading' });
  expect((await listGroup(pid)).length).toBeGreaterThan(1);
}

async function waitForStatus(url: string, name: string): Promise<{ value: string }> {
  let status = await readStatus(url, name);
  await until(async () => {
    status = await readStatus(url, name);
    return status.value !== 'loading';
  }, LIMIT_MS);
  return status;
}

async function readStatus(url: string, name: string): Promise<{ value: string }> {
  const { data } = (await (await fetch(`${url}/models`)).json()) as {
    data: { id: string; status: { value: string } }[];
  };
  return data.find(({ id }) => id === name)!.status;
}

async function writeBrokenModels(folder: string, good: Buffer): Promise<void> {
  await writeFile(join(folder, 'text.gguf'), 'These words are not a model.\n');
  await writeFile(join(folder, 'cut-head.gguf'), good.subarray(0, 1_000_000));
  await writeFile(join(folder, 'cut-tail.gguf'), good.subarray(0, good.length - 5_000_000));
  const file = join(folder, 'architecture.gguf');
  await writeFile(file, good);
  // The first value of the file's head is general.architecture = llama.
  const handle = await open(file, 'r+');
  await handle.write('llamx', good.indexOf('llama', good.indexOf('general.architecture') + 20));
  await handle.close();
}
