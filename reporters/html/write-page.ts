/** results/index.html and what lies beside it. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { writeReports } from '../write-files.ts';
import { clientBundle } from './client-bundle.ts';
import { renderPage } from './page.ts';
import { slim } from './page-data.ts';
import { publishedElement } from './published-element.ts';
import { placeTranscripts, removeStaleTranscripts, type TextSources } from './transcript-files.ts';

/** Transcripts first, then the page that names them, then what is left of an earlier run goes. Throws ReportsNotWritten. */
export async function writePage(
  folder: string,
  { trials, run, tables }: { trials: Trial[]; run: RunFacts; tables: ReportTable[] },
  sources: TextSources = NO_SOURCES,
): Promise<void> {
  const { texts, names } = await placeTranscripts(folder, trials, sources);
  const { tasks, transcripts, embedded } = texts;
  const data = { run, tables, trials: trials.map(slim), tasks, transcripts };
  await writeReports(folder, {
    'index.html': renderPage(data, await clientBundle(), publishedElement(run) + embedded),
  });
  await removeStaleTranscripts(folder, names);
}

/** Where no task is at hand: prompts, starters and files are then not on record. */
const NO_SOURCES: TextSources = {
  place: 'beside',
  readTasks: async () => ({}),
  filesOf: async () => null,
};
