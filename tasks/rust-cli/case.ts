/** One thing that the built program is asked to do, and the tasks that it is asked about. */
import { createHash } from 'node:crypto';
import type { Expected } from './expected.ts';
import type { Priority, Store, Task } from './store.ts';

export interface Step {
  args: string[];
  expected: Expected;
}

export interface Case {
  /** What a case is about; cases of a kind are judged together. */
  kind: string;
  /** The data file as it is found, null for none. */
  file: string | null;
  /** Where the data file lies in the current folder. */
  path: string;
  env: Record<string, string>;
  steps: Step[];
}

/** Tasks whose numbers and titles nobody can know beforehand. */
export interface Words {
  title(index: number): string;
  store: Store;
}

const VERBS = ['Water', 'Paint', 'Repair', 'Measure', 'Order', 'Sort', 'Return', 'Label'];
const THINGS = [
  'the garden',
  'a "red" door',
  'two bikes',
  'the café',
  'new shelves',
  'old books',
  'the keys',
];

/** They follow from the answer: the same answer meets the same ones each time. */
export function createWords(source: string): Words {
  const digest = createHash('sha256').update(source).digest();
  const title = (index: number) => {
    const at = digest[index % digest.length]! + index;
    return `${VERBS[at % VERBS.length]} ${THINGS[at % THINGS.length]} ${10 + index}`;
  };
  const first = 2 + (digest[31]! % 40);
  const task = (index: number, priority: Priority, done: boolean): Task => ({
    id: first + 2 * index,
    title: title(index),
    priority,
    done,
  });
  const tasks = [
    task(0, 'high', false),
    task(1, 'low', true),
    task(2, 'medium', false),
    task(3, 'high', true),
    task(4, 'low', false),
  ];
  return { title, store: { next_id: first + 12, tasks } };
}

export function writeStore(store: Store): string {
  return `${JSON.stringify(store, null, 2)}\n`;
}

/** A case whose data file is named by TASKS_FILE. */
export function caseOf(kind: string, store: Store | string | null, ...steps: Step[]): Case {
  const file = store === null || typeof store === 'string' ? store : writeStore(store);
  return { kind, file, path: 'work.json', env: { TASKS_FILE: 'work.json' }, steps };
}

/** The store with some tasks changed; null removes one. */
export function changed(store: Store, change: (task: Task) => Task | null): Store {
  return { ...store, tasks: store.tasks.map(change).filter((task) => task !== null) };
}
