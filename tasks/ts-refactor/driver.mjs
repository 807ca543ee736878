/**
 * Runs inside the sandbox: drives the compiled answer with the cases from stdin and writes to fd 3 what came of
 * each: first what the module exports, then a line a case, then what it printed by itself. It knows no expected value.
 *
 * What it needs is taken before the answer is imported: an answer that patches globals changes its own observations only.
 */
import { readFileSync, writeSync } from 'node:fs';
import { describeError, toPlain } from './plain.mjs';
import { play } from './scenarios.mjs';
import { time } from './time.mjs';

const { stringify } = JSON;
const { exit } = process;
const { entries } = Object;
const RESULT_FD = 3;

const printed = [];
let sink = printed;
for (const name of ['log', 'debug', 'info', 'warn', 'error'])
  console[name] = (...words) => sink.push([name, ...words.map(toPlain)]);
Date.now = () => time.nowMs;
const strays = [];
process.on('unhandledRejection', (reason) => strays.push(`unhandled rejection: ${describeError(reason)}`));
process.on('uncaughtException', (error) => strays.push(`uncaught exception: ${describeError(error)}`));

const startMs = time.nowMs;
const { answer, cases } = JSON.parse(readFileSync(0, 'utf8'));
const results = [await load()];
for (const [index, one] of cases.entries()) results.push(await runCase(one, index));
results.push([...printed.map(String), ...strays].slice(0, 5));
for (const [id, out] of entries(results)) write(`${stringify({ id: Number(id), out })}\n`);
write('{"end":true}\n');
exit(0);

async function load() {
  try {
    return { exports: Object.keys(await import(answer)).sort(), why: '' };
  } catch (error) {
    return { exports: null, why: describeError(error) };
  }
}

/** A case of the logger gets a module of its own, so that it does not see what another one configured. */
async function runCase(one, index) {
  const consoleLines = [];
  time.nowMs = startMs;
  try {
    const kit = await import(one.scenario === 'log' ? `${answer}?case=${index}` : answer);
    sink = consoleLines;
    return { seen: await play(kit, one), console: consoleLines };
  } catch (error) {
    return { threw: describeError(error), console: consoleLines };
  } finally {
    sink = printed;
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
