/** The streams of bytes that an answer is fed with. Payload words are drawn from a seed, so none can be known beforehand. */
import { createHash } from 'node:crypto';
import { createTexts, type StreamText } from './case-texts.ts';
import { type Cut, type Cutting, cutsOf } from './cuts.ts';

/** Checks that are decided by streams of bytes. */
export type StreamCheck =
  | 'delivers-messages'
  | 'multi-line-data'
  | 'event-types'
  | 'last-event-id'
  | 'id-with-nul'
  | 'retry'
  | 'comments'
  | 'field-lines'
  | 'empty-and-unfinished'
  | 'crlf'
  | 'lone-cr'
  | 'cut-anywhere'
  | 'utf-8';

export interface StreamCase {
  id: string;
  check: StreamCheck;
  bytes: Uint8Array;
  /** The stream is the bytes so many times over. */
  times: number;
  cutting: Cutting;
  /** One client for each of them. */
  cuts: Cut[];
  /** What it means in one piece is another check's business. */
  onlyCuts: boolean;
  /** Types that the driver listens to; more than the stream sends, so that a wrong type shows. */
  types: string[];
  /** Chunks are parts of larger buffers, and empty ones lie between them. */
  views: boolean;
}

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
  const { text, times = 1, cutting = 'two', types = ['message'], views = false, onlyCuts = false } = given;
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { id, check, bytes, times, cutting, cuts: cutsOf(bytes, times, cutting), types, views, onlyCuts };
}

/** Words of three lower-case letters, no two of the first 26 alike. */
export function createWords(seed: string): () => string {
  let drawn = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed} ${drawn}`).digest();
    return String.fromCharCode(...[drawn++, digest[0]!, digest[1]!].map((number) => 97 + (number % 26)));
  };
}
