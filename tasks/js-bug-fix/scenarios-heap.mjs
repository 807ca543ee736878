/** PriorityQueue. `ops` come from outside: a number is the priority of a push, null is a pop. */
function playSequences({ PriorityQueue, say, params: { sequences } }) {
  for (const ops of sequences) {
    const queue = new PriorityQueue();
    const popped = [];
    for (const [index, priority] of ops.entries()) {
      if (priority === null) popped.push(queue.pop());
      else queue.push(index, priority);
    }
    say(popped, queue.size);
  }
}

export const heapScenarios = {
  /** Everything is pushed before the first pop. */
  'heap-order': ({ PriorityQueue, say, params: { priorities } }) => {
    const queue = new PriorityQueue();
    for (const [index, priority] of priorities.entries()) queue.push(`item-${index}`, priority);
    say('size', queue.size);
    for (let count = 0; count < priorities.length; count++) say(queue.peek(), queue.pop(), queue.size);
    say('empty', queue.peek(), queue.pop(), queue.size);
  },

  'heap-to-array': ({ PriorityQueue, say, params: { priorities } }) => {
    const queue = new PriorityQueue();
    say(queue.toArray());
    for (const [index, priority] of priorities.entries()) queue.push(index, priority);
    say(queue.toArray(), queue.size, queue.pop());
  },

  'heap-clear': ({ PriorityQueue, say }) => {
    const queue = new PriorityQueue();
    queue.push('default');
    queue.push('low', -1.5);
    queue.push('high', 0.5);
    queue.push('default too', 0);
    say(queue.toArray());
    queue.clear();
    say(queue.size, queue.peek(), queue.pop(), queue.toArray());
    for (const item of [0, '', null, false]) queue.push(item);
    say(queue.size, queue.peek(), queue.pop(), queue.pop(), queue.pop(), queue.pop());
  },

  'bubble-up-interleaved': playSequences,
  'bubble-up-ties': playSequences,

  /** The same through a TaskQueue: one slot, and tasks that come while others are done. */
  'bubble-up-of-a-queue': async ({ TaskQueue, clock, say, params: { sequences } }) => {
    for (const ops of sequences) {
      const queue = new TaskQueue();
      const started = [];
      queue.add(() => clock.sleep(1_000), { priority: 0 });
      queue.on('started', (task) => started.push(task.id));
      for (const priority of ops) {
        if (priority === null) await clock.advance(1_000);
        else queue.add(() => clock.sleep(1_000), { priority });
      }
      say(started);
    }
  },

  /** Counts how often priorities are compared, by objects that are numbers when asked. */
  'bubble-up-comparisons': ({ PriorityQueue, say, params: { pushes } }) => {
    const queue = new PriorityQueue();
    let asked = 0;
    const priorityOf = (value) => ({
      valueOf: () => {
        asked++;
        return value;
      },
    });
    let most = 0;
    try {
      for (let count = 0; count < pushes; count++) {
        asked = 0;
        queue.push(count, priorityOf(count));
        most = Math.max(most, asked);
      }
      say(most);
    } catch {
      say('unknown');
    }
  },
};
