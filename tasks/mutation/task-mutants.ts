/** What of a task's folder the tester reads and keeps: its reference, what its matrix was made from, the committed files. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerFiles } from '../../rubric/rubric.ts';
import type { Task } from '../tasks.ts';
import type { KillMatrix } from './kill-matrix.ts';
import { readMatrix, writeMatrix } from './matrix-file.ts';
import { createMutants, type Mutant } from './mutants.ts';
import { spreadMutants } from './sample.ts';

export async function readReference(task: Task): Promise<AnswerFiles> {
  const files: AnswerFiles = {};
  for (const { path } of task.answerFiles)
    files[path] = await readFile(join(task.folder, 'reference', path), 'utf8');
  return files;
}

/** Of all files of the answer, in the order in which they are tried. */
export async function createTaskMutants(task: Task): Promise<Mutant[]> {
  const files = Object.entries(await readReference(task));
  const mutants = await Promise.all(files.map(([file, source]) => createMutants(file, source)));
  return spreadMutants(mutants.flat());
}

/** Path -> hash of each file that points depend on; what only declares or proves is left out. */
export async function hashSources(task: Task): Promise<Record<string, string>> {
  const entries = await readdir(task.folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(task.folder.length + 1))
    .filter((path) => !NOT_GRADING.test(path))
    .sort();
  const hashes = paths.map(async (path) => [path, hash(await readFile(join(task.folder, path)))] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

const NOT_GRADING = /^(alternatives|flaws|mutants)\/|^(task\.ts|prompt\.md|README\.md)$|\.test\.ts$/;

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** Id -> reason; an empty reason is one that a person still has to give. */
export type Reasons = Record<string, string>;

export interface CommittedMutants {
  matrix: KillMatrix;
  survivors: Reasons;
  idleChecks: Reasons;
  madeFrom: Record<string, string>;
}

const FILES = {
  matrix: 'kill-matrix.csv',
  survivors: 'survivors.json',
  idleChecks: 'idle-checks.json',
  madeFrom: 'made-from.json',
} as const;

export function hasMatrix(task: Task): boolean {
  return existsSync(join(task.folder, 'mutants', FILES.matrix));
}

export async function readCommitted(task: Task): Promise<CommittedMutants> {
  const read = (name: string) => readFile(join(task.folder, 'mutants', name), 'utf8');
  return {
    matrix: readMatrix(await read(FILES.matrix)),
    survivors: JSON.parse(await read(FILES.survivors)) as Reasons,
    idleChecks: JSON.parse(await read(FILES.idleChecks)) as Reasons,
    madeFrom: JSON.parse(await read(FILES.madeFrom)) as Record<string, string>,
  };
}

export async function writeCommitted(task: Task, committed: CommittedMutants): Promise<void> {
  const folder = join(task.folder, 'mutants');
  await mkdir(folder, { recursive: true });
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await writeFile(join(folder, FILES.matrix), writeMatrix(committed.matrix));
  await writeFile(join(folder, FILES.survivors), json(committed.survivors));
  await writeFile(join(folder, FILES.idleChecks), json(committed.idleChecks));
  await writeFile(join(folder, FILES.madeFrom), json(committed.madeFrom));
}
