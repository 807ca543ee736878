/** Models that failed on tasks, with the kind of failure and the server's own words. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { cutEnd } from '../text.ts';
import { claimsCell } from './collaborators.ts';
import { type IncompleteRow, incomplete } from './incomplete.ts';
import { MODEL, modelCell } from './model-columns.ts';
import { ABSENT, formatPoints } from './numbers.ts';
import { type Claim, numberCell, type ReportTable, textCell } from './report-table.ts';
import { isReference } from './score-matrix.ts';

type ErrKind = IncompleteRow['errs'][number]['samples'][number]['kind'];

/** What each kind means, for the legend. */
const KIND_WORDS: Record<ErrKind, string> = {
  'load-failed': 'the server could not load the model',
  crashed: "the model's process died",
  'connection-lost': 'the connection to the server broke',
  refused: 'the server refused the request, for example because the prompt exceeds the context',
  'server-error': 'the server answered with an error',
  'invalid-json': 'the server sent something that is not JSON',
  'stream-error': 'the server reported an error in the middle of its answer',
  'parse-failed': "the model finished, and the server's output parser threw the answer away",
  'cut-off': 'the stream ended without its end mark',
  stalled: 'tokens stopped coming',
  'timed-out': 'the time limit of an answer was reached',
  empty: 'neither answer nor reasoning',
  'reasoning-only': 'everything went into reasoning, the answer is empty',
  'no-code': 'an answer without code',
};

export interface Failure {
  model: string;
  reference: boolean;
  completed: number;
  tasks: number;
  atLeastPoints: number | null;
  kinds: ErrKind[];
  /** null: the source does not tell them. */
  reasons: Claim[] | null;
}

/** Fewest completed tasks first. Models that lack results through the run's fault alone are no failures. */
export function failures(trials: Trial[], run: RunFacts): Failure[] {
  const sums = new Map(run.sums.map((one) => [one.model, one]));
  const told = incomplete(trials, run)
    .filter((row) => row.errs.length > 0)
    .map(
      (row): Failure => ({
        ...{ model: row.model, reference: row.reference, completed: row.completed, tasks: row.tasks },
        atLeastPoints: row.atLeastPoints,
        kinds: [...new Set(row.errs.flatMap((err) => err.samples.map((one) => one.kind)))],
        reasons: reasonsOf(row),
      }),
    );
  const seen = new Set(told.map((one) => one.model));
  const summed = [...sums.values()]
    .filter((one) => !seen.has(one.model) && one.completed < one.tasks)
    .map(
      (one): Failure => ({
        ...{ model: one.model, completed: one.completed, tasks: one.tasks, atLeastPoints: one.points },
        ...{ reference: isReference(one.modelFacts), kinds: [], reasons: null },
      }),
    );
  return [...told, ...summed].sort((a, b) => a.completed / a.tasks - b.completed / b.tasks);
}

/** Longest reason in a cell; results.json has a server's words whole. */
const MAX_WORDS = 300;

/** The same words for several tasks are one reason. */
function reasonsOf({ model, errs }: IncompleteRow): Claim[] {
  const all = errs.flatMap(({ task, label, samples }) => samples.map((one) => ({ task, label, ...one })));
  return [...Map.groupBy(all, ({ kind, why }) => JSON.stringify([kind, why])).values()].map((same) => {
    const { kind, why } = same[0]!;
    const where = [...new Set(same.map((one) => one.label))].join(', ');
    return {
      text: cutEnd(why === '' ? `${where}: ${kind}` : `${where}: ${kind}: ${why}`, MAX_WORDS),
      evidence: same.map(({ task, sample }) => ({ model, task, sample })),
    };
  });
}

export function failureTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const rows = failures(trials, run);
  const kinds = [...new Set(rows.flatMap((row) => row.kinds))];
  return [
    {
      id: 'failures',
      title: 'Failed models',
      intro: null,
      columns: [
        MODEL,
        { id: 'completed', label: 'Completed', align: 'right', unit: 'tasks' },
        { id: 'score', label: 'Score', align: 'right', unit: 'points' },
        { id: 'kinds', label: 'ERR', align: 'left' },
        { id: 'reasons', label: "Reason, in the server's words", align: 'left' },
      ],
      rows: rows.map((row) => ({
        model: row.model,
        cells: [
          modelCell(row.model, row.reference),
          numberCell(row.completed, `${row.completed}/${row.tasks}`),
          numberCell(
            row.atLeastPoints,
            row.atLeastPoints === null ? ABSENT : `${formatPoints(row.atLeastPoints)}+`,
          ),
          row.kinds.length === 0 ? { text: ABSENT, value: null } : textCell(row.kinds.join(', ')),
          row.reasons === null
            ? { text: 'not told by the source', value: null }
            : claimsCell(row.reasons, '; '),
        ],
      })),
      notes: kinds.map((kind) => `${kind}: ${KIND_WORDS[kind]}.`),
    },
  ];
}
