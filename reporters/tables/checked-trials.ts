/** Trials with rubrics of several checks, for tests of the phrases about checks. */
import type { Trial } from '../../benchmarks/trial.ts';
import { makeTrial, type TrialFacts } from '../fixtures.ts';

/** Points of each check by id, of as many as `most` says; `withheld`: the check passed, a cap took its points. */
export type Checks = Record<string, { points: number; most: number; withheld?: boolean }>;

export function checkedTrial(facts: TrialFacts, checks: Checks): Trial {
  const trial = makeTrial(facts);
  return {
    ...trial,
    outcome: {
      state: 'graded',
      score: {
        points: 0,
        maxPoints: 20,
        checks: Object.entries(checks).map(([id, { points, most, withheld = false }]) => ({
          ...{ id, title: `says ${id}`, points, maxPoints: most },
          ...{
            passed: withheld || points === most,
            detail: withheld ? `fine [${most - points} withheld, 12 in all at most (a-cap): why]` : '',
          },
        })),
        facts: [],
      },
    },
  };
}

/** A rubric of 20 points: `lost` names the checks that are lost. */
export function rubricTrial(facts: TrialFacts, lost: string[] = []): Trial {
  const most = { loads: 10, edges: 4, details: 4, tidy: 1, concise: 1 };
  return checkedTrial(
    facts,
    Object.fromEntries(
      Object.entries(most).map(([id, points]) => [
        id,
        { points: lost.includes(id) ? 0 : points, most: points },
      ]),
    ),
  );
}
