/** A cell of the score matrix: a button where it has a trial. Colour only repeats what the number says. */
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { formatPoints } from '../../tables/numbers.ts';
import type { Cell, TaskColumn } from '../../tables/score-matrix.ts';
import { cellText } from '../../words.ts';
import { heat } from './heat.ts';

interface MatrixCellProps {
  cell: Cell;
  column: TaskColumn;
  model: string;
  run: RunFacts;
  trial: Trial | null;
  open(trial: Trial): void;
}

export function MatrixCell({ cell, column, model, run, trial, open }: MatrixCellProps) {
  const text = cellText(cell, run);
  if (trial === null) return <td class={`cell ${cell.state}`}>{text}</td>;
  const style = cell.state === 'graded' ? heat(cell.points / cell.maxPoints) : undefined;
  const said = cell.state === 'graded' ? `${text} of ${formatPoints(cell.maxPoints)}` : text;
  return (
    <td class={`cell ${cell.state}`}>
      <button
        type="button"
        data-cell
        tabIndex={-1}
        style={style}
        aria-label={`${model}, ${column.title ?? column.task}: ${said}`}
        onClick={() => open(trial)}
      >
        {text}
      </button>
    </td>
  );
}
