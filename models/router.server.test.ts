/** The router's client against the real llama-server with a small model; skipped, with the reason, where either is missing. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectRouter, type LlamaRouter, LoadFailed } from './router.ts';

const BINARY = findBinary();
const MODELS = process.env.CODEBENCH_TEST_MODELS ?? join(homedir(), '.cache', 'llama-codebench-models');
const MODEL = join(MODELS, 'SmolLM2-135M-Instruct.Q4_1.gguf');
const missing = BINARY === null ? 'no llama-server' : existsSync(MODEL) ? null : `no ${MODEL}`;

const LIMITS = { timeoutMs: 120_000, stallMs: 60_000 };
const LOAD = { loadTimeoutMs: 120_000 };
const STORY = { messages: [{ role: 'user' as const, content: 'Write a very long story about a dragon.' }] };
const LONG_PROMPT = { messages: [{ role: 'user' as const, content: 'dragon castle '.repeat(1800) }] };

if (missing) test.skip(`the real llama-server: skipped, ${missing}`, () => {});

describe.skipIf(missing !== null)('the real llama-server', { timeout: 180_000 }, () => {
  let folder: string;
  let server: ChildProcess;
  let router: LlamaRouter;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'router-server-test-'));
    const preset = join(folder, 'preset.ini');
    const common = `[*]\nc = 8192\nparallel = 1\ncache-ram = 0\n`;
    const section = (name: string, more: string) =>
      `[${name}]\nmodel = ${MODEL}\nalias = ${name}-alias\n${more}\n`;
    writeFileSync(
      preset,
      `${common}${section('long', 'n-predict = 6000\nignore-eos = true')}${section('short', 'n-predict = 20')}[gone]\nmodel = ${join(folder, 'gone.gguf')}\n`,
    );
    for (const name of ['config', 'cache']) mkdirSync(join(folder, name));
    const port = await freePort();
    server = spawn(
      BINARY!,
      ['--models-preset', preset, '--models-max', '1', '--host', '127.0.0.1', '--port', String(port)],
      {
        env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), LLAMA_CACHE: join(folder, 'cache') },
        stdio: 'ignore',
        detached: true,
      },
    );
    const url = `http://127.0.0.1:${port}`;
    await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), {
      timeout: 30_000,
    });
    router = await connectRouter({ url });
  }, 60_000);

  afterAll(async () => {
    await router?.close();
    const gone = once(server, 'exit');
    if (server.exitCode === null && server.kill('SIGTERM')) await gone;
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const statusOf = async (model: string) => (await router.listModels()).find(({ id }) => id === model)!;

  const isProcessing = async (model: string) => {
    const reply = await fetch(`${router.url}/slots?model=${model}&autoload=false`);
    return reply.status === 400 ? false : (await reply.text()).includes('"is_processing":true');
  };

  test('lists the models of its preset with their effective arguments', async () => {
    const models = await router.listModels();
    expect(models.map(({ id }) => id)).toEqual(['gone', 'long', 'short']);
    expect(models[1]).toMatchObject({
      source: 'preset',
      aliases: ['long-alias'],
      status: { value: 'unloaded' },
    });
    expect(models[1]!.status.args).toEqual(
      expect.arrayContaining(['--ctx-size', '8192', '--n-predict', '6000']),
    );
  });

  test('says nothing more than an exit code of a model whose file is missing', async () => {
    const failed = await router.ensureLoaded('gone', LOAD).catch((error) => error);
    expect(failed).toBeInstanceOf(LoadFailed);
    expect(failed).toMatchObject({ message: 'gone failed to load (exit code 1)', exitCode: 1 });
  });

  test('loads, answers with all that is recorded, and knows the model once it is loaded', async () => {
    const { loadMs } = await router.ensureLoaded('short-alias', LOAD);
    expect(loadMs).toBeGreaterThan(0);
    expect((await statusOf('short')).meta).toMatchObject({ n_params: 134515008, n_ctx: 8192 });
    expect(await router.warmUp('short')).toBeNull();
    const response = await router.complete('short', STORY, LIMITS);
    expect(response).toMatchObject({
      finish_reason: 'length',
      failure: null,
      reasoning_content: '',
      usage: { completion_tokens: 20 },
      timings: { cache_n: 0, predicted_n: 20, prompt_n: response.usage!.prompt_tokens },
      serverBuild: router.buildInfo,
    });
    expect(response.timeToFirstTokenMs).toBeGreaterThanOrEqual(response.timings!.prompt_ms * 0.9);
    expect(response.wallMs).toBeGreaterThan(response.timings!.prompt_ms + response.timings!.predicted_ms);
  });

  test('does not answer a repeated prompt from its cache', async () => {
    await router.ensureLoaded('short', LOAD);
    const first = await router.complete('short', STORY, LIMITS);
    const second = await router.complete('short', STORY, LIMITS);
    expect(second.timings).toMatchObject({ cache_n: 0, prompt_n: first.timings!.prompt_n });
  });

  test('puts one model out before it loads the next, and unloads when asked', async () => {
    await router.ensureLoaded('short', LOAD);
    await router.ensureLoaded('long', LOAD);
    expect((await statusOf('short')).status.value).toBe('unloaded');
    await router.unload('long');
    expect((await statusOf('long')).status.value).toBe('unloaded');
    await router.unload('long');
  });

  test('refuses a prompt beyond the context with its own words', async () => {
    await router.ensureLoaded('short', LOAD);
    const tooLong = { messages: [{ role: 'user' as const, content: 'hello world '.repeat(9000) }] };
    const { failure } = await router.complete('short', tooLong, LIMITS);
    expect(failure).toMatchObject({
      kind: 'refused',
      httpStatus: 400,
      message: expect.stringMatching(/exceed_context_size_error: request \(\d+ tokens\) exceeds/),
    });
  });

  test('stops generating when an answer has reached its limit', async () => {
    await router.ensureLoaded('long', LOAD);
    const { failure, content } = await router.complete('long', STORY, { ...LIMITS, timeoutMs: 12_000 });
    expect(failure?.kind).toBe('timed-out');
    expect(content).not.toBe('');
    expect(await isProcessing('long')).toBe(false);
  });

  test('does not stop while it reads a long prompt, so the model is unloaded', async () => {
    await router.ensureLoaded('long', LOAD);
    const { failure } = await router.complete('long', LONG_PROMPT, { ...LIMITS, timeoutMs: 500 });
    expect(failure).toMatchObject({
      kind: 'timed-out',
      message: expect.stringMatching(/stopped generating|was unloaded/),
    });
    expect(await isProcessing('long')).toBe(false);
  });

  test.each([
    ['in the middle of an answer', STORY, /after \d+ tokens/],
    ['while it reads the prompt', LONG_PROMPT, /before the first token/],
  ])('whose model is killed with -9 %s is ERR crashed', async (_when, request, words) => {
    await router.ensureLoaded('long', LOAD);
    const killed = new AbortController();
    const asked = router.complete('long', request, {
      ...LIMITS,
      progressEveryMs: 50,
      onProgress: ({ tokens, elapsedMs }) => {
        const isThere = request === STORY ? tokens > 5 : elapsedMs > 400;
        if (!isThere || killed.signal.aborted) return;
        killed.abort();
        process.kill(childOf(server.pid!), 'SIGKILL');
      },
    });
    const { failure } = await asked;
    expect(failure).toMatchObject({ kind: 'crashed', message: expect.stringMatching(words) });
    expect(failure!.message).toMatch(/proxy error: Failed to read connection.*exit code 1/);
    await router.ensureLoaded('long', LOAD);
  });
});

/** CODEBENCH_SERVER_BIN, else llama-server on PATH, else the copy beside the repository. */
function findBinary(): string | null {
  const chosen = process.env.CODEBENCH_SERVER_BIN;
  if (chosen) return existsSync(chosen) ? resolve(chosen) : null;
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    join(import.meta.dirname, '..', '..', 'shared', 'llama.cpp'),
  ];
  return folders.map((folder) => resolve(folder, 'llama-server')).find(existsSync) ?? null;
}

function childOf(pid: number): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const child = lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .find(([, parent]) => parent === pid);
  return child![0]!;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}
