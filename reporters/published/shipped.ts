/** The published run as we ship it, read for tests and for whoever compares with it. */
import { readFileSync } from 'node:fs';
import { parseResults, type ReadResults } from '../json.ts';

export function publishedRun(): ReadResults {
  return parseResults(publishedText());
}

export function publishedText(): string {
  return readFileSync(new URL('./results-2026-03.json', import.meta.url), 'utf8');
}
