import { accessSync, constants, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The results folder cannot be written: the user's or the machine's matter, no stack trace needed. */
export class ReportsNotWritten extends Error {
  override name = 'ReportsNotWritten';

  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

let writes = 0;

/**
 * Writes reports by name ('tables/pairs.csv' too) into a folder, made if need be. All are written beside their places first and only
 * then renamed, so that a full disk leaves the earlier reports whole. No fsync: a report can be made again
 * from the recordings, and this runs after each trial. No await between files: for hundreds of small ones the trips
 * to Node's thread pool cost more than the disk.
 */
export async function writeReports(dir: string, files: Record<string, string>): Promise<void> {
  const suffix = `.${process.pid}-${++writes}.tmp`;
  const plan = Object.entries(files).map(([name, text]) => {
    const path = join(dir, name);
    return { path, temporary: path + suffix, text };
  });
  try {
    for (const folder of new Set([dir, ...plan.map(({ path }) => dirname(path))]))
      attempt(folder, () => mkdirSync(folder, { recursive: true }));
    for (const { path, temporary, text } of plan) attempt(path, () => writeFileSync(temporary, text));
    for (const { path, temporary } of plan) attempt(path, () => renameSync(temporary, path));
  } catch (error) {
    await Promise.all(plan.map(({ temporary }) => rm(temporary, { force: true }).catch(() => {})));
    throw error;
  }
}

/** A file that is gone already, or cannot be removed, is no reason to fail. */
export async function removeReports(dir: string, names: string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(dir, name), { force: true }).catch(() => {})));
}

/** Throws what a later write would throw, where the folder tells it beforehand. */
export async function prepareFolder(dir: string): Promise<void> {
  attempt(dir, () => {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  });
}

function attempt(path: string, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw new ReportsNotWritten(explainFailure(path, error as NodeJS.ErrnoException));
  }
}

const REMEDIES: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space',
  EDQUOT: 'Your disk quota is used up: free some space',
  EROFS: 'The file system is read-only: choose another results folder',
  EACCES: 'You may not write there: change its owner or rights, or choose another results folder',
  EPERM: 'You may not write there: change its owner or rights, or choose another results folder',
  ENOTDIR: 'A part of that path is a file: remove it, or choose another results folder',
  EEXIST: 'A file has the name of the results folder: remove it, or choose another results folder',
  EISDIR: 'A folder has the name of the report: remove it',
  ENAMETOOLONG: 'The path is too long: choose a shorter results folder',
};

function explainFailure(path: string, error: NodeJS.ErrnoException): string {
  const remedy = REMEDIES[error.code ?? ''] ?? 'See to the cause';
  return (
    `The report ${path} could not be written (${error.code ?? 'no code'}: ${error.message}). ${remedy}, ` +
    'then run the same command again. Reports already there stay whole, and no recorded answer is lost.'
  );
}
