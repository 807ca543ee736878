/** How long an answer is beside the reference, and how long it may be. */
import type { Observed } from './observed.ts';

/** Times the reference. Right answers that call heapq have up to 3.5, with a heap or a quickselect by hand up to 5.3. */
const MOST = { fine: 3.6, good: 4, long: 6 };
/** What is written by hand may be longer by as much. */
const BY_HAND = 1.5;

export interface Length {
  times: number;
  /** fine: all points. good: the point of `concise` alone is lost. long: an imperfection. Beyond it: two of them. */
  most: typeof MOST;
}

export function lengthOf({ syntax, referenceNodes }: Observed): Length {
  if (!syntax.parses) return { times: 0, most: MOST };
  const times = syntax.nodes / referenceNodes;
  if (syntax.libraries.length > 0) return { times, most: MOST };
  return { times, most: { fine: MOST.fine * BY_HAND, good: MOST.good * BY_HAND, long: MOST.long * BY_HAND } };
}
