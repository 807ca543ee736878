/** Transcripts on disk: written before the page that names them, and what is left of an earlier run removed after it. */
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trial } from '../../benchmarks/trial.ts';
import { writeReports } from '../write-files.ts';
import {
  embeddedTranscripts,
  type FilesOf,
  hasTranscript,
  type PageTexts,
  type TaskTexts,
  TRANSCRIPT_CALL,
  TRANSCRIPT_FOLDER,
  TRANSCRIPT_NAME,
  type TranscriptPlace,
  transcriptFiles,
  transcriptId,
} from './transcripts.ts';

export interface TextSources {
  place: TranscriptPlace;
  readTasks(): Promise<TaskTexts>;
  filesOf: FilesOf;
}

/**
 * Writes or renders the long texts and says what a page made next may count on. Call it before that page is written,
 * and `removeStaleTranscripts` with `names` after it.
 */
export async function placeTranscripts(
  results: string,
  trials: Trial[],
  { place, readTasks, filesOf }: TextSources,
): Promise<{ texts: PageTexts; names: string[] }> {
  const names = place === 'beside' ? await writeTranscripts(results, trials, filesOf) : [];
  const embedded = place === 'embedded' ? await embeddedTranscripts(trials, filesOf) : '';
  const missing = trials
    .filter((trial) => place !== 'none' && trial.response !== null && !hasTranscript(trial))
    .map((trial) => transcriptId(trial));
  return { texts: { tasks: await readTasks(), transcripts: { place, missing }, embedded }, names };
}

/** Writes `results/transcripts/*.js`, one at a time; returns their names. Throws ReportsNotWritten. */
export async function writeTranscripts(
  results: string,
  trials: Trial[],
  filesOf: FilesOf,
): Promise<string[]> {
  const folder = join(results, TRANSCRIPT_FOLDER);
  const names: string[] = [];
  for await (const [name, text] of transcriptFiles(trials, filesOf)) {
    await writeReports(folder, { [name]: text });
    names.push(name);
  }
  return names;
}

/**
 * Removes transcripts that the page just written does not name. Call it after that page is in its place. Only files
 * that have one of our names and begin as ours do; whatever else lies there stays.
 */
export async function removeStaleTranscripts(results: string, keep: string[]): Promise<void> {
  const folder = join(results, TRANSCRIPT_FOLDER);
  const kept = new Set(keep);
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    const isCandidate = entry.isFile() && TRANSCRIPT_NAME.test(entry.name) && !kept.has(entry.name);
    if (isCandidate && (await isOurs(join(folder, entry.name))))
      await rm(join(folder, entry.name), { force: true }).catch(() => {});
  }
}

async function isOurs(path: string): Promise<boolean> {
  const head = `${TRANSCRIPT_CALL}(`;
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head.length), 0, head.length, 0);
    return buffer.toString('utf8', 0, bytesRead) === head;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
