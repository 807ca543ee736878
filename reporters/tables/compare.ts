/** Two runs side by side: what rose, fell, newly failed, is gone or new, and whether it is more than noise. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { taskChanges } from './check-changes.ts';
import { compareMarks } from './compare-marks.ts';
import { statementOf } from './compare-statement.ts';
import type { CompareRow, CompareSide, CompareTotal, Comparison } from './comparison.ts';
import { judgeDifference, samplePoints } from './noise.ts';
import { formatPoints, isNumber, roundNoise, sum } from './numbers.ts';
import { type Cell, scoreMatrix, type TaskColumn } from './score-matrix.ts';
import { type Subject, subjectsOf } from './subjects.ts';

export interface RunToCompare {
  trials: Trial[];
  run: RunFacts;
}

/** Models in the order of `after`, then those that are gone; tasks in column order. */
export function compareRuns(before: RunToCompare, after: RunToCompare): Comparison {
  const sides = [sideOf(before), sideOf(after)] as const;
  const models = [...new Set([...sides[1].subjects.keys(), ...sides[0].subjects.keys()])];
  const columns = mergeColumns(sides[0].columns, sides[1].columns);
  const rows = models.flatMap((model) =>
    columns.flatMap((column) => compareCell(model, column, sides[0], sides[1])),
  );
  const byModel = Map.groupBy(rows, (row) => row.model);
  const totals = models.map((model) =>
    compareTotal(
      model,
      sides[0].subjects.get(model) ?? null,
      sides[1].subjects.get(model) ?? null,
      byModel.get(model) ?? [],
    ),
  );
  const differences = rows.map(({ delta }) => delta).filter(isNumber);
  const overall = judgeDifference(differences, [], [], 'result');
  return { rows, totals, overall, statement: statementOf(rows, totals, differences, overall) };
}

interface Side {
  subjects: Map<string, Subject>;
  columns: TaskColumn[];
  cells: Map<string, Cell>;
  trials: Map<string, Trial[]>;
}

function sideOf({ trials, run }: RunToCompare): Side {
  const { columns, rows } = scoreMatrix(trials, run);
  const subjects = new Map(subjectsOf(trials, run).map((subject) => [subject.model, subject]));
  const cells = rows.flatMap((row) =>
    row.cells.map((cell, i) => [keyOf(row.model, columns[i]!.task), cell] as const),
  );
  const own = [...subjects.values()].flatMap((subject) => subject.trials);
  return {
    subjects,
    columns,
    cells: new Map(cells),
    trials: Map.groupBy(own, (t) => keyOf(t.model, t.task)),
  };
}

function keyOf(model: string, task: string): string {
  return JSON.stringify([model, task]);
}

/** A run that got to more of its tasks knows their order better. */
function mergeColumns(before: TaskColumn[], after: TaskColumn[]): TaskColumn[] {
  const reached = (columns: TaskColumn[]) => columns.filter(({ title }) => title !== null).length;
  const [base, other] = reached(before) > reached(after) ? [before, after] : [after, before];
  const known = new Set(base.map(({ task }) => task));
  return [...base, ...other.filter(({ task }) => !known.has(task))];
}

function compareCell(model: string, { task, label }: TaskColumn, before: Side, after: Side): CompareRow[] {
  const key = keyOf(model, task);
  const [old, young] = [textOf(before.cells.get(key)), textOf(after.cells.get(key))];
  if (old === null && young === null) return [];
  const [oldTrials, youngTrials] = [before.trials.get(key) ?? [], after.trials.get(key) ?? []];
  const isBoth = isNumber(old?.points) && isNumber(young?.points);
  const delta = isBoth ? roundNoise(young!.points! - old!.points!) : null;
  const row = { model, task, label, before: old ?? NOT_ASKED, after: young ?? NOT_ASKED };
  return [
    {
      ...row,
      state: stateOf(old, young, after.cells.get(key)),
      delta,
      checks: isBoth ? (taskChanges(oldTrials, youngTrials, [task])[0]?.checks ?? []) : [],
      marks: compareMarks(oldTrials, youngTrials),
    },
  ];
}

const NOT_ASKED: CompareSide = { text: '–', points: null, why: 'not asked' };

/** null: the run did not ask for it. */
function textOf(cell: Cell | undefined): CompareSide | null {
  if (cell === undefined) return null;
  switch (cell.state) {
    case 'graded':
      return { text: formatPoints(cell.points), points: cell.points, why: '' };
    case 'err':
      return { text: `ERR ${cell.errs[0]!.kind}`, points: null, why: cell.errs[0]!.why };
    case 'not-run':
      return { text: 'n/r', points: null, why: cell.why };
    case 'missing':
      return { text: 'missing', points: null, why: 'the run should have it and has not' };
    default:
      return null;
  }
}

function stateOf(
  before: CompareSide | null,
  after: CompareSide | null,
  cell: Cell | undefined,
): CompareRow['state'] {
  if (before === null) return 'new';
  if (after === null) return 'gone';
  if (before.points === null) return after.points === null ? 'still-failed' : 'newly-graded';
  if (after.points === null) return cell?.state === 'err' ? 'newly-failed' : 'no-result';
  const delta = roundNoise(after.points - before.points);
  return delta > 0 ? 'rose' : delta < 0 ? 'fell' : 'same';
}

function compareTotal(
  model: string,
  before: Subject | null,
  after: Subject | null,
  rows: CompareRow[],
): CompareTotal {
  const common = rows.filter(({ delta }) => delta !== null);
  const tasks = common.map(({ task }) => task);
  const differences = common.map(({ delta }) => delta!);
  const samples = [before, after].map((side) =>
    tasks.length === 0 ? [] : samplePoints(side?.trials ?? [], tasks),
  );
  return {
    model,
    state: before === null ? 'new' : after === null ? 'gone' : 'both',
    before,
    after,
    tasks,
    delta: tasks.length === 0 ? null : roundNoise(sum(differences)),
    verdict: judgeDifference(differences, samples[0]!, samples[1]!),
    marks: gatherMarks(rows),
  };
}

function gatherMarks(rows: CompareRow[]): CompareTotal['marks'] {
  const all = rows.flatMap(({ label, marks }) => marks.map((mark) => ({ ...mark, label })));
  return [...Map.groupBy(all, ({ id, words }) => JSON.stringify([id, words])).values()].map((same) => ({
    id: same[0]!.id,
    words: same[0]!.words,
    tasks: same.map(({ label }) => label),
  }));
}
