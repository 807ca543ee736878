/** The models that are not ranked, each with what it lacks and why, as a table. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { cutEnd, toOneLine } from '../text.ts';
import { atLeastText, errWords } from '../words.ts';
import { type IncompleteRow, incomplete } from './incomplete.ts';
import { MODEL, measureCells, modelCell, referenceNotes, SIZE, WALL } from './model-columns.ts';
import { ABSENT, formatPoints } from './numbers.ts';
import { type Claim, numberCell, type ReportTable, type TableCell, textCell } from './report-table.ts';

const FAULT_WORDS: Record<IncompleteRow['fault'], string> = {
  model: 'the model or its server',
  run: 'the run, not the model',
  both: 'both',
  untold: 'not told by the source',
};

export function incompleteTable(trials: Trial[], run: RunFacts): ReportTable {
  const rows = incomplete(trials, run);
  const shared = sharedAbsences(rows);
  return {
    id: 'incomplete',
    title: 'Incomplete models (not ranked)',
    intro: shared.intro,
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
        reasonCell(reasonsOf(row, run, shared)),
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

interface SharedAbsences {
  /** Said once, in a sentence each; null: there are none. */
  intro: string | null;
  isShared(absence: Absence): boolean;
}

type Absence = Pick<IncompleteRow['notRun'][number], 'task' | 'why'>;

/** A toolchain that is missing is missing for every model, and is told once. */
function sharedAbsences(rows: IncompleteRow[]): SharedAbsences {
  const all = rows.flatMap(({ model, notRun }) => notRun.map((absence) => ({ model, ...absence })));
  const shared = [...Map.groupBy(all, absenceKey)].filter(([, same]) => same.length > 1);
  const keys = new Set(shared.map(([key]) => key));
  const reasons = Map.groupBy(shared, ([, same]) =>
    JSON.stringify([same[0]!.why, same.map(({ model }) => model)]),
  );
  const sentences = [...reasons.values()].map((tasks) => {
    const labels = tasks.map(([, same]) => same[0]!.label).join(', ');
    const [, first] = tasks[0]!;
    return `${labels}: not run for ${first.length} models: ${cutEnd(toOneLine(first[0]!.why), MAX_WORDS)}`;
  });
  return {
    intro: sentences.length === 0 ? null : sentences.join(' '),
    isShared: (absence) => keys.has(absenceKey(absence)),
  };
}

function absenceKey({ task, why }: Absence): string {
  return JSON.stringify([task, why]);
}

function reasonsOf(
  { model, errs, notRun, missing }: IncompleteRow,
  run: RunFacts,
  { isShared }: SharedAbsences,
): Claim[] {
  const absent = run.state === 'running' ? 'not done yet' : 'no result';
  return [
    ...errs.flatMap(({ task, label, samples }) =>
      samples.map((err) => ({
        text: cutEnd(`${label}: ${errWords(err)}`, MAX_WORDS),
        evidence: [{ model, task, sample: err.sample }],
      })),
    ),
    ...notRun.map(({ task, label, why }) => ({
      text: isShared({ task, why }) ? `${label}: not run` : cutEnd(`${label}: not run: ${why}`, MAX_WORDS),
      evidence: [{ model, task }],
    })),
    ...missing.map(({ task, label }) => ({ text: `${label}: ${absent}`, evidence: [{ model, task }] })),
  ];
}

function reasonCell(claims: Claim[]): TableCell {
  if (claims.length === 0) return { text: ABSENT, value: null };
  return textCell(claims.map(({ text }) => text).join('; '), { claims });
}
