/** Verdicts on the rate limiter. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import {
  allRequests,
  approachOf,
  isLockedWhileServing,
  lifeOf,
  limitOf,
  limitsOf,
  tooMany,
} from './approach.ts';
import { haltedMs } from './halts.ts';
import type { Observed } from './observe.ts';
import type { Limits, Request } from './observed.ts';
import { findExcess, findLost, findWrongRefusal, isRefused, isServed, LIMIT } from './rate.ts';
import { fail, failFor, judgeFaults, pass } from './verdicts.ts';

export const limitChecks: Check<Observed>[] = [
  {
    id: 'limit-burst',
    title: 'Ten requests at once are served, the eleventh gets 429',
    maxPoints: 2,
    judge: (observed) => withLimiter(observed, judgeBursts, triesByTree(observed)),
  },
  {
    id: 'limit-per-client',
    title: 'A client is the address of its connection, and no other client counts',
    maxPoints: 1,
    judge: (observed) => withLimiter(observed, judgeClients),
  },
  {
    id: 'limit-recovery',
    title: 'After a second a client has its ten again',
    maxPoints: 1,
    judge: (observed) => withLimiter(observed, judgeRecovery),
  },
  {
    id: 'limit-steady',
    title: 'A steady 10 a second pass, and 10 of a steady 20',
    maxPoints: 1,
    judge: (observed) =>
      withLimiter(observed, (limits, spare) =>
        judgeFaults(
          [limits.steady, limits.fast].flatMap((records) => [
            findLost(records),
            findWrongRefusal(records, allRequests(limits)),
            findExcess(records, spare),
          ]),
        ),
      ),
  },
  {
    id: 'limit-edges',
    title: 'No twenty requests at once around the edge of a window',
    maxPoints: 1,
    judge: (observed) =>
      withLimiter(observed, ({ clientEdges, commonEdges }) =>
        judgeFaults([tooMany(clientEdges), tooMany(commonEdges)]),
      ),
  },
  {
    id: 'concurrent',
    title: 'A request that takes long does not hold up others',
    maxPoints: 1,
    judge: judgeConcurrency,
  },
];

/** Without a limiter nothing is limited wrongly, which is no merit. */
function withLimiter(
  observed: Observed,
  judge: (limits: Limits, spare: number) => Verdict,
  points = 0,
): Verdict {
  const limits = limitsOf(observed);
  if (limits === null) return failFor(observed, points);
  return limitOf(observed) === 'missing'
    ? fail('no request was ever refused')
    : judge(limits, spareFor(observed));
}

/** What a window lets through around its edge is one mistake, wherever a burst happens to meet the edge. */
function spareFor(observed: Observed): number {
  const approach = approachOf(observed);
  return approach === 'counter per client' || approach === 'global reset' ? LIMIT : 1;
}

/** Of an answer that does not compile only the tree can tell that it tried. */
function triesByTree({ facts }: Observed): number {
  return facts.uses.has('http.StatusTooManyRequests') ? 1 : 0;
}

function judgeBursts({ bursts, sneaked, neighbour }: Limits, spare: number): Verdict {
  // The first one ran alone: only its refusals cannot be others' fault.
  const wrong = [
    findWrongRefusal(bursts[0]!),
    ...bursts.map((burst) => findLost(burst) ?? findExcess(burst, spare)),
  ];
  const status = bursts.flat().find((request) => isRefused(request) && request.status !== 429)?.status;
  const first = bursts.find((burst) => burst.some(isRefused));
  if (status !== undefined) return fail(`refused with ${status}, not 429`);
  if (first === undefined) return fail('none of the bursts was refused');
  if (isRefused(sneaked) && neighbour.some(({ body }) => body?.includes('sneaked in')))
    return fail('a refused request reached its handler');
  // A bucket that is filled by ticks may give one more in one of them.
  const sudden = bursts.filter(isSudden);
  const isExact = sudden.length === 0 || sudden.some((burst) => findExcess(burst, 0) === null);
  const served = bursts.map((burst) => burst.filter(isServed).length).join(', ');
  return judgeFaults([...wrong, isExact ? null : `each burst had more than ${LIMIT} served: ${served}`]);
}

/** Within less time than it takes a right limiter to give one more. */
function isSudden(burst: Request[]): boolean {
  const served = burst.filter(isServed);
  const endMs = Math.max(...served.map(({ receivedMs }) => receivedMs!));
  return served.length >= LIMIT && endMs - Math.min(...served.map(({ sentMs }) => sentMs)) < SUDDEN_MS;
}

const SUDDEN_MS = 95;

function judgeClients({ neighbour, apart, forged }: Limits, spare: number): Verdict {
  return judgeFaults([
    findLost([...neighbour, ...apart, ...forged]),
    findWrongRefusal(neighbour),
    findExcess(apart, spare),
    withForgedHeaders(findExcess(forged, spare)),
  ]);
}

function withForgedHeaders(excess: string | null): string | null {
  return excess && `with forged headers ${excess}`;
}

/** A bucket that is filled by ticks of 100 ms has three to lose here. */
const SPARE_MS = 250;
const TICK_MS = 100;

function judgeRecovery(limits: Limits, spare: number): Verdict {
  const { between, after } = limits.recovered;
  const all = [...limits.bursts[0]!, ...between, ...after];
  const others = allRequests(limits);
  const again = after.slice(0, LIMIT).filter(isServed).length;
  const lostMs = Math.max(0, haltedMs(others, all[0]!.sentMs, after[0]!.sentMs) - SPARE_MS);
  const due = LIMIT - Math.ceil(lostMs / TICK_MS);
  return judgeFaults([
    findLost(all),
    again < due ? `a second after its last request ${again} of ${LIMIT} were served` : null,
    findWrongRefusal(all, others),
    findExcess(all, spare),
  ]);
}

function judgeConcurrency(observed: Observed): Verdict {
  const life = lifeOf(observed);
  if (life === null) return failFor(observed);
  if (limitOf(observed) === 'missing') return fail('not counted: there is no limiter that could hold it up');
  if (isLockedWhileServing(observed))
    return fail('while one request was in its handler, no other was served');
  const { slow } = life;
  if (!slow.isHeld) return fail('POST /notes never read its body');
  // One that is refused was not held up either.
  const wrong = [slow.finished, ...slow.others].find(({ status }) => status === null || status >= 500);
  return wrong
    ? fail(`${wrong.method} ${wrong.path} from ${wrong.client}: ${wrong.status ?? wrong.error}`)
    : pass('served at once');
}
