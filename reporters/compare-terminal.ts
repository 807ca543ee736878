/** A comparison of two runs -> lines for a terminal, readable at 80 columns. Pure. */
import { createColors, getDefaultColors } from 'tinyrainbow';
import { layOutTable, type Paint, type TableColumn } from './table.ts';
import { signed } from './tables/check-changes.ts';
import { changeWords, markTexts, rowsThatChanged } from './tables/compare-tables.ts';
import type { CompareRow, CompareTotal, Comparison } from './tables/comparison.ts';
import { NOISE_RULE } from './tables/noise.ts';
import { ABSENT, formatSeconds } from './tables/numbers.ts';
import { scoreText } from './tables/pair-figures.ts';
import type { Subject } from './tables/subjects.ts';
import { cutEnd, escapeControls, shortenNames, toOneLine, wrapText } from './text.ts';

interface Page {
  columns: number;
  colors: ReturnType<typeof createColors>;
  /** Short form by full name. */
  names: Map<string, string>;
}

export interface ComparedFiles {
  before: string;
  after: string;
}

const MIN_COLUMNS = 60;
/** Of a server's words; results.json has them whole. */
const MAX_WORDS = 200;

export function renderComparison(
  comparison: Comparison,
  files: ComparedFiles,
  options: { columns: number; colour: boolean },
): string {
  const colors = options.colour ? createColors({ force: true }) : getDefaultColors();
  const columns = Math.max(options.columns, MIN_COLUMNS);
  const models = comparison.totals.map(({ model }) => model);
  const short = shortenNames(models, Math.max(16, columns - 46));
  const page: Page = { columns, colors, names: short.shortByName };
  const legend = short.numbered.map((name) => `${short.shortByName.get(name)} = ${escapeControls(name)}`);
  const results = rowsThatChanged(comparison).flatMap((row) => resultLines(row, page));
  return [
    [`before: ${escapeControls(files.before)}`, `after:  ${escapeControls(files.after)}`],
    [title('By model', page), ...totalLines(comparison.totals, page)],
    results.length === 0 ? [] : [title('What changed', page), ...results],
    legend.flatMap((line) => wrapText(line, columns)),
    wrapText(NOISE_RULE.sentence, columns).map(colors.dim),
    wrapText(toOneLine(comparison.statement), columns).map((line) => colors.bold(line)),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function totalLines(totals: CompareTotal[], page: Page): string[] {
  if (totals.length === 0) return ['No model is in these runs.'];
  const heads = ['Before', 'After', 'Delta', 'Wall'].map((head): TableColumn => ({ head, align: 'right' }));
  const columns: TableColumn[] = [
    { head: 'Model', align: 'left' },
    ...heads,
    { head: 'Change', align: 'left' },
  ];
  const rows = totals.map((total) => [
    { text: page.names.get(total.model)! },
    { text: shortScore(total.before) },
    { text: shortScore(total.after) },
    { text: deltaText(total), paint: paintDelta(total.delta, page) },
    { text: wallText(total) },
    { text: shortVerdict(total) },
  ]);
  const [head, ...lines] = layOutTable(columns, rows, page.colors);
  return [head!, ...lines.flatMap((line, i) => [line, ...markLines(markTexts(totals[i]!), page)])];
}

/** The ERRs stand below, a result each. */
function shortScore(side: Subject | null): string {
  return side === null ? ABSENT : scoreText({ ...side, errs: [] });
}

/** '-3', '-3 (5)' where only five tasks are common. */
function deltaText({ delta, tasks, before, after }: CompareTotal): string {
  if (delta === null) return ABSENT;
  const isWhole = [before, after].every((side) => side?.isComplete && side.cells.size === tasks.length);
  return isWhole ? signed(delta) : `${signed(delta)} (${tasks.length})`;
}

function wallText({ before, after }: CompareTotal): string {
  const [old, young] = [before, after].map((side) => formatSeconds(side?.avgWallMs ?? null));
  return old === young ? old! : `${old}>${young}`;
}

function shortVerdict({ state, verdict }: CompareTotal): string {
  if (state !== 'both') return state;
  return verdict.state === 'unknown' ? 'no common task' : verdict.state;
}

/** What the marks are about stands under the model. */
function resultLines(row: CompareRow, page: Page): string[] {
  const { model, label, state, before, after, delta, checks, marks } = row;
  const isOneSided = state === 'new' || state === 'gone';
  const points = isOneSided
    ? `${(state === 'new' ? after : before).text}, ${state}`
    : `${before.text} -> ${after.text}`;
  const change = delta === null || delta === 0 ? '' : ` (${signed(delta)})`;
  const mark = marks.length > 0 ? ', not comparable' : '';
  const head = `${page.names.get(model)!} / ${escapeControls(label)}: ${points}${change}${mark}`;
  const isLost = state === 'newly-failed' || state === 'no-result';
  const paint = isLost ? page.colors.red : paintDelta(delta, page);
  const checkWords = checks.map((c) => `${c.check} ${signed(c.after - c.before)}`).join(', ');
  const words = delta !== null ? checkWords : isOneSided ? '' : changeWords(row);
  return [paint(cutEnd(head, page.columns)), ...indented(cutEnd(toOneLine(words), MAX_WORDS), page)];
}

function markLines(words: string[], page: Page): string[] {
  if (words.length === 0) return [];
  return indented(toOneLine(`not comparable: ${words.join('; ')}`), page).map(page.colors.magenta);
}

function indented(text: string, page: Page): string[] {
  return wrapText(text, page.columns - 4).map((line) => `    ${line}`);
}

function paintDelta(delta: number | null, { colors }: Page): Paint {
  if (delta === null || delta === 0) return colors.dim;
  return delta > 0 ? colors.green : colors.red;
}

function title(text: string, { colors }: Page): string {
  return colors.bold(colors.cyan(text));
}
