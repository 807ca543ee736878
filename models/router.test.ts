/** The router's client against the stand-in, over real HTTP: every kind of failure, and that nothing generates on. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChatProgress, ErrKind } from './chat.ts';
import { connectRouter, type LlamaRouter, LoadFailed, RouterError } from './router.ts';
import { type StandInOptions, type StandInRouter, startStandInRouter } from './stand-in/router.ts';

const TEXT = 'Here it is — für 漢字 😀:\n\n```python\ndef top_k_frequent(nums, k):\n    return []\n```\n';
const LIMITS = { timeoutMs: 20_000, stallMs: 20_000 };
const LOAD = { loadTimeoutMs: 20_000 };
const HELLO = { messages: [{ role: 'user' as const, content: 'the task' }] };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function start(
  options: Partial<StandInOptions> & { faults?: Record<string, unknown> } = {},
): Promise<{ standIn: StandInRouter; router: LlamaRouter }> {
  const { faults, ...rest } = options;
  const answers = { task: { content: TEXT, reasoning: 'Think. ' } };
  const standIn = await startStandInRouter({
    models: [
      { id: 'a', aliases: ['alias-of-a'], answers, meta: { size: 5 }, faults: (faults ?? {}) as never },
      { id: 'b', answers },
    ],
    promptToTask: (prompt) => (prompt === 'the task' ? 'task' : null),
    ...rest,
  });
  opened.push(standIn);
  const router = await connectRouter({ url: standIn.url, ...(rest.apiKey ? { apiKey: rest.apiKey } : {}) });
  opened.push(router);
  return { standIn, router };
}

async function statusOf(router: LlamaRouter, model: string) {
  return (await router.listModels()).find(({ id }) => id === model)!.status;
}

describe('an answer', () => {
  test('comes whole, with its times, usage, build and reasoning', async () => {
    const { router } = await start({ ttftMs: 40, chunkMs: 1 });
    await router.ensureLoaded('a', LOAD);
    const response = await router.complete('a', HELLO, LIMITS);
    expect(response).toMatchObject({
      content: TEXT,
      reasoning_content: 'Think. ',
      finish_reason: 'stop',
      serverBuild: 'b11434-stand-in',
      failure: null,
      usage: { prompt_tokens: 2 },
      timings: { cache_n: 0, prompt_n: 2 },
    });
    expect(response.timings!.prompt_ms).toBeGreaterThan(30);
    expect(response.timeToFirstTokenMs).toBeGreaterThan(30);
    expect(response.wallMs).toBeGreaterThan(response.timeToFirstTokenMs!);
  });

  test('is asked for with no sampling parameter and no max_tokens', async () => {
    const { standIn, router } = await start();
    await router.complete('a', HELLO, LIMITS);
    expect(standIn.log.completions.map(({ body }) => body)).toEqual([
      {
        model: 'a',
        messages: HELLO.messages,
        stream: true,
        stream_options: { include_usage: true },
        cache_prompt: false,
      },
    ]);
  });

  test('that was cut by its length is no failure', async () => {
    const { router } = await start({ faults: { task: 'length' } });
    const response = await router.complete('a', HELLO, LIMITS);
    expect(response).toMatchObject({ finish_reason: 'length', failure: null });
    expect(TEXT.startsWith(response.content)).toBe(true);
  });

  test('of prose only is no failure here: who extracts the code finds out', async () => {
    const { router } = await start({ faults: { task: 'prose' } });
    expect(await router.complete('a', HELLO, LIMITS)).toMatchObject({ failure: null });
  });

  test('tells its progress, thinking included', async () => {
    const { router } = await start({ ttftMs: 60, chunkMs: 3 });
    const seen: ChatProgress[] = [];
    await router.ensureLoaded('a', LOAD);
    await router.complete('a', HELLO, {
      ...LIMITS,
      onProgress: (progress) => seen.push(progress),
      progressEveryMs: 10,
    });
    expect(seen[0]).toMatchObject({ phase: 'prompt', tokens: 0 });
    expect(seen.at(-1)).toMatchObject({ phase: 'answer' });
    expect(seen.map(({ tokens }) => tokens)).toEqual(
      seen.map(({ tokens }) => tokens).toSorted((x, y) => x - y),
    );
  });

  test('is not disturbed by pings', async () => {
    const { router } = await start({ ttftMs: 60, chunkMs: 5, pingMs: 2 });
    expect(await router.complete('a', HELLO, LIMITS)).toMatchObject({ content: TEXT, failure: null });
  });

  test('follows another, over 20 requests, without a connection that the server had closed', async () => {
    const { standIn, router } = await start();
    for (let i = 0; i < 20; i++) expect((await router.complete('a', HELLO, LIMITS)).failure).toBeNull();
    expect(standIn.log.completions).toHaveLength(20);
  });
});

describe('a failure is named, and what had come is kept', () => {
  const HALF = TEXT.slice(0, 30);
  const cases: [string | object, ErrKind, RegExp, string][] = [
    ['crash-before-answer', 'crashed', /proxy error: Failed to read connection; .*exit code 1/, ''],
    ['crash-in-prompt', 'crashed', /proxy error.*before the first token; .*exit code 1/, ''],
    ['crash-mid-answer', 'crashed', /proxy error.*after \d+ tokens; .*exit code 1/, HALF],
    ['crash-with-reset', 'crashed', /connection broke before the first token.*exit code 1/, ''],
    ['proxy-error-alive', 'connection-lost', /proxy error.*still loaded/, ''],
    ['reset-before-answer', 'connection-lost', /before the first token.*still loaded/, ''],
    ['reset-mid-answer', 'connection-lost', /after \d+ tokens.*still loaded/, HALF],
    [
      { fault: 'http', status: 400 },
      'refused',
      /HTTP 400: exceed_context_size_error: request \(10031 tokens\)/,
      '',
    ],
    [{ fault: 'http', status: 401 }, 'refused', /Invalid API Key/, ''],
    [{ fault: 'http', status: 429 }, 'refused', /Too many requests/, ''],
    [{ fault: 'http', status: 500 }, 'server-error', /HTTP 500: server_error: Compute error/, ''],
    [{ fault: 'http', status: 503 }, 'server-error', /Loading model/, ''],
    ['html-error', 'invalid-json', /502.*not JSON: <html>/, ''],
    ['invalid-json-body', 'invalid-json', /HTTP 200.*not JSON/, ''],
    ['invalid-json-event', 'invalid-json', /not JSON: \{"choices": \[/, HALF],
    ['strange-event', 'invalid-json', /not a chat completion chunk/, HALF],
    ['error-event', 'stream-error', /Compute error/, HALF],
    ['parse-error', 'parse-failed', /expected peg-native format/, TEXT],
    ['parse-error-channel-tags', 'parse-failed', /<\|channel\|>/, TEXT],
    ['parse-error-reply', 'parse-failed', /HTTP 500.*peg-native/, ''],
    ['no-done', 'cut-off', /without \[DONE\]/, TEXT],
    ['cut-off', 'cut-off', /without finish_reason, after \d+ tokens; the model is still loaded/, HALF],
    ['empty-content', 'empty', /finish_reason stop/, ''],
    ['blank-content', 'empty', /empty/, ''],
    ['reasoning-only', 'reasoning-only', /all \d+ characters are in reasoning_content/, ''],
  ];

  test.each(cases)('%j is ERR %s', async (fault, kind, words, kept) => {
    const { standIn, router } = await start({ faults: { task: fault } });
    await router.ensureLoaded('a', LOAD);
    const response = await router.complete('a', HELLO, LIMITS);
    expect(response.failure).toMatchObject({ kind, message: expect.stringMatching(words) });
    expect(response.content.trim()).toContain(kept.trim());
    expect(response.content === '').toBe(kept === '' && fault !== 'blank-content');
    expect(standIn.log.completions, 'nothing is asked twice').toHaveLength(1);
  });

  test('a model that cannot be loaded for a request is ERR load-failed', async () => {
    const { router } = await start({ faults: { load: 'fails' } });
    expect((await router.complete('a', HELLO, LIMITS)).failure).toMatchObject({
      kind: 'load-failed',
      message: 'HTTP 500: server_error: model name=a failed to load',
      httpStatus: 500,
    });
  });

  test('a model that somebody unloads in the middle did not crash', async () => {
    const { standIn, router } = await start({ faults: { task: 'endless' } });
    await router.ensureLoaded('a', LOAD);
    const asked = router.complete('a', HELLO, LIMITS);
    await expect.poll(() => standIn.log.completions.length).toBe(1);
    await router.unload('a');
    expect((await asked).failure).toMatchObject({
      kind: 'connection-lost',
      message: expect.stringContaining('unloaded meanwhile'),
    });
  });

  test('a server that is gone altogether is ERR connection-lost', async () => {
    const { standIn, router } = await start({ faults: { task: 'stall' } });
    const asked = router.complete('a', HELLO, LIMITS);
    await expect.poll(() => standIn.log.completions.length).toBe(1);
    await standIn.close();
    expect((await asked).failure?.kind).toMatch(/connection-lost|crashed/);
    const next = await router.complete('a', HELLO, LIMITS);
    expect(next.failure).toMatchObject({
      kind: 'connection-lost',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('after a crash the model can be loaded again', async () => {
    const { standIn, router } = await start({ faults: { task: { fault: 'crash-mid-answer', times: 1 } } });
    await router.ensureLoaded('a', LOAD);
    expect((await router.complete('a', HELLO, LIMITS)).failure?.kind).toBe('crashed');
    await router.ensureLoaded('a', LOAD);
    expect(await router.complete('a', HELLO, LIMITS)).toMatchObject({ content: TEXT, failure: null });
    expect(standIn.log.loads).toEqual(['a', 'a']);
  });
});

describe('a limit', () => {
  test('ends an endless answer, and the generation with it', async () => {
    const { standIn, router } = await start({ faults: { task: 'endless' } });
    await router.ensureLoaded('a', LOAD);
    const { failure, content } = await router.complete('a', HELLO, { timeoutMs: 300, stallMs: 20_000 });
    expect(failure).toMatchObject({
      kind: 'timed-out',
      message: expect.stringMatching(
        /within 300 ms.*stopped generating \d+ ms after the connection was closed/,
      ),
    });
    expect(content).toMatch(/^on on /);
    expect(standIn.log.completions).toMatchObject([{ aborted: true }]);
    expect(standIn.log.unloads).toEqual([]);
    expect(await isProcessing(standIn, 'a')).toBe(false);
  });

  test('unloads the model when closing the connection does not stop it', async () => {
    const { standIn, router } = await start({ faults: { task: 'endless-unstoppable' } });
    await router.ensureLoaded('a', LOAD);
    const { failure } = await router.complete('a', HELLO, { timeoutMs: 200, stallMs: 20_000 });
    expect(failure).toMatchObject({
      kind: 'timed-out',
      message: expect.stringContaining('so the model was unloaded'),
    });
    expect(standIn.log.unloads).toEqual(['a']);
    expect(await statusOf(router, 'a')).toMatchObject({ value: 'unloaded' });
  }, 20_000);

  test.each(['silent', 'mute'])(
    'is reached by a %s server, for there is no other time-out',
    async (fault) => {
      const { standIn, router } = await start({ faults: { task: fault } });
      await router.ensureLoaded('a', LOAD);
      const response = await router.complete('a', HELLO, { timeoutMs: 200, stallMs: 50 });
      expect(response).toMatchObject({
        content: '',
        timeToFirstTokenMs: null,
        failure: { kind: 'timed-out' },
      });
      expect(await isProcessing(standIn, 'a')).toBe(false);
    },
    20_000,
  );

  test('on the silence between tokens is ERR stalled, and pings are no tokens', async () => {
    const { standIn, router } = await start({ faults: { task: 'stall' }, chunkMs: 1, pingMs: 10 });
    await router.ensureLoaded('a', LOAD);
    const { failure, content } = await router.complete('a', HELLO, { timeoutMs: 20_000, stallMs: 200 });
    expect(failure).toMatchObject({
      kind: 'stalled',
      message: expect.stringMatching(/no token for 200 ms.*stopped generating/),
    });
    expect(TEXT.startsWith(content) && content.length > 10).toBe(true);
    expect(await isProcessing(standIn, 'a')).toBe(false);
  });

  test('of the user stops the generation and rejects with his reason', async () => {
    const { standIn, router } = await start({ faults: { task: 'endless' } });
    await router.ensureLoaded('a', LOAD);
    const stop = new AbortController();
    const asked = router.complete('a', HELLO, { ...LIMITS, signal: stop.signal });
    await expect.poll(() => standIn.log.completions.length).toBe(1);
    stop.abort(new Error('Ctrl-C'));
    await expect(asked).rejects.toThrow('Ctrl-C');
    expect(await isProcessing(standIn, 'a')).toBe(false);
  });
});

describe('loading', () => {
  test('waits until the model is there and says how long it took', async () => {
    const { standIn, router } = await start({ loadMs: 120 });
    const { loadMs } = await router.ensureLoaded('a', LOAD);
    expect(loadMs).toBeGreaterThan(100);
    expect(await statusOf(router, 'a')).toMatchObject({ value: 'loaded' });
    expect(await router.ensureLoaded('alias-of-a', LOAD)).toEqual({ loadMs: 0 });
    expect(standIn.log.loads).toEqual(['a']);
  });

  test('unloads the other model first, and waits for that', async () => {
    const { standIn, router } = await start({ unloadMs: 80 });
    await router.ensureLoaded('a', LOAD);
    await router.ensureLoaded('b', LOAD);
    expect(standIn.log.loads).toEqual(['a', 'b']);
    expect(await statusOf(router, 'a')).toMatchObject({ value: 'unloaded' });
  });

  test('ends a model that is still loading when another one is wanted', async () => {
    const { router } = await start({ faults: { load: 'never-ends' } });
    await expect(router.ensureLoaded('a', { loadTimeoutMs: 100 })).rejects.toThrow(LoadFailed);
    await router.ensureLoaded('b', LOAD);
    expect(await statusOf(router, 'b')).toMatchObject({ value: 'loaded' });
  });

  test('survives "model limit reached"', async () => {
    const { standIn, router } = await start({ faults: { load: { fault: 'limit', times: 2 } } });
    await router.ensureLoaded('a', LOAD);
    expect(standIn.log.loads).toEqual(['a']);
  });

  test('that fails says so with the exit code, once', async () => {
    const { standIn, router } = await start({ faults: { load: { fault: 'fails', exitCode: 3 } } });
    const failed = await router.ensureLoaded('a', LOAD).catch((error) => error);
    expect(failed).toBeInstanceOf(LoadFailed);
    expect(failed).toMatchObject({ model: 'a', exitCode: 3, message: 'a failed to load (exit code 3)' });
    expect(standIn.log.loads).toEqual(['a']);
  });

  test('believes an earlier failure no more once it is tried again', async () => {
    const { router } = await start({ faults: { load: { fault: 'fails', times: 1 } }, loadMs: 50 });
    await expect(router.ensureLoaded('a', LOAD)).rejects.toThrow(LoadFailed);
    expect((await router.ensureLoaded('a', LOAD)).loadMs).toBeGreaterThan(40);
  });

  test('that never ends is given up at the deadline, and the model is told to go', async () => {
    const { standIn, router } = await start({ faults: { load: 'never-ends' } });
    await expect(router.ensureLoaded('a', { loadTimeoutMs: 150 })).rejects.toThrow(
      'not loaded within 150 ms',
    );
    expect(standIn.log.unloads).toEqual(['a']);
  });

  test('can be stopped by the user', async () => {
    const { router } = await start({ faults: { load: 'never-ends' } });
    const loading = router.ensureLoaded('a', { ...LOAD, signal: AbortSignal.timeout(100) });
    await expect(loading).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('of an unknown model names those that are there', async () => {
    const { router } = await start();
    await expect(router.ensureLoaded('nope', LOAD)).rejects.toThrow(/has no model nope; it has: a, b/);
  });

  test('unloading is no error for a model that is not loaded', async () => {
    const { standIn, router } = await start();
    await router.unload('a');
    expect(standIn.log.unloads).toEqual([]);
  });

  test('a warm-up asks for one token and returns its failure', async () => {
    const { standIn, router } = await start({
      faults: { 'warm-up': { fault: 'http', status: 503, times: 1 } },
    });
    expect(await router.warmUp('a')).toMatchObject({ kind: 'server-error' });
    expect(await router.warmUp('a')).toBeNull();
    expect(standIn.log.completions.at(-1)?.body).toMatchObject({ max_tokens: 1, cache_prompt: false });
  });
});

describe('the list of models', () => {
  test('has ids, aliases, source, effective arguments, and meta of a loaded one only', async () => {
    const { router } = await start();
    await router.ensureLoaded('a', LOAD);
    const [a, b] = await router.listModels();
    expect(a).toMatchObject({
      id: 'a',
      aliases: ['alias-of-a'],
      source: 'preset',
      meta: { size: 5 },
      status: { value: 'loaded', args: expect.arrayContaining(['--alias', 'a']) },
    });
    expect(b).toMatchObject({ id: 'b', meta: null, status: { value: 'unloaded' } });
  });

  test('is read from an older build too, which tells no source', async () => {
    const { router } = await start({ models: [{ id: 'old', source: null }] });
    expect(await router.listModels()).toMatchObject([{ id: 'old', source: null }]);
  });
});

describe('connecting', () => {
  test('gives no warning for an official build with one model at a time', async () => {
    const { router } = await start();
    expect(router).toMatchObject({ warnings: [], buildInfo: 'b11434-stand-in' });
  });

  test.each([
    [{ buildInfo: 'b0-unknown' }, /does not say which build/],
    [{ maxInstances: 4 }, /may hold 4 models.*--models-max 1/],
  ])('warns of %j', async (options, words) => {
    const { router } = await start(options);
    expect(router.warnings).toEqual([expect.stringMatching(words)]);
  });

  test.each([
    ['single' as const, /is not in router mode.*--models-preset/],
    ['stranger' as const, /is not llama-server in router mode.*It works/],
  ])('refuses a server that is a %s', async (mode, words) => {
    const refused = await start({ mode }).catch((error) => error);
    expect(refused).toBeInstanceOf(RouterError);
    expect(refused.message).toMatch(words);
  });

  test('refuses where nobody listens, and what is no address', async () => {
    const url = await freeAddress();
    await expect(connectRouter({ url })).rejects.toThrow(
      /No server can be reached at .*ECONNREFUSED.*Start llama-server/,
    );
    await expect(connectRouter({ url: 'localhost' })).rejects.toThrow(
      'localhost is not the address of a server',
    );
  });

  test('with a wrong key says which variable to set, and not the key', async () => {
    const { standIn, router } = await start({ apiKey: 'right-key-1234567' });
    expect(await router.complete('a', HELLO, LIMITS)).toMatchObject({ failure: null });
    const refused = await connectRouter({ url: standIn.url, apiKey: 'wrong-key-7654321' }).catch(
      (error) => error,
    );
    expect(refused.message).toMatch(/refused the API key.*LLAMA_API_KEY/);
    expect(String(refused.stack)).not.toContain('wrong-key');
  });

  test('keeps its key out of an answer that repeats it', async () => {
    const apiKey = 'sesame-open-42-x';
    const { router } = await start({ apiKey, faults: { task: 'echo-key-mid-answer' } });
    const response = await router.complete('a', HELLO, LIMITS);
    expect(response).toMatchObject({ content: 'Your key is Bearer ***.', failure: { kind: 'stream-error' } });
    expect(JSON.stringify(response)).not.toContain(apiKey);
  });
});

async function isProcessing(standIn: StandInRouter, model: string): Promise<boolean> {
  const reply = await fetch(`${standIn.url}/slots?model=${model}&autoload=false`);
  if (reply.status === 400) return false;
  return ((await reply.json()) as { is_processing: boolean }[]).some((slot) => slot.is_processing);
}

/** An address at which nobody listens any more. */
async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
