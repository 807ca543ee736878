/**
 * When a server may have stood still, as it has no core on a busy machine. What its own clocks tell it then is lost: Go
 * drops ticks that nobody takes. So this time counts as none where a limiter is asked to be quick enough.
 */
import type { Request } from './observed.ts';

/** Longer than any answer takes on a machine that does not stand still. */
const HALT_MS = 50;
/** As often as this somebody asks, and so learns of a halt. */
const ASKED_EVERY_MS = 50;

interface Halt {
  fromMs: number;
  toMs: number;
}

/** In order, apart from each other. */
export function findHalts(all: Request[]): Halt[] {
  const halts: Halt[] = [];
  for (const { sentMs, receivedMs } of all.toSorted((a, b) => a.sentMs - b.sentMs)) {
    if (receivedMs === null || receivedMs - sentMs < HALT_MS) continue;
    const fromMs = sentMs - ASKED_EVERY_MS;
    const last = halts.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, receivedMs);
    else halts.push({ fromMs, toMs: receivedMs });
  }
  return halts;
}

/** The time so long before, halts not counted. */
export function goBack(halts: Halt[], fromMs: number, lengthMs: number): number {
  let [atMs, leftMs] = [fromMs, lengthMs];
  for (const halt of halts.toReversed()) {
    if (halt.fromMs >= atMs) continue;
    const runMs = Math.max(0, atMs - halt.toMs);
    if (runMs >= leftMs) break;
    leftMs -= runMs;
    atMs = halt.fromMs;
  }
  return atMs - leftMs;
}

/** For so long it may have stood still between two moments. */
export function haltedMs(all: Request[], fromMs: number, toMs: number): number {
  const lengths = findHalts(all).map((halt) => Math.min(halt.toMs, toMs) - Math.max(halt.fromMs, fromMs));
  return lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
}
