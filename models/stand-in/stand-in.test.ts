/** That the stand-in behaves as llama-server in router mode was seen to (build b11434), and runs as a program of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { connectRouter } from '../router.ts';
import { cutPieces } from './chunks.ts';
import { type StandInOptions, startStandInRouter } from './router.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const LIMITS = { timeoutMs: 20_000, stallMs: 20_000 };
const ask = (content: string) => ({ messages: [{ role: 'user' as const, content }] });

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: Partial<StandInOptions> = {}) {
  const router = await startStandInRouter({
    models: [
      { id: 'a', answers: { t: 'Text of a' } },
      { id: 'b', answers: { t: 'Text of b' } },
    ],
    promptToTask: (prompt) => (prompt === 'known' ? 't' : null),
    ...options,
  });
  cleanUps.push(() => router.close());
  return router;
}

async function post(url: string, path: string, body: unknown) {
  const reply = await fetch(`${url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.text() };
}

const errorOf = (code: number, message: string, type: string) => ({
  status: code,
  body: JSON.stringify({ error: { code, message, type } }),
});

describe("errors in llama-server's words", () => {
  test.each([
    ['/models/load', { model: 'nope' }, errorOf(404, 'File Not Found', 'not_found_error')],
    ['/models/unload', { model: 'nope' }, errorOf(400, 'model is not found', 'invalid_request_error')],
    ['/models/unload', { model: 'a' }, errorOf(400, 'model is not running', 'invalid_request_error')],
    [
      '/v1/chat/completions',
      { model: 'nope' },
      errorOf(400, "model 'nope' not found", 'invalid_request_error'),
    ],
    [
      '/v1/chat/completions',
      {},
      errorOf(400, 'model name is missing from the request', 'invalid_request_error'),
    ],
    ['/nowhere', {}, errorOf(404, 'File Not Found', 'not_found_error')],
  ])('POST %s %j', async (path, body, expected) => {
    expect(await post((await start()).url, path, body)).toEqual(expected);
  });

  test('a body that is not JSON is a 400', async () => {
    expect(await post((await start()).url, '/v1/chat/completions', '{"model":')).toMatchObject({
      status: 400,
      body: expect.stringContaining('parse_error.101'),
    });
  });

  test('a second load is refused while the first goes on, and so is another model', async () => {
    const { url } = await start({ loadMs: 500 });
    expect(await post(url, '/models/load', { model: 'a' })).toEqual({
      status: 200,
      body: '{"success":true}',
    });
    expect(await post(url, '/models/load', { model: 'a' })).toEqual(
      errorOf(400, 'model is already running', 'invalid_request_error'),
    );
    expect(await post(url, '/models/load', { model: 'b' })).toEqual(
      errorOf(500, 'model limit reached, try again later', 'server_error'),
    );
    expect((await fetch(`${url}/slots?model=a&autoload=false`)).status).toBe(503);
  });
});

describe('one model at a time', () => {
  test('a request for the other model loads it and puts the first one out', async () => {
    const { url, log } = await start();
    for (const model of ['a', 'b', 'b', 'a'])
      await post(url, '/v1/chat/completions', { model, stream: true, ...ask('known') });
    expect(log.loads).toEqual(['a', 'b', 'a']);
    expect(log.unloads).toEqual(['a', 'b']);
  });

  test('requests for both at once are served one model after the other', async () => {
    const { url, log } = await start({ loadMs: 20, chunkMs: 2 });
    const replies = await Promise.all(
      ['a', 'b', 'a', 'b'].map((model) => post(url, '/v1/chat/completions', { model, ...ask('known') })),
    );
    expect(replies.map(({ body }) => JSON.parse(body).choices[0].message.content)).toEqual([
      'Text of a',
      'Text of b',
      'Text of a',
      'Text of b',
    ]);
    expect(log.loads.length).toBeGreaterThanOrEqual(2);
  });

  test('killing a model in the middle of an answer shows as `proxy error`, then as failed with exit code 1', async () => {
    const router = await start({ models: [{ id: 'a', faults: { t: 'endless' } as never }] });
    const asked = post(router.url, '/v1/chat/completions', { model: 'a', stream: true, ...ask('known') });
    await expect.poll(() => router.log.completions.length).toBe(1);
    router.kill('a');
    expect(await asked).toMatchObject({
      status: 200,
      body: expect.stringMatching(/}\n\nproxy error: Failed to read connection$/),
    });
    const { data } = (await (await fetch(`${router.url}/models`)).json()) as { data: { status: object }[] };
    expect(data[0]!.status).toMatchObject({ value: 'unloaded', failed: true, exit_code: 1 });
  });
});

test('an answer that does not stream comes as one message with usage and timings', async () => {
  const { url } = await start();
  const { body } = await post(url, '/v1/chat/completions', { model: 'a', ...ask('known') });
  expect(JSON.parse(body)).toMatchObject({
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Text of a' } }],
    usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
    timings: { prompt_n: 2, predicted_n: 3 },
  });
});

test('a prompt that is no task, or has no answer, is an error that says so', async () => {
  const { url } = await start();
  expect(await post(url, '/v1/chat/completions', { model: 'a', stream: true, ...ask('?') })).toMatchObject({
    status: 500,
    body: expect.stringContaining('stand-in: a has no answer for this prompt'),
  });
});

test('a fault that does not exist is refused at the start', async () => {
  await expect(start({ models: [{ id: 'a', faults: { t: 'crash-sometimes' } as never }] })).rejects.toThrow(
    /crash-before-answer/,
  );
});

test('pieces are never cut within a character', () => {
  const text = 'a😀b😀😀';
  for (let chars = 1; chars < 8; chars++) {
    const pieces = cutPieces(text, chars);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
  }
});

describe('as a program', () => {
  const prompt = 'Write top_k_frequent.';
  const tasks = { [createHash('sha256').update(prompt).digest('hex')]: 'python-top-k' };

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'stand-in-'));
    cleanUps.push(() => rm(path, { recursive: true }));
    await mkdir(join(path, 'answers', 'qwen3.5-9b'), { recursive: true });
    await writeFile(join(path, 'answers', 'qwen3.5-9b', 'python-top-k.md'), 'From a file ä');
    await writeFile(join(path, 'answers', 'qwen3.5-9b', 'python-top-k.reasoning.md'), 'Thoughts');
    return path;
  }

  async function run(args: string[], env: Record<string, string> = {}): Promise<string> {
    const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUps.push(async () => {
      const gone = once(child, 'exit');
      if (child.kill('SIGTERM')) await gone;
    });
    const [line] = await once(createInterface({ input: child.stdout! }), 'line');
    return /^listening on (http:.*)$/.exec(line)![1]!;
  }

  test('it takes a script and appends what it was asked to a file of JSON lines', async () => {
    const path = await folder();
    const script = {
      models: [{ id: 'qwen3.5-9b', answers: join(path, 'answers', 'qwen3.5-9b') }],
      tasks,
      logFile: join(path, 'log.jsonl'),
    };
    await writeFile(join(path, 'script.json'), JSON.stringify(script));
    const router = await connectRouter({ url: await run(['--config', join(path, 'script.json')]) });
    cleanUps.push(() => router.close());
    await router.ensureLoaded('qwen3.5-9b', { loadTimeoutMs: 10_000 });
    expect(await router.complete('qwen3.5-9b', ask(prompt), LIMITS)).toMatchObject({
      content: 'From a file ä',
      reasoning_content: 'Thoughts',
      failure: null,
    });
    await expect
      .poll(() => readEvents(join(path, 'log.jsonl')))
      .toEqual(['load', 'completion', 'completion-finished']);
  });

  test("it takes llama-server's flags and the models of a preset", async () => {
    const path = await folder();
    await writeFile(
      join(path, 'preset.ini'),
      '[*]\nc = 4096\n[qwen3.5-9b] ; a note\nmodel = /m.gguf # x\n[second]\nmodel = /n.gguf\n',
    );
    await writeFile(
      join(path, 'script.json'),
      JSON.stringify({ tasks, models: [{ id: 'second', faults: { load: 'fails' } }] }),
    );
    const url = await run(
      [
        '--models-preset',
        join(path, 'preset.ini'),
        '--models-max',
        '1',
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '-lv',
        '4',
      ],
      { STAND_IN_ANSWERS: join(path, 'answers'), STAND_IN_SCRIPT: join(path, 'script.json') },
    );
    const router = await connectRouter({ url });
    cleanUps.push(() => router.close());
    expect(await router.listModels()).toMatchObject([
      { id: 'qwen3.5-9b', status: { args: expect.arrayContaining(['--model', '/m.gguf']) } },
      { id: 'second' },
    ]);
    expect(router.warnings).toEqual([]);
    await expect(router.ensureLoaded('second', { loadTimeoutMs: 10_000 })).rejects.toThrow('exit code 1');
    expect(await router.complete('qwen3.5-9b', ask(prompt), LIMITS)).toMatchObject({
      content: 'From a file ä',
    });
  });

  async function readEvents(file: string): Promise<string[]> {
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line).event);
  }
});
