/** The answers that lie in a task's folder: its reference, alternatives, flaws and starter. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnswerFiles, grade, type Score } from '../rubric/rubric.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Task } from './tasks.ts';

/** `folder` is e.g. 'reference' or 'flaws/over-long'. */
export async function readAnswer(task: Task, folder: string): Promise<AnswerFiles> {
  const files: AnswerFiles = {};
  for (const { path } of task.answerFiles)
    files[path] = await readFile(join(task.folder, folder, path), 'utf8');
  return files;
}

/** As a model would give it: each file under its name, in a code block. */
export function replyOf(task: Task, files: AnswerFiles): string {
  const language = task.answerFiles[0]!.languages[0];
  return Object.entries(files)
    .map(([path, text]) => `\`${path}\`:\n\n\`\`\`${language}\n${text}\n\`\`\`\n`)
    .join('\n');
}

export async function gradeFolder(task: Task, folder: string, sandbox: Sandbox): Promise<Score> {
  const rubric = await task.rubric();
  return grade(rubric, await rubric.observe(await readAnswer(task, folder), sandbox));
}
