/** Runs asynchronous tasks in memory. Times are in milliseconds. */

export class EventEmitter {
  #listeners = new Map()

  on(event, listener) {
    return this.#add(event, { call: listener, key: listener })
  }

  once(event, listener) {
    const entry = { key: listener }
    entry.call = (...args) => {
      this.#entries(event).delete(entry)
      listener(...args)
    }
    return this.#add(event, entry)
  }

  off(event, listener) {
    const entries = this.#entries(event)
    for (const entry of entries) {
      if (entry.key === listener) {
        entries.delete(entry)
        break
      }
    }
    return this
  }

  emit(event, ...args) {
    const entries = Array.from(this.#entries(event))
    entries.forEach(({ call }) => call(...args))
    return entries.length !== 0
  }

  listenerCount(event) {
    return this.#entries(event).size
  }

  #entries(event) {
    let entries = this.#listeners.get(event)
    if (entries === undefined) {
      entries = new Set()
      this.#listeners.set(event, entries)
    }
    return entries
  }

  #add(event, entry) {
    this.#entries(event).add(entry)
    return this
  }
}

export class PriorityQueue {
  #heap = []
  #pushed = 0

  get size() {
    return this.#heap.length
  }

  push(item, priority = 0) {
    const entry = { item, priority, order: this.#pushed++ }
    let hole = this.#heap.length
    this.#heap.push(entry)
    while (hole > 0) {
      const above = (hole - 1) >>> 1
      if (compare(this.#heap[above], entry) < 0) break
      this.#heap[hole] = this.#heap[above]
      hole = above
    }
    this.#heap[hole] = entry
  }

  pop() {
    const [top] = this.#heap
    const last = this.#heap.pop()
    if (top === undefined || top === last) return top?.item
    this.#sink(last)
    return top.item
  }

  peek() {
    return this.#heap.at(0)?.item
  }

  toArray() {
    return this.#heap.toSorted(compare).map(({ item }) => item)
  }

  clear() {
    this.#heap.length = 0
  }

  #sink(entry) {
    const heap = this.#heap
    let hole = 0
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && compare(heap[child + 1], heap[child]) < 0) child++
      if (compare(entry, heap[child]) < 0) break
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = entry
  }
}

function compare(a, b) {
  return b.priority - a.priority || a.order - b.order
}

export class TaskQueue extends EventEmitter {
  #waiting = new PriorityQueue()
  #tasks = new Map()
  #counts = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 }
  #paused = false
  #idleWaiters = []

  constructor(options = {}) {
    super()
    this.concurrency = options.concurrency ?? 1
    this.timeoutMs = options.timeoutMs ?? 0
    this.retries = options.retries ?? 0
  }

  add(run, options = {}) {
    const task = {
      id: 'task-' + (this.#tasks.size + 1),
      run,
      priority: options.priority ?? 0,
      timeoutMs: options.timeoutMs ?? this.timeoutMs,
      retries: options.retries ?? this.retries,
      status: undefined,
      attempts: 0,
      result: undefined,
      error: undefined,
    }
    this.#tasks.set(task.id, task)
    this.#wait(task)
    this.emit('added', task)
    this.#startAll()
    return task.id
  }

  getTask(id) {
    return this.#tasks.get(id) ?? null
  }

  getStats() {
    return Object.assign({}, this.#counts)
  }

  pause() {
    this.#paused = true
  }

  resume() {
    this.#paused = false
    this.#startAll()
  }

  clear() {
    const dropped = []
    while (this.#waiting.size > 0) dropped.push(this.#waiting.pop())
    for (const task of dropped) this.#move(task, 'cancelled')
    for (const task of dropped) this.emit('cancelled', task)
    this.#checkIdle()
  }

  async drain() {
    if (this.#isIdle()) return
    await new Promise((resolve) => this.#idleWaiters.push(resolve))
  }

  #isIdle() {
    return this.#waiting.size + this.#counts.running === 0
  }

  #move(task, status) {
    if (task.status !== undefined) this.#counts[task.status]--
    task.status = status
    this.#counts[status]++
  }

  #wait(task) {
    this.#move(task, 'pending')
    this.#waiting.push(task, task.priority)
  }

  #startAll() {
    while (!this.#paused && this.#counts.running < this.concurrency && this.#waiting.size > 0) {
      const task = this.#waiting.pop()
      this.#move(task, 'running')
      task.attempts++
      this.emit('started', task)
      this.#attempt(task).then(
        (result) => this.#end(task, 'completed', { result }),
        (error) => this.#end(task, 'failed', { error }),
      )
    }
  }

  #end(task, status, { result, error }) {
    if (status === 'failed' && task.attempts <= task.retries) {
      this.#wait(task)
      this.emit('retry', task, error)
    } else {
      this.#move(task, status)
      if (status === 'completed') {
        task.result = result
        this.emit('completed', task)
      } else {
        task.error = error
        this.emit('failed', task, error)
      }
    }
    this.#startAll()
    this.#checkIdle()
  }

  async #attempt(task) {
    let timer
    const limit = new Promise((_, reject) => {
      if (task.timeoutMs > 0) timer = setTimeout(reject, task.timeoutMs, new Error(`${task.id} timed out`))
    })
    try {
      return await Promise.race([task.run(), limit])
    } finally {
      clearTimeout(timer)
    }
  }

  #checkIdle() {
    if (!this.#isIdle()) return
    this.emit('drain')
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }
}

export class RateLimiter {
  #grants = []

  constructor(limit, windowMs) {
    this.limit = limit
    this.windowMs = windowMs
  }

  tryAcquire() {
    const isFree = this.msUntilFree() === 0
    if (isFree) this.#grants.push(Date.now())
    return isFree
  }

  acquire() {
    if (this.tryAcquire()) return Promise.resolve()
    return new Promise((resolve) => {
      setTimeout(() => resolve(this.acquire()), this.msUntilFree())
    })
  }

  msUntilFree() {
    const oldest = this.#grants.at(-this.limit)
    return oldest === undefined ? 0 : Math.max(0, oldest + this.windowMs - Date.now())
  }
}

export class ScheduledTaskRunner extends EventEmitter {
  #schedules = new Map()
  #count = 0

  constructor(queue, limiter = null) {
    super()
    this.queue = queue
    this.limiter = limiter
  }

  get activeCount() {
    return this.#schedules.size
  }

  runAfter(delayMs, run, options) {
    return this.#plan(delayMs, { run, options, isRepeated: false })
  }

  runEvery(intervalMs, run, options) {
    return this.#plan(intervalMs, { run, options, isRepeated: true })
  }

  cancel(id) {
    if (!this.#schedules.has(id)) return false
    clearTimeout(this.#schedules.get(id))
    return this.#schedules.delete(id)
  }

  stop() {
    for (const timer of this.#schedules.values()) clearTimeout(timer)
    this.#schedules.clear()
  }

  #plan(ms, { run, options, isRepeated }) {
    const id = `schedule-${++this.#count}`
    const wait = () => this.#schedules.set(id, setTimeout(fire, ms))
    const fire = () => {
      if (isRepeated) wait()
      else this.#schedules.delete(id)
      if (this.limiter === null || this.limiter.tryAcquire()) this.emit('fired', id, this.queue.add(run, options))
      else this.emit('skipped', id)
    }
    wait()
    return id
  }
}
