/**
 * The time account as tables. What was taken from disk cost this run nothing but its grading; what it cost when it was made
 * stands apart. Pure.
 */

import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { MODEL } from './model-columns.ts';
import { ABSENT, formatClock, formatSeconds, isNumber, sum } from './numbers.ts';
import { numberCell, type ReportTable, type TableCell, type TableColumn, textCell } from './report-table.ts';
import { groupByModel } from './score-matrix.ts';
import {
  isAsked,
  type RequestPart,
  requestParts,
  TIME_PARTS,
  type TimeAccount,
  type TimePart,
  timeAccount,
} from './time-parts.ts';

/** Two tables: this run's time, and what answers from disk cost when they were made. */
export function timeTables(trials: Trial[], run: RunFacts): ReportTable[] {
  return [runTable(timeAccount(trials, run)), diskTable(trials)];
}

const SUM: TableColumn = { id: 'sum', label: 'Sum', align: 'right', unit: 'ms' };
const SHARE: TableColumn = {
  id: 'share',
  label: 'Of the clock',
  align: 'right',
  unit: '%',
  help: "Sum / the run's wall clock.",
};

function partColumn([part, help]: readonly [TimePart, string]): TableColumn {
  const label = part[0]!.toUpperCase() + part.slice(1);
  return { id: part.replaceAll(' ', '-'), label, align: 'right', unit: 'ms', help };
}

function runTable(account: TimeAccount): ReportTable {
  const { rows, all, wallMs, idleMs } = account;
  const blank = TIME_PARTS.map(() => numberCell(null, ''));
  const line = (name: string, ms: number | null) => ({
    model: null,
    cells: [textCell(name), ...blank, timeCell(ms), shareCell(ms, wallMs)],
  });
  const hasTime = all.sumMs > 0;
  return {
    id: 'time-account',
    title: 'Time account',
    intro: "Where this run's time went. The parts of all models and the rest add up to the wall clock.",
    columns: [MODEL, ...TIME_PARTS.map(partColumn), SUM, SHARE],
    rows: hasTime
      ? [
          ...(rows.length > 1 ? [...rows, all] : rows).map((row) => ({
            model: row.model,
            cells: [
              textCell(row.model ?? 'All models'),
              ...TIME_PARTS.map(([part]) => timeCell(row.parts[part])),
              timeCell(row.sumMs),
              shareCell(row.sumMs, wallMs),
            ],
          })),
          line('Start, unloading, idle', idleMs),
          line('Wall clock', wallMs),
        ]
      : [],
    notes: runNotes(account),
  };
}

function runNotes({ all, wallMs, sideBySide }: TimeAccount): string[] {
  return [
    ...TIME_PARTS.filter(([part]) => all.parts[part] !== null).map(([part, help]) => `${part}: ${help}`),
    sideBySide
      ? `Trials ran side by side: ${formatTime(all.sumMs)} of work${wallMs === null ? '' : ` in ${formatTime(wallMs)} of wall clock`}. How long nothing ran cannot be told from that.`
      : '',
    all.parts.harness === null
      ? 'No trial of this run says how long it took in all: its harness stands with the rest.'
      : '',
    wallMs === null
      ? 'No clock of this run is on record (it goes on, was merged from shards, or is of somebody else), so nothing has a share of it.'
      : '',
  ].filter((note) => note !== '');
}

const DISK_PARTS = TIME_PARTS.filter(([part]) =>
  (['prompt', 'generation', 'other request time'] as TimePart[]).includes(part),
);

function diskTable(trials: Trial[]): ReportTable {
  const rows = groupByModel(trials)
    .map(({ model, trials: own }) => ({ model, trials: own.filter((t) => !isAsked(t)) }))
    .filter((group) => group.trials.length > 0);
  const all = { model: null, trials: rows.flatMap((row) => row.trials) };
  return {
    id: 'time-from-disk',
    title: 'Answers from disk',
    intro:
      'They cost this run nothing but their grading. This is what they cost when they were made, on the machine of then.',
    columns: [
      MODEL,
      { id: 'answers', label: 'Answers', align: 'right', unit: 'answers' },
      ...DISK_PARTS.map(partColumn),
      SUM,
    ],
    rows: (rows.length > 1 ? [...rows, all] : rows).map(({ model, trials: own }) => ({
      model,
      cells: diskCells(model, own),
    })),
    notes: ['Loads and warm-ups of then are not in it. – means that no time is on record.'],
  };
}

function diskCells(model: string | null, trials: Trial[]): TableCell[] {
  const parts = requestParts(trials);
  const known = Object.values(parts).filter(isNumber);
  return [
    textCell(model ?? 'All models'),
    numberCell(trials.length, String(trials.length)),
    ...DISK_PARTS.map(([part]) => timeCell(parts[part as RequestPart])),
    timeCell(known.length === 0 ? null : sum(known)),
  ];
}

function timeCell(ms: number | null): TableCell {
  return numberCell(ms, formatTime(ms));
}

/** '0.3s' below a minute, a clock above. */
function formatTime(ms: number | null): string {
  return ms === null || ms < 60_000 ? formatSeconds(ms) : formatClock(ms);
}

/** No share of a clock that stood still. */
function shareCell(ms: number | null, wallMs: number | null): TableCell {
  const percent = ms === null || wallMs === null || wallMs === 0 ? null : (ms / wallMs) * 100;
  return numberCell(percent, percent === null ? ABSENT : `${percent.toFixed(0)} %`);
}
