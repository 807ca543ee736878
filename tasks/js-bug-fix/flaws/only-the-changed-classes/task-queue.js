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

