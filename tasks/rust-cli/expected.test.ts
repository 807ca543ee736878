import { expect, test } from 'vitest';
import { type SeenStep, whyWrong } from './expected.ts';

const STORE = {
  next_id: 3,
  tasks: [
    { id: 1, title: 'one', priority: 'low' as const, done: false },
    { id: 2, title: 'two', priority: 'high' as const, done: true },
  ],
};

function seen(change: Partial<SeenStep>): SeenStep {
  return { code: 0, signal: null, timedOut: false, stdout: '', stderr: '', file: null, ...change };
}

test('layout and key order of the data file do not matter', () => {
  const tasks = STORE.tasks.map(({ id, title, priority, done }) => ({ done, priority, title, id }));
  const file = JSON.stringify({ tasks, next_id: 3 });
  expect(whyWrong({ exit: 0, store: STORE, strictly: true }, seen({ file }))).toBeNull();
});

test('another key matters only where the form is judged', () => {
  const file = JSON.stringify({ ...STORE, version: 1 });
  expect(whyWrong({ exit: 0, store: STORE }, seen({ file }))).toBeNull();
  expect(whyWrong({ exit: 0, store: STORE, strictly: true }, seen({ file }))).toContain('another form');
});

test('what another check looks at is ignored', () => {
  const file = JSON.stringify({ ...STORE, tasks: STORE.tasks.toReversed() });
  expect(whyWrong({ exit: 0, store: STORE }, seen({ file }))).toContain('left the tasks');
  expect(whyWrong({ exit: 0, store: STORE, ignores: ['order'] }, seen({ file }))).toBeNull();
});

test('an error may stand among other lines, but must be there as it is', () => {
  const expected = { exit: 1, stderr: 'error: no task with ID 7' };
  expect(whyWrong(expected, seen({ code: 1, stderr: 'debug\nerror: no task with ID 7\n' }))).toBeNull();
  expect(whyWrong(expected, seen({ code: 1, stderr: 'Error: no task with ID 7\n' }))).toContain('instead of');
});

test('a signal, a hang and a step that was not run are told apart', () => {
  expect(whyWrong({ exit: 0 }, seen({ code: null, signal: 'SIGSEGV' }))).toContain('signal SIGSEGV');
  expect(whyWrong({ exit: 0 }, seen({ code: null, timedOut: true }))).toBe('did not end');
  expect(whyWrong({ exit: 0 }, undefined)).toContain('was not run');
});
