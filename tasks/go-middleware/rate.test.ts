import { describe, expect, it } from 'vitest';
import type { Request } from './observed.ts';
import { findExcess, findWrongRefusal } from './rate.ts';

/** A limiter as a person would write it, asked at these times. */
type Limiter = (nowMs: number) => boolean;

const slidingWindow = (): Limiter => {
  let served: number[] = [];
  return (now) => {
    served = served.filter((at) => now - at < 1000);
    return served.length < 10 && served.push(now) > 0;
  };
};
const tokenBucket = (): Limiter => {
  let tokens = 10;
  let before = 0;
  return (now) => {
    tokens = Math.min(10, tokens + (now - before) / 100);
    before = now;
    return tokens >= 1 && tokens-- >= 1;
  };
};
const fixedWindow = (): Limiter => {
  let [start, count] = [Number.NEGATIVE_INFINITY, 0];
  return (now) => {
    if (now - start >= 1000) [start, count] = [now, 0];
    return count < 10 && count++ < 10;
  };
};

/** `lateMs`: how long before the decision a request left, and how long after it its answer came. */
function ask(limiter: Limiter, times: number[], lateMs = 1): Request[] {
  return times.map((at) => ({
    ...{ client: '127.0.0.1', method: 'GET', path: '/', sentMs: at - lateMs, receivedMs: at + lateMs },
    ...{ endedMs: at + lateMs, status: limiter(at) ? 200 : 429 },
  }));
}

const repeat = (count: number, everyMs: number, from = 0) =>
  Array.from({ length: count }, (_, index) => from + index * everyMs);
const AROUND_EDGE = [0, ...repeat(9, 1, 850), ...repeat(10, 1, 1050)];

describe.for([
  ['sliding window', slidingWindow],
  ['token bucket', tokenBucket],
] as const)('a %s', ([, make]) => {
  it.for([
    ['a burst', repeat(14, 1)],
    ['a steady 10 a second', repeat(31, 100)],
    ['a steady 20 a second', repeat(61, 50)],
    ['two bursts around an edge', AROUND_EDGE],
  ] as const)('is found right with %s, also on a busy machine', ([, times]) => {
    for (const lateMs of [0, 1, 30, 200]) {
      const records = ask(make(), times, lateMs);
      expect([findWrongRefusal(records), findExcess(records)]).toEqual([null, null]);
    }
  });
});

describe('wrong limits are found', () => {
  it('when a window lets twenty through around its edge', () => {
    expect(findExcess(ask(fixedWindow(), AROUND_EDGE, 5))).toMatch(/requests served within/);
  });

  it('when eleven or only nine of a burst are served', () => {
    let count = 0;
    expect(
      findExcess(
        ask(() => count++ < 11, repeat(14, 1)),
        0,
      ),
    ).toMatch(/had 11 requests/);
    count = 0;
    expect(findWrongRefusal(ask(() => count++ < 9, repeat(14, 1)))).toMatch(/with 9 requests served/);
  });

  it('when refused requests count', () => {
    let last: number[] = [];
    const counting: Limiter = (now) => {
      last = [...last.filter((at) => now - at < 1000), now];
      return last.length <= 10;
    };
    expect(findWrongRefusal(ask(counting, repeat(61, 50)))).not.toBeNull();
  });
});

describe('a bucket that is filled by ticks', () => {
  /** One token every `everyMs`, but for the ticks at `lostMs`. */
  const ticking = (everyMs: number, ...lostMs: number[]): Limiter => {
    let tokens = 10;
    let tick = everyMs;
    return (now) => {
      for (; tick <= now; tick += everyMs) if (!lostMs.includes(tick)) tokens = Math.min(10, tokens + 1);
      return tokens >= 1 && tokens-- >= 1;
    };
  };

  it('may lose a tick or two on a busy machine', () => {
    for (const lost of [[1500], [1500, 2300], [1500, 1600]]) {
      const records = ask(ticking(100, ...lost), [...repeat(10, 1), ...repeat(30, 100, 100)]);
      expect(records.filter(({ status }) => status === 429)).toHaveLength(lost.length);
      expect(findWrongRefusal(records)).toBeNull();
    }
  });

  it.for([150, 400, 900, 1500])('may lose all ticks of %i ms in which its server stood still', (haltMs) => {
    const lost = repeat(haltMs / 100, 100, 1000);
    const limiter = ticking(100, ...lost);
    const asked = [...repeat(10, 1), ...repeat(58, 50, 100)].map((at) => {
      const decided = at > 1000 && at < 1000 + haltMs ? 1000 + haltMs : at;
      return { ...ask(limiter, [decided])[0]!, sentMs: at - 1 };
    });
    expect(findWrongRefusal(asked)).toBeNull();
    const unhindered = asked.filter(({ sentMs, receivedMs }) => receivedMs! - sentMs < 50);
    expect(findWrongRefusal(unhindered, asked)).toBeNull();
    if (haltMs > 150) expect(findWrongRefusal(unhindered)).toMatch(/was refused/);
  });

  it('may not be filled too slowly', () => {
    const records = ask(ticking(125, 0), [...repeat(10, 1), ...repeat(30, 100, 100)]);
    expect(findWrongRefusal(records)).toMatch(/was refused \(429\) with \d requests served/);
  });
});
