/**
 * Virtual time. Every timer and clock of Node that an answer may use reads it, so that nothing depends on real
 * seconds: the global functions, node:timers, node:timers/promises, AbortSignal.timeout, Date, performance, hrtime.
 * setImmediate, nextTick and microtasks stay real.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const {
  setImmediate,
  AbortController,
  AbortSignal,
  DOMException,
  Date: RealDate,
  Promise: RealPromise,
} = globalThis;
const require = createRequire(import.meta.url);
const timers = require('node:timers');
const timersPromises = require('node:timers/promises');

const START_MS = 1_800_000_000_000;
const MOST_DELAY_MS = 2 ** 31 - 1;
/** More than any scenario needs; an answer that polls without end stops here. */
const MOST_FIRED = 20_000;
/** Turns of the event loop in which what a timer set off comes to rest. */
const SETTLE_TURNS = 4;

const waiting = new Map();
let now = 0;
let lastId = 0;
let onError = () => {};

class Timer {
  constructor(run, { delay, repeats }) {
    this.run = run;
    this.delay = Math.trunc(delay >= 1 && delay <= MOST_DELAY_MS ? Number(delay) : 1);
    this.repeats = repeats;
    this.id = ++lastId;
    this.holds = true;
    this.refresh();
  }

  refresh() {
    this.dueAt = now + this.delay;
    waiting.delete(this.id);
    waiting.set(this.id, this);
    return this;
  }

  close() {
    waiting.delete(this.id);
    return this;
  }

  ref() {
    this.holds = true;
    return this;
  }

  unref() {
    this.holds = false;
    return this;
  }

  hasRef() {
    return this.holds;
  }

  [Symbol.toPrimitive]() {
    return this.id;
  }

  [Symbol.dispose]() {
    this.close();
  }
}

function start(callback, delay, args, repeats) {
  if (typeof callback !== 'function')
    throw new TypeError('The "callback" argument must be of type function.');
  return new Timer(() => callback(...args), { delay, repeats });
}

function clear(timer) {
  if (timer === undefined || timer === null) return;
  waiting.delete(timer instanceof Timer ? timer.id : Number(timer));
}

/** Of two that are due at the same time, the one that was started first. */
function nextDue(until) {
  let next;
  for (const timer of waiting.values())
    if (timer.dueAt <= until && (!next || timer.dueAt < next.dueAt)) next = timer;
  return next;
}

export const clock = {
  now: () => now,
  /** Timers that keep a process alive. */
  waiting: () => [...waiting.values()].filter((timer) => timer.holds).length,
  sleep: (ms) => new RealPromise((resolve) => new Timer(resolve, { delay: ms, repeats: false })),
  settle,
  advance,
  /** Forgets all timers: those of one scenario do not reach the next. */
  reset(report) {
    waiting.clear();
    onError = report;
  },
};

async function settle() {
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await new RealPromise((resolve) => setImmediate(resolve));
}

async function advance(ms) {
  const until = now + ms;
  await settle();
  for (let fired = 0, timer = nextDue(until); timer && fired < MOST_FIRED; fired++, timer = nextDue(until)) {
    now = Math.max(now, timer.dueAt);
    waiting.delete(timer.id);
    if (timer.repeats) timer.refresh();
    try {
      timer.run();
    } catch (error) {
      onError(error);
    }
    await settle();
  }
  now = until;
  await settle();
}

export function installClock() {
  const functions = {
    setTimeout: (callback, delay, ...args) => start(callback, delay, args, false),
    setInterval: (callback, delay, ...args) => start(callback, delay, args, true),
    clearTimeout: clear,
    clearInterval: clear,
  };
  functions.setTimeout[promisify.custom] = sleepOr;
  Object.assign(timers, functions);
  Object.assign(timersPromises, { setTimeout: sleepOr, setInterval: ticks });
  const { scheduler } = timersPromises;
  Object.defineProperty(scheduler, 'wait', { value: (ms, options) => sleepOr(ms, undefined, options) });
  for (const [name, value] of Object.entries(functions))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  installClocks();
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    new Timer(() => controller.abort(reason), { delay: ms, repeats: false }).unref();
    return controller.signal;
  };
  syncBuiltinESMExports();
}

function installClocks() {
  const epoch = () => START_MS + now;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => String(new RealDate(epoch())),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [epoch()] : args, newTarget),
    get: (target, key) => (key === 'now' ? epoch : Reflect.get(target, key)),
  });
  const { performance } = globalThis;
  Object.defineProperty(performance, 'now', { value: () => now });
  Object.defineProperty(performance, 'timeOrigin', { value: START_MS });
  const hrtime = (since = [0, 0]) => {
    const ms = now - since[0] * 1e3 - since[1] / 1e6;
    return [Math.floor(ms / 1e3), Math.round((ms - Math.floor(ms / 1e3) * 1e3) * 1e6)];
  };
  hrtime.bigint = () => BigInt(now) * 1_000_000n;
  process.hrtime = hrtime;
  process.uptime = () => now / 1e3;
}

/** What node:timers/promises gives. */
function sleepOr(ms, value, { signal } = {}) {
  return new RealPromise((resolve, reject) => {
    const abort = () => reject(new DOMException('The operation was aborted', 'AbortError'));
    if (signal?.aborted) return abort();
    const timer = new Timer(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve(value);
      },
      { delay: ms, repeats: false },
    );
    const stop = () => {
      timer.close();
      abort();
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}

async function* ticks(ms, value, options) {
  for (;;) yield await sleepOr(ms, value, options);
}
