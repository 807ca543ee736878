/** Checks count by the point; the caps put an answer into the report's band for its worst gap. */
import type { Cap, Rubric } from '../../rubric/rubric.ts';
import { checks, failedInRareCasesOnly, importedModules, timesTheReference } from './checks.ts';
import { type Observations, observe } from './observe.ts';

/** Without one of these a client fails on streams that servers really send: 9 to 12, "functional with notable gaps". */
const NOTABLE = ['multi-line-data', 'event-types', 'crlf', 'cut-anywhere', 'live-delivery'];

/** The report gave 13 to a client that has this gap and no other; with another it is as notable as the rest. */
const NOTABLE_BESIDE_OTHERS = { id: 'multi-line-data', alone: 13 };

/** Length is judged in three steps: a little too long costs the point of `concise` alone, more is an imperfection, the last one two. */
const TOO_LONG = { check: 'concise', minorFrom: 2, farFrom: 3, farMost: 14 };

/** "From scratch and without dependencies": it does not load in a browser, so it is not what was asked for. */
const WITH_IMPORTS = 12;

/** Without one of these it is 13 to 16, "correct with minor imperfections"; they add up. */
const MINOR = [
  'last-event-id',
  'id-with-nul',
  'retry',
  'comments',
  'field-lines',
  'empty-and-unfinished',
  'lone-cr',
  'utf-8',
  'end-and-error',
  'close',
  TOO_LONG.check,
];

const rubric: Rubric<Observations> = {
  observe,
  checks,
  caps: [
    ...capsFor('notable-gaps', NOTABLE, [12, 10, 8]),
    {
      id: NOTABLE_BESIDE_OTHERS.id,
      maxPoints: NOTABLE_BESIDE_OTHERS.alone,
      applies: (observed) => (isAlone(observed) ? `${NOTABLE_BESIDE_OTHERS.id} failed` : null),
    },
    ...capsFor('imperfections', MINOR, [16, 15, 14, 13]),
    {
      id: 'far-too-long',
      maxPoints: TOO_LONG.farMost,
      applies: (observed) =>
        timesTheReference(observed) > TOO_LONG.farFrom
          ? `${timesTheReference(observed).toFixed(1)} times the reference`
          : null,
    },
    {
      id: 'imports',
      maxPoints: WITH_IMPORTS,
      applies: (observed) => importedModules(observed).join(', ') || null,
    },
  ],
};

export default rubric;

/** At most `most[n - 1]` points for n failed checks; more failures than that change nothing further. */
function capsFor(id: string, ids: string[], most: number[]): Cap<Observations>[] {
  return most.map((maxPoints, index) => ({
    id: `${id}-${index + 1}`,
    maxPoints,
    applies: (observed) => {
      if (isAlone(observed)) return null;
      const failed = failedChecks(observed).filter((check) => ids.includes(check));
      return failed.length > index ? `${failed.join(', ')} failed` : null;
    },
  }));
}

function isAlone(observed: Observations): boolean {
  const graded = failedChecks(observed).filter((id) => [...NOTABLE, ...MINOR].includes(id));
  return graded.length === 1 && graded[0] === NOTABLE_BESIDE_OTHERS.id;
}

const failures = new WeakMap<Observations, string[]>();

/** Kept, because every cap asks. */
function failedChecks(observed: Observations): string[] {
  const known = failures.get(observed);
  if (known) return known;
  const failed = checks
    .filter((check) => !check.judge(observed).passed && !costsItsPointOnly(observed, check.id))
    .map((check) => check.id);
  failures.set(observed, failed);
  return failed;
}

function costsItsPointOnly(observed: Observations, id: string): boolean {
  if (id === TOO_LONG.check) return timesTheReference(observed) <= TOO_LONG.minorFrom;
  return failedInRareCasesOnly(observed, id);
}
