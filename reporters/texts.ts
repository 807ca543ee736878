import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from '../benchmarks/trial.ts';

/**
 * The trial with its long texts, read from the recording or answer file. Vitest carries them nowhere, so that
 * task.meta stays small. Where the file is not on this machine (a merged shard) they stay null: absent, not empty.
 * Read without await: four trips to Node's thread pool take longer than the file, which was written a moment ago.
 */
export function withTexts(trial: Trial, root: string): Trial {
  const { response } = trial;
  if (!response?.file) return trial;
  const text = readIfThere(join(root, response.file));
  if (text === null) return trial;
  if (response.source === 'folder')
    return { ...trial, response: { ...response, content: text, reasoning_content: '' } };
  const { content, reasoning_content } = (
    JSON.parse(text) as { response: { content: string; reasoning_content: string } }
  ).response;
  return { ...trial, response: { ...response, content, reasoning_content } };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
