/** A file that somebody chose or dropped -> a run, or a sentence that says what is wrong with it. */
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { parseResults, ResultsUnreadable } from '../../json.ts';

/** One side of a comparison. */
export interface ComparedRun {
  /** What a person calls it: 'this run', a file's name. */
  name: string;
  run: RunFacts;
  trials: Trial[];
}

export type ReadResults =
  | { state: 'read'; run: ComparedRun; warnings: string[] }
  | { state: 'refused'; why: string };

/** Nothing of it is executed; it is checked as the programs check it that read results.json. */
export async function readResults(files: FileList | File[] | null | undefined): Promise<ReadResults> {
  const [file, ...more] = files ?? [];
  if (!file) return refused('No file was given. Choose or drop the results.json of a run.');
  if (more.length > 0)
    return refused(`${more.length + 1} files were given. Choose or drop one results.json.`);
  try {
    const { run, trials, warnings } = parseResults(await file.text(), file.name);
    return { state: 'read', run: { name: file.name, run, trials }, warnings };
  } catch (error) {
    if (error instanceof ResultsUnreadable) return refused(error.message);
    return refused(
      `${file.name} could not be read (${(error as Error).message}). Choose the results.json of a run.`,
    );
  }
}

function refused(why: string): ReadResults {
  return { state: 'refused', why };
}
