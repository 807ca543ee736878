/** Verdicts on the shutdown. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import { lifeOf, shutdownOf } from './approach.ts';
import type { Observed } from './observe.ts';
import type { Ended, Life } from './observed.ts';
import { fail, failFor, judgeFaults, pass } from './verdicts.ts';

export const shutdownChecks: Check<Observed>[] = [
  {
    id: 'shutdown-in-flight',
    title: 'On SIGTERM a request in flight is finished',
    maxPoints: 1,
    judge: (observed) => whenHandled(observed, judgeInFlight, triesByTree(observed)),
  },
  {
    id: 'shutdown-refuses',
    title: 'After SIGTERM no connection is accepted',
    maxPoints: 1,
    judge: (observed) => whenHandled(observed, judgeRefusal),
  },
  {
    id: 'shutdown-exit',
    title: 'It exits with status 0 after SIGTERM and SIGINT, with another if its port is taken',
    maxPoints: 1,
    judge: (observed) => whenHandled(observed, (life) => judgeExits(life, observed)),
  },
];

function whenHandled(observed: Observed, judge: (life: Life) => Verdict, points = 0): Verdict {
  const life = lifeOf(observed);
  if (life === null) return failFor(observed, points);
  return shutdownOf(observed) === 'missing' ? fail(`no shutdown: ${describeEnd(life.ended)}`) : judge(life);
}

function triesByTree({ facts }: Observed): number {
  return [...facts.uses].some((name) => name.endsWith('.Shutdown')) ? 1 : 0;
}

function judgeInFlight({ isHeldAtEnd, inFlight, endedBefore }: Life): Verdict {
  if (!isHeldAtEnd) return fail('POST /notes never read its body');
  if (endedBefore) return fail('it ended while a request was in flight');
  return inFlight.status === 201 && inFlight.body?.includes('held back')
    ? pass('it was finished')
    : fail(`it got ${inFlight.status ?? inFlight.error} ${JSON.stringify(inFlight.body ?? '').slice(0, 80)}`);
}

function judgeRefusal({ refusedMs, endedBefore }: Life): Verdict {
  if (endedBefore) return fail('it ended while a request was in flight');
  return refusedMs === null ? fail('connections are still accepted') : pass('refused');
}

function judgeExits({ ended }: Life, { session }: Observed): Verdict {
  if (typeof session === 'string') return fail(session);
  const { interrupt, races, takenPort } = session;
  return judgeFaults([
    wrongEnd('SIGTERM', ended),
    interrupt === null ? 'SIGINT was not sent' : wrongEnd('SIGINT', interrupt.ended),
    races?.isCutOff ? wrongEndWhenCutOff(races.ended) : null,
    takenPort === null ? null : wrongEndOnTakenPort(takenPort.ended),
  ]);
}

/** What the race detector ends programs with. */
const RACE_EXIT = 66;

/** One that still waits proves nothing: not every way to write ten seconds is made short for it. */
function wrongEndWhenCutOff(ended: Ended): string | null {
  return ended.isKilled || ended.exitCode === RACE_EXIT
    ? null
    : wrongEnd('SIGTERM, with a request that does not finish in time', ended);
}

function wrongEndOnTakenPort(ended: Ended): string | null {
  return ended.isKilled || ended.exitCode === 0
    ? `on a port that is taken it should end with another status than 0: ${describeEnd(ended)}`
    : null;
}

function wrongEnd(signal: string, ended: Ended): string | null {
  return ended.exitCode === 0 && !ended.isKilled ? null : `after ${signal}: ${describeEnd(ended)}`;
}

function describeEnd({ exitCode, signal, isKilled }: Ended): string {
  if (isKilled) return 'it did not end and was killed';
  return exitCode === null ? `ended by ${signal}` : `exit status ${exitCode}`;
}
