/** Who stands where: ranking, incomplete models and score matrix as tables. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { cutEnd } from '../text.ts';
import { atLeastText, cellLegend, cellText, errWords, REFERENCE_NOTE } from '../words.ts';
import { ABSENT, formatGib, formatPoints, formatSeconds } from './numbers.ts';
import {
  type Claim,
  numberCell,
  type ReportTable,
  type TableCell,
  type TableColumn,
  textCell,
} from './report-table.ts';
import {
  type Cell,
  type IncompleteRow,
  incomplete,
  isReference,
  type ModelRow,
  ranking,
  scoreMatrix,
  type TaskColumn,
} from './standings.ts';

/** Ranking, incomplete models, scores: in this order, each left empty where it has no row. */
export function standingTables(trials: Trial[], run: RunFacts): ReportTable[] {
  return [rankingTable(trials, run), incompleteTable(trials, run), scoresTable(trials, run)];
}

const MODEL: TableColumn = { id: 'model', label: 'Model', align: 'left' };
const SIZE: TableColumn = {
  id: 'size',
  label: 'Size (GiB)',
  align: 'right',
  unit: 'bytes',
  help: 'All parts of the model file; 1 GiB = 2^30 bytes.',
};
const WALL: TableColumn = {
  id: 'avg-wall',
  label: 'Avg wall',
  align: 'right',
  unit: 'ms',
  help: 'Mean time from request to last byte, over the graded answers.',
};

/** † marks a reference model; the value is the bare name. */
export function modelCell(model: string, reference: boolean): TableCell {
  return { text: reference ? `${model} †` : model, value: model };
}

function measureCells({ sizeBytes, avgWallMs }: ModelRow): TableCell[] {
  return [numberCell(sizeBytes, formatGib(sizeBytes)), numberCell(avgWallMs, formatSeconds(avgWallMs))];
}

/** A task's column; its id is the task's name behind 'task-', so that a task called 'model' is no clash. */
function taskColumn({ task, label, title, maxPoints }: TaskColumn): TableColumn {
  const most = maxPoints === null ? '' : `, of ${formatPoints(maxPoints)} points`;
  return { id: `task-${task}`, label, align: 'right', unit: 'points', help: `${title ?? task}${most}` };
}

function scoreCell(cell: Cell, run: RunFacts): TableCell {
  return numberCell(cell.state === 'graded' ? cell.points : null, cellText(cell, run));
}

function rankingTable(trials: Trial[], run: RunFacts): ReportTable {
  const rows = ranking(trials, run);
  const { columns } = scoreMatrix(trials, run);
  const cells = rows.flatMap((row) => row.cells);
  return {
    id: 'ranking',
    title: 'Ranking',
    intro: null,
    columns: [
      {
        id: 'rank',
        label: 'Rank',
        align: 'right',
        help: 'Equal totals share a rank, and the next is skipped.',
      },
      ...[MODEL, SIZE, WALL],
      ...columns.map(taskColumn),
      {
        id: 'total',
        label: `Total (/${formatPoints(rows[0]?.maxPoints ?? null)})`,
        align: 'right',
        unit: 'points',
      },
    ],
    rows: rows.map((row) => ({
      model: row.model,
      cells: [
        numberCell(row.rank, String(row.rank)),
        modelCell(row.model, row.reference),
        ...measureCells(row),
        ...row.cells.map((cell) => scoreCell(cell, run)),
        numberCell(row.points, formatPoints(row.points)),
      ],
    })),
    notes: [
      'Models with a score for every task. Equal totals share a rank: 1, 2, 2, 4',
      ...cellLegend(cells, run),
      ...referenceNotes(rows),
    ],
  };
}

export function referenceNotes(rows: { reference: boolean }[]): string[] {
  return rows.some((row) => row.reference) ? [REFERENCE_NOTE] : [];
}

const FAULT_WORDS: Record<IncompleteRow['fault'], string> = {
  model: 'the model or its server',
  run: 'the run, not the model',
  both: 'both',
  untold: 'not told by the source',
};

function incompleteTable(trials: Trial[], run: RunFacts): ReportTable {
  const rows = incomplete(trials, run);
  return {
    id: 'incomplete',
    title: 'Incomplete models (not ranked)',
    intro: null,
    columns: [
      ...[MODEL, SIZE, WALL],
      { id: 'completed', label: 'Completed', align: 'right', unit: 'tasks' },
      {
        id: 'score',
        label: 'Score',
        align: 'right',
        unit: 'points',
        help: 'At least: what its graded answers have.',
      },
      { id: 'fault', label: 'Absent because of', align: 'left' },
      { id: 'reasons', label: 'Reasons', align: 'left' },
    ],
    rows: rows.map((row) => ({
      model: row.model,
      cells: [
        modelCell(row.model, row.reference),
        ...measureCells(row),
        numberCell(row.completed, `${row.completed}/${row.tasks}`),
        numberCell(row.atLeastPoints, atLeastText(row.atLeastPoints)),
        textCell(FAULT_WORDS[row.fault]),
        reasonCell(reasonsOf(row, run)),
      ],
    })),
    notes: [
      '83+ = at least: what the graded answers have, whatever the absent ones would have brought',
      ...rows.flatMap(tooManyPoints),
      ...referenceNotes(rows),
    ],
  };
}

/** A source may contradict itself; its sum is shown as it stands, with this beside. */
function tooManyPoints({
  model,
  atLeastPoints,
  completedMaxPoints,
  completed,
  isSum,
}: IncompleteRow): string[] {
  if (!isSum || completedMaxPoints === null || (atLeastPoints ?? 0) <= completedMaxPoints) return [];
  return [
    `${model}: its source tells ${formatPoints(atLeastPoints)} points, and ${completed} completed tasks have at most ${formatPoints(completedMaxPoints)}`,
  ];
}

/** Longest reason in a cell; results.json has a server's words whole. */
const MAX_WORDS = 300;

function reasonsOf({ model, errs, notRun, missing }: IncompleteRow, run: RunFacts): Claim[] {
  const absent = run.state === 'running' ? 'not done yet' : 'no result';
  return [
    ...errs.flatMap(({ task, label, samples }) =>
      samples.map((err) => ({
        text: cutEnd(`${label}: ${errWords(err)}`, MAX_WORDS),
        evidence: [{ model, task, sample: err.sample }],
      })),
    ),
    ...notRun.map(({ task, label, why }) => ({
      text: cutEnd(`${label}: not run: ${why}`, MAX_WORDS),
      evidence: [{ model, task }],
    })),
    ...missing.map(({ task, label }) => ({ text: `${label}: ${absent}`, evidence: [{ model, task }] })),
  ];
}

function reasonCell(claims: Claim[]): TableCell {
  if (claims.length === 0) return { text: ABSENT, value: null };
  return textCell(claims.map(({ text }) => text).join('; '), { claims });
}

function scoresTable(trials: Trial[], run: RunFacts): ReportTable {
  const { columns, rows } = scoreMatrix(trials, run);
  return {
    id: 'scores',
    title: 'Scores',
    intro: null,
    columns: [MODEL, ...columns.map(taskColumn)],
    rows: rows.map(({ model, facts, cells }) => ({
      model,
      cells: [modelCell(model, isReference(facts)), ...cells.map((cell) => scoreCell(cell, run))],
    })),
    notes: [
      ...cellLegend(
        rows.flatMap((row) => row.cells),
        run,
      ),
      ...referenceNotes(rows.map(({ facts }) => ({ reference: isReference(facts) }))),
    ],
  };
}
