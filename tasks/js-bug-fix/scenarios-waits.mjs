/** TaskQueue: pause(), drain(), clear() and the statistics. */
import { collect, fail, statsOf, watch } from './watch-queue.mjs';

export const waitScenarios = {
  'queue-pause': async (play) => {
    const { TaskQueue, clock, say, at } = play;
    const queue = new TaskQueue({ concurrency: 2 });
    watch(queue, play, ['started', 'completed', 'drain']);
    for (const ms of [20, 33, 50]) queue.add(() => clock.sleep(ms));
    await clock.settle();
    queue.pause();
    queue.add(() => clock.sleep(14));
    await clock.advance(40);
    say(at(), 'paused', ...statsOf(queue));
    queue.resume();
    await clock.settle();
    say(at(), 'resumed', ...statsOf(queue));
    await clock.advance(100);
  },

  'queue-drain': async ({ TaskQueue, clock, say, at }) => {
    const queue = new TaskQueue({ concurrency: 2 });
    const wait = (name) => void queue.drain().then(() => say(at(), name));
    wait('idle');
    await clock.settle();
    queue.add(() => clock.sleep(10));
    wait('first');
    queue.add(() => clock.sleep(25));
    queue.add(fail(clock, 6, 'failed'));
    wait('second');
    await clock.advance(50);
    wait('idle again');
    await clock.settle();
    queue.pause();
    queue.add(() => clock.sleep(5));
    wait('third');
    await clock.advance(50);
    say(at(), 'resume');
    queue.resume();
    await clock.advance(50);
  },

  'queue-stats': async ({ TaskQueue, clock, say, params: { counts } }) => {
    const [done, failing, waiting] = counts;
    const queue = new TaskQueue();
    for (let count = 0; count < done; count++) queue.add(() => count);
    for (let count = 0; count < failing; count++) queue.add(fail(clock, 1, 'failed'));
    await clock.advance(50);
    for (let count = 0; count <= waiting; count++) queue.add(() => clock.sleep(1_000));
    await clock.settle();
    say(statsOf(queue));
    queue.getStats().pending = -1;
    say(statsOf(queue));
  },

  'queue-clear': async (play) => {
    const { TaskQueue, clock, say, at } = play;
    const queue = new TaskQueue();
    const taskOf = collect(queue);
    watch(queue, play, ['started', 'completed', 'cancelled', 'drain']);
    const ids = [9, 1, 5, 1, 3].map((priority) => queue.add(() => clock.sleep(10), { priority }));
    await clock.settle();
    queue.clear();
    say(at(), 'cleared', ...ids.map((id) => taskOf(id).status));
    await clock.advance(50);
    queue.add(() => clock.sleep(10));
    await clock.advance(50);
    queue.pause();
    queue.add(() => say('never'));
    void queue.drain().then(() => say(at(), 'drained'));
    await clock.advance(10);
    queue.clear();
    await clock.settle();
    say(at(), 'cleared');
    queue.resume();
    await clock.advance(50);
  },

  'queue-clear-while-adding': async (play) => {
    const { TaskQueue, clock, say } = play;
    const queue = new TaskQueue();
    watch(queue, play, ['started', 'cancelled', 'drain']);
    queue.on('cancelled', (task) => task.id === 'task-2' && queue.add(() => clock.sleep(10)));
    for (let count = 0; count < 3; count++) queue.add(() => clock.sleep(10));
    await clock.settle();
    queue.clear();
    say('cleared');
    await clock.advance(50);
  },

  'clear-counts': async ({ TaskQueue, clock, say, params: { counts } }) => {
    const [first, second, third] = counts;
    const queue = new TaskQueue();
    const add = async (times) => {
      for (let count = 0; count < times; count++) queue.add(() => clock.sleep(10));
      await clock.settle();
    };
    queue.clear();
    say('empty', ...statsOf(queue));
    await add(1 + first);
    queue.clear();
    say('cleared', ...statsOf(queue));
    await add(second);
    say('added', ...statsOf(queue));
    await clock.advance(15);
    queue.clear();
    say('cleared', ...statsOf(queue));
    await clock.advance(50);
    queue.pause();
    await add(third);
    queue.clear();
    say('paused', ...statsOf(queue));
    queue.clear();
    queue.resume();
    await clock.advance(50);
    say('end', ...statsOf(queue));
  },

  'clear-of-a-retry': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue({ retries: 3 });
    const taskOf = collect(queue);
    const id = queue.add(fail(clock, 10, 'failed'));
    queue.add(() => clock.sleep(30));
    await clock.advance(20);
    say(...statsOf(queue), taskOf(id).status);
    queue.clear();
    say(...statsOf(queue), taskOf(id).status);
    await clock.advance(100);
    say(...statsOf(queue));
  },
};
