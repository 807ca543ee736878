/** Cases of the new subcommand. */
import { type Case, caseOf, changed, type Words } from './case.ts';
import type { Task } from './store.ts';

export function editCases(words: Words): Case[] {
  return [...changes(words), ...refusals(words)];
}

function changes({ title, store }: Words): Case[] {
  const [first, second, third] = [store.tasks[1]!, store.tasks[2]!, store.tasks[4]!];
  const spaced = `  ${title(45)} `;
  const edit = (kind: string, task: Task, [options, change]: [string[], Partial<Task>]) => {
    const after = changed(store, (one) => (one.id === task.id ? { ...one, ...change } : one));
    const args = ['edit', String(task.id), ...options];
    return [
      caseOf(kind, store, { args, expected: { exit: 0, store: after, ignores: ['order', 'done'] } }),
      caseOf('edit-rest', store, { args, expected: { exit: 0, store: after } }),
    ];
  };
  return [
    ...edit('edit-title', first, [['--title', title(40)], { title: title(40) }]),
    ...edit('edit-title', third, [['-t', title(41)], { title: title(41) }]),
    ...edit('edit-priority', first, [['--priority', 'high'], { priority: 'high' }]),
    ...edit('edit-priority', second, [['-p', 'low'], { priority: 'low' }]),
    ...edit('edit-both', second, [
      ['--title', title(42), '--priority', 'high'],
      { title: title(42), priority: 'high' },
    ]),
    caseOf('edit-output', store, {
      args: ['edit', String(first.id), '--title', title(43)],
      expected: { exit: 0, stdout: `Updated task ${first.id}: ${title(43)}\n` },
    }),
    caseOf('edit-output', store, {
      args: ['edit', String(second.id), '--priority', 'low'],
      expected: { exit: 0, stdout: `Updated task ${second.id}: ${second.title}\n` },
    }),
    ...same(second).map((options) =>
      caseOf('edit-same', store, {
        args: ['edit', String(second.id), ...options],
        expected: { exit: 0, store },
      }),
    ),
    caseOf('edit-as-given', store, {
      args: ['edit', String(first.id), '--title', spaced],
      expected: {
        exit: 0,
        store: changed(store, (one) => (one.id === first.id ? { ...one, title: spaced } : one)),
        ignores: ['order', 'done'],
      },
    }),
  ];
}

/** What the task has already is no reason to refuse. */
function same({ title, priority }: Task): string[][] {
  return [
    ['--priority', priority],
    ['--title', title, '--priority', priority],
  ];
}

function refusals({ title, store }: Words): Case[] {
  const id = String(store.tasks[1]!.id);
  const refuse = (kind: string, options: string[], words: string) =>
    caseOf(kind, store, {
      args: ['edit', ...options],
      expected: { exit: 1, stdout: '', stderr: `error: ${words}`, store },
    });
  const blank = 'the title must not be empty';
  return [
    refuse('edit-unknown', [String(store.next_id), '--title', title(44)], `no task with ID ${store.next_id}`),
    refuse('edit-nothing', [id], 'nothing to change'),
    refuse('edit-blank', [id, '--title', ''], blank),
    refuse('edit-blank', [id, '--title', '  ', '--priority', 'high'], blank),
  ];
}
