/** Hands mutants to the task's own grader, some at a time, and keeps what came out in the cache folder. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnswerFiles, grade, type Rubric, type Score } from '../../rubric/rubric.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Task } from '../tasks.ts';
import { compareScores, type MutantScore } from './kill-matrix.ts';
import type { Mutant } from './mutants.ts';
import { hashSources, readReference } from './task-mutants.ts';

export interface Grader {
  checks: string[];
  /** From the cache when the same mutant was graded by the same rubric. */
  scoreOf(mutant: Mutant): Promise<MutantScore>;
}

/** Throws when the reference itself loses a point: nothing can be measured against it then. */
export async function createGrader(task: Task, sandbox: Sandbox): Promise<Grader> {
  const rubric = await task.rubric();
  const reference = await readReference(task);
  const best = await gradeFiles(rubric, reference, sandbox);
  const lost = best.checks.filter((check) => check.points < check.maxPoints);
  if (lost.length > 0)
    throw new Error(
      `The reference of ${task.slug} has ${best.points} of ${best.maxPoints} points: ${lost.map(({ id, detail }) => `${id}: ${detail}`).join('; ')}`,
    );
  const folder = join(sandbox.cacheDir, 'mutation', task.slug);
  await mkdir(folder, { recursive: true });
  const sources = JSON.stringify(await hashSources(task));
  const gradeMutant = async ({ file, source }: Mutant): Promise<MutantScore> =>
    compareScores(best, await gradeFiles(rubric, { ...reference, [file]: source }, sandbox));
  return {
    checks: rubric.checks.map(({ id }) => id),
    scoreOf: (mutant) => cached(join(folder, `${keyOf(mutant, sources)}.json`), () => gradeMutant(mutant)),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each rubric has its own observations; only its own checks read them.
async function gradeFiles(rubric: Rubric<any>, files: AnswerFiles, sandbox: Sandbox): Promise<Score> {
  return grade(rubric, await rubric.observe(files, sandbox));
}

function keyOf({ file, source }: Mutant, sources: string): string {
  return createHash('sha256')
    .update(JSON.stringify([sources, file, source]))
    .digest('hex');
}

/** Complete or absent: an interrupted run goes on where it was. */
async function cached(path: string, make: () => Promise<MutantScore>): Promise<MutantScore> {
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known) as MutantScore;
  const made = await make();
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, JSON.stringify(made));
  await rename(aside, path);
  return made;
}

/** In the order of the items, at most `jobs` at a time. */
export async function mapSome<T, R>(items: T[], jobs: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}
