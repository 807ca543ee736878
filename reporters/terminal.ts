/** Rows -> the final tables on the terminal. Pure; readable at 80 columns. */
import { createColors, getDefaultColors } from 'tinyrainbow';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { fitColumns, layOutTable, type Paint, type TableColumn } from './table.ts';
import { type EfficiencyRow, efficiency } from './tables/efficiency.ts';
import { type IncompleteRow, incomplete } from './tables/incomplete.ts';
import { formatGib, formatPoints, formatSeconds } from './tables/numbers.ts';
import {
  type Cell,
  isReference,
  type ScoreMatrix,
  scoreMatrix,
  type TaskColumn,
} from './tables/score-matrix.ts';
import { type RankRow, ranking } from './tables/standings.ts';
import { GOOD_SENTENCE, type Winner, winners } from './tables/winners.ts';
import {
  cutEnd,
  cutMiddle,
  escapeControls,
  padText,
  type ShortNames,
  shortenNames,
  textWidth,
  toOneLine,
  wrapText,
} from './text.ts';
import {
  atLeastText,
  cellLegend,
  cellText,
  efficiencyTexts,
  errReasons,
  leftOutWords,
  missingReasons,
  NO_RANKING,
  notRunReasons,
  REFERENCE_NOTE,
  type Reason,
  stateLine,
} from './words.ts';

type Colors = ReturnType<typeof createColors>;

export interface TerminalOptions {
  columns: number;
  colour: boolean;
  /** Where the report files will be; named before the last line. */
  folder?: string;
}

interface Page {
  columns: number;
  colors: Colors;
  run: RunFacts;
}

/** Narrower, tables would say nothing; the terminal then wraps. */
const MIN_COLUMNS = 60;
const MIN_NAME_COLUMNS = 16;
/** A server's words may be a page. */
const MAX_REASON_LINES = 5;
/** A task's column label is cut to this. */
const MAX_LABEL_COLUMNS = 9;

/** Matrix, ranking, ERR table and efficiency; the first and the last line say what was benched. */
export function renderTerminal(trials: Trial[], run: RunFacts, options: TerminalOptions): string {
  // createColors without force looks at the environment again; the caller has decided.
  const colors = options.colour ? createColors({ force: true }) : getDefaultColors();
  const page: Page = { columns: Math.max(options.columns, MIN_COLUMNS), colors, run };
  const matrix = scoreMatrix(trials, run);
  const ranked = ranking(trials, run);
  const incompleteRows = incomplete(trials, run);
  const rows = efficiency(trials, run);
  const isAnyReference = [...ranked, ...incompleteRows].some((row) => row.reference);
  const state = stateLine(trials, run);
  const headline = wrapText(toOneLine(run.headline), page.columns).map((line) => page.colors.bold(line));
  return [
    headline,
    state === null ? [] : wrapText(state, page.columns).map((line) => page.colors.yellow(line)),
    matrixLines(matrix, page),
    rankingLines(ranked, matrix.columns, page),
    winnerLines(winners(trials, run), page),
    incompleteLines(incompleteRows, page),
    efficiencyLines(rows, page),
    isAnyReference ? wrapText(REFERENCE_NOTE, page.columns).map((line) => page.colors.dim(line)) : [],
    options.folder === undefined ? [] : whereLines(options.folder),
    headline,
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

/** The path stands alone on its line, unbroken: terminals make a link of it. */
function whereLines(folder: string): string[] {
  return [
    `Report: ${escapeControls(`${folder}/index.html`)}`,
    'beside it: report.md for a forum post, results.json, results.csv, tables/',
  ];
}

/** Model names at the width that a table leaves them, with a legend where cutting made two alike. */
function nameColumn(models: { model: string; reference: boolean }[], columns: number) {
  const marks = models.some((m) => m.reference) ? 2 : 0;
  const short = shortenNames(
    models.map((m) => m.model),
    Math.max(MIN_NAME_COLUMNS, columns) - marks,
  );
  const text = (m: { model: string; reference: boolean }) =>
    short.shortByName.get(m.model)! + (m.reference ? ' †' : '');
  return { text, legend: (page: Page) => nameLegend(short, page) };
}

function nameLegend(short: ShortNames, page: Page): string[] {
  return short.numbered.flatMap((name) =>
    wrapText(`${short.shortByName.get(name)} = ${escapeControls(name)}`, page.columns).map(page.colors.dim),
  );
}

function paintCell(cell: Cell, colors: Colors): Paint {
  if (cell.state === 'err') return colors.red;
  if (cell.state === 'not-run') return colors.magenta;
  if (cell.state !== 'graded') return colors.dim;
  const share = cell.maxPoints === 0 ? 0 : cell.points / cell.maxPoints;
  return share >= 0.85 ? colors.green : share >= 0.45 ? colors.yellow : colors.red;
}

function matrixLines(matrix: ScoreMatrix, page: Page): string[] {
  const rows = matrix.rows.map((row) => ({ ...row, reference: isReference(row.facts) }));
  if (matrix.columns.length === 0) return [title('Scores', page), 'No trial yet.'];
  const labels = matrix.columns.map((c) => columnLabel(c));
  const widths = labels.map((label, i) =>
    Math.max(textWidth(label), ...rows.map((row) => textWidth(cellText(row.cells[i]!, page.run)))),
  );
  const longest = Math.max(...rows.map((r) => textWidth(escapeControls(r.model)) + (r.reference ? 2 : 0)));
  const parts = fitColumns(widths, page.columns - Math.min(longest, 32));
  const used = Math.max(...parts.map((part) => part.reduce((all, i) => all + widths[i]! + 1, 0)));
  const names = nameColumn(rows, page.columns - used);
  const tables = parts.map((part) => {
    const columns: TableColumn[] = [
      { head: 'Model', align: 'left' },
      ...part.map((i): TableColumn => ({ head: labels[i]!, align: 'right' })),
    ];
    const body = rows.map((row) => [
      { text: names.text(row) },
      ...part.map((i) => ({
        text: cellText(row.cells[i]!, page.run),
        paint: paintCell(row.cells[i]!, page.colors),
      })),
    ]);
    return layOutTable(columns, body, page.colors);
  });
  const legend = cellLegend(
    rows.flatMap((r) => r.cells),
    page.run,
  );
  const maxima = new Set(matrix.columns.map((c) => c.maxPoints));
  const scale = maxima.size === 1 ? ` (each task of ${formatPoints([...maxima][0]!)})` : '';
  return [
    title(`Scores${scale}`, page),
    ...tables.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])),
    ...wrapText(legend.join('; '), page.columns).map(page.colors.dim),
    ...names.legend(page),
  ];
}

function columnLabel(column: TaskColumn): string {
  return cutEnd(escapeControls(column.label), MAX_LABEL_COLUMNS);
}

function rankingLines(rows: RankRow[], tasks: TaskColumn[], page: Page): string[] {
  const leftOut = leftOutWords(tasks);
  const intro = leftOut === null ? [] : wrapText(leftOut, page.columns).map(page.colors.dim);
  if (rows.length === 0) return [title('Ranking', page), ...wrapText(NO_RANKING, page.columns), ...intro];
  const tail: TableColumn[] = [
    { head: 'GiB', align: 'right' },
    { head: 'Wall', align: 'right' },
    ...tasks.map((t): TableColumn => ({ head: columnLabel(t), align: 'right' })),
    { head: `/${formatPoints(rows[0]!.maxPoints)}`, align: 'right' },
  ];
  const full = rows.map((row) => [
    { text: formatGib(row.sizeBytes) },
    { text: formatSeconds(row.avgWallMs) },
    ...row.cells.map((cell) => ({
      text: cellText(cell, page.run),
      paint: paintCell(cell, page.colors),
    })),
    { text: formatPoints(row.points), paint: page.colors.bold },
  ]);
  // The matrix has the cells; where they do not fit beside a readable name, the ranking leaves them out.
  const keep = tail.map((_, i) => i).filter((i) => i < 2 || i === tail.length - 1);
  const isFitting = columnsOf(full, tail) + 5 + MIN_NAME_COLUMNS + 6 <= page.columns;
  const kept = isFitting ? tail.map((_, i) => i) : keep;
  const columns = kept.map((i) => tail[i]!);
  const cells = full.map((row) => kept.map((i) => row[i]!));
  const names = nameColumn(rows, page.columns - columnsOf(cells, columns) - 5);
  return [
    title('Ranking', page),
    ...layOutTable(
      [{ head: 'Rank', align: 'right' }, { head: 'Model', align: 'left' }, ...columns],
      rows.map((row, i) => [{ text: String(row.rank) }, { text: names.text(row) }, ...cells[i]!]),
      page.colors,
    ),
    ...intro,
    ...names.legend(page),
  ];
}

/** Who won, for whom: a line each, cut rather than broken. */
function winnerLines(won: Winner[], page: Page): string[] {
  if (won.length === 0) return [];
  const labels = Math.max(...won.map(({ label }) => textWidth(label)));
  const lines = won.map(({ label, models, words }) => {
    const names = models.map(escapeControls);
    const room = page.columns - labels - textWidth(words) - 4;
    const shown = models.length === 0 ? '' : `${namesThatFit(names, room)}  `;
    return `${page.colors.bold(padText(label, labels, 'left'))}  ${cutEnd(`${shown}${words}`, page.columns - labels - 2)}`;
  });
  return [...lines, ...wrapText(GOOD_SENTENCE, page.columns).map(page.colors.dim)];
}

/** Whole names as long as they fit; the first one is cut if need be. */
function namesThatFit(names: string[], room: number): string {
  for (let count = names.length; count > 0; count--) {
    const rest = names.length - count;
    const text = names.slice(0, count).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
    if (textWidth(text) <= room) return text;
  }
  const rest = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return `${cutMiddle(names[0]!, Math.max(MIN_NAME_COLUMNS, room - textWidth(rest)))}${rest}`;
}

/** Columns that the cells take, each with the blank before it. */
function columnsOf(rows: { text: string }[][], columns: TableColumn[]): number {
  return columns.reduce(
    (all, column, i) =>
      all + 1 + Math.max(textWidth(column.head), ...rows.map((row) => textWidth(row[i]!.text))),
    0,
  );
}

function incompleteLines(rows: IncompleteRow[], page: Page): string[] {
  if (rows.length === 0) return [];
  const columns: TableColumn[] = [
    { head: 'GiB', align: 'right' },
    { head: 'Wall', align: 'right' },
    { head: 'Done', align: 'right' },
    { head: 'Score', align: 'right' },
    { head: 'Absent by', align: 'left' },
  ];
  const faults = { model: 'the model', run: 'the run', both: 'both', untold: 'not told' };
  const cells = rows.map((row) => [
    { text: formatGib(row.sizeBytes) },
    { text: formatSeconds(row.avgWallMs) },
    { text: `${row.completed}/${row.tasks}` },
    { text: atLeastText(row.atLeastPoints) },
    { text: faults[row.fault] },
  ]);
  const names = nameColumn(rows, page.columns - columnsOf(cells, columns));
  return [
    title('Incomplete, not ranked', page),
    ...layOutTable(
      [{ head: 'Model', align: 'left' }, ...columns],
      rows.map((row, i) => [{ text: names.text(row) }, ...cells[i]!]),
      page.colors,
    ),
    ...reasonLines('ERR (the model or its server gave nothing to grade)', errReasons(rows), page),
    ...reasonLines("Not run (our fault or the machine's)", notRunReasons(rows), page),
    ...reasonLines(
      page.run.state === 'running' ? 'Not done yet' : 'Missing',
      missingReasons(rows, page.run),
      page,
    ),
    ...names.legend(page),
  ];
}

/** Where, and the words in a few lines: a person acts on them. results.json and report.md have them whole. */
function reasonLines(heading: string, reasons: Reason[], page: Page): string[] {
  if (reasons.length === 0) return [];
  const names = nameColumn(
    reasons.map((r) => ({ model: r.model, reference: false })),
    Math.floor(page.columns / 2),
  );
  return [
    '',
    page.colors.dim(`${heading}:`),
    ...reasons.flatMap((reason) => {
      const name = names.text({ model: reason.model, reference: false });
      const where = cutEnd(`  ${name} · ${toOneLine(reason.tasks.join(', '))}`, page.columns);
      return [where, ...wrapWords(reason.words, page.columns)];
    }),
    ...names.legend(page),
  ];
}

function wrapWords(words: string, columns: number): string[] {
  // A line more than is shown, so that a page of a megabyte is not wrapped to its end.
  const lines = wrapText(cutEnd(words, columns * (MAX_REASON_LINES + 1)), columns - 4).map(
    (line) => `    ${line}`,
  );
  if (lines.length <= MAX_REASON_LINES) return lines;
  return [...lines.slice(0, MAX_REASON_LINES - 1), cutEnd(`${lines[MAX_REASON_LINES - 1]} …`, columns)];
}

function efficiencyLines(rows: EfficiencyRow[], page: Page): string[] {
  if (rows.length === 0) return [];
  const columns: TableColumn[] = [
    'Score',
    'Wall',
    'GiB',
    '/min',
    '/GiB',
    'tok/s',
    'pp t/s',
    'TTFT',
    'Tokens',
  ].map((head): TableColumn => ({ head, align: 'right' }));
  const cells = rows.map((row) => efficiencyTexts(row).map((text) => ({ text })));
  const names = nameColumn(rows, page.columns - columnsOf(cells, columns));
  const note =
    '/min = score / average wall in minutes, /GiB = score / file size, tok/s generation, pp t/s prompt, TTFT time to first token, Tokens an answer';
  return [
    title('Efficiency', page),
    ...layOutTable(
      [{ head: 'Model', align: 'left' }, ...columns],
      rows.map((row, i) => [{ text: names.text(row) }, ...cells[i]!]),
      page.colors,
    ),
    ...wrapText(note, page.columns).map(page.colors.dim),
    ...names.legend(page),
  ];
}

function title(text: string, page: Page): string {
  return page.colors.bold(page.colors.cyan(text));
}
