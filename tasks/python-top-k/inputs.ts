/** The hidden inputs, drawn from a fixed seed so that an answer gets the same points each time. */

/** A bigint where a number would not be exact. */
export type Int = number | bigint;

export interface Input {
  nums: Int[];
  k: number;
}

/** What a case is for; each kind is judged by a check of its own. */
export type CaseKind = 'ordinary' | 'tie' | 'k-zero' | 'empty' | 'k-beyond' | 'any-integer';

export interface Case extends Input {
  id: number;
  kind: CaseKind;
}

/** Ordinary ones first: a case that hangs or ends the process must not take them along. */
export function drawCases(): Case[] {
  const random = seeded(20_260_324);
  const inputs: [CaseKind, Input][] = [
    ...times(12, (): [CaseKind, Input] => ['ordinary', drawOrdinary(random)]),
    ['ordinary', { nums: [7], k: 1 }],
    ['ordinary', { nums: [6, 6, 2, 6, 2, 11], k: 3 }],
    ...times(8, (): [CaseKind, Input] => ['tie', drawTie(random, 0)]),
    // As texts, 10 stands before 9.
    ['tie', { nums: [10, 9, 8, 10, 9, 100, 8, 100], k: 2 }],
    ['tie', { nums: [31, 4, 15, 9, 26, 5], k: 3 }],
    ...times(4, (): [CaseKind, Input] => ['any-integer', drawTie(random, -60)]),
    ['any-integer', { nums: [-3, -1, -3, 5, -1, -2], k: 2 }],
    ['empty', { nums: [], k: 3 }],
    ['empty', { nums: [], k: 1 }],
    ['k-zero', { nums: [4, 4, 8], k: 0 }],
    ['k-beyond', { nums: [12, 5, 12, 3], k: 4 }],
    ['k-beyond', { nums: [9], k: 1000 }],
    ['any-integer', { nums: [0, 7, -2, 0, 7, 0, -2, 5], k: 1 }],
    // As floats, the two largest are the same.
    ['any-integer', { nums: [2n ** 70n + 1n, -5, 2n ** 70n + 1n, -5, 2n ** 70n, -5, 2n ** 70n, 8], k: 2 }],
    ['any-integer', { nums: [10 ** 12, 3, -(10 ** 12), 10 ** 12, 3, 10 ** 12, -(10 ** 12), 8], k: 2 }],
  ];
  return inputs.map(([kind, input], index) => ({ id: index + 1, kind, ...input }));
}

/** Every frequency differs around the k-th place, so that no tie decides who is in. */
function drawOrdinary(random: () => number): Input {
  const values = shuffled(range(0, 150), random).slice(0, 6 + Math.floor(random() * 12));
  const k = 1 + Math.floor(random() * 5);
  const counts = values.map((_, place) =>
    place < k ? 5 + Math.floor(random() * 4) : 1 + Math.floor(random() * 4),
  );
  return { nums: shuffled(repeated(values, counts), random), k };
}

/** The k-th place is shared by several, and the larger ones of them come first in the input. */
function drawTie(random: () => number, least: number): Input {
  const values = shuffled(range(least, 120), random).slice(0, 9);
  const counts = values.map((_, place) => (place < 2 ? 4 : place < 7 ? 2 : 1));
  const descending = values.slice(2, 7).sort((a, b) => b - a);
  return {
    nums: [
      ...descending,
      ...shuffled(
        repeated(
          values,
          counts.map((n, at) => (at >= 2 && at < 7 ? n - 1 : n)),
        ),
        random,
      ),
    ],
    k: 3 + Math.floor(random() * 3),
  };
}

/** A small deterministic generator (mulberry32) of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: T[], random: () => number): T[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

export function repeated(values: number[], counts: number[]): number[] {
  return values.flatMap((value, at) => Array<number>(counts[at]!).fill(value));
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
