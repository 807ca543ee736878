/** What worked in the starter's TaskQueue and has to go on. */
import type { Draw } from './draw.ts';
import { byPriority } from './oracle.ts';
import type { Entry, Scenario } from './scenario.ts';

export function createQueueScenarios(draw: Draw): Scenario[] {
  const words = draw.words(3);
  const priorities = draw.ints(9, 0, 3);
  const counts = [draw.int(1, 5), draw.int(1, 5), draw.int(1, 5)];
  const expected = {
    ...lives(words),
    ...slots(priorities),
    ...failures(words),
    ...timeouts(words),
    ...waits(counts),
  };
  return Object.entries(expected).map(([name, entries]) => ({
    name,
    part: 'queue-works',
    params: { words, priorities, counts },
    expected: entries,
  }));
}

type Logs = Record<string, Entry[]>;

function lives([result, other]: string[]): Logs {
  return {
    'queue-life': [
      [0, 'added', 'task-1'],
      [0, 'started', 'task-1'],
      [0, 'added', 'task-2'],
      ['ids', 'task-1', 'task-2'],
      ['now', 'running', 1, 'pending', 0],
      ['options', 3, 1, 0, 0, 0, 500],
      [20, 'completed', 'task-1'],
      [20, 'started', 'task-2'],
      [20, 'completed', 'task-2'],
      [20, 'drain'],
      ['later', 'completed', result, 1, 'completed', `${other}0`, 1],
      ['found', true, null, null],
    ],
  };
}

function slots(priorities: number[]): Logs {
  return {
    'queue-starts-at-once': [
      [0, 'added', 'task-1'],
      [0, 'started', 'task-1'],
      ['returned', 0, 1, 0, 0, 0],
      [0, 'added', 'task-2'],
      [0, 'started', 'task-2'],
      ['returned', 0, 2, 0, 0, 0],
      [0, 'added', 'task-3'],
      ['returned', 1, 2, 0, 0, 0],
      [30, 'started', 'task-3'],
    ],
    'queue-concurrency': [
      [0, 'started', 'task-1'],
      [0, 'started', 'task-2'],
      [0, 'started', 'task-3'],
      [35, 'completed', 'task-2'],
      [35, 'started', 'task-4'],
      [52, 'completed', 'task-4'],
      [52, 'started', 'task-5'],
      [61, 'completed', 'task-3'],
      [61, 'started', 'task-6'],
      [89, 'completed', 'task-6'],
      [89, 'started', 'task-7'],
      [98, 'completed', 'task-7'],
      [100, 'completed', 'task-1'],
      [136, 'completed', 'task-5'],
      [136, 'drain'],
      ['most', 3, 0, 0, 7, 0, 0],
    ],
    'queue-priorities': [
      ['task-1', 0],
      ...byPriority(priorities).map((index) => [`task-${index + 2}`, priorities[index]]),
    ],
  };
}

function failures([first, second]: string[]): Logs {
  return {
    'queue-failure': [
      [0, 'added', 'task-1'],
      [0, 'started', 'task-1'],
      [0, 'added', 'task-2'],
      [0, 'added', 'task-3'],
      [0, 'added', 'task-4'],
      [15, 'failed', 'task-1', first],
      [15, 'started', 'task-2'],
      [15, 'failed', 'task-2', second],
      [15, 'started', 'task-3'],
      [15, 'failed', 'task-3', first],
      [15, 'started', 'task-4'],
      [20, 'completed', 'task-4'],
      [20, 'drain'],
      ['tasks', 'failed', first, 1, 'failed', second, 1],
      ['stats', 0, 0, 1, 3, 0],
    ],
    'queue-retry': [
      [0, 'added', 'task-1'],
      [0, 'started', 'task-1'],
      [0, 'added', 'task-2'],
      ['before', 1, 1, 0, 0, 0],
      [10, 'retry', 'task-1', first],
      [10, 'started', 'task-2'],
      ['between', 1, 1, 0, 0, 0, 'pending', 1],
      [13, 'completed', 'task-2'],
      [13, 'started', 'task-1'],
      [23, 'retry', 'task-1', first],
      [23, 'started', 'task-1'],
      [33, 'completed', 'task-1'],
      [33, 'drain'],
      ['after', 0, 0, 2, 0, 0, 'completed', 3, second, 3],
    ],
    'queue-retries-end': [
      [7, 'failed', 'task-1', first],
      [11, 'retry', 'task-2', second],
      [15, 'failed', 'task-2', second],
      [15, 'drain'],
      ['tasks', 1, 2, 'failed'],
      ['stats', 0, 0, 0, 2, 0],
    ],
  };
}

function timeouts([word]: string[]): Logs {
  return {
    'queue-timeout': [
      [0, 'started', 'task-1', false],
      [20, 'failed', 'task-1', true],
      [20, 'started', 'task-2', false],
      [40, 'failed', 'task-2', true],
      [40, 'started', 'task-3', false],
      [52, 'completed', 'task-3', false],
      [52, 'started', 'task-4', false],
      [82, 'completed', 'task-4', false],
      [82, 'started', 'task-5', false],
      [1082, 'completed', 'task-5', false],
      [1082, 'drain', '', false],
      ['tasks', 'failed', true, true, 1],
      ['tasks', 'failed', true, false, 1],
      ['stats', 0, 0, 3, 2, 0],
    ],
    'queue-timeout-retry': [
      [0, 'started', 'task-1', 1],
      [20, 'retry', 'task-1', 1],
      [20, 'started', 'task-1', 2],
      [35, 'completed', 'task-1', 2],
      ['task', 'completed', `${word}2`],
    ],
    'queue-leaves-no-timer': [['timers', 0, 0, 0, 2, 1, 0]],
  };
}

function waits([done, failed, pending]: number[]): Logs {
  return {
    'queue-pause': [
      [0, 'started', 'task-1'],
      [0, 'started', 'task-2'],
      [20, 'completed', 'task-1'],
      [33, 'completed', 'task-2'],
      [40, 'paused', 2, 0, 2, 0, 0],
      [40, 'started', 'task-3'],
      [40, 'started', 'task-4'],
      [40, 'resumed', 0, 2, 2, 0, 0],
      [54, 'completed', 'task-4'],
      [90, 'completed', 'task-3'],
      [90, 'drain'],
    ],
    'queue-drain': [
      [0, 'idle'],
      [25, 'first'],
      [25, 'second'],
      [50, 'idle again'],
      [100, 'resume'],
      [105, 'third'],
    ],
    'queue-clear': [
      [0, 'started', 'task-1'],
      [0, 'cancelled', 'task-3'],
      [0, 'cancelled', 'task-5'],
      [0, 'cancelled', 'task-2'],
      [0, 'cancelled', 'task-4'],
      [0, 'cleared', 'running', 'cancelled', 'cancelled', 'cancelled', 'cancelled'],
      [10, 'completed', 'task-1'],
      [10, 'drain'],
      [50, 'started', 'task-6'],
      [60, 'completed', 'task-6'],
      [60, 'drain'],
      [110, 'cancelled', 'task-7'],
      [110, 'drain'],
      [110, 'drained'],
      [110, 'cleared'],
    ],
    'queue-stats': [[[pending, 1, done, failed, 0]], [[pending, 1, done, failed, 0]]],
  };
}
