/** Where a stand-in's answers come from. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, Model } from './script.ts';

/** The stored answer, or null where there is none. Read anew each time: a test may change it. */
export async function readAnswer(answers: Model['answers'], task: string): Promise<Answer | null> {
  if (typeof answers !== 'string') return answers[task] ?? null;
  const content = await readText(join(answers, `${task}.md`));
  if (content === null) return null;
  return { content, reasoning: (await readText(join(answers, `${task}.reasoning.md`))) ?? '' };
}

function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
