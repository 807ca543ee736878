/** How facts become tables: a rule a line, by the values that a task tells, never by the task's name. */

/** What a fact of a repair may say. A fact with these values alone is a bug. */
export const REPAIR_VALUES = { done: 'fixed', half: 'partial', not: 'missed' };

/** Values that say yes, partly and no; any other value beside a 'no' says how it was done, which is a yes. */
export const YES_VALUES = new Set([
  'fixed',
  'present',
  'kept',
  'added',
  'unified',
  'simplified',
  'shorter',
  'yes',
]);
export const PARTLY_VALUES = new Set(['partial', 'broken']);
export const NO_VALUES = new Set(['missed', 'missing', 'left', 'longer', 'none', 'no']);

/** Least share of the answers that fixed a bug, for a word; the first that holds counts. */
export const DIFFICULTIES: { leastShare: number; word: string }[] = [
  { leastShare: 0.9, word: 'Easy' },
  { leastShare: 0.5, word: 'Medium' },
  { leastShare: 0, word: 'Hard' },
];

export const DIFFICULTY_RULE =
  'Difficulty: Easy when at least 90 % of the answers of which it can be told fixed the bug, Medium from 50 %, Hard below. Half fixed is not fixed.';

export type FactKind = 'bug' | 'tally' | 'approach';

/**
 * bug: fixed or not. tally: there or not, and how. approach: ways that are all an answer. What everybody missed looks
 * alike, so only what is named a bug is taken for one then.
 */
export function kindOfFact(values: string[], name: string): FactKind {
  const isRepair = values.every((value) => Object.values(REPAIR_VALUES).includes(value));
  if (isRepair && (values.includes(REPAIR_VALUES.done) || /\bbug\b/i.test(name))) return 'bug';
  const isKnown = (value: string) =>
    YES_VALUES.has(value) || PARTLY_VALUES.has(value) || NO_VALUES.has(value);
  return values.some((value) => NO_VALUES.has(value)) || values.every(isKnown) ? 'tally' : 'approach';
}
