/** Whether the work grows as O(n) or O(n log k) does, or as sorting everything does. Counted, never timed. */
import type { Input } from './inputs.ts';
import { range, repeated, seeded, shuffled } from './inputs.ts';

/** few: k stays 3 while the distinct values grow. many: a k that O(n k) cannot hide behind. */
export interface GrowthCase extends Input {
  id: number;
  distinct: number;
  kind: 'few' | 'many';
}

export interface Measured {
  case: GrowthCase;
  comparisons: number;
}

export const GROWTH_SEED = 7;
const SMALL = 128;
const LARGE = 4096;
const DOUBLINGS = Math.log2(LARGE / SMALL);
/** Draws of each size: an answer with random pivots is judged by its usual cost, not by one unlucky draw. */
const DRAWS = 5;
/**
 * Comparisons a distinct value that each doubling may add. Any sort of everything adds at least 1
 * (log2 of twice as many is one more); counting, buckets, a heap of size k and quickselect add about 0.
 */
const MOST_A_DOUBLING = 0.5;
const MANY = { distinct: 2048, k: 512 };
/** A heap of size k needs about 2 log2 512 = 18 levels of 2 to 4 comparisons each; k rounds of max need 450. */
const MOST_WITH_MANY = 200;

/** Comparisons a distinct value at which counting stops: far beyond any limit, and soon reached by O(n * n). */
export const MOST_COUNTED = 500;

export function drawGrowthCases(): GrowthCase[] {
  const random = seeded(GROWTH_SEED);
  const few = [SMALL, LARGE].flatMap((distinct) =>
    range(0, DRAWS).map(() => ({ ...draw({ distinct, k: 3 }, random), distinct, kind: 'few' as const })),
  );
  const many = { ...draw(MANY, random), distinct: MANY.distinct, kind: 'many' as const };
  return [...few, many].map((one, index) => ({ id: index + 1, ...one }));
}

/**
 * The k best have frequencies of their own and few values come close to them, so that buckets sorted only as far
 * as they are taken stay cheap. Values are in random order: the usual cost is judged, not the worst order.
 */
function draw({ distinct, k }: { distinct: number; k: number }, random: () => number): Input {
  const values = shuffled(range(0, distinct * 4), random).slice(0, distinct);
  const counts = values.map((_, place) => {
    if (place < k) return 12 - (place % 3);
    if (place < k + 4) return 6 + (place % 3);
    return 1 + Math.floor(random() ** 2 * 3);
  });
  return { nums: shuffled(repeated(values, counts), random), k };
}

export function judgeGrowth(measured: Measured[]): { linear: boolean; detail: string } {
  const small = median(perDistinct(measured, (c) => c.kind === 'few' && c.distinct === SMALL));
  const large = Math.min(...perDistinct(measured, (c) => c.kind === 'few' && c.distinct === LARGE));
  const many = Math.max(...perDistinct(measured, (c) => c.kind === 'many'));
  const aDoubling = (large - small) / DOUBLINGS;
  const detail =
    `comparisons a distinct value: ${small.toFixed(1)} of ${SMALL} distinct, ${large.toFixed(1)} of ${LARGE} (k = 3), ` +
    `so ${aDoubling.toFixed(2)} more a doubling, at most ${MOST_A_DOUBLING} allowed; ` +
    `${many.toFixed(1)} with k = ${MANY.k} of ${MANY.distinct}, at most ${MOST_WITH_MANY} allowed`;
  return { linear: aDoubling <= MOST_A_DOUBLING && many <= MOST_WITH_MANY, detail };
}

function perDistinct(measured: Measured[], wanted: (c: GrowthCase) => boolean): number[] {
  return measured.filter((m) => wanted(m.case)).map((m) => m.comparisons / m.case.distinct);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
