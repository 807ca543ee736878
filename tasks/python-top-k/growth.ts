/** Whether the work grows as O(n) or O(n log k) does, or as sorting everything does. Counted, never timed. */
import type { Input } from './inputs.ts';
import { range, repeated, seeded, shuffled } from './inputs.ts';

/** usual: few values are frequent. The others are what is unkind to some way of choosing. */
export type Order = 'usual' | 'distinct' | 'ascending' | 'descending' | 'rising' | 'falling';

export interface GrowthCase extends Input {
  id: number;
  distinct: number;
  order: Order;
  /** small, large: k stays 3 while the distinct values grow. many: a k that O(n k) cannot hide behind. */
  size: 'small' | 'large' | 'many';
}

export interface Measured {
  case: GrowthCase;
  /** Of each call; only an answer that draws at random is called more than once for a large input. */
  comparisons: number[];
}

export const GROWTH_SEED = 7;
/** Times that an answer is called with an input when its work differs from call to call. */
export const CALLS = 5;
const FEW = 3;
/** Of several sizes, because groups of five and halves come out differently. */
const SMALL = [112, 120, 128, 136, 144];
const LARGE = 4096;
const DOUBLINGS = Math.log2(LARGE / 128);
/**
 * Comparisons a distinct value that each doubling may add. Any sort of everything adds 1 (log2 of twice as many is
 * one more); counting, buckets, a heap of size k and quickselect about 0, medians of medians up to 0.4.
 */
const MOST_A_DOUBLING = 0.75;
const MANY = { distinct: 2048, k: 512 };
/** A heap of size k needs about 2 log2 512 = 18 levels of 2 to 4 comparisons each; k rounds of max need 450. */
const MOST_WITH_MANY = 200;

/** Comparisons a distinct value at which counting stops: far beyond any limit, and soon reached by O(n * n). */
export const MOST_COUNTED = 500;

/** Large inputs of each order. Where it is drawn, several: a pivot at a fixed place is not judged by one unlucky draw. */
const LARGE_DRAWS: Record<Order, number> = {
  usual: 3,
  distinct: 3,
  ascending: 1,
  descending: 1,
  rising: 1,
  falling: 1,
};
const ORDERS = Object.keys(LARGE_DRAWS) as Order[];
/** In the last one each value is better than all before it. */
const ORDERS_OF_MANY: Order[] = ['usual', 'ascending', 'descending'];

/** The small ones first: they tell whether the answer draws at random. */
export function drawGrowthCases(): GrowthCase[] {
  const random = seeded(GROWTH_SEED);
  const drawOne = (order: Order, size: GrowthCase['size'], { distinct, k }: Size) => {
    return { ...draw(order, { distinct, k }, random), distinct, order, size };
  };
  const small = ORDERS.flatMap((order) =>
    SMALL.map((distinct) => drawOne(order, 'small', { distinct, k: FEW })),
  );
  const large = ORDERS.flatMap((order) =>
    range(0, LARGE_DRAWS[order]).map(() => drawOne(order, 'large', { distinct: LARGE, k: FEW })),
  );
  const many = ORDERS_OF_MANY.map((order) => drawOne(order, 'many', MANY));
  return [...small, ...large, ...many].map((one, index) => ({ id: index + 1, ...one }));
}

interface Size {
  distinct: number;
  k: number;
}

function draw(order: Order, { distinct, k }: Size, random: () => number): Input {
  const drawn = shuffled(range(1, distinct * 4), random).slice(0, distinct);
  const ascending = drawn.toSorted((a, b) => a - b);
  switch (order) {
    case 'usual':
      return { nums: shuffled(repeated(drawn, usualCounts(distinct, k, random)), random), k };
    case 'distinct':
      return { nums: drawn, k };
    case 'ascending':
      return { nums: ascending, k };
    case 'descending':
      return { nums: ascending.toReversed(), k };
    case 'rising':
      return { nums: repeated(ascending, risingCounts(distinct)), k };
    case 'falling':
      return { nums: repeated(ascending, risingCounts(distinct).toReversed()), k };
  }
}

/** The k best have frequencies of their own and few values come close to them. */
function usualCounts(distinct: number, k: number, random: () => number): number[] {
  return range(0, distinct).map((place) => {
    if (place < k) return 12 - (place % 3);
    if (place < k + 4) return 6 + (place % 3);
    return 1 + Math.floor(random() ** 2 * 3);
  });
}

const MOST_FREQUENT = 4;

function risingCounts(distinct: number): number[] {
  return range(0, distinct).map((place) => 1 + Math.floor((place * MOST_FREQUENT) / distinct));
}

export function judgeGrowth(measured: Measured[]): { linear: boolean; detail: string } {
  const growths = ORDERS.map((order) => growthOf(order, measured));
  const worst = growths.reduce((a, b) => (b.aDoubling > a.aDoubling ? b : a));
  const many = Math.max(...perDistinct(measured, ({ size }) => size === 'many'));
  const detail =
    `comparisons a distinct value, ${worst.order}: ${worst.small.toFixed(1)} of ${SMALL[0]} to ${SMALL.at(-1)} distinct, ` +
    `${worst.large.toFixed(1)} of ${LARGE} (k = ${FEW}), ` +
    `so ${worst.aDoubling.toFixed(2)} more a doubling, at most ${MOST_A_DOUBLING} allowed; ` +
    `${many.toFixed(1)} with k = ${MANY.k} of ${MANY.distinct}, at most ${MOST_WITH_MANY} allowed`;
  return { linear: worst.aDoubling <= MOST_A_DOUBLING && many <= MOST_WITH_MANY, detail };
}

/** The least of the large against the most of the small: chance costs nobody the check, and a sort has no chance. */
function growthOf(order: Order, measured: Measured[]) {
  const small = Math.max(...perDistinct(measured, (c) => c.order === order && c.size === 'small'));
  const large = Math.min(...perDistinct(measured, (c) => c.order === order && c.size === 'large'));
  return { order, small, large, aDoubling: (large - small) / DOUBLINGS };
}

function perDistinct(measured: Measured[], wanted: (c: GrowthCase) => boolean): number[] {
  return measured
    .filter((m) => wanted(m.case))
    .flatMap((m) => m.comparisons.map((comparisons) => comparisons / m.case.distinct));
}
