import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ReportWriter } from './report-writer.ts';
import { writeReports } from './write-files.ts';

/** Writes how many trials there are, slowly; remembers each write. */
async function slowWriter() {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-writer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const state = { trials: 0, writes: [] as { isLast: boolean; trials: number }[], isWriting: false };
  const writer = new ReportWriter(folder, async (isLast) => {
    state.isWriting = true;
    state.writes.push({ isLast, trials: state.trials });
    await writeReports(folder, { count: String(state.trials) });
    await sleep(50);
    state.isWriting = false;
  });
  const finishTrial = () => {
    state.trials++;
    writer.schedule();
  };
  return { state, writer, finishTrial, count: () => readFile(join(folder, 'count'), 'utf8') };
}

test('a trial is on disk soon after it has ended, and trials that end while others are written wait for their turn', async () => {
  const { state, finishTrial, count } = await slowWriter();
  finishTrial();
  await vi.waitUntil(() => state.isWriting, { timeout: 5000, interval: 5 });
  for (let at = 0; at < 20; at++) finishTrial();
  await vi.waitUntil(() => !state.isWriting, { interval: 5 });
  await sleep(500);
  expect(state.writes).toEqual([{ isLast: false, trials: 1 }]);
  expect(await count()).toBe('1');
  // Nobody schedules again: what came during the write is not forgotten.
  await vi.waitUntil(() => state.writes.length === 2, { timeout: 5000 });
  expect(state.writes[1]).toEqual({ isLast: false, trials: 21 });
});

test('the last write waits for one under way, holds everything, and nothing is written after it', async () => {
  const { state, writer, finishTrial, count } = await slowWriter();
  finishTrial();
  await vi.waitUntil(() => state.isWriting, { timeout: 5000, interval: 5 });
  finishTrial();
  await writer.writeLast();
  expect(state.writes).toEqual([
    { isLast: false, trials: 1 },
    { isLast: true, trials: 2 },
  ]);
  expect(await count()).toBe('2');
  await sleep(2500);
  expect(state.writes).toHaveLength(2);
});

test('a run that is over before the first pause is written once', async () => {
  const { state, writer, finishTrial } = await slowWriter();
  finishTrial();
  finishTrial();
  await writer.writeLast();
  expect(state.writes).toEqual([{ isLast: true, trials: 2 }]);
});
