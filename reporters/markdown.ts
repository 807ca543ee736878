/** Rows -> report.md. Pure. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { cardSections } from './markdown-card.ts';
import { escapeBlock, escapeMarkdown } from './markdown-text.ts';
import { formatPoints } from './tables/numbers.ts';
import type { ReportTable } from './tables/report-table.ts';
import { reportTables } from './tables/report-tables.ts';
import { groupByModel, missingTrials, trialPoints } from './tables/score-matrix.ts';
import { renderReportTable } from './tables-markdown.ts';
import { cutEnd, toOneLine } from './text.ts';
import { stateLine } from './words.ts';

/** Longest piece of evidence or of a server's words; results.json has them whole. */
const MAX_WORDS = 300;

/** The whole report: a card for a forum post, every table, the lost points. Its first and its last line say what was benched. */
export function renderMarkdown(
  trials: Trial[],
  run: RunFacts,
  tables: ReportTable[] = reportTables(trials, run),
): string {
  const sections = [
    `# ${escapeMarkdown(run.headline)}`,
    stateParagraph(trials, run),
    ...cardSections(trials, run),
    ...tables.map(renderReportTable),
    run.mode === 'published' ? '' : lostPointsSection(trials),
    escapeBlock(run.headline),
  ];
  return `${sections.filter((s) => s !== '').join('\n\n')}\n`;
}

export function stateParagraph(trials: Trial[], run: RunFacts): string {
  const line = stateLine(trials, run);
  if (line === null) return '';
  const names = run.state === 'running' ? '' : missingNames(trials, run);
  return `**${line}**${names}`;
}

function missingNames(trials: Trial[], run: RunFacts): string {
  const missing = missingTrials(trials, run);
  const shown = missing.slice(0, 50).map((p) => `${p.model} / ${p.task} #${p.sample}`);
  const more = missing.length > 50 ? ` and ${missing.length - 50} more` : '';
  return shown.length === 0 ? '' : ` Missing: ${shown.map(escapeMarkdown).join(', ')}${more}.`;
}

function lostPointsSection(trials: Trial[]): string {
  const lines = groupByModel(trials).flatMap((group) => group.trials.map(lostPointsLine));
  const lost = lines.filter((line) => line !== null);
  return lost.length === 0 ? '' : `## Lost points\n\n${lost.join('\n')}`;
}

function lostPointsLine(trial: Trial): string | null {
  const { outcome } = trial;
  if (outcome.state !== 'graded') return null;
  const lost = outcome.score.checks.filter((c) => c.points < c.maxPoints);
  if (lost.length === 0) return null;
  const sample = trial.sample > 1 ? ` #${trial.sample}` : '';
  const score = `${formatPoints(trialPoints(trial))}/${formatPoints(trial.maxPoints)}`;
  const checks = lost.map(
    (c) =>
      `  - ${escapeBlock(c.id)} (−${formatPoints(c.maxPoints - c.points)}): ${escapeMarkdown(cutEnd(toOneLine(c.detail), MAX_WORDS))}`,
  );
  return [`- ${escapeBlock(trial.model)} · ${escapeMarkdown(trial.task)}${sample}: ${score}`, ...checks].join(
    '\n',
  );
}
