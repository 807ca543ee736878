/** The right answers, computed here, outside the sandbox. */
import type { Int } from './inputs.ts';

/** Both readings of "as a sorted list" that the prompt allows. */
export type Order = 'by value' | 'by frequency';

export function topByFrequency(nums: Int[], k: number): Int[] {
  return ranked(nums).slice(0, k);
}

export function expected(nums: Int[], k: number, order: Order): Int[] {
  const top = topByFrequency(nums, k);
  return order === 'by frequency' ? top : top.sort(compare);
}

/** Equal elements in whatever order. */
export function sameElements(a: unknown[], nums: Int[], k: number): boolean {
  const top = new Set<unknown>(topByFrequency(nums, k));
  return a.length === top.size && new Set(a).size === top.size && a.every((value) => top.has(value));
}

/** A judge of results for this input that does not mind who wins a tie. Made once, because ranking takes its time. */
export function createFrequencyJudge(nums: Int[], k: number): (a: unknown[]) => boolean {
  const counts: Map<unknown, number> = countsOf(nums);
  const wanted = topByFrequency(nums, k).map((value) => counts.get(value));
  return (a) => {
    const frequencies = a.map((value) => counts.get(value) ?? 0).sort((x, y) => y - x);
    return new Set(a).size === wanted.length && String(frequencies) === String(wanted);
  };
}

function countsOf(nums: Int[]): Map<Int, number> {
  const counts = new Map<Int, number>();
  for (const num of nums) counts.set(num, (counts.get(num) ?? 0) + 1);
  return counts;
}

function ranked(nums: Int[]): Int[] {
  const counts = countsOf(nums);
  return [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || compare(a, b));
}

function compare(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
