/** Hands mutants to the task's own grader, some at a time, and keeps what came out in the cache folder. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grade } from '../../rubric/rubric.ts';
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

export interface GraderOptions {
  sandbox: Sandbox;
  /** null: grades everything anew. */
  cacheDir: string | null;
}

/** Throws when the reference itself loses a point: nothing can be measured against it then. */
export async function createGrader(task: Task, { sandbox, cacheDir }: GraderOptions): Promise<Grader> {
  const rubric = await task.rubric();
  const reference = await readReference(task);
  const best = grade(rubric, await rubric.observe(reference, sandbox));
  const lost = best.checks.filter((check) => check.points < check.maxPoints);
  if (lost.length > 0)
    throw new Error(
      `The reference of ${task.slug} has ${best.points} of ${best.maxPoints} points: ${lost.map(({ id, detail }) => `${id}: ${detail}`).join('; ')}`,
    );
  const gradeMutant = async ({ file, source }: Mutant): Promise<MutantScore> => {
    const observed = await rubric.observe({ ...reference, [file]: source }, sandbox);
    const score = grade(rubric, observed);
    return { loads: rubric.loads?.(observed) ?? score.checks[0]!.passed, ...compareScores(best, score) };
  };
  const cache = cacheDir === null ? null : await openCache(task, cacheDir);
  return {
    checks: rubric.checks.map(({ id }) => id),
    scoreOf: (mutant) => (cache ? cache(mutant, () => gradeMutant(mutant)) : gradeMutant(mutant)),
  };
}

type Cache = (mutant: Mutant, make: () => Promise<MutantScore>) => Promise<MutantScore>;

/** One file a mutant, named by all that its score follows from. Complete or absent: an interrupted run goes on where it was. */
async function openCache(task: Task, cacheDir: string): Promise<Cache> {
  const folder = join(cacheDir, 'mutation', task.slug);
  await mkdir(folder, { recursive: true });
  const sources = JSON.stringify(await hashSources(task));
  return async ({ file, source }, make) => {
    const key = createHash('sha256')
      .update(JSON.stringify([sources, file, source]))
      .digest('hex');
    const path = join(folder, `${key}.json`);
    const known = await readFile(path, 'utf8').catch(() => null);
    if (known !== null) return JSON.parse(known) as MutantScore;
    const made = await make();
    const aside = `${path}.${process.pid}`;
    await writeFile(aside, JSON.stringify(made));
    await rename(aside, path);
    return made;
  };
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
