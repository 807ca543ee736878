/** The right answers, computed here, outside the sandbox. */

/** Both readings of "as a sorted list" that the prompt allows. */
export type Order = 'by value' | 'by frequency';

export function topByFrequency(nums: number[], k: number): number[] {
  return ranked(nums).slice(0, k);
}

export function expected(nums: number[], k: number, order: Order): number[] {
  const top = topByFrequency(nums, k);
  return order === 'by frequency' ? top : top.sort((a, b) => a - b);
}

/** Equal elements in whatever order. */
export function sameElements(a: unknown[], nums: number[], k: number): boolean {
  const top = new Set<unknown>(topByFrequency(nums, k));
  return a.length === top.size && new Set(a).size === top.size && a.every((value) => top.has(value));
}

function ranked(nums: number[]): number[] {
  const counts = new Map<number, number>();
  for (const num of nums) counts.set(num, (counts.get(num) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a - b);
}
