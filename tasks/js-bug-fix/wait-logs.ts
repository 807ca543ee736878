/** What a right TaskQueue does on pause(), drain(), clear() and getStats(). */
import type { Logs } from './scenario.ts';

export function waits(): Logs {
  return {
    'queue-drain': [
      [0, 'idle'],
      [25, 'first'],
      [25, 'second'],
      [50, 'idle again'],
      [100, 'resume'],
      [105, 'third'],
    ],
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
  };
}

export function clearing(): Logs {
  return {
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
    'queue-clear-while-adding': [
      [0, 'started', 'task-1'],
      [0, 'cancelled', 'task-2'],
      [0, 'cancelled', 'task-3'],
      ['cleared'],
      [10, 'started', 'task-4'],
      [20, 'drain'],
    ],
  };
}

export function statistics([done, failed, pending]: number[]): Logs {
  return {
    'queue-stats': [[[pending, 1, done, failed, 0]], [[pending, 1, done, failed, 0]]],
  };
}
