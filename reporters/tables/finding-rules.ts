/** What is worth telling of the best models, in which order. Data first; pure. */
import { everyTask } from '../words.ts';
import { ENOUGH } from './field.ts';
import { divide, formatGib, formatPoints, formatSeconds, roundNoise } from './numbers.ts';
import { byTask } from './phrase-checks.ts';
import { LIMITS } from './phrase-rules.ts';
import type { ModelView, PhraseRule } from './phrase-view.ts';
import type { Claim } from './report-table.ts';
import { isGraded } from './score-matrix.ts';
import type { RankRow } from './standings.ts';

export const FINDING_LIMITS = {
  /** Findings are told of the models of these ranks. */
  top: 5,
  /** Most findings a model. */
  most: 6,
  /** "On every task": this share of its points on each. */
  strongShare: 0.8,
};

/** What a finding is made from: the model, every ranked row, and those of the top. */
export interface TopView extends ModelView {
  row: RankRow;
  all: RankRow[];
  top: RankRow[];
}

export interface FindingRule extends Omit<PhraseRule, 'find'> {
  find(view: TopView): Claim[];
}

export const FINDINGS: FindingRule[] = [
  { rule: 'its place: alone, shared, or points behind the first', most: 1, find: place },
  { rule: 'the only model to pass a check', most: 2, find: onlyPass },
  {
    rule: `the best score of a task, shared by ${LIMITS.mostSharing} at most`,
    most: 2,
    find: (view) => byTask(view, 'above', { ...LIMITS, farPoints: Number.POSITIVE_INFINITY }),
  },
  {
    rule: `${FINDING_LIMITS.strongShare * 100} % of the points or more on every task, or on every task but one`,
    most: 1,
    find: strongEverywhere,
  },
  {
    rule: 'the fastest local model of the top, or of all ranked',
    most: 1,
    find: (view) =>
      least(
        view,
        'fastest',
        (row) => row.avgWallMs,
        (ms) => `${formatSeconds(ms)} an answer`,
      ),
  },
  {
    rule: 'the smallest local model of the top, or of all ranked',
    most: 1,
    find: (view) =>
      least(
        view,
        'smallest',
        (row) => row.sizeBytes,
        (bytes) => `${formatGib(bytes)} GiB`,
      ),
  },
];

function place({ row, all }: TopView): Claim[] {
  const equals = all.filter((one) => one.points === row.points && one.model !== row.model);
  const ahead = all[0]!.points - row.points;
  if (all.length < 2) return [];
  const names = equals.length > 2 ? `${equals.length} others` : equals.map((one) => one.model).join(', ');
  const shared = equals.length === 0 ? '' : `shares rank ${row.rank} with ${names}`;
  const behind =
    ahead === 0 ? '' : `${formatPoints(roundNoise(ahead))} of ${row.maxPoints} points behind the first`;
  const alone = shared === '' && behind === '' ? `first of ${all.length} ranked models` : '';
  const text = [alone, shared, behind].filter((word) => word !== '').join(', ');
  const others = [...equals.slice(0, 2), ...(ahead === 0 ? [] : [all[0]!])];
  const evidence = [row, ...others].map(({ model }) => ({ model }));
  return [{ text, evidence }];
}

function onlyPass({ row, checks }: TopView): Claim[] {
  return checks
    .filter(
      ({ mark, field }) =>
        field.models >= ENOUGH.models && field.passing === 1 && mark.passed === mark.samples,
    )
    .sort((a, b) => b.mark.maxPoints - a.mark.maxPoints)
    .map(({ field }) => ({
      text: `only model of ${field.models} to pass ${field.check} (${field.label}: ${field.title})`,
      evidence: [{ model: row.model, task: field.task, check: field.check }],
    }));
}

function strongEverywhere({ row, tasks }: TopView): Claim[] {
  const cells = row.cells
    .flatMap((cell, i) => (isGraded(cell) ? [{ ...cell, task: tasks[i]! }] : []))
    .map(({ points, maxPoints, task }) => ({ share: divide(points, maxPoints) ?? 0, points, task }))
    .sort((a, b) => a.share - b.share);
  if (cells.length < ENOUGH.tasks) return [];
  const [lowest, next] = [cells[0]!, cells[1]!];
  if (next.share < FINDING_LIMITS.strongShare) return [];
  const isAll = lowest.share >= FINDING_LIMITS.strongShare;
  const floor = `${Math.floor((isAll ? lowest : next).share * 100 + 1e-6)} %`;
  const points = floor === '100 %' ? 'all points' : `at least ${floor} of the points`;
  const but = isAll
    ? ''
    : ` but ${lowest.task.label} (${formatPoints(lowest.points)} of ${formatPoints(lowest.task.maxPoints)})`;
  return [
    {
      text: `${points} on ${everyTask(cells.length < row.cells.length)}${but}`,
      evidence: [{ model: row.model }, ...(isAll ? [] : [{ model: row.model, task: lowest.task.task }])],
    },
  ];
}

function least(
  { row, all, top }: TopView,
  word: string,
  read: (row: RankRow) => number | null,
  show: (value: number) => string,
): Claim[] {
  const own = row.reference ? null : read(row);
  if (own === null) return [];
  const first = (rows: RankRow[]) => {
    const others = rows.filter((one) => !one.reference && one.model !== row.model && read(one) !== null);
    return others.length > 0 && others.every((one) => read(one)! > own);
  };
  const among = first(all)
    ? `all ${all.filter((one) => !one.reference).length} ranked local models`
    : 'the top';
  if (!first(top)) return [];
  return [{ text: `${word} of ${among} (${show(own)})`, evidence: [{ model: row.model }] }];
}
