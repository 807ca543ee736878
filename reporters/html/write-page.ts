/** results/index.html and what lies beside it. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { writeReports } from '../write-files.ts';
import { clientBundle } from './client-bundle.ts';
import { renderPage } from './page.ts';
import { slim } from './page-data.ts';
import { removeStaleTranscripts, writeTranscripts } from './stale-transcripts.ts';
import {
  embeddedTranscripts,
  type FilesOf,
  hasTranscript,
  type TaskTexts,
  type TranscriptPlace,
  transcriptName,
} from './transcripts.ts';

/** What a page shows beside the trials. */
export interface PageTexts {
  tasks: TaskTexts;
  filesOf: FilesOf;
  transcripts: TranscriptPlace;
}

export const NO_TEXTS: PageTexts = { tasks: {}, filesOf: async () => null, transcripts: 'beside' };

/** Transcripts first, then the page that names them, then what is left of an earlier run goes. Throws ReportsNotWritten. */
export async function writePage(
  folder: string,
  report: { trials: Trial[]; run: RunFacts; tables: ReportTable[] },
  texts: PageTexts = NO_TEXTS,
): Promise<void> {
  const { trials, run, tables } = report;
  const place = texts.transcripts;
  const names = place === 'beside' ? await writeTranscripts(folder, trials, texts.filesOf) : [];
  const missing = trials
    .filter((trial) => trial.response !== null && !hasTranscript(trial))
    .map((trial) => transcriptName(trial));
  const embedded = place === 'embedded' ? await embeddedTranscripts(trials, texts.filesOf) : '';
  const page = renderPage(
    { run, tables, trials: trials.map(slim), tasks: texts.tasks, transcripts: { place, missing } },
    await clientBundle(),
    embedded,
  );
  await writeReports(folder, { 'index.html': page });
  await removeStaleTranscripts(folder, names);
}
