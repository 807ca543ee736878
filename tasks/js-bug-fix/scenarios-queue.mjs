/** TaskQueue. No two tasks end at the same moment, so that the order of what happens is one. */
const EVENTS = ['added', 'started', 'completed', 'cancelled', 'retry', 'failed', 'drain'];

/** Says what the queue emits, and when. */
function watch(queue, { say, at }, events = EVENTS) {
  for (const event of events)
    queue.on(event, (task, error) => say(at(), event, ...(task ? [task.id] : []), ...(error ? [textOf(error)] : [])));
}

function textOf(error) {
  return error instanceof Error ? error.message : error;
}

function statsOf(queue) {
  const { pending, running, completed, failed, cancelled } = queue.getStats();
  return [pending, running, completed, failed, cancelled];
}

function fail(clock, ms, message) {
  return async () => {
    await clock.sleep(ms);
    throw new Error(message);
  };
}

export const queueScenarios = {
  'queue-life': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [result, other] = params.words;
    const queue = new TaskQueue();
    watch(queue, play);
    const first = queue.add(() => clock.sleep(20).then(() => result), { priority: 3, retries: 1 });
    const second = queue.add((...args) => `${other}${args.length}`, { timeoutMs: 500 });
    say('ids', first, second);
    const [one, two] = [queue.getTask(first), queue.getTask(second)];
    say('now', one.status, one.attempts, two.status, two.attempts);
    say('options', one.priority, one.retries, one.timeoutMs, two.priority, two.retries, two.timeoutMs);
    await clock.advance(50);
    say('later', one.status, one.result, one.attempts, two.status, two.result, two.attempts);
    say('found', queue.getTask(first) === one, queue.getTask('task-3'), queue.getTask(params.words[2]));
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

  'queue-failure': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [rejected, thrown] = params.words;
    const queue = new TaskQueue();
    watch(queue, play);
    const first = queue.add(fail(clock, 15, rejected));
    const second = queue.add(() => {
      throw new Error(thrown);
    });
    queue.add(() => Promise.reject(rejected));
    queue.add(() => clock.sleep(5));
    await clock.advance(100);
    const [one, two] = [queue.getTask(first), queue.getTask(second)];
    say('tasks', one.status, textOf(one.error), one.attempts, two.status, textOf(two.error), two.attempts);
    say('stats', ...statsOf(queue));
  },

  'queue-retry': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const [message, result] = params.words;
    const queue = new TaskQueue({ retries: 2 });
    watch(queue, play);
    let calls = 0;
    const id = queue.add(() => (++calls < 3 ? fail(clock, 10, message)() : clock.sleep(10).then(() => result)));
    queue.add(() => clock.sleep(3));
    say('before', ...statsOf(queue));
    await clock.advance(11);
    const task = queue.getTask(id);
    say('between', ...statsOf(queue), task.status, task.attempts);
    await clock.advance(100);
    say('after', ...statsOf(queue), task.status, task.attempts, task.result, calls);
  },

  'queue-retries-end': async (play) => {
    const { TaskQueue, clock, say, params } = play;
    const queue = new TaskQueue({ retries: 5 });
    watch(queue, play, ['retry', 'failed', 'drain']);
    const none = queue.add(fail(clock, 7, params.words[0]), { retries: 0 });
    const one = queue.add(fail(clock, 4, params.words[1]), { retries: 1 });
    await clock.advance(100);
    say('tasks', queue.getTask(none).attempts, queue.getTask(one).attempts, queue.getTask(one).status);
    say('stats', ...statsOf(queue));
  },

  'queue-timeout': async (play) => {
    const { TaskQueue, clock, say, at, params } = play;
    const queue = new TaskQueue({ timeoutMs: 20 });
    for (const event of ['started', 'completed', 'failed', 'drain'])
      queue.on(event, (task, error) => say(at(), event, task?.id ?? '', error instanceof Error));
    const late = queue.add(() => clock.sleep(50).then(() => params.words[0]));
    const lateError = queue.add(fail(clock, 45, params.words[1]));
    queue.add(() => clock.sleep(12));
    queue.add(() => clock.sleep(30), { timeoutMs: 35 });
    queue.add(() => clock.sleep(1_000), { timeoutMs: 0 });
    await clock.advance(3_000);
    const [one, two] = [queue.getTask(late), queue.getTask(lateError)];
    say('tasks', one.status, one.error instanceof Error, one.result === undefined, one.attempts);
    say('tasks', two.status, two.error instanceof Error, textOf(two.error) === params.words[1], two.attempts);
    say('stats', ...statsOf(queue));
  },

  'queue-timeout-retry': async (play) => {
    const { TaskQueue, clock, say, at, params } = play;
    const queue = new TaskQueue({ timeoutMs: 20, retries: 1 });
    for (const event of ['started', 'retry', 'completed', 'failed'])
      queue.on(event, (task) => say(at(), event, task.id, task.attempts));
    let calls = 0;
    const id = queue.add(() => clock.sleep(++calls === 1 ? 33 : 15).then(() => `${params.words[0]}${calls}`));
    await clock.advance(100);
    say('task', queue.getTask(id).status, queue.getTask(id).result);
  },

  'queue-leaves-no-timer': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue({ timeoutMs: 60_000, concurrency: 3 });
    queue.add(() => clock.sleep(10));
    queue.add(fail(clock, 20, 'failed'));
    queue.add(() => 'at once');
    await clock.advance(30);
    say('timers', clock.waiting(), ...statsOf(queue));
  },

  'queue-pause': async (play) => {
    const { TaskQueue, clock, say, at } = play;
    const queue = new TaskQueue({ concurrency: 2 });
    watch(queue, play, ['started', 'completed', 'drain']);
    for (const ms of [20, 33, 50]) queue.add(() => clock.sleep(ms));
    queue.pause();
    queue.add(() => clock.sleep(14));
    await clock.advance(40);
    say(at(), 'paused', ...statsOf(queue));
    queue.resume();
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

  'queue-clear': async (play) => {
    const { TaskQueue, clock, say, at } = play;
    const queue = new TaskQueue();
    watch(queue, play, ['started', 'completed', 'cancelled', 'drain']);
    const ids = [0, 1, 5, 1, 3].map((priority) => queue.add(() => clock.sleep(10), { priority }));
    queue.clear();
    say(at(), 'cleared', ...ids.map((id) => queue.getTask(id).status));
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

  'queue-stats': async ({ TaskQueue, clock, say, params: { counts } }) => {
    const [done, failing, waiting] = counts;
    const queue = new TaskQueue();
    for (let count = 0; count < done; count++) queue.add(() => count);
    for (let count = 0; count < failing; count++) queue.add(fail(clock, 1, 'failed'));
    await clock.advance(50);
    for (let count = 0; count <= waiting; count++) queue.add(() => clock.sleep(1_000));
    say(statsOf(queue));
    queue.getStats().pending = -1;
    say(statsOf(queue));
  },

  'clear-counts': async ({ TaskQueue, clock, say, params: { counts } }) => {
    const [first, second, third] = counts;
    const queue = new TaskQueue();
    const add = (times) => {
      for (let count = 0; count < times; count++) queue.add(() => clock.sleep(10));
    };
    queue.clear();
    say('empty', ...statsOf(queue));
    add(1 + first);
    queue.clear();
    say('cleared', ...statsOf(queue));
    add(second);
    say('added', ...statsOf(queue));
    await clock.advance(15);
    queue.clear();
    say('cleared', ...statsOf(queue));
    await clock.advance(50);
    queue.pause();
    add(third);
    queue.clear();
    say('paused', ...statsOf(queue));
    queue.clear();
    queue.resume();
    await clock.advance(50);
    say('end', ...statsOf(queue));
  },

  'clear-of-a-retry': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue({ retries: 3 });
    const id = queue.add(fail(clock, 10, 'failed'));
    queue.add(() => clock.sleep(30));
    await clock.advance(20);
    say(...statsOf(queue), queue.getTask(id).status);
    queue.clear();
    say(...statsOf(queue), queue.getTask(id).status);
    await clock.advance(100);
    say(...statsOf(queue));
  },
};
