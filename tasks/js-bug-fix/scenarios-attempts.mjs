/** TaskQueue: what happens when tasks fail or take too long. */
import { collect, fail, statsOf, textOf, watch } from './watch-queue.mjs';

export const attemptScenarios = {
  'queue-failure': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [rejected, thrown] = params.words;
    const queue = new TaskQueue();
    const taskOf = collect(queue);
    watch(queue, play);
    const first = queue.add(fail(clock, 15, rejected));
    const second = queue.add(() => {
      throw new Error(thrown);
    });
    queue.add(() => Promise.reject(rejected));
    queue.add(() => clock.sleep(5));
    await clock.advance(100);
    const [one, two] = [taskOf(first), taskOf(second)];
    say('tasks', one.status, textOf(one.error), one.attempts, two.status, textOf(two.error), two.attempts);
    say('stats', ...statsOf(queue));
  },

  'queue-retry': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [message, result] = params.words;
    const queue = new TaskQueue({ retries: 2 });
    const taskOf = collect(queue);
    watch(queue, play);
    let calls = 0;
    const id = queue.add(() =>
      ++calls < 3 ? fail(clock, 10, message)() : clock.sleep(10).then(() => result),
    );
    queue.add(() => clock.sleep(3));
    await clock.advance(11);
    const task = taskOf(id);
    say('between', ...statsOf(queue), task.status, task.attempts);
    await clock.advance(100);
    say('after', ...statsOf(queue), task.status, task.attempts, task.result, calls);
  },

  'queue-retries-end': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const queue = new TaskQueue({ retries: 5 });
    const taskOf = collect(queue);
    watch(queue, play, ['retry', 'failed', 'drain']);
    const none = queue.add(fail(clock, 7, params.words[0]), { retries: 0 });
    const one = queue.add(fail(clock, 4, params.words[1]), { retries: 1 });
    await clock.advance(100);
    say('tasks', taskOf(none).attempts, taskOf(one).attempts, taskOf(one).status);
    say('stats', ...statsOf(queue));
  },

  'queue-timeout': async (play) => {
    const { TaskQueue, clock, say, at, params } = play;
    const queue = new TaskQueue({ timeoutMs: 20 });
    const taskOf = collect(queue);
    for (const event of ['started', 'completed', 'failed', 'drain'])
      queue.on(event, (task, error) => say(at(), event, task?.id ?? '', error instanceof Error));
    const late = queue.add(() => clock.sleep(50).then(() => params.words[0]));
    const lateError = queue.add(fail(clock, 45, params.words[1]));
    queue.add(() => clock.sleep(12));
    queue.add(() => clock.sleep(30), { timeoutMs: 35 });
    queue.add(() => clock.sleep(1_000), { timeoutMs: 0 });
    await clock.advance(3_000);
    const [one, two] = [taskOf(late), taskOf(lateError)];
    say('tasks', one.status, one.error instanceof Error, one.result === undefined, one.attempts);
    say('tasks', two.status, two.error instanceof Error, textOf(two.error) === params.words[1], two.attempts);
    say('stats', ...statsOf(queue));
  },

  'queue-timeout-retry': async (play) => {
    const { TaskQueue, clock, say, at, params } = play;
    const queue = new TaskQueue({ timeoutMs: 20, retries: 1 });
    const taskOf = collect(queue);
    for (const event of ['started', 'retry', 'completed', 'failed'])
      queue.on(event, (task) => say(at(), event, task.id, task.attempts));
    let calls = 0;
    const id = queue.add(() => clock.sleep(++calls === 1 ? 33 : 15).then(() => `${params.words[0]}${calls}`));
    await clock.advance(100);
    say('task', taskOf(id).status, taskOf(id).result);
  },

  /** Long after the last of them has ended, a timer that was left tells that the task took too long. */
  'queue-leaves-no-timer': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue({ timeoutMs: 60_000, concurrency: 4 });
    queue.add(() => clock.sleep(10));
    queue.add(fail(clock, 20, 'failed'));
    queue.add(() => 'at once');
    queue.add(() => {
      throw new Error('at once');
    });
    await clock.advance(30);
    say('timers', clock.waiting(), ...statsOf(queue));
    await clock.advance(60_000);
  },
};
