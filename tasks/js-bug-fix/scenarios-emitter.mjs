/** EventEmitter. The words come from outside and differ from answer to answer. */
export const emitterScenarios = {
  'emitter-on': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event, other, a, b] = words;
    say('chained', emitter.on(event, (...args) => say('first', ...args)) === emitter);
    emitter.on(event, (...args) => say('second', ...args)).on(other, (...args) => say('other', ...args));
    say('emitted', emitter.emit(event, a, b), emitter.emit(event), emitter.emit(other, b), emitter.emit(a));
    say('counts', emitter.listenerCount(event), emitter.listenerCount(other), emitter.listenerCount(a));
  },

  'emitter-off': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event, other] = words;
    const removed = () => say('removed');
    emitter.on(event, () => say('first')).on(event, removed);
    emitter.on(event, () => say('last')).on(other, removed);
    say('chained', emitter.off(event, removed) === emitter, emitter.off(event, () => {}) === emitter);
    say('emitted', emitter.emit(event), emitter.emit(other), emitter.listenerCount(event));
    emitter.off(other, removed).off(words[2], removed);
    say('emitted', emitter.emit(other), emitter.listenerCount(other));
  },

  'emitter-registered-twice': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event] = words;
    const listener = () => say('called');
    emitter.on(event, listener).on(event, listener).off(event, listener);
    say(emitter.listenerCount(event), emitter.emit(event));
  },

  'emitter-changes-during-emit': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event] = words;
    const last = () => say('last');
    let isFirst = true;
    emitter.on(event, () => {
      say('first');
      if (!isFirst) return;
      isFirst = false;
      emitter.off(event, last).on(event, () => say('added'));
    });
    emitter.on(event, last);
    emitter.emit(event);
    say('again');
    emitter.emit(event);
  },

  /** The first emit only: what happens then is for the others. */
  'emitter-once-first': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event, a, b] = words;
    emitter.on(event, () => say('before'));
    say('chained', emitter.once(event, (...args) => say('once', ...args)) === emitter);
    emitter.on(event, () => say('after'));
    say('count', emitter.listenerCount(event));
    say('emitted', emitter.emit(event, a, b));
  },

  'once-alone': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event, a, b] = words;
    emitter.once(event, (...args) => say('once', ...args));
    say('emitted', emitter.emit(event, a), emitter.emit(event, b), emitter.emit(event));
    say('count', emitter.listenerCount(event));
  },

  'once-among-others': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event] = words;
    emitter.on(event, () => say('on'));
    emitter.once(event, () => say('once')).once(event, () => say('once too'));
    emitter.on(event, () => say('last'));
    emitter.emit(event);
    say('again', emitter.listenerCount(event));
    emitter.emit(event);
  },

  'once-of-a-queue': async ({ TaskQueue, clock, say }) => {
    const queue = new TaskQueue();
    queue.once('completed', (task) => say('completed', task.id));
    for (let count = 0; count < 3; count++) queue.add(() => count);
    await clock.advance(10);
    say('count', queue.listenerCount('completed'));
  },

  'once-emits-again': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event] = words;
    let calls = 0;
    emitter.once(event, () => {
      say('once');
      if (++calls < 3) emitter.emit(event);
    });
    emitter.emit(event);
  },

  'once-for-two-events': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const listener = (word) => say('once', word);
    for (const word of words.slice(0, 2)) emitter.once(word, listener);
    for (const word of [words[0], words[0], words[1], words[1]]) emitter.emit(word, word);
    say('counts', emitter.listenerCount(words[0]), emitter.listenerCount(words[1]));
  },

  'once-beside-on': ({ EventEmitter, say, params: { words } }) => {
    const emitter = new EventEmitter();
    const [event] = words;
    const listener = () => say('called');
    emitter.on(event, listener).once(event, listener);
    for (let count = 0; count < 3; count++) {
      say('emit');
      emitter.emit(event);
    }
  },
};
