/** What a user says beside what was measured, read from where it is written. */
import { readFile } from 'node:fs/promises';
import { type KnownNames, parseNotes } from './notes.ts';
import type { ModelNote, PairCorrection, ReportContext } from './tables/context.ts';
import { escapeControls } from './text.ts';

export interface ContextSource {
  /** Path of the notes; a file that is not there is no notes. */
  notes: string;
  pairs: PairCorrection[];
}

/** Never throws for a missing file; throws what the file system says of one that cannot be read. */
export async function readReportContext(
  { notes: path, pairs }: ContextSource,
  known: KnownNames,
): Promise<{ context: ReportContext; warnings: string[] }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const { notes, warnings } = text === null ? NONE : parseNotes(text, known);
  return { context: { notes, pairs }, warnings: warnings.map(escapeControls) };
}

const NONE: { notes: ModelNote[]; warnings: string[] } = { notes: [], warnings: [] };
