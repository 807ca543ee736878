/** Where an answer does something else than the starter did. Pure. */
import type { BehaviourCheck } from './case.ts';
import { CASES } from './cases.ts';
import type { Observations } from './observe.ts';

export interface Fault {
  /** The export that was used. */
  of: string;
  text: string;
}

/** One a case. */
export function behaviourFaults(observed: Observations, check: BehaviourCheck): Fault[] {
  const { behaviour, starter } = observed;
  return CASES.filter((one) => one.check === check).flatMap((one) => {
    const expected = starter.outcomes.get(one) ?? '';
    const got = behaviour.outcomes.get(one) ?? null;
    if (got === expected) return [];
    const text = got === null ? behaviour.load.why || 'the process ended or hung' : difference(expected, got);
    return [{ of: one.of, text }];
  });
}

/** Both from shortly before the place where they part. */
function difference(expected: string, got: string): string {
  const characters = [...expected];
  const at = characters.findIndex((character, index) => got[index] !== character);
  const from = Math.max(0, (at === -1 ? expected.length : at) - 40);
  return `expected …${expected.slice(from, from + 90)}…, got …${got.slice(from, from + 90)}…`;
}

export const MAIN_BEHAVIOUR: BehaviourCheck[] = [
  'logger-behaviour',
  'cache-behaviour',
  'request-behaviour',
  'pipeline-behaviour',
];

const MOST_LOST_EXPORTS = 4;
const LEAST_WORKING = 2;

/** Only of such a file does its form say how well it was refactored. */
export function isStillTheModule(observed: Observations): boolean {
  const working = MAIN_BEHAVIOUR.filter((check) => behaviourFaults(observed, check).length === 0);
  return observed.compiled.lostExports.length <= MOST_LOST_EXPORTS && working.length >= LEAST_WORKING;
}
