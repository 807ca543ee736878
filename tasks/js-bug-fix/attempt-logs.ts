/** What a right TaskQueue does when tasks fail or take too long. */
import type { Logs } from './scenario.ts';

export function failures([first, second]: string[]): Logs {
  return {
    'queue-failure': [
      [0, 'started', 'task-1'],
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
      [0, 'started', 'task-1'],
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

export function timeouts([word]: string[]): Logs {
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
    'queue-leaves-no-timer': [['timers', 0, 0, 0, 2, 2, 0]],
  };
}
