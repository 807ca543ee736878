import { expect, test } from 'vitest';
import { bandOf } from './bands.ts';

test('points have the bands of the published report, means and other maxima too', () => {
  const names = [0, 4, 5, 8, 9, 12, 13, 16, 16.5, 17, 20].map((points) => bandOf(points, 20)!.name);
  expect(names.join(' ')).toBe(
    'broken broken attempted attempted functional functional good good good excellent excellent',
  );
  expect(bandOf(8.5, 10)!.name).toBe('excellent');
});

test('what was not graded has no band', () => {
  expect(bandOf(null, 20)).toBeNull();
});
