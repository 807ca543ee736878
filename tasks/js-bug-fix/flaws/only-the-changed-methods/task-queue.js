  once(event, listener) {
    const wrapper = (...args) => {
      this.off(event, wrapper);
      listener(...args);
    };
    return this.on(event, wrapper);
  }


  _bubbleUp(index) {
    while (index > 0) {
      const parent = Math.floor((index - 1) / 2);
      if (!this._comesBefore(this._heap[index], this._heap[parent])) break;
      this._swap(index, parent);
      index = parent;
    }
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

