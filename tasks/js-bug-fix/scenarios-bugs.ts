/** The scenarios that tell whether a bug or a smell is fixed. */
import type { Draw } from './draw.ts';
import { popOrder, startOrder } from './oracle.ts';
import type { Scenario } from './scenario.ts';

type Ops = (number | null)[];

const PUSHES = 256;
/** Priorities to draw from: of so many hardly two are the same, of few most are. */
const MANY = 1_000_000_000;
const FEW = 20;

export function createBugScenarios(draw: Draw): Scenario[] {
  return [...bubbleUp(draw), ...once(draw), ...clear(draw), ...smells()];
}

function bubbleUp(draw: Draw): Scenario[] {
  const part = 'bubble-up';
  const sequences = [...Array.from({ length: 4 }, () => tellingOps(draw)), ...randomOps(draw, MANY)];
  const tied = randomOps(draw, FEW);
  const queued = Array.from({ length: 3 }, () => tellingOps(draw));
  return [
    {
      name: 'bubble-up-interleaved',
      part,
      params: { sequences },
      expected: sequences.map((ops) => [popOrder(ops), sizeAfter(ops)]),
    },
    {
      name: 'bubble-up-ties',
      part,
      params: { sequences: tied },
      expected: tied.map((ops) => [popOrder(ops), sizeAfter(ops)]),
      isFinePoint: true,
    },
    {
      name: 'bubble-up-of-a-queue',
      part,
      params: { sequences: queued },
      needs: 'queue-priorities',
      expected: queued.map((ops) => [startOrder(ops)]),
    },
    { name: 'bubble-up-comparisons', part, params: { pushes: PUSHES }, expected: null, isFinePoint: true },
  ];
}

/** In a heap that takes the element before it for the parent, the item that is pushed last stays too low. */
function tellingOps(draw: Draw): Ops {
  const factor = draw.int(1, 9);
  const least = draw.int(-20, 20);
  const priorities = [7, 3, 5, 1, 6, 2, null, 4].map((n) => (n === null ? null : least + factor * n));
  return [...priorities, ...Array(6).fill(null)];
}

function randomOps(draw: Draw, priorities: number): Ops[] {
  return Array.from({ length: 6 }, () => {
    const ops = Array.from({ length: 160 }, () => (draw.int(1, 100) <= 42 ? null : draw.int(0, priorities)));
    return [...ops, ...Array(60).fill(null)];
  });
}

function sizeAfter(ops: Ops): number {
  return ops.reduce<number>((size, op) => (op === null ? Math.max(0, size - 1) : size + 1), 0);
}

function once(draw: Draw): Scenario[] {
  const part = 'once';
  const words = draw.words(3);
  const [first, second] = words;
  const params = { words };
  return [
    {
      name: 'once-alone',
      part,
      params,
      expected: [
        ['once', second],
        ['emitted', true, false, false],
        ['count', 0],
      ],
    },
    {
      name: 'once-among-others',
      part,
      params,
      expected: [['on'], ['once'], ['once too'], ['last'], ['again', 2], ['on'], ['last']],
    },
    {
      name: 'once-of-a-queue',
      part,
      params,
      needs: 'queue-life',
      expected: [
        ['completed', 'task-1'],
        ['count', 0],
      ],
    },
    { name: 'once-emits-again', part, params, expected: [['once']], isFinePoint: true },
    {
      name: 'once-for-two-events',
      part,
      params,
      expected: [
        ['once', first],
        ['once', second],
        ['counts', 0, 0],
      ],
      isFinePoint: true,
    },
    {
      name: 'once-beside-on',
      part,
      params,
      expected: [['emit'], ['called'], ['called'], ['emit'], ['called'], ['emit'], ['called']],
      isFinePoint: true,
    },
  ];
}

function clear(draw: Draw): Scenario[] {
  const part = 'clear';
  const [first, second, third] = [draw.int(2, 6), draw.int(2, 6), draw.int(2, 6)];
  return [
    {
      name: 'clear-counts',
      part,
      params: { counts: [first, second, third] },
      needs: 'queue-stats',
      expected: [
        ['empty', 0, 0, 0, 0, 0],
        ['cleared', 0, 1, 0, 0, first],
        ['added', second, 1, 0, 0, first],
        ['cleared', 0, 1, 1, 0, first + second - 1],
        ['paused', 0, 0, 2, 0, first + second - 1 + third],
        ['end', 0, 0, 2, 0, first + second - 1 + third],
      ],
    },
    {
      name: 'clear-of-a-retry',
      part,
      params: {},
      needs: 'queue-retry',
      expected: [
        [1, 1, 0, 0, 0, 'pending'],
        [0, 1, 0, 0, 1, 'cancelled'],
        [0, 0, 1, 0, 1],
      ],
    },
  ];
}

function smells(): Scenario[] {
  const params = {};
  return [
    {
      name: 'smell-timeout',
      part: 'smell-timeout',
      params,
      needs: 'queue-timeout',
      expected: [
        ['failed', 0],
        ['failed', 0],
      ],
    },
    {
      name: 'smell-get-task',
      part: 'smell-get-task',
      params,
      needs: 'queue-get-task',
      expected: [[true, null], [0]],
    },
    {
      name: 'smell-drain',
      part: 'smell-drain',
      params,
      needs: 'queue-drain',
      expected: [
        [2, 0],
        [4, 0],
        [6, 0],
      ],
    },
  ];
}
