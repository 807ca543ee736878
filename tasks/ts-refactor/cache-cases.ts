/** Uses of the cache: one for each rule, and long mixed ones that meet whatever the rules have in common. */
import type { Case } from './case.ts';

type Step = unknown[];

const RULES: { options: object; steps: Step[] }[] = [
  // What is used last goes last; peek and has are no uses.
  { options: { capacity: 2 }, steps: [...fill('ab'), ['get', 'a'], ['set', 'c', 3], ['keys'], ['size']] },
  {
    options: { capacity: 2 },
    steps: [...fill('ab'), ['peek', 'a'], ['has', 'a'], ['set', 'c', 3], ['keys']],
  },
  { options: { capacity: 3 }, steps: [...fill('abc'), ['get', 'x'], ['peek', 'x'], ['has', 'x'], ['keys']] },
  // A known key is replaced without an eviction and is the last one then.
  { options: { capacity: 2 }, steps: [...fill('ab'), ['set', 'a', 9], ['keys'], ['set', 'c', 3], ['keys']] },
  { options: { capacity: 1 }, steps: [...fill('aab'), ['get', 'a'], ['get', 'b'], ['stats']] },
  // What has expired is absent, from the very millisecond on.
  {
    options: { capacity: 3, ttlMs: 10 },
    steps: [
      ...fill('ab'),
      ['advance', 9],
      ['get', 'a'],
      ['size'],
      ['advance', 1],
      ...ask('ab'),
      ['size'],
      ['keys'],
    ],
  },
  // What has expired makes room before anything else does, wherever it stands.
  {
    options: { capacity: 2, ttlMs: 10 },
    steps: [
      ...fill('a'),
      ['advance', 6],
      ...fill('b'),
      ['get', 'a'],
      ['advance', 5],
      ...fill('c'),
      ['keys'],
      ['stats'],
    ],
  },
  // A use does not prolong a life, setting anew does.
  {
    options: { capacity: 2, ttlMs: 10 },
    steps: [
      ...fill('ab'),
      ['advance', 8],
      ['get', 'a'],
      ['set', 'b', 5],
      ['advance', 3],
      ...ask('ab'),
      ['keys'],
    ],
  },
  { options: { capacity: 2, ttlMs: 0 }, steps: [...fill('ab'), ...ask('ab'), ['size'], ['stats']] },
  // Values that look like none.
  {
    options: { capacity: 5 },
    steps: [
      ...[0, '', false, null].map((value, index) => ['set', `k${index}`, value]),
      ...ask(['k0', 'k1', 'k2', 'k3']),
      ...[['set', '', 'no key'], ['get', ''], ['keys'], ['stats']],
    ],
  },
  ...['__proto__', 'constructor', 'toString'].map((key) => ({
    options: { capacity: 2 },
    steps: [['has', key], ['get', key], ['set', key, 1], ['get', key], ['keys']],
  })),
  { options: { capacity: 2 }, steps: [['stats'], ['keys'], ['size']] },
  // What it gives out is the caller's.
  {
    options: { capacity: 2 },
    steps: [
      ...fill('a'),
      ['keep', 'stats'],
      ['keep', 'keys'],
      ['get', 'a'],
      ['get', 'x'],
      ...fill('bc'),
      ['stats'],
    ],
  },
  ...[0, -1, 0.5].map((capacity) => ({ options: { capacity }, steps: [] })),
  { options: { capacity: 1 }, steps: [...fill('a'), ['advance', 1e15], ...ask('a')] },
];

/** Reproducible steps without a rule behind them. */
function mixed(seed: number, ttlMs?: number): { options: object; steps: Step[] } {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const steps = Array.from({ length: 150 }, (_, index): Step => {
    const key = 'abcdefg'[below(7)];
    const step = ['set', 'get', 'set', 'get', 'has', 'peek', 'advance', 'keys', 'size', 'stats'][below(10)];
    if (step === 'advance') return ['advance', below(8)];
    if (step === 'set') return ['set', key, index];
    return ['get', 'has', 'peek'].includes(step!) ? [step, key] : [step];
  });
  return { options: { capacity: 1 + below(5), ...(ttlMs === undefined ? {} : { ttlMs }) }, steps };
}

const MIXED = [mixed(1), mixed(22), mixed(333), mixed(4_444, 20), mixed(55_555, 30), mixed(666_666, 12)];

export const CACHE_CASES: Case[] = [
  ...[...RULES, ...MIXED].map(toCase),
  { ...toCase({ options: { capacity: 2 }, steps: [...fill('ab'), ...ask('ab')] }), defaultClock: true },
  {
    ...toCase({
      options: { capacity: 2, ttlMs: 5 },
      steps: [...fill('ab'), ['advance', 4], ...ask('ab'), ['advance', 1], ...ask('ab')],
    }),
    defaultClock: true,
  },
];

function toCase(input: { options: object; steps: Step[] }): Case {
  return { check: 'cache-behaviour', of: 'LruCache', scenario: 'cache', ...input };
}

function fill(keys: string): Step[] {
  return [...keys].map((key, index) => ['set', key, index]);
}

function ask(keys: Iterable<string>): Step[] {
  return [...keys].flatMap((key) => [
    ['has', key],
    ['peek', key],
    ['get', key],
  ]);
}
