/** What a report shows of a task and of an answer beside the trial: prompt, starter, the files that were graded. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Choice, extractAnswer } from '../rubric/answer.ts';
import type { Task } from '../tasks/tasks.ts';
import { requestFor, requestHash } from './request.ts';
import type { Trial } from './trial.ts';

/** By slug. The starter is by path; {} where a task starts from nothing. */
export async function readTaskTexts(tasks: Task[]) {
  const texts = tasks.map(
    async ({ slug, folder, prompt, language }) =>
      [slug, { prompt, language, starter: await readStarter(join(folder, 'starter')) }] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

async function readStarter(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll(sep, '/'), await readFile(path, 'utf8')] as const;
    });
  return Object.fromEntries(await Promise.all(files));
}

/**
 * Takes the files out of an answer once more, as grading did. null where there are none, the task is not here, or it
 * would take others than were graded: then it has changed since, or is another task of that name.
 */
export function answerFiles(tasks: Task[], trial: Trial): Record<string, string> | null {
  const expected = tasks.find(({ slug }) => slug === trial.task)?.answerFiles;
  if (!expected || !trial.response?.content) return null;
  const extraction = extractAnswer(trial.response.content, expected);
  if (!extraction.ok || !areGraded(extraction.chosen, trial.extraction)) return null;
  return extraction.files;
}

/** What was graded is not on record in older results. */
function areGraded(chosen: Choice[], graded: Trial['extraction']): boolean {
  const keys = (choices: { path: string; block: number | null }[]) =>
    JSON.stringify(choices.map(({ path, block }) => [path, block]));
  return graded === null || keys(chosen) === keys(graded.chosen);
}

/** The tasks whose prompt is the one that the trials of that name were asked; of others nothing is known. */
export function tasksAsAsked(tasks: Task[], trials: Trial[]): Task[] {
  const asked = Map.groupBy(
    trials.filter(({ request }) => request !== null),
    ({ task }) => task,
  );
  return tasks.filter(({ slug, prompt }) => {
    const hash = requestHash(requestFor(prompt));
    return (asked.get(slug) ?? []).every(({ request }) => request!.hash === hash);
  });
}
