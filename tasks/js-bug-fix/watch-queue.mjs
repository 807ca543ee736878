/** How scenarios look at a TaskQueue. */
const EVENTS = ['started', 'completed', 'cancelled', 'retry', 'failed', 'drain'];

/** Says what the queue emits, and when. */
export function watch(queue, { say, at }, events = EVENTS) {
  for (const event of events)
    queue.on(event, (task, error) =>
      say(at(), event, ...(task ? [task.id] : []), ...(error ? [textOf(error)] : [])),
    );
}

/** Collects the tasks by their ids, as the queue shows them: most scenarios do without getTask(). */
export function collect(queue) {
  const tasks = new Map();
  queue.on('added', (task) => tasks.set(task.id, task));
  return (id) => tasks.get(id);
}

export function textOf(error) {
  return error instanceof Error ? error.message : error;
}

export function statsOf(queue) {
  const { pending, running, completed, failed, cancelled } = queue.getStats();
  return [pending, running, completed, failed, cancelled];
}

export function fail(clock, ms, message) {
  return async () => {
    await clock.sleep(ms);
    throw new Error(message);
  };
}
