/** What a report shows of a task and of an answer beside the trial: prompt, starter, the files that were graded. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileAt } from '../rubric/answer-lines.ts';
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

/** The files that were graded, by path; null where there are none, or where they cannot be told any more. */
export async function answerFiles(tasks: Task[], trial: Trial): Promise<Record<string, string> | null> {
  if (!trial.response?.content) return null;
  return filesByLines(trial) ?? (await filesAgain(tasks, trial));
}

/** Cut from the answer where they stand word for word; null where one does not, or the answer is not the one that was graded. */
function filesByLines({ extraction, response }: Trial): Record<string, string> | null {
  const { content, contentChars } = response!;
  const taken = extraction?.chosen.filter(({ block }) => block !== null) ?? [];
  if (taken.length === 0 || content!.length !== contentChars) return null;
  if (taken.some(({ lines }) => lines === null)) return null;
  return Object.fromEntries(taken.map(({ path, lines }) => [path, fileAt(content!, lines!)]));
}

/**
 * Taken out once more, as grading did. null where there are none, the task is not here, or it
 * would take others than were graded: then it has changed since, or is another task of that name.
 */
async function filesAgain(tasks: Task[], trial: Trial): Promise<Record<string, string> | null> {
  const expected = tasks.find(({ slug }) => slug === trial.task)?.answerFiles;
  if (!expected) return null;
  // Loaded late: hardly a run needs a Markdown parser in this thread.
  const { extractAnswer } = await import('../rubric/answer.ts');
  const extraction = extractAnswer(trial.response!.content!, expected);
  if (!extraction.ok || !areGraded(extraction.chosen, trial.extraction)) return null;
  return extraction.files;
}

type Choices = { path: string; block: number | null }[];

/** What was graded is not on record in older results. */
function areGraded(chosen: Choices, graded: Trial['extraction']): boolean {
  const keys = (choices: Choices) => JSON.stringify(choices.map(({ path, block }) => [path, block]));
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
