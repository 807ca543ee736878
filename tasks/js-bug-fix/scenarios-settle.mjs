/** Where bad practice shows although the result is right: in settled promises, conversions and listeners. */
import { settles } from './settles.mjs';

export const settleScenarios = {
  'smell-timeout': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue({ timeoutMs: 10 });
    const before = settles.repeated;
    let task;
    queue.on('added', (added) => {
      task = added;
    });
    queue.add(() => clock.sleep(30));
    await clock.advance(20);
    say(task.status, settles.repeated - before);
    await clock.advance(50);
    say(task.status, settles.repeated - before);
  },

  /** `==` asks an object for its default value, `===` asks for nothing. */
  'smell-get-task': ({ TaskQueue, say }) => {
    const queue = new TaskQueue();
    const id = queue.add(() => 0);
    let asked = 0;
    const probe = {
      [Symbol.toPrimitive]: (hint) => {
        if (hint === 'default') asked++;
        return id;
      },
    };
    say(queue.getTask(id)?.id === id, queue.getTask('task-0'));
    try {
      queue.getTask(probe);
    } catch {
      // An answer may refuse what is no string.
    }
    say(asked);
  },

  'smell-drain': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue();
    let resolved = 0;
    for (let round = 0; round < 3; round++) {
      queue.add(() => clock.sleep(10));
      for (let count = 0; count < 2; count++) void queue.drain().then(() => resolved++);
      await clock.advance(20);
      say(resolved, queue.listenerCount('drain'));
    }
  },
};
