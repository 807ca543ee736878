/**
 * TaskQueue. No two tasks end at the same moment, so that the order of what happens is one. That tasks start within
 * add() is for two scenarios to see; the others wait for the event loop first.
 */
import { collect, statsOf, watch } from './watch-queue.mjs';

/** What a number, an index or a property could be made of. */
const UNKNOWN_IDS = [
  ...['task-01', 'task-1.0', 'task-1x', 'task-', 'task-0', ' task-1', 'TASK-1', '1', '', 'constructor'],
  ...[undefined, null],
];

export const queueScenarios = {
  'queue-life': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [result, other] = params.words;
    const queue = new TaskQueue();
    const taskOf = collect(queue);
    watch(queue, play);
    const first = queue.add(() => clock.sleep(20).then(() => result), { priority: 3, retries: 1 });
    const second = queue.add((...args) => `${other}${args.length}`, { timeoutMs: 500 });
    await clock.settle();
    say('ids', first, second);
    const [one, two] = [taskOf(first), taskOf(second)];
    say('now', one.status, one.attempts, two.status, two.attempts);
    say('options', one.priority, one.retries, one.timeoutMs, two.priority, two.retries, two.timeoutMs);
    await clock.advance(50);
    say('later', one.status, one.result, one.attempts, two.status, two.result, two.attempts);
  },

  'queue-get-task': async ({ TaskQueue, clock, say, params }) => {
    const queue = new TaskQueue();
    const taskOf = collect(queue);
    const ids = [0, 1, 2].map(() => queue.add(() => clock.sleep(10)));
    const found = () => say(ids.map((id) => queue.getTask(id) === taskOf(id)));
    found();
    await clock.advance(15);
    queue.clear();
    found();
    say(queue.getTask('task-4'), queue.getTask(params.words[0]));
  },

  'queue-unknown-ids': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue();
    for (let count = 0; count < 2; count++) queue.add(() => clock.sleep(10));
    await clock.settle();
    say(UNKNOWN_IDS.map((id) => queue.getTask(id)));
  },

  'queue-starts-at-once': async (play) => {
    const { TaskQueue, clock, say } = play;
    const queue = new TaskQueue({ concurrency: 2 });
    watch(queue, play, ['added', 'started']);
    for (const ms of [30, 50, 70]) {
      queue.add(() => clock.sleep(ms));
      say('returned', ...statsOf(queue));
    }
    await clock.advance(200);
  },

  'queue-runs-within-add': ({ TaskQueue, say }) => {
    const queue = new TaskQueue();
    queue.add(() => say('run'));
    say('returned');
  },

  'queue-unlimited': async (play) => {
    const { TaskQueue, clock, say } = play;
    const queue = new TaskQueue({ concurrency: Infinity });
    watch(queue, play, ['completed', 'drain']);
    for (const ms of [30, 10, 20]) queue.add(() => clock.sleep(ms));
    await clock.settle();
    say(...statsOf(queue));
    await clock.advance(50);
  },

  'queue-concurrency': async (play) => {
    const { TaskQueue, clock, say } = play;
    const queue = new TaskQueue({ concurrency: 3 });
    watch(queue, play, ['started', 'completed', 'drain']);
    let running = 0;
    let most = 0;
    for (const ms of [100, 35, 61, 17, 84, 28, 9])
      queue.add(async () => {
        most = Math.max(most, ++running);
        await clock.sleep(ms);
        running--;
      });
    await clock.advance(500);
    say('most', most, ...statsOf(queue));
  },

  /** All are added before the first of them starts. */

  'queue-priorities': async ({ TaskQueue, clock, say, params: { priorities } }) => {
    const queue = new TaskQueue();
    queue.on('started', (task) => say(task.id, task.priority));
    for (const priority of [0, ...priorities]) queue.add(() => clock.sleep(10), { priority });
    await clock.advance(10 * priorities.length + 100);
  },
};
