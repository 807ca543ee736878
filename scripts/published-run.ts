/**
 * Makes from ../shared/published what we ship of the published run: its results file, and the document of what
 * contradicts itself in it. Run it after a change of the results format: node scripts/published-run.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderJson } from '../reporters/json.ts';
import { renderContradictions } from '../reporters/published/document.ts';
import { importPublished } from '../reporters/published/import.ts';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SOURCE = root('../shared/published/results-2026-03.json');

const { trials, run } = importPublished(JSON.parse(readFileSync(SOURCE, 'utf8')));
writeFileSync(root('reporters/published/results-2026-03.json'), renderJson(trials, run));
writeFileSync(root('docs/published-run.md'), renderContradictions());
