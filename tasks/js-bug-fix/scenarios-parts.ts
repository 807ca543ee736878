/** What worked in the starter and has to go on: all classes but TaskQueue. */
import type { Draw } from './draw.ts';
import { byPriority } from './oracle.ts';
import type { Entry, Scenario } from './scenario.ts';

export function createPartScenarios(draw: Draw): Scenario[] {
  const areas = {
    emitter: emitter(draw),
    heap: heap(draw),
    limiter: limiter(),
    scheduler: scheduler(draw),
  };
  return Object.entries(areas).flatMap(([area, expectations]) =>
    Object.entries(expectations).map(([name, one]): Scenario => ({ name, part: 'parts-work', area, ...one })),
  );
}

type Expectations = Record<
  string,
  { params: Record<string, unknown>; expected: Entry[]; isFinePoint?: boolean }
>;

function emitter(draw: Draw): Expectations {
  const words = draw.words(4);
  const [, second, third, fourth] = words;
  const params = { words };
  return {
    'emitter-on': {
      params,
      expected: [
        ['chained', true],
        ['first', third, fourth],
        ['second', third, fourth],
        ['first'],
        ['second'],
        ['other', fourth],
        ['emitted', true, true, true, false],
        ['counts', 2, 1, 0],
      ],
    },
    'emitter-off': {
      params,
      expected: [
        ['chained', true, true],
        ['first'],
        ['last'],
        ['removed'],
        ['emitted', true, true, 2],
        ['emitted', false, 0],
      ],
    },
    'emitter-registered-twice': { params, expected: [['called'], [1, true]], isFinePoint: true },
    'emitter-changes-during-emit': {
      params,
      expected: [['first'], ['last'], ['again'], ['first'], ['added']],
    },
    'emitter-once-first': {
      params,
      expected: [
        ['chained', true],
        ['count', 3],
        ['before'],
        ['once', second, third],
        ['after'],
        ['emitted', true],
      ],
    },
  };
}

function heap(draw: Draw): Expectations {
  const many = draw.ints(40, -9, 9);
  const few = draw.ints(12, 0, 4);
  const order = byPriority(many);
  const names = order.map((index) => `item-${index}`);
  return {
    'heap-order': {
      params: { priorities: many },
      expected: [
        ['size', many.length],
        ...names.map((name, popped) => [name, name, many.length - 1 - popped]),
        ['empty', '(undefined)', '(undefined)', 0],
      ],
    },
    'heap-to-array': {
      params: { priorities: few },
      expected: [[[]], [byPriority(few), few.length, byPriority(few)[0]]],
    },
    'heap-clear': {
      params: {},
      expected: [
        [['high', 'default', 'default too', 'low']],
        [0, '(undefined)', '(undefined)', []],
        [4, 0, 0, '', null, false],
      ],
    },
  };
}

function limiter(): Expectations {
  return {
    'limiter-window': {
      params: {},
      expected: [
        [0, 0, true, 0],
        [40, 0, true, 0],
        [40, 0, true, 60],
        [40, 60, false, 60],
        [99, 1, false, 1],
        [100, 0, true, 40],
        [100, 40, false, 40],
        [139, 1, false, 1],
        [140, 0, true, 0],
        [140, 0, true, 60],
        [140, 60, false, 60],
        [640, 0, true, 0],
        [640, 0, true, 0],
      ],
    },
    'limiter-acquire': { params: {}, expected: [[0], [10], [100], [110], [200], ['free', 0]] },
    'limiter-shared': { params: {}, expected: [[0], [0], [100], [100], [200]] },
  };
}

function scheduler(draw: Draw): Expectations {
  const words = draw.words(2);
  return {
    'scheduler-after': {
      params: { words },
      expected: [
        ['string', false, 2],
        [20, 'added', 'task-1', 0],
        [20, 'fired', false, true, 'task-1'],
        [20, 'completed', 'task-1', words[1]],
        [30, 1],
        [50, 'added', 'task-2', 4],
        [50, 'fired', true, false, 'task-2'],
        [50, 'completed', 'task-2', words[0]],
        [130, 0],
        [false, 0],
      ],
    },
    'scheduler-every': {
      params: {},
      expected: [
        ['added', 'task-1', 2],
        [40, 'fired', true, 'task-1'],
        ['added', 'task-2', 2],
        [80, 'fired', true, 'task-2'],
        ['added', 'task-3', 2],
        [120, 'fired', true, 'task-3'],
        [130, 3, 1],
        [true, false, false, 0],
        [330, 3, 0],
      ],
    },
    'scheduler-limiter': {
      params: {},
      expected: [
        [30, 'fired', true, 'task-1'],
        [60, 'skipped', true],
        [90, 'skipped', true],
        [100, 'skipped', false],
        [120, 'fired', true, 'task-2'],
        [150, 'skipped', true],
        [180, 'skipped', true],
      ],
    },
    'scheduler-stop': {
      params: {},
      expected: [[10], [20], [25], [30], [40], [3], [0, 0], [150], [155, 0, 6]],
    },
  };
}
