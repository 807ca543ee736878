/** The published notes as limits on the sum: one broken export 12, longer code 10, the usual answer 13 to 14, good ones 16. */
import type { Cap } from '../../rubric/rubric.ts';
import type { BehaviourCheck } from './case.ts';
import { checks } from './checks.ts';
import { behaviourFaults, isStillTheModule, MAIN_BEHAVIOUR } from './faults.ts';
import { cloneShare, isLonger } from './judge-source.ts';
import type { Observations } from './observe.ts';

type KitCap = Cap<Observations>;

/** A file that only moves words around. */
const UNTOUCHED_CLONES = 0.9;
/** Gaps that leave a good answer, "correct with minor imperfections". */
const GAPS = ['details', 'should-log', 'duplication', 'array-methods', 'modern-syntax', 'length'];

export const caps: KitCap[] = [
  {
    id: 'another-module',
    maxPoints: 4,
    applies: (seen) => (isStillTheModule(seen) ? null : 'too little of the module works'),
  },
  { id: 'not-refactored', maxPoints: 3, applies: notRefactored },
  // One export broken 12, two 10, ...
  ...[12, 10, 8, 6].map((maxPoints, index) => ({
    id: `broken-${index + 1}`,
    maxPoints,
    applies: (seen: Observations) => (breaks(seen).length > index ? breaks(seen).join(', ') : null),
  })),
  {
    id: 'longer',
    maxPoints: 10,
    applies: (seen) => (isLonger(seen) ? `${seen.facts.tokens} tokens, ${seen.facts.codeLines} lines` : null),
  },
  {
    id: 'log-functions-left',
    maxPoints: 12,
    applies: (seen) => (failed(seen, 'log-functions') ? 'the log functions are still four' : null),
  },
  { id: 'much-duplication-left', maxPoints: 13, applies: (seen) => duplicationAbove(seen, 0.35) },
  { id: 'duplication-left', maxPoints: 14, applies: (seen) => duplicationAbove(seen, 0.2) },
  {
    id: 'weakened-types',
    maxPoints: 14,
    applies: ({ facts: { weakened } }) => (weakened.length > 0 ? weakened.slice(0, 3).join('; ') : null),
  },
  // 16, 15, 14, 13: good, with imperfections.
  ...[16, 15, 14, 13].map((maxPoints, index) => ({
    id: `gaps-${index + 1}`,
    maxPoints,
    applies: (seen: Observations) => (gaps(seen).length > index ? gaps(seen).join(', ') : null),
  })),
];

/** What no longer works for those who use the module. */
function breaks(seen: Observations): string[] {
  const { lostExports, typeErrors } = seen.compiled;
  const lost = lostExports.map(({ name }) => name);
  const changed = lostExports.filter(({ why }) => !becameAny(why));
  // An export that is gone does not break its behaviour a second time.
  const faultsOf = (check: BehaviourCheck): string[] =>
    behaviourFaults(seen, check).flatMap(({ of }) => (lost.includes(of) ? [] : [of]));
  const wrong = MAIN_BEHAVIOUR.filter((check) => faultsOf(check).length > 0);
  const knownWrong = wrong.flatMap(faultsOf);
  return [
    ...changed.map(({ name }) => name),
    // Callers still compile, unchecked: once, however many they are.
    ...(changed.length < lostExports.length ? ['exports of type any'] : []),
    ...wrong,
    ...(faultsOf('rare-inputs').some((of) => !knownWrong.includes(of)) ? ['rare-inputs'] : []),
    // Nobody can build with it as it is.
    ...(typeErrors.length > 0 ? ['errors under strict', 'no build'] : []),
  ];
}

function becameAny(why: string): boolean {
  return why.includes('"any"');
}

function notRefactored(seen: Observations): string | null {
  const isAsLong = seen.facts.tokens > 0.95 * seen.starter.facts.tokens;
  return isAsLong && cloneShare(seen) > UNTOUCHED_CLONES ? 'the duplication is all there' : null;
}

function duplicationAbove(seen: Observations, share: number): string | null {
  return cloneShare(seen) > share
    ? `${Math.round(100 * cloneShare(seen))} % of the duplication is left`
    : null;
}

function gaps(seen: Observations): string[] {
  return GAPS.filter((id) => failed(seen, id));
}

function failed(seen: Observations, id: string): boolean {
  return !checks.find((check) => check.id === id)!.judge(seen).passed;
}
