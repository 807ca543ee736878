/** Is a difference between two sets of answers more than noise? Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { formatPoints, isNumber, mean, sum } from './numbers.ts';
import { trialPoints } from './score-matrix.ts';
import { permutationTest, signTest, welchMargin } from './statistics.ts';

/** What counts as more than noise; printed with every verdict. */
export const NOISE_RULE = {
  level: 0.05,
  sentence:
    'More than noise: with several samples, the difference exceeds the 95 % interval from the spread of the samples (Welch); else a sign-flip permutation test over the tasks gives p < 0.05. With 5 tasks or fewer no difference can reach that, and of twenty differences that are nothing but noise one passes.',
};

export interface Verdict {
  state: 'more than noise' | 'within noise' | 'equal' | 'unknown';
  /** The test and its figures, for brackets. */
  why: string;
}

/** `differences`: a figure a task, in points, of the tasks that both completed. */
export function judgeDifference(
  differences: number[],
  before: number[][] = [],
  after: number[][] = [],
  noun = 'task',
): Verdict {
  const count = counted(differences.length, noun);
  if (differences.length === 0) return { state: 'unknown', why: `no ${noun} was completed by both` };
  if (differences.every((d) => Math.abs(d) < 1e-9)) return { state: 'equal', why: `${count} alike` };
  const delta = sum(differences);
  const margin = welchMargin(totals(after), totals(before));
  if (margin !== null && margin > 0) {
    const why = `95 % interval ±${formatPoints(Math.round(margin * 10) / 10)} points from ${samplesText(before, after)}`;
    return { state: Math.abs(delta) > margin ? 'more than noise' : 'within noise', why };
  }
  const p = permutationTest(differences);
  const why = `permutation test over ${count}, p ${formatChance(p)}; sign test, p ${formatChance(signTest(differences))}`;
  return { state: p < NOISE_RULE.level ? 'more than noise' : 'within noise', why };
}

/** [sample][task] -> a total a sample. */
function totals(samples: number[][]): number[] {
  return samples.map((points) => sum(points));
}

function samplesText(before: number[][], after: number[][]): string {
  return before.length === after.length
    ? `${after.length} samples each`
    : `${before.length} and ${after.length} samples`;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function formatChance(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** Points by sample and task, of the samples that are graded for each of the tasks. */
export function samplePoints(trials: Trial[], tasks: string[]): number[][] {
  const bySample = [...Map.groupBy(trials, ({ sample }) => sample).values()];
  return bySample
    .map((own) =>
      tasks.map((task) =>
        mean(
          own
            .filter((t) => t.task === task)
            .map(trialPoints)
            .filter(isNumber),
        ),
      ),
    )
    .filter((points) => points.every(isNumber));
}
