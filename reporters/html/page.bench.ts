/** How long the page takes beside the run that it reports: `npm run bench:cost`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeField, makeRun } from '../fixtures.ts';
import { NO_CONTEXT, reportTables } from '../tables/report-tables.ts';
import { clientBundle } from './client-bundle.ts';
import { writePage } from './write-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'codebench-page-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Eleven checks a trial with a line of evidence each, as the built-in tasks have. */
function field(models: number) {
  const trials = makeField(models).map((trial) => {
    const { outcome } = trial;
    if (outcome.state !== 'graded') return trial;
    const more = Array.from({ length: 10 }, (_, i) => ({
      id: `check-${i}`,
      title: `handles the case number ${i}`,
      points: 0,
      maxPoints: 0,
      passed: i % 3 > 0,
      detail: `expected [1, 2, 3], got [1, 3, ${i}] for nums = [1, 1, 2, 3, 3, 3], k = ${i}`.repeat(2),
    }));
    const checks = [...outcome.score.checks, ...more];
    return { ...trial, outcome: { ...outcome, score: { ...outcome.score, checks } } };
  });
  return { trials, run: makeRun(trials), context: NO_CONTEXT };
}

/** Most seconds that the last report of a run may take, and most megabytes of the page. */
const AIMS = [
  { models: 35, seconds: 1, megabytes: 2 },
  { models: 1000, seconds: 10, megabytes: 60 },
];

describe.for(AIMS)('$models models x 6 tasks', ({ models, seconds, megabytes }) => {
  test(`the page is there in less than ${seconds} s`, { timeout: 120_000 }, async ({ bench }) => {
    await clientBundle();
    const results = field(models);
    let slowestMs = 0;
    const options = { iterations: 3, time: 0, warmup: false };
    await bench.compare(
      bench('the tables', () => void reportTables(results.trials, results.run)),
      bench('index.html with the tables', async () => {
        const startedAt = performance.now();
        await writePage(folder, results);
        slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      }),
      options,
    );
    const bytes = statSync(join(folder, 'index.html')).size;
    console.log(`${models} models: ${Math.round(slowestMs)} ms at most, ${(bytes / 1e6).toFixed(1)} MB`);
    expect(slowestMs).toBeLessThan(seconds * 1000);
    expect(bytes / 1e6).toBeLessThan(megabytes);
  });
});
