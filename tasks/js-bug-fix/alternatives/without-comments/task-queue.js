export class EventEmitter {
	constructor() {
		this._listeners = new Map();
	}
	on(event, listener) {
		if (!this._listeners.has(event)) this._listeners.set(event, []);
		this._listeners.get(event).push(listener);
		return this;
	}
	once(event, listener) {
		const wrapper = (...args) => {
			this.off(event, wrapper);
			listener(...args);
		};
		return this.on(event, wrapper);
	}
	off(event, listener) {
		const listeners = this._listeners.get(event) ?? [];
		const index = listeners.indexOf(listener);
		if (index !== -1) listeners.splice(index, 1);
		return this;
	}
	emit(event, ...args) {
		const listeners = [...(this._listeners.get(event) ?? [])];
		listeners.forEach(fn => fn.call(this, ...args));
		return !!listeners.length;
	}
	listenerCount(event) {
		return this._listeners.get(event)?.length ?? 0;
	}
}
export class PriorityQueue {
	constructor() {
		this._heap = [];
		this._nextSequence = 0;
	}

	get size() {
		return this._heap.length;
	}
	push(item, priority = 0) {
		this._heap.push({ item, priority, sequence: this._nextSequence++ });
		this._bubbleUp(this._heap.length - 1);
	}
	pop() {
		const first = this.peek();
		const last = this._heap.pop();
		if (this._heap.length > 0) {
			this._heap[0] = last;
			this._bubbleDown(0);
		}
		return first;
	}
	peek() {
		return this._heap[0]?.item;
	}
	toArray() {
		const sorted = [...this._heap].sort((a, b) => (this._comesBefore(a, b) ? -1 : 1));
		return sorted.map((entry) => entry.item);
	}
	clear() {
		this._heap = [];
	}

	_comesBefore(a, b) {
		return a.priority > b.priority || (a.priority === b.priority && a.sequence < b.sequence);
	}

	_bubbleUp(index) {
		while (index > 0) {
			const parent = Math.floor((index - 1) / 2);
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
export class TaskQueue extends EventEmitter {
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
	add(run, { priority = 0, timeoutMs = this.timeoutMs, retries = this.retries } = {}) {
		const id = `task-${this._tasks.length + 1}`;
		const task = { id, run, priority, timeoutMs, retries, attempts: 0, result: undefined, error: undefined };
		this._tasks.push(task);
		this._enqueue(task);
		this.emit('added', task);
		this._startNext();
		return id;
	}
	getTask(id) {
		for (const t of this._tasks) {
			if (t.id === id) return t;
		}
		return null;
	}
	getStats() {
		return { ...this._stats };
	}
	pause() {
		this._isPaused = true;
	}
	resume() {
		this._isPaused = false;
		this._startNext();
	}
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
export class RateLimiter {
	constructor(limit, windowMs) {
		this.limit = limit;
		this.windowMs = windowMs;
		this._grantedAt = [];
	}
	tryAcquire() {
		if (this.msUntilFree() > 0) return false;
		this._grantedAt.push(Date.now());
		return true;
	}
	async acquire() {
		while (!this.tryAcquire()) {
			await new Promise((resolve) => setTimeout(resolve, this.msUntilFree()));
		}
	}
	msUntilFree() {
		const now = Date.now();
		this._grantedAt = this._grantedAt.filter((time) => now - time < this.windowMs);
		return this._grantedAt.length < this.limit ? 0 : this._grantedAt[0] + this.windowMs - now;
	}
}
export class ScheduledTaskRunner extends EventEmitter {
	constructor(queue, limiter = null) {
		super();
		this.queue = queue;
		this.limiter = limiter;
		this._cancels = new Map();
		this._nextNumber = 1;
	}
	get activeCount() {
		return this._cancels.size;
	}
	runAfter(delayMs, run, options) {
		const id = this._createId();
		const timer = setTimeout(() => {
			this._cancels.delete(id);
			this._fire(id, run, options);
		}, delayMs);
		this._cancels.set(id, () => clearTimeout(timer));
		return id;
	}
	runEvery(intervalMs, run, options) {
		const id = this._createId();
		const timer = setInterval(() => this._fire(id, run, options), intervalMs);
		this._cancels.set(id, () => clearInterval(timer));
		return id;
	}
	cancel(id) {
		this._cancels.get(id)?.();
		return this._cancels.delete(id);
	}
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
