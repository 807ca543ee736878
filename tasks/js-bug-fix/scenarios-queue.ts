/** What worked in the starter's TaskQueue and has to go on. */
import { failures, timeouts } from './attempt-logs.ts';
import type { Draw } from './draw.ts';
import { byPriority } from './oracle.ts';
import type { Logs, Scenario } from './scenario.ts';
import { clearing, statistics, waits } from './wait-logs.ts';

export function createQueueScenarios(draw: Draw): Scenario[] {
  const words = draw.words(3);
  const priorities = draw.ints(9, 0, 3);
  const counts = [draw.int(1, 5), draw.int(1, 5), draw.int(1, 5)];
  const areas = {
    lives: lives(words),
    slots: slots(priorities),
    failures: failures(words),
    timeouts: timeouts(words),
    waits: waits(),
    clearing: clearing(),
    statistics: statistics(counts),
  };
  const params = { words, priorities, counts };
  return Object.entries(areas).flatMap(([area, logs]) =>
    Object.entries(logs).map(
      ([name, expected]): Scenario => ({
        ...{ name, part: 'queue-works', area, params, expected },
        isFinePoint: FINE_POINTS.includes(name),
      }),
    ),
  );
}

const FINE_POINTS = ['queue-runs-within-add', 'queue-unknown-ids'];

function lives([result, other]: string[]): Logs {
  return {
    'queue-life': [
      [0, 'started', 'task-1'],
      ['ids', 'task-1', 'task-2'],
      ['now', 'running', 1, 'pending', 0],
      ['options', 3, 1, 0, 0, 0, 500],
      [20, 'completed', 'task-1'],
      [20, 'started', 'task-2'],
      [20, 'completed', 'task-2'],
      [20, 'drain'],
      ['later', 'completed', result, 1, 'completed', `${other}0`, 1],
    ],
    'queue-get-task': [[[true, true, true]], [[true, true, true]], [null, null]],
    'queue-unknown-ids': [[Array(12).fill(null)]],
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
    'queue-runs-within-add': [['run'], ['returned']],
    'queue-unlimited': [
      [0, 3, 0, 0, 0],
      [10, 'completed', 'task-2'],
      [20, 'completed', 'task-3'],
      [30, 'completed', 'task-1'],
      [30, 'drain'],
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
