/** What a right priority queue does, by the plainest means. */

/** How the driver writes down that pop() gave nothing. */
const NOTHING = '(undefined)';

type Popped = number | typeof NOTHING;

/** Index of each pushed item, in the order of the pops. null is a pop, a number the priority of a push. */
export function popOrder(ops: (number | null)[]): Popped[] {
  const waiting: { index: number; priority: number }[] = [];
  return ops.flatMap((priority, index) => {
    if (priority === null) return [takeFirst(waiting)];
    waiting.push({ index, priority });
    return [];
  });
}

function takeFirst(waiting: { index: number; priority: number }[]): Popped {
  const highest = Math.max(...waiting.map(({ priority }) => priority));
  const at = waiting.findIndex(({ priority }) => priority === highest);
  return at === -1 ? NOTHING : waiting.splice(at, 1)[0]!.index;
}

/** Indices of the priorities, the highest first, equal ones in their order. */
export function byPriority(priorities: number[]): number[] {
  return popOrder([...priorities, ...priorities.map(() => null)]) as number[];
}

/** Ids in the order of their starts: task-1 runs from the beginning, null is the end of the running task. */
export function startOrder(ops: (number | null)[]): string[] {
  const numbers = new Map(
    ops.flatMap((op, index) => (op === null ? [] : [index])).map((at, n) => [at, n + 2]),
  );
  return popOrder(ops).flatMap((index) => (index === NOTHING ? [] : [`task-${numbers.get(index)}`]));
}
