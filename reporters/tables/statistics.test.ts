import { expect, test } from 'vitest';
import { normalTails, permutationTest, signTest, standardDeviation, welchMargin } from './statistics.ts';

test('the standard deviation is that of a sample, and unknown of one value', () => {
  expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.1381, 4);
  expect(standardDeviation([5])).toBeNull();
  expect(standardDeviation([])).toBeNull();
});

test('the sign test is exact and leaves zeros out', () => {
  expect(signTest([1, 2, 3, 4, 5, 6])).toBeCloseTo(2 / 64, 10);
  expect(signTest([1, 2, 3, 4, 5, 0])).toBeCloseTo(2 / 32, 10);
  // 2 (1 + 10 + 45) / 1024
  expect(signTest([1, 1, 1, 1, 1, 1, 1, 1, -1, -1])).toBeCloseTo(0.109375, 10);
  expect(signTest([1, -1])).toBe(1);
  expect(signTest([0, 0])).toBe(1);
  expect(signTest([])).toBe(1);
  // Summed with whole numbers in Python.
  expect(signTest(Array.from({ length: 1000 }, (_, i) => (i < 560 ? 1 : -1)))).toBeCloseTo(0.00016504987, 9);
});

test("Fisher's test of Darwin's maize (1935) gives his 0.0526", () => {
  const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
  expect(permutationTest(maize)).toBeCloseTo(1726 / 32768, 6);
});

test('few tasks cannot show much: five of five the same way are p = 0.0625, and nothing is p = 1', () => {
  expect(permutationTest([1, 2, 3, 4, 5])).toBeCloseTo(2 / 32, 10);
  expect(permutationTest([1, 2, 3, 4, 5, 6])).toBeCloseTo(2 / 64, 10);
  expect(permutationTest([20])).toBe(1);
  expect(permutationTest([0, 0])).toBe(1);
  expect(permutationTest([])).toBe(1);
  expect(permutationTest([1 / 3, -1 / 3, 2 / 3])).toBeCloseTo(permutationTest([1, -1, 2]), 10);
});

test('beyond a hundred differences the normal distribution stands in', () => {
  expect(normalTails(1.959964)).toBeCloseTo(0.05, 5);
  expect(normalTails(-2.575829)).toBeCloseTo(0.01, 5);
  const half = (length: number, up: number) => Array.from({ length }, (_, i) => (i < up ? 1 : -1));
  expect(permutationTest(half(101, 61))).toBeCloseTo(permutationTest(half(99, 60)), 1);
});

test("Welch's margin is t times the standard error, and unknown where nothing varies", () => {
  // Variances 4 and 7; Welch's 3.72 degrees of freedom count as 3.
  expect(welchMargin([20, 22, 24], [10, 11, 15])).toBeCloseTo(3.182 * Math.sqrt(4 / 3 + 7 / 3), 3);
  expect(welchMargin([20], [10, 11])).toBeNull();
  expect(welchMargin([20, 20], [10, 10])).toBeNull();
});
