/** RateLimiter and ScheduledTaskRunner. */
export const timerScenarios = {
  'limiter-window': async ({ RateLimiter, clock, say, at }) => {
    const limiter = new RateLimiter(3, 100);
    const take = () => say(at(), limiter.msUntilFree(), limiter.tryAcquire(), limiter.msUntilFree());
    for (const pause of [0, 40, 0, 0, 59, 1, 0, 39, 1, 0, 0, 500, 0]) {
      await clock.advance(pause);
      take();
    }
  },

  'limiter-acquire': async ({ RateLimiter, clock, say, at }) => {
    const limiter = new RateLimiter(2, 100);
    const client = async () => {
      for (let count = 0; count < 5; count++) {
        await limiter.acquire();
        say(at());
        await clock.sleep(10);
      }
    };
    void client();
    await clock.advance(1_000);
    say('free', limiter.msUntilFree());
  },

  'limiter-shared': async ({ RateLimiter, clock, say, at }) => {
    const limiter = new RateLimiter(2, 100);
    for (let count = 0; count < 5; count++) void limiter.acquire().then(() => say(at()));
    await clock.advance(1_000);
  },

  'scheduler-after': async ({ TaskQueue, ScheduledTaskRunner, clock, say, at, params: { words } }) => {
    const queue = new TaskQueue();
    const runner = new ScheduledTaskRunner(queue);
    queue.on('added', (task) => say(at(), 'added', task.id, task.priority));
    queue.on('completed', (task) => say(at(), 'completed', task.id, task.result));
    const later = runner.runAfter(50, () => words[0], { priority: 4 });
    const sooner = runner.runAfter(20, () => words[1]);
    runner.on('fired', (id, task) => say(at(), 'fired', id === later, id === sooner, task));
    say(typeof later, later === sooner, runner.activeCount);
    await clock.advance(30);
    say(at(), runner.activeCount);
    await clock.advance(100);
    say(at(), runner.activeCount);
    say(runner.cancel(later), clock.waiting());
  },

  'scheduler-every': async ({ TaskQueue, ScheduledTaskRunner, clock, say, at }) => {
    const queue = new TaskQueue();
    const runner = new ScheduledTaskRunner(queue);
    let runs = 0;
    const id = runner.runEvery(40, () => ++runs, { priority: 2 });
    queue.on('added', (task) => say('added', task.id, task.priority));
    runner.on('fired', (schedule, task) => say(at(), 'fired', schedule === id, task));
    await clock.advance(130);
    say(at(), runs, runner.activeCount);
    say(runner.cancel(id), runner.cancel(id), runner.cancel('schedule-99'), runner.activeCount);
    await clock.advance(200);
    say(at(), runs, clock.waiting());
  },

  'scheduler-limiter': async ({ TaskQueue, RateLimiter, ScheduledTaskRunner, clock, say, at }) => {
    const queue = new TaskQueue();
    const runner = new ScheduledTaskRunner(queue, new RateLimiter(1, 75));
    const id = runner.runEvery(30, () => 0);
    runner.runAfter(100, () => 0);
    runner.on('fired', (schedule, task) => say(at(), 'fired', schedule === id, task));
    runner.on('skipped', (schedule) => say(at(), 'skipped', schedule === id));
    await clock.advance(200);
    runner.stop();
  },

  'scheduler-stop': async ({ TaskQueue, ScheduledTaskRunner, clock, say, at }) => {
    const queue = new TaskQueue();
    const runner = new ScheduledTaskRunner(queue);
    runner.runEvery(10, () => 0);
    runner.runEvery(25, () => 0);
    runner.runAfter(60, () => 0);
    runner.on('fired', () => say(at()));
    await clock.advance(45);
    say(runner.activeCount);
    runner.stop();
    say(runner.activeCount, clock.waiting());
    await clock.advance(100);
    runner.runAfter(5, () => 0);
    await clock.advance(10);
    say(at(), runner.activeCount, queue.getStats().completed);
  },
};
