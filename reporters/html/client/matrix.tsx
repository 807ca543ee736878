/** The heat-mapped score matrix. Every cell that has a trial is a button; colour only repeats what the number says. */
import { useRef, useState } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { formatGib, formatPoints, formatSeconds } from '../../tables/numbers.ts';
import {
  type Cell,
  incomplete,
  isReference,
  type MatrixRow,
  ranking,
  scoreMatrix,
  type TaskColumn,
} from '../../tables/standings.ts';
import { atLeastText, cellLegend, cellText, REFERENCE_NOTE } from '../../words.ts';
import { heat } from './heat.ts';
import { Name } from './name.tsx';
import { Scroll } from './scroll.tsx';
import { useBeforePrint } from './use-print.ts';

/** So many rows are drawn at once; the rest when asked for. */
const FIRST_ROWS = 100;

interface MatrixProps {
  trials: Trial[];
  run: RunFacts;
  shown: Set<string>;
  open(trial: Trial): void;
}

interface Line {
  row: MatrixRow;
  rank: string;
  total: string;
  wall: string;
  size: string;
}

export function Matrix({ trials, run, shown, open }: MatrixProps) {
  const [isWhole, setWhole] = useState(false);
  useBeforePrint(() => setWhole(true));
  const body = useRef<HTMLTableSectionElement>(null);
  const matrix = scoreMatrix(trials, run);
  const lines = orderLines(trials, run, matrix.rows).filter(({ row }) => shown.has(row.model));
  const drawn = isWhole ? lines : lines.slice(0, FIRST_ROWS);
  const legend = cellLegend(
    matrix.rows.flatMap((row) => row.cells),
    run,
  );
  const byKey = new Map(trials.map((trial) => [keyOf(trial.model, trial.task), trial]));
  return (
    <>
      <Scroll label="Score matrix">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col" class="num">
                Rank
              </th>
              <th scope="col">Model</th>
              {matrix.columns.map((column) => (
                <th scope="col" key={column.task} title={column.title ?? column.task}>
                  <bdi>{column.label}</bdi>
                </th>
              ))}
              <th scope="col" class="num">
                Total{maximum(matrix.columns)}
              </th>
              <th scope="col" class="num">
                Wall
              </th>
              <th scope="col" class="num">
                GiB
              </th>
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={(event) => moveFocus(event, body.current)}>
            {drawn.map(({ row, rank, total, wall, size }, at) => (
              <tr key={row.model}>
                <td class="num">{rank}</td>
                <th scope="row" class="name">
                  <Name>{row.model}</Name>
                  {isReference(row.facts) && ' †'}
                </th>
                {row.cells.map((cell, index) => (
                  <MatrixCell
                    key={matrix.columns[index]!.task}
                    cell={cell}
                    column={matrix.columns[index]!}
                    model={row.model}
                    run={run}
                    isFirst={at === 0 && index === 0}
                    trial={byKey.get(keyOf(row.model, matrix.columns[index]!.task)) ?? null}
                    open={open}
                  />
                ))}
                <td class="num total">{total}</td>
                <td class="num">{wall}</td>
                <td class="num">{size}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {lines.length > drawn.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {lines.length} models
        </button>
      )}
      <p class="soft legend">
        {[
          'A cell opens its answer: Tab into the matrix, arrow keys move, Enter opens',
          ...legend,
          ...(lines.some(({ row }) => isReference(row.facts)) ? [REFERENCE_NOTE] : []),
        ].join('; ')}
        .
      </p>
    </>
  );
}

interface MatrixCellProps {
  cell: Cell;
  column: TaskColumn;
  model: string;
  run: RunFacts;
  isFirst: boolean;
  trial: Trial | null;
  open(trial: Trial): void;
}

function MatrixCell({ cell, column, model, run, isFirst, trial, open }: MatrixCellProps) {
  const text = cellText(cell, run);
  const style = cell.state === 'graded' ? heat(cell.points / cell.maxPoints) : undefined;
  if (trial === null) return <td class={`cell ${cell.state}`}>{text}</td>;
  const said = cell.state === 'graded' ? `${text} of ${formatPoints(cell.maxPoints)}` : text;
  return (
    <td class={`cell ${cell.state}`}>
      <button
        type="button"
        data-cell
        tabIndex={isFirst ? 0 : -1}
        style={style}
        aria-label={`${model}, ${column.title ?? column.task}: ${said}`}
        onClick={() => open(trial)}
      >
        {text}
      </button>
    </td>
  );
}

function keyOf(model: string, task: string): string {
  return JSON.stringify([model, task]);
}

function maximum(columns: TaskColumn[]): string {
  const points = columns.map(({ maxPoints }) => maxPoints ?? 0);
  return points.length === 0 ? '' : ` /${points.reduce((a, b) => a + b, 0)}`;
}

/** Ranked models first, then the incomplete ones by what they have for sure. */
function orderLines(trials: Trial[], run: RunFacts, rows: MatrixRow[]): Line[] {
  const byModel = new Map(rows.map((row) => [row.model, row]));
  const figures = (one: { avgWallMs: number | null; sizeBytes: number | null }) => ({
    wall: formatSeconds(one.avgWallMs),
    size: formatGib(one.sizeBytes),
  });
  const ranked = ranking(trials, run).map((one) => ({
    model: one.model,
    rank: String(one.rank),
    total: formatPoints(one.points),
    ...figures(one),
  }));
  const others = incomplete(trials, run).map((one) => ({
    model: one.model,
    rank: '–',
    total: atLeastText(one.atLeastPoints),
    ...figures(one),
  }));
  return [...ranked, ...others].flatMap(({ model, ...line }) => {
    const row = byModel.get(model);
    return row ? [{ row, ...line }] : [];
  });
}

const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One cell is in the Tab order; the arrow keys hand that on. */
function moveFocus(event: KeyboardEvent, body: HTMLElement | null): void {
  const step = STEPS[event.key];
  const from = event.target as HTMLElement;
  if (!step || !body || !from.matches('[data-cell]')) return;
  event.preventDefault();
  const cell = from.closest('td')!;
  const row = cell.parentElement as HTMLTableRowElement;
  const at = [row.sectionRowIndex + step[0], cell.cellIndex + step[1]] as const;
  const next = (body as HTMLTableSectionElement).rows[at[0]]?.cells[at[1]]?.querySelector<HTMLElement>(
    '[data-cell]',
  );
  if (!next) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
