/** Rows -> report.md. Pure. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { cardSections } from './markdown-card.ts';
import { escapeBlock, escapeMarkdown, renderTable } from './markdown-text.ts';
import { modelArguments } from './tables/arguments.ts';
import { type EfficiencyRow, efficiency, timeShares } from './tables/efficiency.ts';
import { factRows } from './tables/facts.ts';
import { ABSENT, formatClock, formatGib, formatPoints, formatSeconds } from './tables/numbers.ts';
import type { ReportTable } from './tables/report-table.ts';
import { reportTables } from './tables/report-tables.ts';
import {
  groupByModel,
  type IncompleteRow,
  incomplete,
  missingTrials,
  ranking,
  type ScoreMatrix,
  scoreMatrix,
  trialPoints,
} from './tables/standings.ts';
import { renderReportTable } from './tables-markdown.ts';
import { type Align, cutEnd, toOneLine } from './text.ts';
import {
  atLeastText,
  cellLegend,
  cellText,
  efficiencyTexts,
  errReasons,
  missingReasons,
  notRunReasons,
  REFERENCE_NOTE,
  type Reason,
  stateLine,
} from './words.ts';

/** Longest piece of evidence or of a server's words; results.json has them whole. */
const MAX_WORDS = 300;

/** The whole report. Its first and its last line say what was benched. */
export function renderMarkdown(
  trials: Trial[],
  run: RunFacts,
  tables: ReportTable[] = reportTables(trials, run),
): string {
  const matrix = scoreMatrix(trials, run);
  const incompleteRows = incomplete(trials, run);
  const sections = [
    `# ${escapeMarkdown(run.headline)}`,
    stateParagraph(trials, run),
    ...cardSections(trials, run),
    ...tables.map(renderReportTable),
    rankingSection(trials, run, matrix),
    incompleteSection(incompleteRows, run),
    matrixSection(matrix, run),
    efficiencySection(efficiency(trials, run)),
    factsSection(trials),
    sharesSection(trials, run),
    run.mode === 'published' ? '' : lostPointsSection(trials),
    argumentsSection(trials),
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

function modelName(row: { model: string; reference: boolean }): string {
  return escapeMarkdown(row.model) + (row.reference ? ' †' : '');
}

function referenceNote(rows: { reference: boolean }[]): string {
  return rows.some((row) => row.reference) ? `\n\n${REFERENCE_NOTE}.` : '';
}

export function rankingSection(trials: Trial[], run: RunFacts, { columns }: ScoreMatrix): string {
  const rows = ranking(trials, run);
  if (rows.length === 0) return '## Ranking\n\nNo model has a score for every task yet.';
  const head = [
    'Rank',
    'Model',
    'Size (GiB)',
    'Avg wall',
    ...columns.map((c) => escapeMarkdown(c.label)),
    `Total (/${formatPoints(rows[0]!.maxPoints)})`,
  ];
  const align: Align[] = ['right', 'left', ...head.slice(2).map((): Align => 'right')];
  const body = rows.map((row) => [
    String(row.rank),
    modelName(row),
    formatGib(row.sizeBytes),
    formatSeconds(row.avgWallMs),
    ...row.cells.map((cell) => cellText(cell, run)),
    formatPoints(row.points),
  ]);
  return `## Ranking\n\n${renderTable(head, align, body)}${legend(
    rows.flatMap((r) => r.cells),
    run,
  )}${referenceNote(rows)}`;
}

function legend(cells: Parameters<typeof cellLegend>[0], run: RunFacts): string {
  const lines = cellLegend(cells, run);
  return lines.length === 0 ? '' : `\n\n${lines.map(escapeMarkdown).join('; ')}.`;
}

const FAULT_WORDS: Record<IncompleteRow['fault'], string> = {
  model: 'the model or its server',
  run: 'the run, not the model',
  both: 'both',
  untold: 'not told by the source',
};

function incompleteSection(rows: IncompleteRow[], run: RunFacts): string {
  if (rows.length === 0) return '';
  const body = rows.map((row) => [
    modelName(row),
    formatGib(row.sizeBytes),
    formatSeconds(row.avgWallMs),
    `${row.completed}/${row.tasks}`,
    atLeastText(row.atLeastPoints),
    FAULT_WORDS[row.fault],
  ]);
  return [
    '## Incomplete models (not ranked)',
    renderTable(
      ['Model', 'Size (GiB)', 'Avg wall', 'Completed', 'Score', 'Absent because of'],
      ['left', 'right', 'right', 'right', 'right', 'left'],
      body,
    ),
    reasonList('### ERR: the model or its server gave nothing to grade', errReasons(rows)),
    reasonList("### Not run: our fault or the machine's, not the models'", notRunReasons(rows)),
    reasonList(run.state === 'running' ? '### Not done yet' : '### Missing', missingReasons(rows, run)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat(referenceNote(rows));
}

function reasonList(title: string, reasons: Reason[]): string {
  if (reasons.length === 0) return '';
  const lines = reasons.map(({ model, tasks, words }) => {
    const where = `${escapeBlock(model)} · ${tasks.map(escapeMarkdown).join(', ')}`;
    return `- ${where}: ${escapeMarkdown(cutEnd(words, MAX_WORDS))}`;
  });
  return `${title}\n\n${lines.join('\n')}`;
}

export function matrixSection({ columns, rows }: ScoreMatrix, run: RunFacts): string {
  if (columns.length === 0) return '## Scores\n\nNo trial yet.';
  const head = ['Model', ...columns.map((c) => `${escapeMarkdown(c.label)} (/${formatPoints(c.maxPoints)})`)];
  const align: Align[] = ['left', ...columns.map((): Align => 'right')];
  const body = rows.map((row) => [
    modelName({ model: row.model, reference: row.facts?.kind === 'reference' }),
    ...row.cells.map((cell) => cellText(cell, run)),
  ]);
  const titles = columns.map(
    (c) => `${escapeMarkdown(c.label)} = ${escapeMarkdown(c.title ?? c.task)} (${escapeMarkdown(c.task)})`,
  );
  return `## Scores\n\n${renderTable(head, align, body)}\n\n${titles.join('; ')}.${legend(
    rows.flatMap((r) => r.cells),
    run,
  )}`;
}

function efficiencySection(rows: EfficiencyRow[]): string {
  if (rows.length === 0) return '';
  const head = [
    'Model',
    'Score',
    'Avg wall',
    'Size (GiB)',
    'Score/min',
    'Score/GiB',
    'Generation tok/s',
    'Prompt tok/s',
    'First token',
    'Tokens/answer',
    'Load',
  ];
  const body = rows.map((row) => [modelName(row), ...efficiencyTexts(row), formatSeconds(row.loadMs)]);
  const rule =
    'Score/min = total / average wall clock in minutes; Score/GiB = total / size of the model file (GiB = 2^30 bytes). Both for complete models only. Average wall over graded answers.';
  return `## Efficiency\n\n${renderTable(
    head,
    head.map((_, i): Align => (i === 0 ? 'left' : 'right')),
    body,
  )}\n\n${escapeMarkdown(rule)}${referenceNote(rows)}`;
}

/** Counted over the graded answers of which the task could tell it. */
function factsSection(trials: Trial[]): string {
  const rows = factRows(trials).map((row) => [
    escapeMarkdown(row.column),
    escapeMarkdown(row.title),
    String(row.told),
    row.values.map(({ value, count }) => `${escapeMarkdown(value)} ${count}`).join(', ') || ABSENT,
  ]);
  if (rows.length === 0) return '';
  const table = renderTable(['Task', 'Fact', 'Answers', 'Found'], ['left', 'left', 'right', 'left'], rows);
  return `## Facts\n\n${table}`;
}

function sharesSection(trials: Trial[], run: RunFacts): string {
  const shares = timeShares(trials, run).filter(({ ms }) => ms > 0);
  if (shares.length === 0) return '';
  const parts = shares.map(
    ({ part, ms, share }) =>
      `${part} ${formatClock(ms)}${share === null ? '' : ` (${(share * 100).toFixed(0)} %)`}`,
  );
  return `## Where the time went\n\n${parts.join(' · ')}`;
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

/** Arguments that all models share are said once, so that the table shows where models differ. */
function argumentsSection(trials: Trial[]): string {
  const { shared, own } = modelArguments(trials);
  const models = groupByModel(trials).filter(({ model }) => own.has(model));
  if (models.length === 0) return '';
  const body = models.map(({ model, facts }) => [
    escapeMarkdown(model),
    escapeMarkdown(facts?.quantisation ?? ABSENT),
    typeof facts?.parameters === 'number' ? `${(facts.parameters / 1e9).toFixed(2)} B` : ABSENT,
    own.get(model)!.map(escapeMarkdown).join(' ') || ABSENT,
  ]);
  const common =
    shared.length === 0 ? '' : `\n\nThe same for all models: ${shared.map(escapeMarkdown).join(' ')}`;
  return `## Effective arguments\n\nAs the server runs each model; secrets are masked.\n\n${renderTable(
    ['Model', 'Quant', 'Parameters', 'Arguments'],
    ['left', 'left', 'right', 'left'],
    body,
  )}${common}`;
}
