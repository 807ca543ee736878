/** Cases that tell whether a bug is fixed. They look at the data file and the exit code, not at words. */

import { type Case, caseOf, changed, type Words } from './case.ts';
import type { Expected } from './expected.ts';
import type { Priority, Store } from './store.ts';

const EMPTY: Store = { next_id: 1, tasks: [] };

export function bugCases(words: Words): Case[] {
  return [...priorityCases(words), ...numberCases(words), ...doneCases(words), ...removeCases(words)];
}

function priorityCases({ title, store }: Words): Case[] {
  const added = (priority: Priority, index: number) => [
    ...store.tasks,
    { id: store.next_id, title: title(index), priority, done: false },
  ];
  // The number that comes next is another bug's matter, and that a new task is open is none of a bug's.
  const last = (priority: Priority, index: number): Expected => ({
    exit: 0,
    store: { tasks: added(priority, index) },
    ignores: ['id', 'done'],
  });
  return [
    ...(['low', 'medium', 'high'] as const).map((priority, index) =>
      caseOf('priority-values', store, {
        args: ['add', title(20 + index), '--priority', priority],
        expected: last(priority, 20 + index),
      }),
    ),
    caseOf('priority-values', store, { args: ['add', title(24), '-p', 'high'], expected: last('high', 24) }),
    caseOf('priority-values', store, { args: ['add', title(25)], expected: last('medium', 25) }),
    caseOf('priority-values', store, {
      args: ['list', '--priority', 'low'],
      expected: { exit: 0, shows: store.tasks.filter(({ priority }) => priority === 'low') },
    }),
    caseOf('priority-wrong', store, {
      args: ['add', title(26), '--priority', 'urgent'],
      expected: { exit: 2, stderr: /./, store },
    }),
    caseOf('priority-wrong', store, {
      args: ['list', '--priority', 'urgent'],
      expected: { exit: 2, stderr: /./, store },
    }),
    // The three words are spelt in one way.
    caseOf('priority-wrong', store, {
      args: ['add', title(27), '-p', 'HIGH'],
      expected: { exit: 2, stderr: /./, store },
    }),
    caseOf('priority-wrong', store, {
      args: ['list', '-p', 'Low'],
      expected: { exit: 2, stderr: /./, store },
    }),
  ];
}

function numberCases({ title, store }: Words): Case[] {
  const task = (id: number) => ({ id, title: title(30 + id), priority: 'medium' as const, done: false });
  const add = (state: Store) => {
    const after = { next_id: state.next_id + 1, tasks: [...state.tasks, task(state.next_id)] };
    const expected: Expected = { exit: 0, store: after, ignores: ['done'] };
    return { step: { args: ['add', title(30 + state.next_id)], expected }, after };
  };
  const first = add(EMPTY);
  const second = add(first.after);
  const third = add(second.after);
  const emptied: Store = { next_id: store.next_id, tasks: [] };
  return [
    caseOf('ids-count', null, first.step, second.step, third.step),
    caseOf('ids-continue', store, add(store).step),
    caseOf('ids-continue', emptied, add(emptied).step),
  ];
}

function doneCases({ store }: Words): Case[] {
  const [open, closed] = [store.tasks[2]!, store.tasks[3]!];
  const after = (id: number) => changed(store, (task) => (task.id === id ? { ...task, done: true } : task));
  return [
    caseOf('done', store, { args: ['done', String(open.id)], expected: { exit: 0, store: after(open.id) } }),
    caseOf('done', store, { args: ['done', String(closed.id)], expected: { exit: 0, store } }),
    caseOf('done', store, { args: ['done', String(store.next_id)], expected: { exit: 1, store } }),
  ];
}

function removeCases({ store }: Words): Case[] {
  const without = (id: number) => changed(store, (task) => (task.id === id ? null : task));
  const removals = [0, 2, 4].flatMap((index) => {
    const { id } = store.tasks[index]!;
    const expected: Expected = { exit: 0, store: without(id) };
    const args = ['remove', String(id)];
    return [
      caseOf('remove', store, { args, expected: { ...expected, ignores: ['order'] } }),
      caseOf('remove-order', store, { args, expected }),
    ];
  });
  const only = { ...store, tasks: store.tasks.slice(1, 2) };
  return [
    ...removals,
    caseOf('remove', only, {
      args: ['remove', String(only.tasks[0]!.id)],
      expected: { exit: 0, store: { ...only, tasks: [] } },
    }),
    caseOf('remove', store, { args: ['remove', String(store.next_id)], expected: { exit: 1, store } }),
  ];
}
