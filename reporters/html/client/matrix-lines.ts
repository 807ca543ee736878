/** The lines of the score matrix in the order that the reader asked for. Pure. */
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { countedColumns } from '../../tables/counted.ts';
import { incomplete } from '../../tables/incomplete.ts';
import { MODEL } from '../../tables/model-columns.ts';
import { formatGib, formatPoints, formatSeconds } from '../../tables/numbers.ts';
import type { TableColumn } from '../../tables/report-table.ts';
import { type Cell, type MatrixRow, scoreMatrix, type TaskColumn } from '../../tables/score-matrix.ts';
import { ranking } from '../../tables/standings.ts';
import { atLeastText } from '../../words.ts';
import { compareValues, type Sorting } from './sorting.ts';

export interface Line {
  row: MatrixRow;
  rank: string;
  total: string;
  wall: string;
  size: string;
  /** By id of a column; absent: there is nothing to sort by. */
  values: Map<string, number | string>;
}

export interface ScoreLines {
  tasks: TaskColumn[];
  /** Of the tasks, in their order. */
  heads: TableColumn[];
  /** Of each line, before and behind the tasks. */
  model: TableColumn;
  figures: TableColumn[];
  /** Ranked models first, then the incomplete ones by what they have for sure. */
  lines: Line[];
}

export function scoreLines(trials: Trial[], run: RunFacts): ScoreLines {
  const { columns: tasks, rows } = scoreMatrix(trials, run);
  return {
    tasks,
    heads: tasks.map(({ task, label, title }) => ({
      id: taskId(task),
      label,
      // The style centres it over its cells.
      align: 'left',
      help: title ?? task,
    })),
    model: MODEL,
    figures: [
      { id: 'total', label: `Total${maximum(tasks)}`, align: 'right' },
      { id: 'wall', label: 'Wall', align: 'right', help: 'Average wall clock of an answer' },
      { id: 'size', label: 'GiB', align: 'right', help: 'Model file' },
    ],
    lines: makeLines(trials, run, rows, tasks),
  };
}

/** As in the ranking; no task is called 'total' by it. */
function taskId(task: string): string {
  return `task-${task}`;
}

function maximum(columns: TaskColumn[]): string {
  const points = countedColumns(columns).map(({ maxPoints }) => maxPoints ?? 0);
  return points.length === 0 ? '' : ` /${points.reduce((a, b) => a + b, 0)}`;
}

function makeLines(trials: Trial[], run: RunFacts, rows: MatrixRow[], tasks: TaskColumn[]): Line[] {
  const byModel = new Map(rows.map((row) => [row.model, row]));
  const ranked = ranking(trials, run).map((one) => ({
    ...one,
    rank: String(one.rank),
    total: formatPoints(one.points),
  }));
  const others = incomplete(trials, run).map((one) => ({
    ...one,
    rank: '–',
    total: atLeastText(one.atLeastPoints),
    points: one.atLeastPoints,
  }));
  return [...ranked, ...others].flatMap(({ model, rank, total, points, avgWallMs, sizeBytes }) => {
    const row = byModel.get(model);
    if (!row) return [];
    const values = [
      ['model', model],
      ['total', points],
      ['wall', avgWallMs],
      ['size', sizeBytes],
      ...row.cells.map((cell, i) => [taskId(tasks[i]!.task), pointsOf(cell)] as const),
    ] as [string, number | string | null][];
    const known = values.filter((pair): pair is [string, number | string] => pair[1] !== null);
    const texts = { rank, total, wall: formatSeconds(avgWallMs), size: formatGib(sizeBytes) };
    return [{ row, ...texts, values: new Map(known) }];
  });
}

function pointsOf(cell: Cell): number | null {
  return cell.state === 'graded' ? cell.points : null;
}

/** Equal ones stay in the order of the ranking. What has no value stays last whichever way the rest goes. */
export function sortLines(lines: Line[], by: Sorting | null): Line[] {
  if (by === null) return lines;
  const known = lines.filter(({ values }) => values.has(by.id));
  const absent = lines.filter(({ values }) => !values.has(by.id));
  const sign = by.desc ? -1 : 1;
  return [
    ...known.toSorted((a, b) => sign * compareValues(a.values.get(by.id), b.values.get(by.id))),
    ...absent,
  ];
}
