/** What reports cost: `npm run bench:reports`. Medians of five, after one that warms up. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeField, makeRun } from './fixtures.ts';
import { writePage } from './html/write-page.ts';
import { reportFiles } from './report-files.ts';
import { NO_CONTEXT } from './tables/report-tables.ts';

const RUNS = 5;
/** [models, most seconds] */
const SIZES = [
  [35, 1],
  [1000, 10],
] as const;

for (const [models, most] of SIZES) {
  const trials = makeField(models);
  const run = makeRun(trials);
  const folder = await mkdtemp(join(tmpdir(), 'codebench-cost-'));
  await tell('index.html', () => writePage(folder, { trials, run, context: NO_CONTEXT }));
  await tell('all other files', async () => reportFiles(trials, run));
  await rm(folder, { recursive: true });

  async function tell(name: string, make: () => Promise<unknown>): Promise<void> {
    await make();
    const seconds: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const startedAt = performance.now();
      await make();
      seconds.push((performance.now() - startedAt) / 1000);
    }
    const median = seconds.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
    console.log(`${models} models x 6 tasks, ${name}: ${median.toFixed(3)} s (promised: ${most} s)`);
    if (median > most) process.exitCode = 1;
  }
}
