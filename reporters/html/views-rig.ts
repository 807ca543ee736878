/** The page as a run writes it, in a folder of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { makeRun } from '../fixtures.ts';
import { reportTables } from '../tables/report-tables.ts';
import type { TextSources } from './transcript-files.ts';
import type { TaskTexts } from './transcripts.ts';
import { writePage } from './write-page.ts';

export interface RigPage extends Partial<Omit<TextSources, 'readTasks'>> {
  trials: Trial[];
  run?: RunFacts;
  tasks?: TaskTexts;
}

/** Returns the address of the page; the folder goes when the test ends. */
export async function writeRigPage({ trials, run = makeRun(trials), ...sources }: RigPage): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-page-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { place = 'beside', tasks = {}, filesOf = async () => null } = sources;
  const report = { trials, run, tables: reportTables(trials, run) };
  await writePage(folder, report, { place, readTasks: async () => tasks, filesOf });
  return pathToFileURL(join(folder, 'index.html')).href;
}
