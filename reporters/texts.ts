import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trial } from '../benchmarks/trial.ts';

/**
 * The trial with its long texts, read from the recording or answer file. Vitest carries them nowhere, so that
 * task.meta stays small. Where the file is not on this machine (a merged shard) they stay null: absent, not empty.
 */
export async function withTexts(trial: Trial, root: string): Promise<Trial> {
  const { response } = trial;
  if (!response?.file) return trial;
  const text = await readFile(join(root, response.file), 'utf8').catch(() => null);
  if (text === null) return trial;
  if (response.source === 'folder')
    return { ...trial, response: { ...response, content: text, reasoning_content: '' } };
  const { content, reasoning_content } = (
    JSON.parse(text) as { response: { content: string; reasoning_content: string } }
  ).response;
  return { ...trial, response: { ...response, content, reasoning_content } };
}
