/** Cases of what works in the given program (once it compiles), in its exact words. */
import { type Case, caseOf, changed, type Step, type Words } from './case.ts';
import type { Task } from './store.ts';

export function keptCases(words: Words): Case[] {
  return [...listCases(words), ...changeCases(words), ...refusalCases(words), ...fileCases(words)];
}

function line({ id, done, priority, title }: Task): string {
  return `${String(id).padStart(3)} [${done ? 'x' : ' '}] ${priority.padEnd(6)} ${title}\n`;
}

function listCases({ store }: Words): Case[] {
  // Which tasks; how a line looks is judged once.
  const filter = (options: string[], keeps: (task: Task) => boolean) =>
    caseOf('list-filters', store, {
      args: ['list', ...options],
      expected: { exit: 0, shows: store.tasks.filter(keeps), store },
    });
  const noLow = changed(store, (task) => (task.priority === 'low' ? null : task));
  return [
    caseOf('shows-tasks', store, { args: ['list'], expected: { exit: 0, shows: store.tasks } }),
    caseOf('list', store, {
      args: ['list'],
      expected: { exit: 0, stdout: store.tasks.map(line).join(''), store },
    }),
    filter(['--pending'], ({ done }) => !done),
    filter(['--priority', 'high'], ({ priority }) => priority === 'high'),
    filter(['-p', 'low', '--pending'], ({ priority, done }) => priority === 'low' && !done),
    caseOf('list-filters', noLow, {
      args: ['list', '--priority', 'low'],
      expected: { exit: 0, stdout: 'No tasks.\n', store: noLow },
    }),
    caseOf('stats', store, {
      args: ['stats'],
      expected: { exit: 0, stdout: '5 tasks, 2 done, 3 pending\n', store },
    }),
  ];
}

function changeCases({ title, store }: Words): Case[] {
  const [first, second] = [store.tasks[0]!, store.tasks[1]!];
  // How the number is found is another check's matter.
  const dense = {
    next_id: 3,
    tasks: [
      { ...first, id: 1 },
      { ...second, id: 2 },
    ],
  };
  const added: Task = { id: store.next_id, title: `  ${title(53)} `, priority: 'medium', done: false };
  const say = (kind: string, args: string[], stdout: string) =>
    caseOf(kind, store, { args, expected: { exit: 0, stdout: `${stdout}\n` } });
  return [
    caseOf('add-output', dense, {
      args: ['add', title(50)],
      expected: { exit: 0, stdout: `Added task ${dense.next_id}: ${title(50)}\n` },
    }),
    // Its number and that it is open are other checks' matter.
    caseOf('add-as-given', store, {
      args: ['add', added.title],
      expected: { exit: 0, store: { tasks: [...store.tasks, added] }, ignores: ['id', 'done'] },
    }),
    say('done-output', ['done', String(first.id)], `Completed task ${first.id}: ${first.title}`),
    say('remove-output', ['remove', String(second.id)], `Removed task ${second.id}`),
  ];
}

function refusalCases({ store }: Words): Case[] {
  const refuse = (kind: string, args: string[], words: string) =>
    caseOf(kind, store, { args, expected: { exit: 1, stdout: '', stderr: `error: ${words}`, store } });
  const misuse = (args: string[]) =>
    caseOf('usage', store, { args, expected: { exit: 2, stdout: '', stderr: /./, store } });
  return [
    refuse('add-refusals', ['add', ''], 'the title must not be empty'),
    refuse('add-refusals', ['add', ' \t'], 'the title must not be empty'),
    refuse('done-output', ['done', String(store.next_id)], `no task with ID ${store.next_id}`),
    refuse('remove-output', ['remove', String(store.next_id)], `no task with ID ${store.next_id}`),
    misuse(['done', 'seven']),
    misuse(['add']),
    misuse(['finish', '1']),
    caseOf('usage', store, { args: ['--version'], expected: { exit: 0, stdout: 'tasks 0.1.0\n', store } }),
  ];
}

function fileCases({ title, store }: Words): Case[] {
  const added: Task[] = [{ id: 1, title: title(51), priority: 'high', done: false }];
  const at = (path: string, step: Step) => ({
    ...caseOf('data-file', null, step),
    ...{ path, env: { TASKS_FILE: path } },
  });
  return [
    caseOf('data-file', null, { args: ['list'], expected: { exit: 0 } }),
    {
      ...caseOf('data-file', store, { args: ['list'], expected: { exit: 0, shows: store.tasks } }),
      path: 'tasks.json',
      env: {},
    },
    caseOf('data-file', '{"next_id": 1, "tasks": [', {
      args: ['list'],
      expected: { exit: 1, stdout: '', stderr: /^error: cannot read work\.json: / },
    }),
    at('.', { args: ['list'], expected: { exit: 1, stdout: '', stderr: /^error: cannot read \.: / } }),
    // The documentation has no words for it, but it must not go unnoticed.
    at('none/work.json', { args: ['add', title(52)], expected: { exit: 1, stderr: /^error: ./ } }),
    caseOf('data-format', null, {
      args: ['add', title(51), '-p', 'high'],
      expected: { exit: 0, store: { tasks: added }, ignores: ['id'], strictly: true },
    }),
  ];
}
