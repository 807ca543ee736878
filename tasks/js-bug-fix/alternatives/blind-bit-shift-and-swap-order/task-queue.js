/**
 * Runs asynchronous tasks in memory: by priority, with limited concurrency, retries, timeouts,
 * rate limits and schedules. Times are in milliseconds. Listeners are expected not to throw.
 */

/** Calls the listeners of an event in the order in which they were added. */
export class EventEmitter {
  constructor() {
    this._listeners = new Map();
  }

  /** Calls `listener` with the emitted arguments each time `event` is emitted. Returns the emitter. */
  on(event, listener) {
    if (!this._listeners.has(event)) this._listeners.set(event, []);
    this._listeners.get(event).push(listener);
    return this;
  }

  /**
   * Calls `listener` for the next emit of `event` only: it is unregistered just before it is called.
   * Returns the emitter.
   */
  once(event, listener) {
    const wrapper = (...args) => {
      this.off(event, wrapper);
      listener(...args);
    };
    return this.on(event, wrapper);
  }

  /** Unregisters a listener that was added with on(). Returns the emitter. */
  off(event, listener) {
    const listeners = this._listeners.get(event) ?? [];
    const index = listeners.indexOf(listener);
    if (index !== -1) listeners.splice(index, 1);
    return this;
  }

  /**
   * Calls all listeners that `event` has at this moment; what they add or remove counts from the next
   * emit on. Returns whether there were any.
   */
  emit(event, ...args) {
    const listeners = [...(this._listeners.get(event) ?? [])];
    for (const listener of listeners) listener(...args);
    return listeners.length > 0;
  }

  /** Returns how many listeners are registered for `event` now. */
  listenerCount(event) {
    return this._listeners.get(event)?.length ?? 0;
  }
}

/** A binary heap. The highest priority comes first; among equals, the item that was pushed first. */
export class PriorityQueue {
  constructor() {
    this._heap = [];
    this._nextSequence = 0;
  }

  get size() {
    return this._heap.length;
  }

  /** Adds an item. Takes O(log n). */
  push(item, priority = 0) {
    this._heap.push({ item, priority, sequence: this._nextSequence++ });
    this._bubbleUp(this._heap.length - 1);
  }

  /** Removes the first item and returns it; undefined when there is none. Takes O(log n). */
  pop() {
    const first = this.peek();
    const last = this._heap.pop();
    if (this._heap.length > 0) {
      this._heap[0] = last;
      this._bubbleDown(0);
    }
    return first;
  }

  /** Returns the item that pop() would return, without removing it. */
  peek() {
    return this._heap[0]?.item;
  }

  /** Returns all items in the order in which pop() would return them, without removing them. */
  toArray() {
    const sorted = [...this._heap].sort((a, b) => (this._comesBefore(a, b) ? -1 : 1));
    return sorted.map((entry) => entry.item);
  }

  /** Removes all items. */
  clear() {
    this._heap = [];
  }

  _comesBefore(a, b) {
    return a.priority > b.priority || (a.priority === b.priority && a.sequence < b.sequence);
  }

  _bubbleUp(index) {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this._comesBefore(this._heap[index], this._heap[parent])) break;
      this._swap(index, parent);
      index = parent;
    }
  }

  _bubbleDown(index) {
    for (;;) {
      let first = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child >= this._heap.length) break;
        if (this._comesBefore(this._heap[child], this._heap[first])) first = child;
      }
      if (first === index) break;
      this._swap(index, first);
      index = first;
    }
  }

  _swap(i, j) {
    [this._heap[i], this._heap[j]] = [this._heap[j], this._heap[i]];
  }
}

/**
 * Runs functions, the highest priority first, at most `concurrency` at the same time.
 *
 * A task is an object { id, run, priority, timeoutMs, retries, status, attempts, result, error }. Its id
 * is a string ('task-1', 'task-2', ...); its status is 'pending', 'running', 'completed', 'failed' or
 * 'cancelled'. Every task that was ever added stays known to getTask().
 *
 * Events: 'added', 'started', 'completed' and 'cancelled' (task), 'retry' and 'failed' (task, error), and
 * 'drain' when a task has ended or clear() was called, and now no task is pending and none is running.
 */
export class TaskQueue extends EventEmitter {
  /** `timeoutMs` (0: no limit) and `retries` are the defaults of the tasks. */
  constructor({ concurrency = 1, timeoutMs = 0, retries = 0 } = {}) {
    super();
    this.concurrency = concurrency;
    this.timeoutMs = timeoutMs;
    this.retries = retries;
    this._pending = new PriorityQueue();
    this._tasks = [];
    this._isPaused = false;
    this._stats = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  }

  /**
   * Adds a task and returns its id. It starts at once, within this call, if the queue is not paused and
   * fewer than `concurrency` tasks are running. `run` is called without arguments; what it returns, or
   * what its promise resolves to, is the task's `result`.
   *
   * When it throws or rejects, or takes longer than `timeoutMs`, the attempt has failed. The task is
   * then pending again, behind the tasks of its priority, for up to `retries` more attempts. After the
   * last one its status is 'failed', and `error` holds the reason.
   */
  add(run, { priority = 0, timeoutMs = this.timeoutMs, retries = this.retries } = {}) {
    const id = `task-${this._tasks.length + 1}`;
    const task = { id, run, priority, timeoutMs, retries, attempts: 0, result: undefined, error: undefined };
    this._tasks.push(task);
    this._enqueue(task);
    this.emit('added', task);
    this._startNext();
    return id;
  }

  /** Returns the task with this id, whatever its status; null if there is none. */
  getTask(id) {
    return this._tasks.find((task) => task.id === id) ?? null;
  }

  /** Returns how many tasks have each status: { pending, running, completed, failed, cancelled }. */
  getStats() {
    return { ...this._stats };
  }

  /** From now on no task is started. Those that are running go on. */
  pause() {
    this._isPaused = true;
  }

  /** Ends the pause. */
  resume() {
    this._isPaused = false;
    this._startNext();
  }

  /**
   * Cancels all pending tasks, in the order in which they would have started. From then on they count
   * as cancelled and no longer as pending. Running tasks go on.
   */
  clear() {
    const tasks = this._pending.toArray();
    this._stats.pending -= this._pending.size;
    this._stats.cancelled += this._pending.size;
    this._pending.clear();
    for (const task of tasks) {
      task.status = 'cancelled';
      this.emit('cancelled', task);
    }
    this._emitDrainIfIdle();
  }

  /** Returns a promise that resolves when no task is pending or running; at once if that is so now. */
  drain() {
    if (this._isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      this.once('drain', resolve);
    });
  }

  _enqueue(task) {
    task.status = 'pending';
    this._stats.pending += 1;
    this._pending.push(task, task.priority);
  }

  _startNext() {
    while (!this._isPaused && this._stats.running < this.concurrency && this._pending.size > 0) {
      this._runTask(this._pending.pop());
    }
  }

  async _runTask(task) {
    task.status = 'running';
    task.attempts += 1;
    this._stats.pending -= 1;
    this._stats.running += 1;
    this.emit('started', task);
    const outcome = await this._executeWithTimeout(task).then(
      (result) => ({ status: 'completed', result }),
      (error) => ({ status: 'failed', error }),
    );
    this._stats.running -= 1;
    if (outcome.status === 'failed' && task.attempts <= task.retries) {
      this._enqueue(task);
      this.emit('retry', task, outcome.error);
    } else {
      this._finish(task, outcome);
    }
    this._startNext();
    this._emitDrainIfIdle();
  }

  /**
   * Calls the task's function. Settles as that does, or rejects when it takes longer than `timeoutMs`;
   * what the function does after that is ignored. Leaves no timer behind when it has settled.
   */
  _executeWithTimeout(task) {
    return new Promise((resolve, reject) => {
      let timer;
      if (task.timeoutMs > 0) {
        timer = setTimeout(() => {
          reject(new Error(`${task.id} timed out after ${task.timeoutMs} ms`));
        }, task.timeoutMs);
      }
      const execute = async () => task.run();
      execute()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  _finish(task, { status, result, error }) {
    task.status = status;
    this._stats[status] += 1;
    if (status === 'completed') {
      task.result = result;
      this.emit('completed', task);
    } else {
      task.error = error;
      this.emit('failed', task, error);
    }
  }

  _isIdle() {
    return this._pending.size === 0 && this._stats.running === 0;
  }

  _emitDrainIfIdle() {
    if (this._isIdle()) this.emit('drain');
  }
}

/** Grants at most `limit` (at least 1) slots in any period of `windowMs`. */
export class RateLimiter {
  constructor(limit, windowMs) {
    this.limit = limit;
    this.windowMs = windowMs;
    this._grantedAt = [];
  }

  /** Takes a slot if one is free. Returns whether it did. */
  tryAcquire() {
    if (this.msUntilFree() > 0) return false;
    this._grantedAt.push(Date.now());
    return true;
  }

  /** Waits until a slot is free and takes it. */
  async acquire() {
    while (!this.tryAcquire()) {
      await new Promise((resolve) => setTimeout(resolve, this.msUntilFree()));
    }
  }

  /** Returns how long it takes until a slot is free; 0 when one is free now. */
  msUntilFree() {
    const now = Date.now();
    this._grantedAt = this._grantedAt.filter((time) => now - time < this.windowMs);
    return this._grantedAt.length < this.limit ? 0 : this._grantedAt[0] + this.windowMs - now;
  }
}

/**
 * Adds tasks to a queue when their time has come. A run for which the limiter, if there is one, has no
 * free slot is skipped.
 *
 * Events: 'fired' (schedule id, task id) and 'skipped' (schedule id).
 */
export class ScheduledTaskRunner extends EventEmitter {
  constructor(queue, limiter = null) {
    super();
    this.queue = queue;
    this.limiter = limiter;
    this._cancels = new Map();
    this._nextNumber = 1;
  }

  /** How many schedules are active. */
  get activeCount() {
    return this._cancels.size;
  }

  /** Adds `run` to the queue once, after `delayMs`. Returns the id of the schedule, a string. */
  runAfter(delayMs, run, options) {
    const id = this._createId();
    const timer = setTimeout(() => {
      this._cancels.delete(id);
      this._fire(id, run, options);
    }, delayMs);
    this._cancels.set(id, () => clearTimeout(timer));
    return id;
  }

  /** Adds `run` to the queue again and again, every `intervalMs`. Returns the id of the schedule. */
  runEvery(intervalMs, run, options) {
    const id = this._createId();
    const timer = setInterval(() => this._fire(id, run, options), intervalMs);
    this._cancels.set(id, () => clearInterval(timer));
    return id;
  }

  /** Ends a schedule. Tasks that it has added stay in the queue. Returns whether it was active. */
  cancel(id) {
    this._cancels.get(id)?.();
    return this._cancels.delete(id);
  }

  /** Ends all schedules. */
  stop() {
    for (const id of [...this._cancels.keys()]) this.cancel(id);
  }

  _createId() {
    return `schedule-${this._nextNumber++}`;
  }

  _fire(id, run, options) {
    if (this.limiter && !this.limiter.tryAcquire()) {
      this.emit('skipped', id);
      return;
    }
    this.emit('fired', id, this.queue.add(run, options));
  }
}
