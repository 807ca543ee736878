/** Where an answer does something else than the starter did. Pure. */
import type { BehaviourCheck } from './case.ts';
import { CASES } from './cases.ts';
import { tellDifference, tellLoss } from './evidence.ts';
import type { Observations } from './observe.ts';

export interface Fault {
  /** The export that was used. */
  of: string;
  /** Only when it is asked for: most faults are only counted. */
  tell: () => string;
}

/** One a case. */
export function behaviourFaults(observed: Observations, check: BehaviourCheck): Fault[] {
  const { behaviour, starter } = observed;
  return CASES.filter((one) => one.check === check).flatMap((one) => {
    const expected = starter.outcomes.get(one)!;
    const got = behaviour.outcomes.get(one) ?? null;
    if (got === expected) return [];
    const tell = () =>
      got === null
        ? tellLoss(one, behaviour.load.why || 'the process ended or hung')
        : tellDifference(one, expected, got);
    return [{ of: one.of, tell }];
  });
}

export const MAIN_BEHAVIOUR: BehaviourCheck[] = [
  'logger-behaviour',
  'cache-behaviour',
  'request-behaviour',
  'pipeline-behaviour',
];

/** Beyond these it is another module, or hardly one that works. */
const MOST_LOST_EXPORTS = 11;
const MOST_WRONG = 0.5;

/** Only of such a file does its form say how well it was refactored. */
export function isStillTheModule(observed: Observations): boolean {
  const cases = CASES.filter(({ check }) => MAIN_BEHAVIOUR.includes(check));
  const wrong = MAIN_BEHAVIOUR.flatMap((check) => behaviourFaults(observed, check));
  return (
    observed.compiled.lostExports.length <= MOST_LOST_EXPORTS && wrong.length <= MOST_WRONG * cases.length
  );
}
