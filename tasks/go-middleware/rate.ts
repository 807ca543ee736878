/**
 * Did a limiter keep to "10 a second, at most 10 at once"? Judged by when requests really left and answers really came:
 * the limiter decided somewhere in between. So a busy machine makes these verdicts milder, never wrong.
 */
import { findHalts, goBack } from './halts.ts';
import type { Request } from './observed.ts';

export const LIMIT = 10;
const WINDOW_MS = 1_000;
/** A bucket that is filled by a tick every 100 ms may be so late. */
const LATE_MS = 100;
/** Go drops ticks that nobody takes, of which there need be no sign: so late are two refusals no fault, a third one is. */
const SELDOM_LATE_MS = 350;
const SELDOM = 2;
/** 429, or what some take for it: whether it is the right status is asked elsewhere. */
export function isRefused({ status }: Request): boolean {
  return status !== null && (status === 429 || status === 403 || status >= 500);
}

export function isServed(request: Request): boolean {
  return request.status !== null && !isRefused(request);
}

/**
 * The first that was refused although fewer than ten requests can have been served in the second before it. `all` are the
 * requests that this server had, of other clients too: they tell when it stood still.
 */
export function findWrongRefusal(records: Request[], all = records): string | null {
  const halts = findHalts(all);
  const served = records.filter(isServed);
  /** How many may have been served in the second before this one was decided. */
  const countBefore = (refused: Request, lateMs: number) => {
    const sinceMs = goBack(halts, refused.sentMs, WINDOW_MS + lateMs);
    return served.filter(({ sentMs, receivedMs }) => receivedMs! > sinceMs && sentMs <= refused.receivedMs!)
      .length;
  };
  const wrong = records.filter((one) => isRefused(one) && countBefore(one, LATE_MS) < LIMIT);
  const [first] = wrong;
  const isSeldom = wrong.length <= SELDOM && wrong.every((one) => countBefore(one, SELDOM_LATE_MS) >= LIMIT);
  if (first === undefined || isSeldom) return null;
  const count = countBefore(first, LATE_MS);
  return `${first.client} was refused (${first.status}) with ${count} requests served in the last second`;
}

/**
 * The first group that is too many for its span: a client with a full allowance may get ten at once, and one more every
 * 100 ms. `spare` is for limiters that count in ticks.
 */
export function findExcess(records: Request[], spare = 1): string | null {
  const served = records.filter(isServed).toSorted((a, b) => a.sentMs - b.sentMs);
  for (const [first, { sentMs, client }] of served.entries()) {
    let lastMs = 0;
    for (let last = first; last < served.length; last++) {
      lastMs = Math.max(lastMs, served[last]!.receivedMs!);
      const count = last - first + 1;
      const spanMs = lastMs - sentMs;
      if (count > LIMIT + (LIMIT * spanMs) / WINDOW_MS + spare)
        return `${client} had ${count} requests served within ${Math.ceil(spanMs)} ms`;
    }
  }
  return null;
}

export function findLost(records: Request[]): string | null {
  const lost = records.find(({ status }) => status === null);
  return lost ? `${lost.method} ${lost.path} from ${lost.client} got no answer (${lost.error})` : null;
}
