/** What a report shows of a task and of an answer beside the trial: prompt, starter, the files that were graded. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { extractAnswer } from '../rubric/answer.ts';
import type { Task } from '../tasks/tasks.ts';
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

/** Takes the files out of an answer once more, as grading did; null where there are none or the task is not here. */
export function answerFiles(tasks: Task[], { task, response }: Trial): Record<string, string> | null {
  const expected = tasks.find(({ slug }) => slug === task)?.answerFiles;
  if (!expected || !response?.content) return null;
  const extraction = extractAnswer(response.content, expected);
  return extraction.ok ? extraction.files : null;
}
