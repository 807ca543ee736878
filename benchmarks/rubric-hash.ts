/** Which rubric gave a trial's points: a hash over what of a task's folder decides about them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Proofs and words about the rubric, not the rubric. The prompt has a hash of its own, the request's. */
const UNDECIDING = new Set(['README.md', 'prompt.md', 'alternatives', 'flaws', 'mutants', 'node_modules']);

/**
 * SHA-256, hex, over names and contents of a task's files, in an order that no machine changes. What tasks share (extraction,
 * the sandbox) is llama-codebench's version. A compiled package hashes other files (.js) than the source tree.
 */
export function rubricHash(folder: string): string {
  const hash = createHash('sha256');
  for (const file of decidingFiles(folder)) {
    const content = readFileSync(file);
    const name = relative(folder, file).split(sep).join('/');
    // Lengths, so that no two divisions into files read the same.
    hash.update(`${JSON.stringify(name)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function decidingFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !UNDECIDING.has(name) && !name.startsWith('.') && !/\.test\.[jt]s$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? decidingFiles(path) : entry.isFile() ? [path] : [];
    });
}
