/** A comparison -> sentences: what changed, whether it is more than noise, and what counts as a regression. Pure. */
import { signed } from './check-changes.ts';
import { isOnRecord } from './compare-marks.ts';
import type { CompareRow, CompareTotal, Comparison } from './comparison.ts';
import type { Verdict } from './noise.ts';
import { mean } from './numbers.ts';

const STATE_WORDS: Record<CompareRow['state'], string> = {
  rose: 'rose',
  fell: 'fell',
  same: 'stayed the same',
  'newly-failed': 'newly failed',
  'no-result': 'without a result now',
  'newly-graded': 'newly graded',
  'still-failed': 'still without points',
  gone: 'gone',
  new: 'new',
};

/** `differences` are those of the rows that are graded in both, `overall` the verdict on them. */
export function statementOf(
  rows: CompareRow[],
  totals: CompareTotal[],
  differences: number[],
  overall: Verdict,
): string {
  if (rows.length === 0) return 'No result of a model and a task is in these runs.';
  const counts = Object.entries(STATE_WORDS)
    .map(([state, words]) => ({ count: rows.filter((row) => row.state === state).length, words }))
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count} ${words}`);
  return [
    `Of ${rows.length} results (a model and a task each): ${counts.join(', ')}.`,
    noiseSentence(differences, overall),
    markSentence(rows),
    recordSentence(totals),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function markSentence(rows: CompareRow[]): string {
  const marked = rows.filter(({ marks }) => marks.length > 0).length;
  return marked === 0 ? '' : `Marked as not comparable: ${marked} of them.`;
}

function recordSentence(totals: CompareTotal[]): string {
  const unsure = totals.filter(
    ({ before, after }) => before && after && !(isOnRecord(before.trials) && isOnRecord(after.trials)),
  );
  if (unsure.length === 0) return '';
  return `Prompt, rubric, model file or arguments are not on record in both runs for ${unsure.length} of ${totals.length} models: where a mark is missing there, nobody knows.`;
}

function noiseSentence(differences: number[], { state, why }: Verdict): string {
  if (differences.length === 0) return 'No result is graded in both.';
  if (state === 'equal') return 'Nothing rose or fell.';
  const average = signed(Math.round(mean(differences)! * 100) / 100);
  return `On average ${average} points a result graded in both: ${state} (${why}; results taken as independent).`;
}

/**
 * Why `after` is worse than its baseline: a model that is gone, a result that failed or is missing, a total over the
 * tasks graded in both that fell by more than `tolerance` points. What was not asked is no regression.
 */
export function regressions({ rows, totals }: Comparison, tolerance: number): string[] {
  const gone = totals.filter(({ state }) => state === 'gone').map(({ model }) => `${model} is gone`);
  const failed = rows
    .filter(({ state }) => state === 'newly-failed' || state === 'no-result')
    .map(
      ({ model, task, before, after }) => `${model} / ${task}: had ${before.text} points, now ${after.text}`,
    );
  const fallen = totals
    .filter(({ delta }) => delta !== null && -delta > tolerance + 1e-9)
    .map(
      ({ model, delta, tasks }) =>
        `${model}: ${signed(delta!)} points over ${tasks.length === 1 ? 'the task' : `the ${tasks.length} tasks`} graded in both`,
    );
  return [...gone, ...failed, ...fallen];
}
