/** What a user says beside what was measured, read from where it is written. */
import { readFile } from 'node:fs/promises';
import type { ModelNote, PairCorrection, ReportContext } from './tables/report-tables.ts';

export interface ContextSource {
  /** Path of the notes; a file that is not there is no notes. */
  notes: string;
  pairs: PairCorrection[];
}

/** What notes may speak of: another name in them is worth a warning. */
export interface Known {
  models: string[];
  tasks: string[];
}

/** Never throws for a missing file; throws what the file system says of one that cannot be read. */
export async function readReportContext(
  { notes: path, pairs }: ContextSource,
  known: Known,
): Promise<{ context: ReportContext; warnings: string[] }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const { notes, warnings } = text === null ? NONE : readNotes(text, known);
  return { context: { notes, pairs }, warnings: warnings.map((warning) => `${path}: ${warning}`) };
}

const NONE: { notes: ModelNote[]; warnings: string[] } = { notes: [], warnings: [] };

/** Place to call parseNotes(text, known) of notes.ts, once it is there. */
function readNotes(_text: string, _known: Known): { notes: ModelNote[]; warnings: string[] } {
  return NONE;
}
