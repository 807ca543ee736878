import { describe, expect, test } from 'vitest';
import { ChatStream } from './chat-stream.ts';

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (fields: object, finish: string | null = null) =>
  event({ choices: [{ index: 0, delta: fields, finish_reason: finish }], system_fingerprint: 'b1-abc' });

const USAGE = { prompt_tokens: 36, completion_tokens: 4, total_tokens: 40 };
const TIMINGS = {
  cache_n: 0,
  prompt_n: 36,
  prompt_ms: 127.8,
  predicted_n: 4,
  predicted_ms: 26.7,
  predicted_per_second: 112,
};
const ANSWER = [
  delta({ role: 'assistant', content: null }),
  ':\n\n: ping é漢😀\n\n',
  delta({ reasoning_content: 'Dènk 漢字 ' }),
  delta({ content: 'Gruß 😀\r\n' }),
  delta({ content: '```js\n1\n```' }),
  delta({}, 'stop'),
  event({ choices: [], usage: USAGE, timings: TIMINGS, system_fingerprint: 'b1-abc' }),
  'data: [DONE]\n\n',
].join('');

const encode = (text: string) => new TextEncoder().encode(text);

function read(...pieces: Uint8Array[]): ChatStream {
  const stream = new ChatStream();
  for (const piece of pieces) stream.push(piece);
  stream.end();
  return stream;
}

function problemOf(text: string) {
  return read(encode(text)).problem;
}

function expectWholeAnswer(stream: ChatStream): void {
  expect(stream).toMatchObject({
    content: 'Gruß 😀\r\n```js\n1\n```',
    reasoning: 'Dènk 漢字 ',
    finishReason: 'stop',
    usage: USAGE,
    timings: { cache_n: 0, prompt_n: 36, prompt_ms: 127.8, predicted_n: 4, predicted_ms: 26.7 },
    serverBuild: 'b1-abc',
    tokens: 3,
    done: true,
    problem: null,
  });
}

describe('a whole answer', () => {
  test('is the same wherever its bytes are cut in two', () => {
    const bytes = encode(ANSWER);
    for (let at = 0; at <= bytes.length; at++)
      expectWholeAnswer(read(bytes.subarray(0, at), bytes.subarray(at)));
  });

  test('is the same when every byte comes alone', () => {
    expectWholeAnswer(read(...Array.from(encode(ANSWER), (byte) => Uint8Array.of(byte))));
  });

  test.each([
    ['\r\n', 'CRLF'],
    ['\r', 'CR'],
  ])('is the same with line ends %j', (end) => {
    const bytes = encode(ANSWER.replaceAll('\n', end));
    expectWholeAnswer(read(bytes));
    expectWholeAnswer(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))));
  });

  test('has no rates, because server builds count them differently', () => {
    expect(read(encode(ANSWER)).timings).not.toHaveProperty('predicted_per_second');
  });

  test("takes Ollama's `reasoning` as reasoning_content", () => {
    const stream = read(
      encode(`${delta({ content: '', reasoning: 'hm' })}${delta({ content: 'x' }, 'stop')}data: [DONE]\n\n`),
    );
    expect(stream).toMatchObject({ reasoning: 'hm', content: 'x', problem: null });
  });

  test('survives usage and timings that another server fills differently', () => {
    const odd = event({ choices: [], usage: { tokens: 'many' }, timings: [] });
    expect(read(encode(`${delta({ content: 'x' }, 'stop')}${odd}data: [DONE]\n\n`))).toMatchObject({
      content: 'x',
      usage: null,
      timings: null,
      problem: null,
    });
  });

  test('may speak of proxy errors itself', () => {
    const text = `${delta({ content: 'proxy error: Failed to read connection' }, 'stop')}data: [DONE]\n\n`;
    expect(problemOf(text)).toBeNull();
  });
});

describe('a stream that goes wrong', () => {
  const begun = delta({ content: 'half' });

  test.each([
    [`${begun}proxy error: Failed to read connection`, 'crashed', /proxy error: Failed.*after 1 tokens/],
    ['proxy error: Failed to read connection', 'crashed', /before the first token/],
    [`${begun}data: {"choices":[{"deproxy error: Failed to read connection`, 'crashed', /proxy error/],
    [begun, 'cut-off', /without finish_reason/],
    ['', 'cut-off', /before the first token/],
    [`${begun}data: [DONE]\n\n`, 'cut-off', /without finish_reason/],
    [`${begun}${delta({}, 'stop')}`, 'cut-off', /without \[DONE\]/],
    [`${begun}data: {"choices":\n\n`, 'invalid-json', /is not JSON: \{"choices":/],
    [`${begun}data: 7\n\n`, 'invalid-json', /not a chat completion chunk: 7/],
    [
      `${begun}data: {"choices":[{"delta":{"content":[]}}]}\n\n`,
      'invalid-json',
      /not a chat completion chunk/,
    ],
    ['<html>Please log in</html>', 'invalid-json', /not an event stream: <html>/],
    [
      `${begun}${event({ error: { code: 500, message: 'Compute error.', type: 'server_error' } })}`,
      'stream-error',
      /Compute error/,
    ],
    [`${begun}${event({ error: 'overloaded' })}`, 'stream-error', /overloaded/],
    [`${begun}error: {"code":500,"message":"old build"}\n\n`, 'stream-error', /old build/],
    [
      `${begun}${event({ error: { message: 'The model produced output that does not match the expected peg-native format' } })}`,
      'parse-failed',
      /peg-native/,
    ],
    [
      `${begun}${event({ error: { message: 'Failed to parse input at pos 12: foo' } })}`,
      'parse-failed',
      /pos 12/,
    ],
    [
      `${begun}${event({ error: { message: 'unexpected <|channel|>commentary' } })}`,
      'parse-failed',
      /channel/,
    ],
  ])('%j is %s', (text, kind, words) => {
    const stream = read(encode(text));
    expect(stream.problem).toMatchObject({ kind, message: expect.stringMatching(words) });
    expect(stream.content).toBe(text.startsWith(begun) ? 'half' : '');
  });

  test('is found out wherever its bytes are cut', () => {
    const bytes = encode(`${begun}proxy error: Failed to read connection`);
    for (let at = 0; at <= bytes.length; at++)
      expect(read(bytes.subarray(0, at), bytes.subarray(at)).problem?.kind).toBe('crashed');
  });

  test('keeps the first problem and nothing after it', () => {
    const stream = read(encode(`${begun}data: {\n\n${delta({ content: 'more' })}`));
    expect(stream).toMatchObject({ content: 'half', problem: { kind: 'invalid-json' } });
  });
});
