/** Where a stream is cut into chunks, and what each way to cut puts to the test. */
import type { StreamCase } from './cases.ts';

/** What lies on both sides of a cut. A cut without a hazard is decided by `cut-anywhere`. */
export type Hazard = 'crlf' | 'lone-cr' | 'utf-8';

/** Offsets at which a new chunk begins. The first of a case is the whole stream in one chunk, unless its size is given. */
export type Cut = number[];

export function cutsOf(streamCase: StreamCase): Cut[] {
  const { bytes, times, cutting } = streamCase;
  const length = bytes.length * times;
  if (typeof cutting === 'number') return [offsets(length, cutting)];
  if (cutting === 'whole') return [[]];
  const cuts = cutting === 'all' ? compositions(length) : [[], ...offsets(length, 1).map((at) => [at]), offsets(length, 1)];
  return cuts.filter((cut) => hazardsOf(bytes, cut).length <= 1);
}

/** The kinds of hazards that a cut meets, each once. */
export function hazardsOf(bytes: Uint8Array, cut: Cut): Hazard[] {
  return [...new Set(cut.flatMap((at) => hazardAt(bytes, at) ?? []))];
}

const LF = 0x0a;
const CR = 0x0d;

function hazardAt(bytes: Uint8Array, at: number): Hazard | null {
  const before = bytes[at - 1]!;
  const after = bytes[at]!;
  if (before === CR) return after === LF ? 'crlf' : 'lone-cr';
  const isContinuation = (after & 0xc0) === 0x80;
  const startsBom = after === 0xef && bytes[at + 1] === 0xbb;
  return isContinuation || startsBom ? 'utf-8' : null;
}

function offsets(length: number, step: number): Cut {
  return Array.from({ length: Math.ceil(length / step) - 1 }, (_, index) => (index + 1) * step);
}

/** All 2^(n-1) ways to cut n bytes; the first is no cut. */
function compositions(length: number): Cut[] {
  const places = offsets(length, 1);
  return Array.from({ length: 2 ** places.length }, (_, mask) => places.filter((_at, bit) => (mask >> bit) & 1));
}
