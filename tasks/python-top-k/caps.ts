/** The published notes as limits on the sum: Counter 2, wrong output 5 to 8, sorting everything at most 12. */
import type { Cap } from '../../rubric/rubric.ts';
import { checks, runs } from './checks.ts';
import { lengthOf } from './length.ts';
import type { Observed } from './observed.ts';
import { rightChoices } from './seen-cases.ts';

/** Demands of the prompt beside the algorithm; an excellent answer meets all of them. */
const DEMANDS = ['type-hints', 'k-zero', 'k-beyond', 'empty-input', 'any-integer', 'input-untouched'];

export const caps: Cap<Observed>[] = [
  {
    id: 'uses-counter',
    maxPoints: 2,
    applies: (seen) => (failed(seen, 'no-counter') ? 'Counter is forbidden' : null),
  },
  { id: 'broken', maxPoints: 4, applies: (seen) => (runs(seen) ? null : 'it never gave elements back') },
  {
    id: 'never-right',
    maxPoints: 6,
    applies: (seen) => (rightChoices(seen).length === 0 ? 'no ordinary input gave the right elements' : null),
  },
  {
    id: 'often-wrong',
    maxPoints: 7,
    applies: (seen) => (failed(seen, 'right-elements') ? 'some ordinary inputs gave wrong elements' : null),
  },
  {
    id: 'wrong-output',
    maxPoints: 8,
    applies: (seen) => reason(seen, ['tie-break', 'sorted-result', 'list-of-int']),
  },
  // 12 when nothing else is missing, one less for each demand that is, not below 9: it works.
  ...[0, 1, 2, 3].map((gaps) => ({
    id: gaps === 0 ? 'too-much-work' : `too-much-work-and-gaps-${gaps}`,
    maxPoints: 12 - gaps,
    applies: (seen: Observed) =>
      failed(seen, 'growth') && gapsOf(seen).length >= gaps ? ['growth', ...gapsOf(seen)].join(', ') : null,
  })),
  // 16, 15, 14, 13: good, with imperfections.
  ...[1, 2, 3, 4].map((gaps) => ({
    id: `gaps-${gaps}`,
    maxPoints: 17 - gaps,
    applies: (seen: Observed) => (gapsOf(seen).length >= gaps ? gapsOf(seen).join(', ') : null),
  })),
];

/** Printing and needless length are demands, too; what else `clean` and `concise` cost is their point. */
function gapsOf(seen: Observed): string[] {
  const { times, most } = lengthOf(seen);
  return [
    ...DEMANDS.filter((id) => failed(seen, id)),
    ...(seen.printed === '' ? [] : ['it prints']),
    ...(times > most.good ? [`${times.toFixed(1)} times the reference`] : []),
    ...(times > most.long ? ['far too long'] : []),
  ];
}

function reason(seen: Observed, ids: string[]): string | null {
  return ids.filter((id) => failed(seen, id)).join(', ') || null;
}

function failed(seen: Observed, id: string): boolean {
  return !checks.find((check) => check.id === id)!.judge(seen).passed;
}
