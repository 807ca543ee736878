/** Few, small and exact: what it takes to say whether a difference over a handful of tasks is more than noise. Pure. */
import { divide, mean, roundNoise, sum } from './numbers.ts';

/** Above so many differences the exact distribution costs more than it tells. */
const MOST_EXACT = 100;

/** Sample standard deviation (n - 1); null of fewer than two values. */
export function standardDeviation(values: number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
}

/** Two-sided exact sign test: how often a fair coin is as one-sided as these differences. Zeros say nothing; 1 of none. */
export function signTest(differences: number[]): number {
  const up = differences.filter((d) => d > 0).length;
  const down = differences.filter((d) => d < 0).length;
  const tosses = up + down;
  const tail = sum(Array.from({ length: Math.min(up, down) + 1 }, (_, k) => binomial(tosses, k)));
  return Math.min(1, 2 * tail);
}

/** Chance of k heads in n tosses of a fair coin, by logarithms so that n may be thousands. */
function binomial(n: number, k: number): number {
  let log = -n * Math.LN2;
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return Math.exp(log);
}

/**
 * Two-sided sign-flip permutation test of paired differences (Fisher 1935): of all ways to give the differences
 * other signs, the share whose sum is as far from 0. Exact up to 100 differences, normal approximation beyond.
 */
export function permutationTest(differences: number[]): number {
  const sizes = differences.map(Math.abs).filter((size) => roundNoise(size) > 0);
  const seen = Math.abs(sum(differences));
  if (sizes.length === 0) return 1;
  if (sizes.length > MOST_EXACT) return normalTails(seen / Math.hypot(...sizes));
  let shares = new Map([[0, 1]]);
  for (const size of sizes) shares = flip(shares, size);
  const extreme = [...shares].filter(([total]) => Math.abs(total) >= seen - 1e-6);
  return Math.min(1, sum(extreme.map(([, share]) => share)));
}

function flip(shares: Map<number, number>, size: number): Map<number, number> {
  const next = new Map<number, number>();
  for (const [total, share] of shares)
    for (const sign of [-1, 1]) {
      const key = Math.round((total + sign * size) * 1e6) / 1e6;
      next.set(key, (next.get(key) ?? 0) + share / 2);
    }
  return next;
}

/** Chance beyond ±z of the normal distribution; Abramowitz and Stegun 7.1.26, error below 2e-7. */
export function normalTails(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  return sum(series.map((factor, i) => factor * t ** (i + 1))) * Math.exp(-x * x);
}

/** Two-sided 95 % points of Student's t for 1, 2, 3 … degrees of freedom; from 30 on the normal's 1.96 is close. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * Half the width of the 95 % interval of mean(a) - mean(b), from the spread of each (Welch 1947).
 * null where a side has fewer than two values or no value varies: then the spread tells nothing.
 */
export function welchMargin(a: number[], b: number[]): number | null {
  const [spreadA, spreadB] = [standardDeviation(a), standardDeviation(b)];
  if (spreadA === null || spreadB === null) return null;
  const [partA, partB] = [spreadA ** 2 / a.length, spreadB ** 2 / b.length];
  const freedom = divide((partA + partB) ** 2, partA ** 2 / (a.length - 1) + partB ** 2 / (b.length - 1));
  if (freedom === null) return null;
  return (T_95[Math.floor(freedom) - 1] ?? 1.96) * Math.sqrt(partA + partB);
}
