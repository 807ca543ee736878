/**
 * Runs inside the sandbox: builds the answer, starts it several times, sends requests from many loopback addresses and
 * writes to fd 3 what came back and when. It knows no expected value and gives no verdict: where a scenario depends on
 * its timing, it only looks whether the timing was kept, and else tries again.
 */
import { readFileSync, writeSync } from 'node:fs';
import { buildAll } from './build.mjs';
import { watchLife } from './life.mjs';
import { watchLimits } from './limits.mjs';
import { watchInterrupt, watchRaces, watchTakenPort } from './side-servers.mjs';
import { watchYears } from './years.mjs';

const RESULT_FD = 3;

const { sources, kinds, checks } = JSON.parse(readFileSync(0, 'utf8'));
const build = await buildAll(sources, kinds, checks);
report(0, build);
const { plain, race, years } = build.programs;
const seen = await Promise.all([
  plain.file ? watchLimits(plain.file) : null,
  plain.file ? watchLife(plain.file) : null,
  plain.file ? watchInterrupt(plain.file) : null,
  race.file ? watchRaces(race.file) : null,
  years?.file ? watchYears(years.file) : null,
  plain.file ? watchTakenPort(plain.file) : null,
]);
for (const [index, out] of seen.entries()) report(index + 1, out);
write('{"end":true}\n');
process.exit(0);

function report(id, out) {
  write(`${JSON.stringify({ id, out })}\n`);
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
