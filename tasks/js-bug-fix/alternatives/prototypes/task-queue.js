/**
 * Runs asynchronous tasks in memory: by priority, with limited concurrency, retries, timeouts,
 * rate limits and schedules. Times are in milliseconds. Listeners are expected not to throw.
 */

/** Calls the listeners of an event in the order in which they were added. */
export function EventEmitter() {
  this._listeners = Object.create(null);
}

EventEmitter.prototype.on = function (event, listener) {
  (this._listeners[event] = this._listeners[event] || []).push(listener);
  return this;
};

EventEmitter.prototype.once = function (event, listener) {
  var self = this;
  return this.on(event, function wrapped() {
    self.off(event, wrapped);
    listener.apply(self, arguments);
  });
};

EventEmitter.prototype.off = function (event, listener) {
  var listeners = this._listeners[event] || [];
  var at = listeners.indexOf(listener);
  if (at >= 0) listeners.splice(at, 1);
  return this;
};

EventEmitter.prototype.emit = function (event) {
  var args = Array.prototype.slice.call(arguments, 1);
  var listeners = (this._listeners[event] || []).slice();
  for (var i = 0; i < listeners.length; i++) listeners[i].apply(this, args);
  return listeners.length > 0;
};

EventEmitter.prototype.listenerCount = function (event) {
  return (this._listeners[event] || []).length;
};

/** One list a priority; a list is first in, first out. */
export function PriorityQueue() {
  this._lists = new Map();
  this._size = 0;
}

Object.defineProperty(PriorityQueue.prototype, 'size', {
  get: function () {
    return this._size;
  },
});

PriorityQueue.prototype.push = function (item, priority) {
  var key = priority === undefined ? 0 : priority;
  if (!this._lists.has(key)) this._lists.set(key, []);
  this._lists.get(key).push(item);
  this._size++;
};

PriorityQueue.prototype._firstKey = function () {
  return Math.max.apply(null, Array.from(this._lists.keys()));
};

PriorityQueue.prototype.pop = function () {
  if (this._size === 0) return undefined;
  var key = this._firstKey();
  var list = this._lists.get(key);
  var item = list.shift();
  if (list.length === 0) this._lists.delete(key);
  this._size--;
  return item;
};

PriorityQueue.prototype.peek = function () {
  return this._size === 0 ? undefined : this._lists.get(this._firstKey())[0];
};

PriorityQueue.prototype.toArray = function () {
  var lists = this._lists;
  var keys = Array.from(lists.keys()).sort(function (a, b) {
    return b - a;
  });
  return keys.flatMap(function (key) {
    return lists.get(key);
  });
};

PriorityQueue.prototype.clear = function () {
  this._lists.clear();
  this._size = 0;
};

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
    this._pending.clear();
    this._stats.pending -= tasks.length;
    this._stats.cancelled += tasks.length;
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
    let timer;
    const timeout = new Promise((_resolve, reject) => {
      if (task.timeoutMs <= 0) return;
      timer = setTimeout(() => {
        reject(new Error(`${task.id} timed out after ${task.timeoutMs} ms`));
      }, task.timeoutMs);
    });
    const execute = async () => task.run();
    return Promise.race([execute(), timeout]).finally(() => clearTimeout(timer));
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
export const RateLimiter = class {
  constructor(limit, windowMs) {
    Object.assign(this, { limit, windowMs });
    this._grantedAt = [];
  }

  tryAcquire() {
    const isFree = this.msUntilFree() <= 0;
    if (isFree) this._grantedAt = [...this._grantedAt, Date.now()].slice(-this.limit);
    return isFree;
  }

  async acquire() {
    for (;;) {
      if (this.tryAcquire()) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  msUntilFree() {
    if (this._grantedAt.length < this.limit) return 0;
    return Math.max(this._grantedAt[0] + this.windowMs - Date.now(), 0);
  }
};

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
