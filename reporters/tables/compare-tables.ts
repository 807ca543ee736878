/** A comparison of two runs as tables. Pure. */
import { signed } from './check-changes.ts';
import { MARK_RULES } from './compare-marks.ts';
import type { CompareRow, CompareTotal, Comparison } from './comparison.ts';
import { NOISE_RULE } from './noise.ts';
import { ABSENT, formatSeconds } from './numbers.ts';
import { scoreText } from './pair-figures.ts';
import { numberCell, type ReportTable, type TableCell, type TableColumn, textCell } from './report-table.ts';
import type { Subject } from './subjects.ts';

/** Totals a model, then every result that is not the same; a table without a row says that nothing is to be said. */
export function compareTables(comparison: Comparison): ReportTable[] {
  return [totalsTable(comparison), resultsTable(comparison)];
}

const left = (id: string, label: string): TableColumn => ({ id, label, align: 'left' });
const right = (id: string, label: string, unit: string): TableColumn => ({ id, label, align: 'right', unit });

function totalsTable({ totals, statement }: Comparison): ReportTable {
  return {
    id: 'compare-totals',
    title: 'Before and after, by model',
    intro: statement,
    columns: [
      ...[left('model', 'Model'), right('before', 'Before', 'points'), right('after', 'After', 'points')],
      ...[right('delta', 'Delta', 'points'), right('tasks', 'Common tasks', 'tasks')],
      ...[right('wall-before', 'Wall before', 'ms'), right('wall-after', 'Wall after', 'ms')],
      ...[left('verdict', 'More than noise?'), left('not-comparable', 'Not comparable')],
    ],
    rows: totals.map((total) => ({ model: total.model, cells: totalCells(total) })),
    notes: ['Delta: over the tasks graded in both runs.', NOISE_RULE.sentence],
  };
}

function totalCells(total: CompareTotal): TableCell[] {
  const { model, before, after, delta, tasks } = total;
  return [
    textCell(model, { claims: [{ text: model, evidence: [{ model }] }] }),
    pointsCell(before),
    pointsCell(after),
    numberCell(delta, delta === null ? ABSENT : signed(delta)),
    numberCell(tasks.length, String(tasks.length)),
    ...[before, after].map((side) =>
      numberCell(side?.avgWallMs ?? null, formatSeconds(side?.avgWallMs ?? null)),
    ),
    textCell(verdictText(total), { from: 'rule' }),
    textCell(markTexts(total).join('; '), { from: 'rule' }),
  ];
}

/** 'another prompt (SSE)'; without tasks where it is about each of them. */
export function markTexts({ marks, before, after }: CompareTotal): string[] {
  const asked = Math.max(before?.cells.size ?? 0, after?.cells.size ?? 0);
  return marks.map(({ words, tasks }) => (tasks.length >= asked ? words : `${words} (${tasks.join(', ')})`));
}

function pointsCell(side: Subject | null): TableCell {
  return side === null ? { text: ABSENT, value: null } : numberCell(side.points, scoreText(side));
}

/** 'gone', 'new', 'within noise (permutation test …)'. */
export function verdictText({ state, verdict }: CompareTotal): string {
  return state === 'both' ? `${verdict.state} (${verdict.why})` : state;
}

function resultsTable(comparison: Comparison): ReportTable {
  return {
    id: 'compare-results',
    title: 'What changed',
    intro: null,
    columns: [
      ...[left('model', 'Model'), left('task', 'Task'), left('change', 'Change')],
      ...[
        right('before', 'Before', 'points'),
        right('after', 'After', 'points'),
        right('delta', 'Delta', 'points'),
      ],
      ...[left('checks', 'Checks'), left('not-comparable', 'Not comparable')],
    ],
    rows: rowsThatChanged(comparison).map((row) => ({ model: row.model, cells: resultCells(row) })),
    notes: [`Not comparable, by what is on record. ${MARK_RULES.map(({ sentence }) => sentence).join(' ')}`],
  };
}

/** Equal points may hide other checks. Of a model that is new or gone as a whole the totals say it. */
export function rowsThatChanged({ rows, totals }: Comparison): CompareRow[] {
  const both = new Set(totals.filter(({ state }) => state === 'both').map(({ model }) => model));
  const isStill = ({ state }: CompareRow) => state === 'same' || state === 'still-failed';
  return rows.filter((row) => both.has(row.model) && (!isStill(row) || row.checks.length > 0));
}

function resultCells(row: CompareRow): TableCell[] {
  const { model, task, label, before, after, delta, checks, marks } = row;
  const place = { model, task };
  const claims = checks.map((c) => ({
    text: `${c.check} ${signed(c.after - c.before)}`,
    evidence: [{ ...place, check: c.check }],
  }));
  return [
    textCell(model),
    textCell(label, { claims: [{ text: label, evidence: [place] }] }),
    textCell(changeWords(row), { from: 'rule' }),
    numberCell(before.points, before.text),
    numberCell(after.points, after.text),
    numberCell(delta, delta === null ? ABSENT : signed(delta)),
    textCell(claims.map(({ text }) => text).join(', '), { claims }),
    textCell(marks.map(({ words }) => words).join('; '), { from: 'rule' }),
  ];
}

/** 'newly failed: proxy error' */
export function changeWords({ state, after, before }: CompareRow): string {
  const why =
    after.points === null && state !== 'gone' ? after.why : state === 'newly-graded' ? before.why : '';
  const words = state.replaceAll('-', ' ');
  if (why === '') return words;
  return state === 'newly-graded' ? `${words} (was: ${why})` : `${words}: ${why}`;
}
