/** The streams of bytes that an answer is fed with. Payload words are drawn from a seed, so none can be known beforehand. */
import { createHash } from 'node:crypto';
import { createTexts, type StreamText } from './case-texts.ts';
import { cutsOf } from './cuts.ts';
import type { StreamCase, StreamCheck } from './stream-case.ts';

/** `seed` decides the words, never their length, so the cuts stay the same. */
export function createCases(seed: string): StreamCase[] {
  const groups = createTexts(createWords(seed));
  return Object.entries(groups).flatMap(([check, texts]) =>
    texts.map((text, index) => createCase(check as StreamCheck, `${check}-${index + 1}`, text)),
  );
}

function createCase(check: StreamCheck, id: string, streamText: StreamText): StreamCase {
  const given =
    typeof streamText === 'string' || streamText instanceof Uint8Array ? { text: streamText } : streamText;
  const { text, times = 1, cutting = 'two', types = ['message'], views = false } = given;
  const { onlyCuts = false, asks = 'events' } = given;
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    id,
    check,
    bytes,
    times,
    cutting,
    cuts: cutsOf(bytes, times, cutting),
    types,
    views,
    onlyCuts,
    asks,
  };
}

/** Words of three lower-case letters, no two of the first 26 alike. */
export function createWords(seed: string): () => string {
  let drawn = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed} ${drawn}`).digest();
    return String.fromCharCode(...[drawn++, digest[0]!, digest[1]!].map((number) => 97 + (number % 26)));
  };
}
