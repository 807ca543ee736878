/**
 * Runs inside the sandbox: drives the answer's class with the cases from stdin and writes to
 * fd 3 what its listeners got: a line for the class, one for each case, one for what nobody handled.
 * It knows no expected value and gives no verdict.
 *
 * What it needs is taken before the answer is imported: an answer that patches globals changes its
 * own observations only.
 */
import { readFileSync, writeSync } from 'node:fs';
import { describe, startClient } from './client.mjs';
import { createSource, viewOf } from './source.mjs';

const { setImmediate, setTimeout } = globalThis;
const { parse, stringify } = JSON;
const { exit } = process;
const RESULT_FD = 3;

/** Event loop turns (1 ms or more each) without a sign of life, after which a client is at rest. */
const QUIET_TURNS = 8;
/** The same for a client that still owes its `close` or `error`: it may use timers between two reads. */
const LAST_QUIET_TURNS = 120;

const strays = [];
process.on('unhandledRejection', (reason) => strays.push(`unhandled rejection: ${describe(reason)}`));
process.on('uncaughtException', (error) => strays.push(`uncaught exception: ${describe(error)}`));

const { answer, cases } = parse(readFileSync(0, 'utf8'));
const { Client, observed } = await loadClass(answer);
const logs = Client ? await runAll(cases) : cases.map(() => []);
for (const [id, out] of [observed, ...logs, strays.slice(0, 3)].entries())
  write(`${stringify({ id, out })}\n`);
write('{"end":true}\n');
exit(0);

async function loadClass(path) {
  try {
    const module = await import(path);
    const Client = [module.ServerSentEvents, module.default?.ServerSentEvents, module.default].find(
      isFunction,
    );
    if (!Client) return { observed: { state: 'not-exported', detail: `exports: ${Object.keys(module)}` } };
    const client = new Client(createSource().stream);
    const missing = ['addEventListener', 'removeEventListener', 'close'].filter(
      (name) => !isFunction(client[name]),
    );
    if (missing.length > 0) return { observed: { state: 'incomplete', detail: `missing: ${missing}` } };
    return { Client, observed: { state: 'loaded', detail: '' } };
  } catch (error) {
    return { observed: { state: 'threw', detail: describe(error) } };
  }
}

/** All at the same time: an answer that waits for timers costs its slowest case, not their sum. */
async function runAll(all) {
  const started = all.map((one) => (one.steps ? [startScript(one)] : startCuts(one)));
  const runs = started.flat();
  await Promise.all(runs.map((run) => run.script));
  const owing = runs.filter((run) => run.owesEnd);
  await rest(LAST_QUIET_TURNS, {
    lives: owing.map((run) => run.life),
    isDone: () => owing.every((run) => run.ended()),
  });
  await rest(QUIET_TURNS, { lives: [] });
  return started.map(variantsOf);
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
    return { ...startClient(Client, source, types), owesEnd: true };
  });
}

function startScript({ steps, types, owesEnd, cancelFails }) {
  const source = createSource({ cancelFails });
  const client = startClient(Client, source, types);
  return { ...client, owesEnd, script: playSteps(steps, source, client) };
}

async function playSteps(steps, source, client) {
  const actions = {
    push: ({ base64 }) => source.push(new Uint8Array(Buffer.from(base64, 'base64'))),
    end: () => source.end(),
    fail: (step) => source.fail(step),
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

function isFunction(value) {
  return typeof value === 'function';
}

/** A pipe may take a part of it, or nothing for now. */
function write(line) {
  for (let bytes = Buffer.from(line); bytes.length > 0; ) {
    try {
      bytes = bytes.subarray(writeSync(RESULT_FD, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
