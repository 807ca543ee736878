/** The heat-mapped score matrix: every cell that has a trial opens it, every column sorts. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { isReference } from '../../tables/score-matrix.ts';
import { cellLegend, leftOutWords, REFERENCE_NOTE } from '../../words.ts';
import { MatrixCell } from './matrix-cell.tsx';
import { moveFocus, useTabStop } from './matrix-focus.ts';
import { type Line, type ScoreLines, scoreLines, sortLines } from './matrix-lines.ts';
import { Name } from './name.tsx';
import { Scroll } from './scroll.tsx';
import { type Sort, SortHead, useSort } from './sort-head.tsx';
import { useBeforePrint } from './use-print.ts';

/** So many rows are drawn at once; the rest when asked for. */
const FIRST_ROWS = 100;

interface MatrixProps {
  trials: Trial[];
  run: RunFacts;
  shown: Set<string>;
  open(trial: Trial): void;
}

export function Matrix({ trials, run, shown, open }: MatrixProps) {
  const [isWhole, setWhole] = useState(false);
  useBeforePrint(() => setWhole(true));
  const body = useRef<HTMLTableSectionElement>(null);
  useTabStop(body);
  const scores = useMemo(() => scoreLines(trials, run), [trials, run]);
  const leftOut = leftOutWords(scores.tasks);
  const byKey = useMemo(
    () => new Map(trials.map((trial) => [keyOf(trial.model, trial.task), trial])),
    [trials],
  );
  const sort = useSort(
    'scores',
    useMemo(() => readFrom(scores), [scores]),
  );
  const lines = sortLines(scores.lines, sort.by).filter(({ row }) => shown.has(row.model));
  const drawn = isWhole ? lines : lines.slice(0, FIRST_ROWS);
  return (
    <>
      <Scroll label="Score matrix">
        <table class="matrix">
          <MatrixHead scores={scores} sort={sort} />
          <tbody ref={body} onKeyDown={moveFocus}>
            {drawn.map(({ row, ...line }) => (
              <tr key={row.model}>
                <td class="num">{line.rank}</td>
                <th scope="row" class="name">
                  <Name>{row.model}</Name>
                  {isReference(row.facts) && ' †'}
                </th>
                {scores.tasks.map((column, index) => (
                  <MatrixCell
                    key={column.task}
                    cell={row.cells[index]!}
                    column={column}
                    model={row.model}
                    run={run}
                    trial={byKey.get(keyOf(row.model, column.task)) ?? null}
                    open={open}
                  />
                ))}
                <td class="num total">{line.total}</td>
                <td class="num">{line.wall}</td>
                <td class="num">{line.size}</td>
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
      {leftOut !== null && <p class="soft legend">{leftOut}</p>}
      <p class="soft legend">{legendOf(scores, lines, run)}</p>
    </>
  );
}

function MatrixHead({ scores: { model, heads, figures }, sort }: { scores: ScoreLines; sort: Sort }) {
  return (
    <thead>
      <tr>
        <th scope="col" class="num">
          Rank
        </th>
        {[model, ...heads, ...figures].map((column) => (
          <SortHead key={column.id} column={column} sort={sort} />
        ))}
      </tr>
    </thead>
  );
}

/** The best first: points from the top, names, seconds and sizes from the bottom. */
function readFrom({ model, heads, figures }: ScoreLines): Map<string, boolean> {
  return new Map(
    [model, ...heads, ...figures].map(({ id }) => [id, id === 'total' || id.startsWith('task-')]),
  );
}

function legendOf(scores: ScoreLines, lines: Line[], run: RunFacts): string {
  const cells = scores.lines.flatMap(({ row }) => row.cells);
  const words = [
    'A cell opens its answer: Tab into the matrix, arrow keys move, Enter opens',
    "a column's head sorts",
    ...cellLegend(cells, run),
    ...(lines.some(({ row }) => isReference(row.facts)) ? [REFERENCE_NOTE] : []),
  ];
  return `${words.join('; ')}.`;
}

function keyOf(model: string, task: string): string {
  return JSON.stringify([model, task]);
}
