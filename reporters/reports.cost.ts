/** What reports cost: `npm run bench:reports`. Medians of five, after one that warms up and bundles the page. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trial } from '../benchmarks/trial.ts';
import { makeField, makeRun } from './fixtures.ts';
import { writePage } from './html/write-page.ts';
import { reportFiles } from './report-files.ts';
import { NO_CONTEXT } from './tables/context.ts';
import { reportTables } from './tables/report-tables.ts';

const RUNS = 5;
/** Most seconds for the page and for the rest, most megabytes of the page. */
const SIZES = [
  { models: 35, seconds: 1, megabytes: 2 },
  { models: 1000, seconds: 10, megabytes: 60 },
];

/** Eleven checks a trial with a line of evidence each, as the built-in tasks have. */
function withChecks(trial: Trial): Trial {
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
  const score = { ...outcome.score, checks: [...outcome.score.checks, ...more] };
  return { ...trial, outcome: { ...outcome, score } };
}

for (const { models, seconds, megabytes } of SIZES) {
  const trials = makeField(models).map(withChecks);
  const run = makeRun(trials);
  const tables = reportTables(trials, run);
  const folder = await mkdtemp(join(tmpdir(), 'codebench-cost-'));
  await tell(models, 'the tables', seconds, async () => reportTables(trials, run));
  await tell(models, 'index.html with the tables', seconds, () =>
    writePage(folder, { trials, run, tables: reportTables(trials, run) }),
  );
  await tell(models, 'all other files', seconds, async () => reportFiles(trials, run, NO_CONTEXT, tables));
  const { size } = await stat(join(folder, 'index.html'));
  await rm(folder, { recursive: true });
  console.log(`${models} models: index.html has ${(size / 1e6).toFixed(2)} MB (at most ${megabytes})`);
  if (size > megabytes * 1e6) process.exitCode = 1;
}

async function tell(models: number, what: string, most: number, make: () => Promise<unknown>): Promise<void> {
  await make();
  const taken: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const startedAt = performance.now();
    await make();
    taken.push((performance.now() - startedAt) / 1000);
  }
  const median = taken.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  console.log(`${models} models x 6 tasks, ${what}: ${median.toFixed(3)} s (at most ${most} s)`);
  if (median > most) process.exitCode = 1;
}
