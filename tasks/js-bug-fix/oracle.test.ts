import { describe, expect, it } from 'vitest';
import { byPriority, popOrder, startOrder } from './oracle.ts';

describe('the oracle', () => {
  it('pops the highest priority, of equal ones the first', () => {
    expect(byPriority([1, 3, 3, 0])).toEqual([1, 2, 0, 3]);
  });

  it('pops nothing from what is empty', () => {
    expect(popOrder([null, 5, null, null])).toEqual(['(undefined)', 1, '(undefined)']);
  });

  it('starts what is pending when the running task ends', () => {
    expect(startOrder([1, 2, null, 9, null, null, null])).toEqual(['task-3', 'task-4', 'task-2']);
  });
});
