/**
 * Runs inside the sandbox: plays the scenarios named on stdin with the answer's classes, in virtual time, and
 * writes to fd 3 what it saw: a line for the module, and one for each scenario as soon as it is over.
 * It knows no expected value and gives no verdict.
 *
 * What it needs is taken before the answer is imported: an answer that patches globals changes its own
 * observations only.
 */
import { readFileSync, writeSync } from 'node:fs';
import { clock, installClock } from './clock.mjs';
import { inspectModule } from './members.mjs';
import { attemptScenarios } from './scenarios-attempts.mjs';
import { emitterScenarios } from './scenarios-emitter.mjs';
import { heapScenarios } from './scenarios-heap.mjs';
import { queueScenarios } from './scenarios-queue.mjs';
import { settleScenarios } from './scenarios-settle.mjs';
import { timerScenarios } from './scenarios-timers.mjs';
import { waitScenarios } from './scenarios-waits.mjs';
import { installSettles } from './settles.mjs';

const { parse, stringify } = JSON;
const { exit } = process;
const RESULT_FD = 3;
const MOST_LOGGED = 2_000;
const scenarios = {
  ...attemptScenarios,
  ...emitterScenarios,
  ...heapScenarios,
  ...queueScenarios,
  ...settleScenarios,
  ...timerScenarios,
  ...waitScenarios,
};

let strays = [];
const stray = (kind) => (reason) => strays.push(`${kind}: ${describe(reason)}`);
process.on('unhandledRejection', stray('unhandled rejection'));
process.on('uncaughtException', stray('uncaught exception'));

const { answer, plays } = parse(readFileSync(0, 'utf8'));
installClock();
installSettles();
const { seen, classes } = await load(answer);
write(`${stringify({ id: 0, out: seen })}\n`);
for (const [index, one] of plays.entries()) write(`${stringify({ id: index + 1, out: await play(one) })}\n`);
write('{"end":true}\n');
exit(0);

async function load(path) {
  try {
    const inspected = inspectModule(await import(path));
    await clock.settle();
    return { ...inspected, seen: { state: 'loaded', ...inspected.seen, detail: strays.join('; ') } };
  } catch (error) {
    return {
      classes: {},
      seen: { state: 'threw', members: {}, methods: {}, exported: {}, detail: describe(error) },
    };
  }
}

/** A scenario never waits for a promise of the answer's: it logs what comes, while the time goes on. */
async function play({ name, params }) {
  strays = [];
  clock.reset(stray('uncaught exception'));
  const startedAt = clock.now();
  const log = [];
  const say = (...entry) => {
    if (log.length < MOST_LOGGED) log.push(entry.map(plain));
  };
  const at = () => clock.now() - startedAt;
  let threw = null;
  try {
    await scenarios[name]({ ...classes, clock, say, at, params });
  } catch (error) {
    threw = describe(error);
  }
  await clock.settle();
  return { log, threw, strays: strays.slice(0, 3) };
}

/** JSON has no undefined and the like, and an answer's object may be anything. */
function plain(value) {
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_LOGGED).map(plain);
  return `(${typeof value})`;
}

function describe(error) {
  try {
    return String(error?.stack ?? error)
      .split('\n')
      .slice(0, 2)
      .join(' ')
      .slice(0, 200);
  } catch {
    return 'a value without text';
  }
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
