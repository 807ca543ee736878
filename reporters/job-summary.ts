/** The ranking and the matrix on the page of a GitHub Actions job. */
import { appendFile } from 'node:fs/promises';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { stateParagraph } from './markdown.ts';
import { escapeMarkdown } from './markdown-text.ts';
import { standingTables } from './tables/ranking-table.ts';
import { renderReportTable } from './tables-markdown.ts';
import { NO_RANKING } from './words.ts';

/** GitHub drops a step's summary that is larger, all of it. */
const MOST_BYTES = 1024 * 1024;

/** Appends to the file that $GITHUB_STEP_SUMMARY names. Never throws: returns what a person should read, or null. */
export async function appendJobSummary(path: string, trials: Trial[], run: RunFacts): Promise<string | null> {
  try {
    await appendFile(path, renderJobSummary(trials, run));
    return null;
  } catch (error) {
    return `The job summary ${path} could not be written (${(error as Error).message}). The reports under results/ are not affected.`;
  }
}

/** Short: the rest is in report.md. Begins with a blank line, since something may stand before it. */
export function renderJobSummary(trials: Trial[], run: RunFacts): string {
  const tables = standingTables(trials, run).filter(({ id }) => id === 'ranking' || id === 'scores');
  const parts = [
    `## llama-codebench: ${escapeMarkdown(run.headline)}`,
    stateParagraph(trials, run),
    ...tables.map((table) =>
      demote(table.rows.length > 0 ? renderReportTable(table) : `## ${table.title}\n\n${NO_RANKING}`),
    ),
  ];
  const text = joined(parts);
  if (Buffer.byteLength(text) < MOST_BYTES / 2) return text;
  return joined([...parts.slice(0, 2), 'Too many models for a job summary: see report.md.']);
}

function joined(parts: string[]): string {
  return `\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Below the summary's own heading. */
function demote(section: string): string {
  return section.replace(/^## /, '### ');
}
