/** The streams that the driver feeds an answer with. */

/** A stream that hands out one chunk a pull, so that every read of the answer is a sign of life. */
export function createSource({ cancelFails = false } = {}) {
  const life = { signs: 0 };
  const queue = [];
  let reason = new Error('the source failed');
  let waiting = null;
  let last = null;
  let cancels = 0;
  function hasMore() {
    return queue.length > 0 || last !== null;
  }
  function hand(controller) {
    life.signs++;
    if (queue.length > 0) controller.enqueue(queue.shift());
    else last(controller);
  }
  function flush() {
    if (waiting === null || !hasMore()) return;
    const { controller, resolve } = waiting;
    waiting = null;
    hand(controller);
    resolve();
  }
  const stream = new ReadableStream(
    {
      pull: (controller) =>
        hasMore()
          ? hand(controller)
          : new Promise((resolve) => {
              waiting = { controller, resolve };
            }),
      cancel: () => {
        cancels++;
        life.signs++;
        waiting?.resolve();
        waiting = null;
        if (cancelFails) throw new Error('the source cannot be cancelled');
      },
    },
    { highWaterMark: 0 },
  );
  return {
    life,
    stream,
    reason: () => reason,
    cancels: () => cancels,
    push: (chunk) => {
      queue.push(chunk);
      flush();
    },
    end: () => {
      last = (controller) => controller.close();
      flush();
    },
    fail: ({ bare = false }) => {
      if (bare) reason = undefined;
      last = (controller) => controller.error(reason);
      flush();
    },
  };
}

/** A chunk may be a part of a larger buffer, as it is when a network library hands it out. */
export function viewOf(bytes) {
  const buffer = new Uint8Array(bytes.length + 4).fill(0x21);
  buffer.set(bytes, 2);
  return buffer.subarray(2, bytes.length + 2);
}
