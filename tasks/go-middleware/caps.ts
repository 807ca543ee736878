/** The published notes as limits on the sum: a missing feature 12, the approach 10 to 15, minor gaps 16 and less. */
import type { Cap } from '../../rubric/rubric.ts';
import { approachOf, limitOf, limitsOf, loggingOf, shutdownOf } from './approach.ts';
import { checks } from './checks.ts';
import type { Observed } from './observe.ts';
import { findExcess, findWrongRefusal, isServed, LIMIT } from './rate.ts';

/** Right answers have none of these; each is a thing that a user of the server meets. */
const GAPS = [
  ...[
    'existing-routes',
    'streaming',
    'log-lines',
    'log-details',
    'log-refused',
    'limit-burst',
    'limit-per-client',
  ],
  ...['limit-recovery', 'limit-steady', 'shutdown-refuses', 'shutdown-exit', 'memory'],
];
/** Beside another one, these count as gaps as well. */
const NITS = ['tidy', 'concise'];

export const caps: Cap<Observed>[] = [
  cap('does-not-compile', 4, (seen) =>
    seen.compileError !== null && !wasMended(seen) ? 'it does not compile' : null,
  ),
  cap('compiles-after-mends', 11, (seen) => (wasMended(seen) ? seen.mends.join('; ') : null)),
  ...[12, 8, 4].map((most, index) =>
    cap(`features-missing-${index + 1}`, most, (seen) => {
      const missing = missingFeatures(seen);
      return missing.length > index ? `missing or broken: ${missing.join(', ')}` : null;
    }),
  ),
  cap('ticker', 10, (seen) => (approachOf(seen) === 'ticker' ? 'a request waits for a tick' : null)),
  cap('stops-answering', 6, (seen) =>
    limitsOf(seen)?.neighbour.every(({ status }) => status === null)
      ? 'it hangs after the first refusal'
      : null,
  ),
  cap('never-recovers', 10, whyNeverAgain),
  cap('lock-while-serving', 12, (seen) =>
    approachOf(seen) === 'lock while serving' ? 'one request at a time' : null,
  ),
  cap('data-race', 12, (seen) => (failed(seen, 'race-clean') ? 'the race detector finds something' : null)),
  cap('not-per-client', 12, whyNotPerClient),
  ...[0, 1, 2].flatMap((others) => [
    cap(`counter-per-client-${others}`, Math.max(13, 15 - others), (seen) =>
      window(seen, 'counter per client', others),
    ),
    cap(`global-reset-${others}`, Math.max(13, 14 - others), (seen) => window(seen, 'global reset', others)),
  ]),
  ...[16, 15, 14, 13].map((most, index) =>
    cap(`gaps-${index + 1}`, most, (seen) => {
      const gaps = failedOf(seen, GAPS);
      return gaps.length > 0 && gaps.length + failedOf(seen, NITS).length > index ? gaps.join(', ') : null;
    }),
  ),
  cap('not-what-was-asked', 16, (seen) => (failed(seen, 'concise') ? 'needlessly long or rewritten' : null)),
];

function cap(id: string, maxPoints: number, applies: Cap<Observed>['applies']): Cap<Observed> {
  return { id, maxPoints, applies };
}

function wasMended({ session, mends }: Observed): boolean {
  return mends.length > 0 && typeof session !== 'string' && session.build.programs.plain.exitCode === 0;
}

function missingFeatures(seen: Observed): string[] {
  const features = {
    logging: loggingOf(seen),
    'rate limit': limitOf(seen),
    'graceful shutdown': shutdownOf(seen),
  };
  const names = Object.entries(features).flatMap(([name, state]) => (state === 'missing' ? [name] : []));
  const isCut = shutdownOf(seen) !== 'missing' && failed(seen, 'shutdown-in-flight');
  return isCut ? [...names, 'graceful shutdown'] : names;
}

/** One limit for all, or none for whoever opens new connections, is not the limit that was asked for. */
function whyNotPerClient(seen: Observed): string | null {
  const limits = limitsOf(seen);
  if (limits === null || limitOf(seen) !== 'present') return null;
  return findWrongRefusal(limits.neighbour) ?? findExcess(limits.apart, LIMIT);
}

function whyNeverAgain(seen: Observed): string | null {
  const limits = limitsOf(seen);
  if (limits === null || limitOf(seen) !== 'present' || findWrongRefusal(limits.neighbour)) return null;
  return limits.recovered.after.some(isServed) ? null : 'who was refused once is refused for ever';
}

function window(seen: Observed, approach: string, others: number): string | null {
  if (approachOf(seen) !== approach) return null;
  const gaps = failedOf(seen, [...GAPS, ...NITS]);
  return gaps.length >= others ? [approach, ...gaps].join(', ') : null;
}

function failedOf(seen: Observed, ids: string[]): string[] {
  return ids.filter((id) => failed(seen, id));
}

const verdicts = new WeakMap<Observed, Map<string, boolean>>();

/** Kept, because every cap asks. */
function failed(seen: Observed, id: string): boolean {
  let known = verdicts.get(seen);
  if (!known) {
    known = new Map(checks.map((check) => [check.id, !check.judge(seen).passed]));
    verdicts.set(seen, known);
  }
  return known.get(id)!;
}
