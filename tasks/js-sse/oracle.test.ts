import { createParser } from 'eventsource-parser';
import { describe, expect, it } from 'vitest';
import { interpretStream } from './oracle.ts';

const interpret = (text: string) => interpretStream(new TextEncoder().encode(text));

describe('the oracle', () => {
  it('follows the examples of the standard', () => {
    expect(interpret('data: YHOO\ndata: +2\ndata: 10\n\n').events).toEqual([
      { type: 'message', data: 'YHOO\n+2\n10', lastEventId: '' },
    ]);
    expect(
      interpret(
        ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
      ).events,
    ).toEqual([
      { type: 'message', data: 'first event', lastEventId: '1' },
      { type: 'message', data: 'second event', lastEventId: '' },
      { type: 'message', data: ' third event', lastEventId: '' },
    ]);
    expect(interpret('data\n\ndata\ndata\n\ndata:').events.map(({ data }) => data)).toEqual(['', '\n']);
    expect(interpret('data:test\n\ndata: test\n\n').events.map(({ data }) => data)).toEqual(['test', 'test']);
  });

  it('keeps the ID of an event without data and ignores one with a null byte', () => {
    expect(interpret('id: 7\n\nid: 8\0\ndata: a\n\n').events).toEqual([
      { type: 'message', data: 'a', lastEventId: '7' },
    ]);
  });

  it('takes a reconnection time of digits only, as soon as its line is complete', () => {
    expect(interpret('retry: 1500\nretry: 2s\nretry: 9').retry).toBe(1500);
    expect(interpret('retry:\n').retry).toBeNull();
  });

  it('strips one byte order mark', () => {
    expect(interpret('\uFEFFdata: a\n\n').events).toHaveLength(1);
    expect(interpret('\uFEFF\uFEFFdata: a\n\n').events).toHaveLength(0);
  });

  it('agrees with eventsource-parser on 2,000 random streams', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const text = randomStream(seed);
      expect(typesAndData(text), JSON.stringify(text)).toEqual(parsedByLibrary(text));
    }
  });
});

function typesAndData(text: string) {
  const { events, retry } = interpret(text);
  return { events: events.map(({ type, data }) => ({ type, data })), retry };
}

/** The library reports an ID per event only, so IDs are not compared. */
function parsedByLibrary(text: string) {
  const events: { type: string; data: string }[] = [];
  let retry: number | null = null;
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ type: event || 'message', data }),
    onRetry: (ms) => {
      retry = ms;
    },
  });
  parser.feed(text);
  // A CR at the very end waits for a LF in the library; nothing else can follow here.
  if (text.endsWith('\r')) parser.feed('\n');
  return { events, retry };
}

const PIECES = [
  'data',
  'event',
  'id',
  'retry',
  'x',
  ':',
  ': ',
  ' ',
  'a',
  '12',
  '\n',
  '\n\n',
  '\r\n',
  '\r\n\r\n',
  '\r',
  'é',
];

function randomStream(seed: number): string {
  let state = seed + 1;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state;
  };
  return Array.from({ length: 10 + (next() % 60) }, () => PIECES[next() % PIECES.length]).join('');
}
