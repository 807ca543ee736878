/**
 * Runs inside the sandbox: drives the answer's class with the cases from stdin and writes what its
 * listeners got, one JSON line a case, to fd 3. It knows no expected value and gives no verdict.
 *
 * What it needs is taken before the answer is imported: an answer that patches globals changes its
 * own observations only.
 */
import { readFileSync, writeSync } from 'node:fs';

const { Buffer, Error, Map, Promise, ReadableStream, Uint8Array, setImmediate, setTimeout } = globalThis;
const { parse, stringify } = JSON;
const { exit } = process;
const RESULT_FD = 3;

/** Event loop turns (1 ms or more each) without a sign of life, after which a client is at rest. */
const QUIET_TURNS = 8;
/** The same for a client that still owes its `close` or `error`: it may use timers between two reads. */
const LAST_QUIET_TURNS = 120;
/** Longer logs are sent as a summary. */
const LOG_ENTRIES = 200;

const strays = [];
process.on('unhandledRejection', (reason) => strays.push(`unhandled rejection: ${describe(reason)}`));
process.on('uncaughtException', (error) => strays.push(`uncaught exception: ${describe(error)}`));

const { answer, cases } = parse(readFileSync(0, 'utf8'));
const { Client, observed } = await loadClass(answer);
send('class', observed);
for (const [id, out] of Client ? await runAll(cases) : cases.map((one) => [one.id, []])) send(id, out);
send('strays', strays.slice(0, 3));
write('{"end":true}\n');
exit(0);

async function loadClass(path) {
  try {
    const module = await import(path);
    const Client = [module.ServerSentEvents, module.default?.ServerSentEvents, module.default].find(isFunction);
    if (!Client) return { observed: { state: 'not-exported', detail: `exports: ${Object.keys(module)}` } };
    const client = new Client(createSource().stream);
    const missing = ['addEventListener', 'removeEventListener', 'close'].filter((name) => !isFunction(client[name]));
    if (missing.length > 0) return { observed: { state: 'incomplete', detail: `missing: ${missing}` } };
    return { Client, observed: { state: 'loaded', detail: '' } };
  } catch (error) {
    return { observed: { state: 'threw', detail: describe(error) } };
  }
}

/** All at the same time: an answer that waits for timers costs its slowest case, not their sum. */
async function runAll(all) {
  const started = all.map((one) => ({ id: one.id, runs: one.steps ? [startScript(one)] : startCuts(one) }));
  const runs = started.flatMap((one) => one.runs);
  await Promise.all(runs.map((run) => run.script));
  const owing = runs.filter((run) => run.owesEnd);
  await rest(LAST_QUIET_TURNS, { lives: owing.map((run) => run.life), isDone: () => owing.every((run) => run.ended()) });
  await rest(QUIET_TURNS, { lives: [] });
  return started.map((one) => [one.id, variantsOf(one.runs)]);
}

/** One client for each way to cut the bytes. */
function startCuts({ base64, times = 1, cuts, types, views = false }) {
  const bytes = Buffer.from(Buffer.from(base64, 'base64').toString('latin1').repeat(times), 'latin1');
  return cuts.map((cut) => {
    const source = createSource();
    for (const [index, end] of [...cut, bytes.length].entries()) {
      const chunk = new Uint8Array(bytes.subarray(cut[index - 1] ?? 0, end));
      if (views) source.push(new Uint8Array());
      source.push(views ? viewOf(chunk) : chunk);
    }
    source.end();
    return { ...startClient(source, types), owesEnd: true };
  });
}

function startScript({ steps, types, owesEnd }) {
  const source = createSource();
  const client = startClient(source, types);
  return { ...client, owesEnd, script: playSteps(steps, source, client) };
}

async function playSteps(steps, source, client) {
  const actions = {
    push: ({ base64 }) => source.push(new Uint8Array(Buffer.from(base64, 'base64'))),
    end: () => source.end(),
    fail: () => source.fail(),
    close: () => client.close(),
    listen: (step) => client.listen(step),
    unlisten: (step) => client.unlisten(step),
    settle: async () => {
      await rest(QUIET_TURNS, { lives: [client.life] });
      client.log.push(['settled']);
    },
  };
  for (const step of steps) await actions[step.do](step);
}

/** A stream that hands out one chunk a pull, so that every read of the answer is a sign of life. */
function createSource() {
  const life = { signs: 0 };
  const queue = [];
  const reason = new Error('the source failed');
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
      pull: (controller) => (hasMore() ? hand(controller) : new Promise((resolve) => { waiting = { controller, resolve }; })),
      cancel: () => { cancels++; life.signs++; waiting?.resolve(); waiting = null; },
    },
    { highWaterMark: 0 },
  );
  return {
    life,
    stream,
    reason,
    cancels: () => cancels,
    push: (chunk) => { queue.push(chunk); flush(); },
    end: () => { last = (controller) => controller.close(); flush(); },
    fail: () => { last = (controller) => controller.error(reason); flush(); },
  };
}

/** A chunk may be a part of a larger buffer, as it is when a network library hands it out. */
function viewOf(bytes) {
  const buffer = new Uint8Array(bytes.length + 4).fill(0x21);
  buffer.set(bytes, 2);
  return buffer.subarray(2, bytes.length + 2);
}

function startClient(source, types) {
  const log = [];
  const listeners = new Map();
  let client = null;
  const attempt = (action) => {
    try { action(); } catch (error) { log.push(['threw', describe(error)]); }
  };
  const api = {
    life: source.life,
    log,
    close: () => { log.push(['closing']); attempt(() => client.close()); log.push(['closed']); },
    listen: ({ type, name = type, closes = false }) => {
      const listener = (event) => {
        source.life.signs++;
        attempt(() => log.push([name, ...fieldsOf(type, event, source.reason)]));
        if (closes) api.close();
      };
      listeners.set(name, listener);
      attempt(() => client.addEventListener(type, listener));
    },
    unlisten: ({ type, name }) => attempt(() => client.removeEventListener(type, listeners.get(name))),
    ended: () => log.some(([name]) => name === 'close' || name === 'error' || name === 'threw'),
    observe: () => ({ ...summarise(log), retry: plain(readRetry()), cancels: source.cancels() }),
  };
  const readRetry = () => { try { return client?.retry; } catch { return undefined; } };
  attempt(() => { client = new Client(source.stream); });
  for (const type of [...types, 'close', 'error']) api.listen({ type });
  return api;
}

function fieldsOf(type, event, reason) {
  if (type === 'close') return [plain(event?.type)];
  if (type === 'error') return [plain(event?.type), event?.error === reason];
  return [plain(event?.type), plain(event?.data), plain(event?.lastEventId)];
}

function summarise(log) {
  if (log.length <= LOG_ENTRIES) return { log, entries: log.length };
  return { log: [...log.slice(0, 4), ...log.slice(-4)], entries: log.length, tally: tally(log) };
}

/** How often each entry occurs. */
function tally(log) {
  const counts = new Map();
  for (const entry of log) counts.set(stringify(entry), (counts.get(stringify(entry)) ?? 0) + 1);
  return [...counts].slice(0, 8);
}

/** Equal observations are sent once, with the indices of the runs that gave them. */
function variantsOf(runs) {
  const variants = new Map();
  for (const [index, run] of runs.entries()) {
    const text = stringify(run.observe());
    if (!variants.has(text)) variants.set(text, []);
    variants.get(text).push(index);
  }
  return [...variants].map(([text, indices]) => ({ observed: parse(text), runs: indices }));
}

/** Waits until nothing has happened for so many turns. Counts turns, not time: a busy machine only makes it longer. */
async function rest(quietTurns, { lives, isDone = () => false }) {
  const countSigns = () => lives.reduce((sum, life) => sum + life.signs, 0);
  let seen = countSigns();
  for (let quiet = 0; quiet < quietTurns && !isDone(); quiet++) {
    await new Promise((resolve) => setTimeout(() => setImmediate(resolve), 1));
    const signs = countSigns();
    if (signs !== seen) quiet = 0;
    seen = signs;
  }
}

function plain(value) {
  if (value === null || typeof value === 'string' || Number.isFinite(value)) return value;
  return { not: String(typeof value) };
}

function describe(error) {
  try { return String(error?.stack ?? error).split('\n').slice(0, 2).join(' ').slice(0, 200); } catch { return 'a value without text'; }
}

function isFunction(value) {
  return typeof value === 'function';
}

function send(id, out) {
  write(`${stringify({ id, out })}\n`);
}

/** A pipe may take a part of it, or nothing for now. */
function write(line) {
  for (let bytes = Buffer.from(line); bytes.length > 0; ) {
    try { bytes = bytes.subarray(writeSync(RESULT_FD, bytes)); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
}
