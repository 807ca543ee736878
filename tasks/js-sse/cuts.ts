/** Where a stream is cut into chunks, and what each way to cut puts to the test. */

/** What lies on both sides of a cut. A cut without a hazard is decided by `cut-anywhere`. */
export type Hazard = 'crlf' | 'lone-cr' | 'utf-8';

/** Offsets at which a new chunk begins. */
export type Cut = number[];

/** two: in one piece, every cut into two, and a byte a chunk. all: every way to cut. Else the size of the chunks. */
export type Cutting = 'two' | 'all' | number;

/**
 * The first cut is none, unless the size is given. A cut that meets two kinds of hazards is left
 * out: it would not say which of them an answer fails.
 */
export function cutsOf(bytes: Uint8Array, times: number, cutting: Cutting): Cut[] {
  const length = bytes.length * times;
  if (typeof cutting === 'number') return [offsets(length, cutting)];
  const everyByte = offsets(length, 1);
  const cuts = cutting === 'all' ? compositions(everyByte) : [[], ...everyByte.map((at) => [at]), everyByte];
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
function compositions(places: Cut): Cut[] {
  return Array.from({ length: 2 ** places.length }, (_, mask) =>
    places.filter((_at, bit) => (mask >> bit) & 1),
  );
}
