/** Who stands where: the ranking and the score matrix as tables. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { cellLegend, cellText, countedWords, everyTask, leftOutWords } from '../words.ts';
import { incompleteTable } from './incomplete-table.ts';
import { MODEL, measureCells, modelCell, referenceNotes, SIZE, WALL } from './model-columns.ts';
import { formatPoints } from './numbers.ts';
import { numberCell, type ReportTable, type TableCell, type TableColumn } from './report-table.ts';
import { type Cell, isReference, scoreMatrix, type TaskColumn } from './score-matrix.ts';
import { ranking } from './standings.ts';

/** Ranking, incomplete models, scores: in this order, each left empty where it has no row. */
export function standingTables(trials: Trial[], run: RunFacts): ReportTable[] {
  return [rankingTable(trials, run), incompleteTable(trials, run), scoresTable(trials, run)];
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
    intro: countedWords(columns),
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
      `Models with a score for ${everyTask(countedWords(columns) !== null)}. Equal totals share a rank: 1, 2, 2, 4`,
      ...cellLegend(cells, run),
      ...referenceNotes(rows),
    ],
  };
}

function scoresTable(trials: Trial[], run: RunFacts): ReportTable {
  const { columns, rows } = scoreMatrix(trials, run);
  return {
    id: 'scores',
    title: 'Scores',
    intro: leftOutWords(columns),
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
