/** Which of the three features are there, and how the rate limiter works: from behaviour, and the tree where that cannot tell. */
import { countMentions, readLogLines } from './log-lines.ts';
import type { Observed } from './observe.ts';
import type { Life, Limits, Request } from './observed.ts';
import { findExcess, findWrongRefusal, isRefused, isServed, LIMIT } from './rate.ts';

export type Feature = 'present' | 'broken' | 'missing';

export function lifeOf({ session }: Observed): Life | null {
  return typeof session === 'string' ? null : session.life;
}

export function limitsOf({ session }: Observed): Limits | null {
  return typeof session === 'string' ? null : session.limits;
}

const FEW_LINES = 5;

export function loggingOf(observed: Observed): Feature | null {
  const life = lifeOf(observed);
  if (life === null) return null;
  if (readLogLines(life.output).length >= FEW_LINES) return 'present';
  return countMentions(life.output) >= FEW_LINES ? 'broken' : 'missing';
}

export function limitOf(observed: Observed): Feature | null {
  const limits = limitsOf(observed);
  if (limits === null) return null;
  if (allRequests(limits).some(isRefused)) return 'present';
  return isThrottled(limits) ? 'broken' : 'missing';
}

export function shutdownOf(observed: Observed): Feature | null {
  const life = lifeOf(observed);
  if (life === null) return null;
  if (life.isHeldAtEnd && life.inFlight.status !== null && !life.endedBefore) {
    // An answer that ignores the signal lets requests finish, too.
    return life.ended.isKilled ? 'missing' : 'present';
  }
  return life.ended.signal === 'SIGTERM' ? 'missing' : 'broken';
}

/** No refusal, but each request takes its time. */
const SLOW_MS = 40;

function isThrottled({ bursts }: Limits): boolean {
  const [first] = bursts;
  const last = first!.at(-1)!;
  return (last.receivedMs ?? last.sentMs) - first![0]!.sentMs > SLOW_MS * first!.length;
}

export type Approach =
  | 'sliding window'
  | 'token bucket'
  | 'counter per client'
  | 'global reset'
  | 'ticker'
  | 'lock while serving'
  | 'other';

const TICKERS = ['time.NewTicker', 'time.Tick', 'time.After', 'time.NewTimer'];
/** A bucket gives again after 100 ms, a window after a second. */
const BUCKET_MS = 500;

/** null: there is no limiter to be seen. */
export function approachOf(observed: Observed): Approach | null {
  const limits = limitsOf(observed);
  if (limits === null || limitOf(observed) === 'missing') return null;
  if (isLockedWhileServing(observed)) return 'lock while serving';
  if (isByTick(observed, limits)) return 'ticker';
  // A new allowance with each connection, or one for all clients, has no edges that could be told.
  if (findExcess(limits.apart, LIMIT) || findWrongRefusal(limits.neighbour)) return 'other';
  if (tooMany(limits.commonEdges)) return 'global reset';
  if (tooMany(limits.clientEdges)) return 'counter per client';
  const backMs = timeUntilServedAgain(limits.phase);
  if (backMs === null || isStarved(limits.fast)) return 'other';
  return backMs < BUCKET_MS ? 'token bucket' : 'sliding window';
}

export function isLockedWhileServing(observed: Observed): boolean {
  const slow = lifeOf(observed)?.slow;
  return slow?.isHeld === true && !slow.isServed;
}

/** Of a burst that should have been served one or two were, or nobody was ever refused, only kept waiting. */
function isByTick({ facts }: Observed, limits: Limits): boolean {
  if (!TICKERS.some((name) => facts.uses.has(name))) return false;
  const atOnce = limits.bursts.map((burst) => burst.filter(isServed).length);
  return !allRequests(limits).some(isRefused) || atOnce.every((count) => count < 5);
}

export function tooMany(tries: Limits['clientEdges']): string | null {
  for (const { records } of tries) {
    const excess = findExcess(records);
    if (excess !== null) return excess;
  }
  return null;
}

/** Who asks without pause gets nothing any more: neither a window nor a bucket does that. */
function isStarved(fast: Request[]): boolean {
  return fast.slice(fast.length / 2).filter(isServed).length < FEW_SERVED;
}

const FEW_SERVED = 3;

/** The first ones left together, so their order is that of their answers. */
function timeUntilServedAgain(phase: Request[]): number | null {
  const refusedMs = Math.min(...phase.filter(isRefused).map(({ receivedMs }) => receivedMs!));
  const again = phase.find((request) => isServed(request) && request.sentMs > refusedMs);
  return again ? again.receivedMs! - phase[0]!.sentMs : null;
}

/** What the server of the limits was asked. */
export function allRequests(limits: Limits): Request[] {
  const {
    bursts,
    recovered,
    sneaked,
    neighbour,
    apart,
    forged,
    steady,
    fast,
    clientEdges,
    commonEdges,
    phase,
  } = limits;
  return [
    ...[
      ...bursts.flat(),
      ...recovered.between,
      ...recovered.after,
      sneaked,
      ...neighbour,
      ...apart,
      ...forged,
    ],
    ...[...steady, ...fast, ...phase, ...[...clientEdges, ...commonEdges].flatMap(({ records }) => records)],
  ];
}
