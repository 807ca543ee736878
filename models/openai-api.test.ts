/** A reference model at an OpenAI-compatible API, which the stand-in plays; above all, that its key shows nowhere. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectOpenAiApi } from './openai-api.ts';
import { type StandInRouter, startStandInRouter } from './stand-in/router.ts';

const KEY = 'sk-test-"quoted"-0123456789';
const VARIABLE = 'CODEBENCH_TEST_API_KEY';
const LIMITS = { timeoutMs: 20_000, stallMs: 20_000 };
const HELLO = { messages: [{ role: 'user' as const, content: 'the task' }] };

const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  process.env[VARIABLE] = KEY;
});
afterEach(async () => {
  delete process.env[VARIABLE];
  for (const one of opened.splice(0)) await one.close();
});

async function startApi(fault?: string): Promise<StandInRouter> {
  const faults = fault === undefined ? {} : { task: fault };
  const api = await startStandInRouter({
    models: [{ id: 'big', answers: { task: 'An answer.' }, faults: faults as never }],
    promptToTask: () => 'task',
    apiKey: KEY,
  });
  opened.push(api);
  return api;
}

const connect = (api: { url: string }) =>
  connectOpenAiApi({ baseUrl: `${api.url}/v1/`, model: 'big', apiKeyEnv: VARIABLE });

describe('a reference model', () => {
  test('is asked with the key of the named variable and without fields that only llama.cpp knows', async () => {
    const api = await startApi();
    expect(await connect(api).complete(HELLO, LIMITS)).toMatchObject({
      content: 'An answer.',
      failure: null,
    });
    expect(api.log.completions[0]!.body).toEqual({
      model: 'big',
      messages: HELLO.messages,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('that takes too long is cut off, and it is said that its fate is not known', async () => {
    const api = await startApi('endless');
    const { failure } = await connect(api).complete(HELLO, { ...LIMITS, timeoutMs: 200 });
    expect(failure).toMatchObject({ kind: 'timed-out', message: expect.stringContaining('is not known') });
  });

  test('at an address where nobody listens is ERR connection-lost', async () => {
    const api = connectOpenAiApi({ baseUrl: 'http://127.0.0.1:1/v1', model: 'big' });
    expect((await api.complete(HELLO, LIMITS)).failure).toMatchObject({ kind: 'connection-lost' });
  });

  test('may call its thoughts `reasoning`, as Ollama does', async () => {
    const url = await serve([{ reasoning: 'hm' }, { content: 'x' }]);
    const response = await connectOpenAiApi({ baseUrl: url, model: 'big' }).complete(HELLO, LIMITS);
    expect(response).toMatchObject({
      reasoning_content: 'hm',
      content: 'x',
      timings: null,
      usage: null,
      failure: null,
    });
  });
});

describe('the key', () => {
  test('whose variable is not set is an error that names the variable, at once and at each request', async () => {
    const api = connect(await startApi());
    delete process.env[VARIABLE];
    expect(() => connectOpenAiApi({ baseUrl: 'http://x/v1', model: 'm', apiKeyEnv: VARIABLE })).toThrow(
      /variable CODEBENCH_TEST_API_KEY, .* is not set/,
    );
    await expect(api.complete(HELLO, LIMITS)).rejects.toThrow(/CODEBENCH_TEST_API_KEY/);
  });

  test('with a character that no key has is refused without being shown', () => {
    process.env[VARIABLE] = 'sk-line\nbreak';
    const connecting = () => connectOpenAiApi({ baseUrl: 'http://x/v1', model: 'm', apiKeyEnv: VARIABLE });
    expect(connecting).toThrow(/holds characters that no API key can have/);
    expect(connecting).not.toThrow(/sk-line/);
  });

  test.each(['echo-key', 'echo-key-mid-answer'])(
    'is in no part of a response when the server repeats it (%s)',
    async (fault) => {
      const response = await connect(await startApi(fault)).complete(HELLO, LIMITS);
      expect(response.failure?.message).toContain('***');
      expect(JSON.stringify(response)).not.toContain('0123456789');
    },
  );

  test('is masked as it stands in JSON, in a body of an unknown shape', async () => {
    const url = await listen((request, response) => {
      response.writeHead(400).end(JSON.stringify({ oops: request.headers.authorization }));
    });
    const { failure } = await connect({ url }).complete(HELLO, LIMITS);
    expect(failure).toMatchObject({ kind: 'refused', message: 'HTTP 400: {"oops":"Bearer ***"}' });
  });

  test('that is wrong is ERR refused, without the key', async () => {
    const api = connect(await startApi());
    process.env[VARIABLE] = 'sk-another-key-9876543210';
    const { failure } = await api.complete(HELLO, LIMITS);
    expect(failure).toMatchObject({ kind: 'refused', httpStatus: 401 });
    expect(failure!.message).not.toContain('9876543210');
  });
});

/** A foreign server that streams these deltas. */
function serve(deltas: object[]): Promise<string> {
  return listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const delta of deltas) response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`);
    const last = JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    response.end(`data: ${last}\n\ndata: [DONE]\n\n`);
  });
}

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
