import { expect, test } from 'vitest';
import type { GrowthCase, Measured } from './growth.ts';
import { CALLS, drawGrowthCases, judgeGrowth } from './growth.ts';
import { range, seeded } from './inputs.ts';

const cases = drawGrowthCases();
const SEEDS = 1_000;

/** Comparisons of a quickselect with random pivots, which are the same in whatever order the elements come. */
function quickselect({ distinct, k }: GrowthCase, passes: number, random: () => number): number {
  let [size, wanted, comparisons] = [distinct, k, 0];
  while (size > 1 && wanted > 0) {
    comparisons += size * passes;
    const below = Math.floor(random() * size);
    [size, wanted] = wanted <= below ? [below, wanted] : [size - below - 1, wanted - below - 1];
  }
  return comparisons;
}

/** `calls`: of a large input; 1 for an answer that is not seen to draw. */
function measure(work: (one: GrowthCase) => number, calls = 1): Measured[] {
  return cases.map((one) => ({
    case: one,
    comparisons: range(0, one.size === 'small' ? CALLS : calls).map(() => work(one)),
  }));
}

test.for([1, 2, 3, 4])(
  'random pivots and %i passes over the elements lose nothing, whatever is drawn',
  (passes) => {
    for (const seed of range(0, SEEDS)) {
      const random = seeded(seed);
      const verdict = judgeGrowth(measure((one) => quickselect(one, passes, random), CALLS));
      expect(verdict.linear, `seed ${seed}: ${verdict.detail}`).toBe(true);
    }
  },
);

test('a sort in one single order of the input is seen', () => {
  const { linear, detail } = judgeGrowth(
    measure(({ distinct, order }) => distinct * (order === 'descending' ? Math.log2(distinct) : 20)),
  );
  expect(detail).toContain('descending');
  expect(linear).toBe(false);
});

test('work that grows with k is seen in one single order of the input', () => {
  const { linear } = judgeGrowth(
    measure(({ distinct, order, k }) => distinct * (order === 'ascending' ? k : 5)),
  );
  expect(linear).toBe(false);
});

test('each input has as many distinct values as it says', () => {
  for (const { nums, distinct } of cases) expect(new Set(nums).size).toBe(distinct);
});
