import { expect, test } from 'vitest';
import { paretoFront } from './pareto.ts';

const model = (name: string, points: number, cost: number) => ({ model: name, points, cost });

test('the front goes from the cheapest to the best, and leaves out who is beaten', () => {
  const front = paretoFront([
    model('best', 99, 60),
    model('beaten', 90, 61),
    model('cheap', 40, 1),
    model('mid', 80, 20),
  ]);
  expect(front.map((one) => one.model)).toEqual(['cheap', 'mid', 'best']);
});

test('twins both stay, and equal points at a higher price do not', () => {
  const front = paretoFront([model('a', 50, 5), model('b', 50, 5), model('c', 50, 6)]);
  expect(front.map((one) => one.model)).toEqual(['a', 'b']);
  expect(paretoFront([])).toEqual([]);
});
