/** The reports of a run on disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import type { TextSources } from './html/transcript-files.ts';
import { reportFiles } from './report-files.ts';
import type { ReportContext } from './tables/context.ts';
import { reportTables } from './tables/report-tables.ts';
import { tableFilesIn } from './tables-files.ts';
import { removeReports, writeReports } from './write-files.ts';

export interface Report {
  trials: Trial[];
  run: RunFacts;
  context: ReportContext;
}

/** All but the page, which is made at the end. Throws ReportsNotWritten. */
export function writeFiles(folder: string, { trials, run, context }: Report): Promise<void> {
  return writeAll(folder, reportFiles(trials, run, context));
}

/** Brings into memory what `writeEverything` needs, so that a run's end need not wait for it. */
export async function loadParts(): Promise<void> {
  const { clientBundle } = await import('./html/client-bundle.ts');
  await Promise.all([import('./html/write-page.ts'), clientBundle()]);
}

/** Everything, from tables made once; returns the names of the files. Throws ReportsNotWritten. */
export async function writeEverything(
  folder: string,
  { trials, run, context }: Report,
  texts?: TextSources,
): Promise<string[]> {
  const { writePage } = await import('./html/write-page.ts');
  const tables = reportTables(trials, run, context);
  const files = reportFiles(trials, run, context, tables);
  await writeAll(folder, files);
  await writePage(folder, { trials, run, tables }, texts);
  return ['index.html', ...Object.keys(files)];
}

/** What an earlier run wrote and this one does not make goes last: a failed write leaves all of the earlier report. */
export async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  const earlier = await readFile(join(folder, 'tables.json'), 'utf8').catch(() => '');
  await writeReports(folder, files);
  await removeReports(
    folder,
    tableFilesIn(earlier).filter((name) => !(name in files)),
  );
}
