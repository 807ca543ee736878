/** The head of report.md, short enough for a forum post: what was benched, on what, who won, the top ten. Pure. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { escapeMarkdown, renderTable } from './markdown-text.ts';
import { incomplete } from './tables/incomplete.ts';
import { ABSENT, formatClock, formatGib, formatPoints, formatSeconds } from './tables/numbers.ts';
import { dropRepeats, scoreMatrix } from './tables/score-matrix.ts';
import { type RankRow, ranking } from './tables/standings.ts';
import { GOOD_SENTENCE, WINNER_RULES, winners } from './tables/winners.ts';
import { countedWords, distinctFacts, machineText, NO_RANKING, REFERENCE_NOTE } from './words.ts';

const TOP = 10;
/** More names in one line say less. */
const MAX_NAMES = 3;

export function cardSections(trials: Trial[], run: RunFacts): string[] {
  return [benchedLines(trials, run), topTen(trials, run), winnerLines(trials, run)];
}

function benchedLines(trials: Trial[], run: RunFacts): string {
  const machines = distinctFacts(trials.map((t) => t.provenance?.machine ?? null).map(machineText));
  const builds = distinctFacts(trials.map((t) => t.modelFacts.serverBuild));
  const sandboxes = distinctFacts(trials.map((t) => t.sandbox));
  const versions = distinctFacts(trials.map((t) => t.provenance?.versions['llama-codebench'] ?? null));
  const lines = [
    ['Benched', benchedWords(trials, run)],
    ['Hardware', listed(machines)],
    ['llama.cpp', listed(builds)],
    ['Graded by', `llama-codebench ${listed(versions)}, sandbox ${listed(sandboxes)}`],
    ['Date', dateWords(run)],
  ];
  return lines.map(([label, words]) => `- **${label}**: ${words}`).join('\n');
}

function benchedWords(trials: Trial[], run: RunFacts): string {
  const models = new Set([...trials, ...run.expected, ...run.sums].map((t) => t.model)).size;
  const tasks = new Set([...trials, ...run.expected].map((t) => t.task)).size;
  const disk = trials.filter((t) => t.response !== null && t.response.source !== 'server').length;
  const fromDisk = disk > 0 ? `, ${disk} answers from disk` : '';
  return `${counted(models, 'model')}, ${counted(tasks, 'task')}, ${dropRepeats(trials).length} of ${run.expected.length} results${fromDisk} (mode: ${run.mode})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(values: string[]): string {
  return values.map(escapeMarkdown).join('; ') || `${ABSENT} (not on record)`;
}

function dateWords({ startedAt, endedAt }: RunFacts): string {
  const start = escapeMarkdown(startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC'));
  if (endedAt === null) return `${start} (still running)`;
  return `${start}, took ${formatClock(Date.parse(endedAt) - Date.parse(startedAt))}`;
}

function topTen(trials: Trial[], run: RunFacts): string {
  const rows = ranking(trials, run);
  const counts = countedWords(scoreMatrix(trials, run).columns);
  if (trials.length === 0) return 'No trial yet.';
  if (rows.length === 0) return [NO_RANKING, escapeMarkdown(counts ?? '')].join(' ').trim();
  const shown = rows.slice(0, TOP);
  const head = ['Rank', 'Model', 'GiB', 'Avg wall', `Points (/${formatPoints(rows[0]!.maxPoints)})`];
  const table = renderTable(head, ['right', 'left', 'right', 'right', 'right'], shown.map(topRow));
  return [
    table,
    counts === null ? '' : escapeMarkdown(counts),
    leftOut(rows, trials, run),
    shown.some((row) => row.reference) ? `${REFERENCE_NOTE}.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function topRow(row: RankRow): string[] {
  return [
    String(row.rank),
    escapeMarkdown(row.model) + (row.reference ? ' †' : ''),
    formatGib(row.sizeBytes),
    formatSeconds(row.avgWallMs),
    `**${formatPoints(row.points)}**`,
  ];
}

/** What the short table does not show must not look as if it were not there. */
function leftOut(rows: RankRow[], trials: Trial[], run: RunFacts): string {
  const more = rows.length - TOP;
  const unranked = incomplete(trials, run).length;
  const parts = [
    more > 0 ? `${counted(more, 'more ranked model')} below` : '',
    unranked > 0 ? `${counted(unranked, 'model')} not ranked, because of results without a score` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `Not in this table: ${parts.join('; ')}.`;
}

function winnerLines(trials: Trial[], run: RunFacts): string {
  const won = winners(trials, run);
  if (won.length === 0) return '';
  const parts = won.map(({ label, models, words }) => {
    const names = models.slice(0, MAX_NAMES).map(escapeMarkdown).join(', ');
    const more = models.length > MAX_NAMES ? ` and ${models.length - MAX_NAMES} more` : '';
    return `**${label}**: ${names === '' ? words : `${names}${more} (${words})`}`;
  });
  const rules = [...WINNER_RULES.map(({ sentence }) => sentence), GOOD_SENTENCE].join(' ');
  return `${parts.join(' · ')}\n\n${rules} Models behind an API do not take part.`;
}
