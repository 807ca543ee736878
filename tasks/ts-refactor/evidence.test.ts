import { describe, expect, test } from 'vitest';
import { type Case, REQUEST } from './case.ts';
import { tellDifference, tellLoss } from './evidence.ts';

function tell(one: Omit<Case, 'check'>, expected: unknown, got: unknown): string {
  const text = (seen: unknown) => JSON.stringify({ seen, console: [] });
  return tellDifference({ check: 'details', ...one } as Case, text(expected), text(got));
}

const key = (query: object) => ({
  of: 'cacheKey',
  scenario: 'call' as const,
  args: [{ ...REQUEST, query }],
});
const cache = {
  of: 'LruCache',
  scenario: 'cache' as const,
  options: { capacity: 2 },
  steps: [
    ['set', 'a', { $: 'undefined' }],
    ['advance', 5],
    ['get', 'a'],
  ],
};
const pipeline = {
  of: 'RequestPipeline',
  scenario: 'pipeline' as const,
  steps: [
    ['use', 'outer'],
    ['get', '/a'],
    ['post', '/b', 1],
  ],
};

describe('a difference is told with the export, its input and both results', () => {
  test('of a function', () => {
    expect(tell(key({ b: '1' }), { result: 'GET /a?b=1' }, { result: 'GET /a?b=2' })).toBe(
      'cacheKey({method: "GET", path: "/a", query: {b: "1"}, headers: {}}): expected "GET /a?b=1", got "GET /a?b=2"',
    );
  });

  test('of a function that changes its arguments', () => {
    expect(tell(key({}), { result: 1, args: [{ a: 1 }] }, { result: 1, args: [{}] })).toMatch(
      /^arguments after cacheKey\(.*: expected \[\{a: 1\}\], got \[\{\}\]$/,
    );
  });

  test('of the cache, with the steps before', () => {
    const results = [{ $: 'undefined' }, null, { $: 'undefined' }];
    expect(tell(cache, { results }, { results: [...results.slice(0, 2), 7] })).toBe(
      'LruCache({capacity: 2}) after set("a", undefined), advance(5): get("a"): expected undefined, got 7',
    );
  });

  test('of the pipeline, with the request that it belongs to', () => {
    const seen = [
      ['chains', true],
      ['returned', 1],
      ['logged', 'info', 'POST /b answered'],
    ];
    expect(tell(pipeline, { seen }, { seen: seen.with(2, ['logged', 'info', 'POST /b']) })).toBe(
      'RequestPipeline.post("/b", 1) behind outer, logged: expected "POST /b answered", got "POST /b"',
    );
    expect(tell(pipeline, { seen }, { seen: seen.slice(0, 2) })).toMatch(
      /: expected logged "info" "POST \/b answered", got nothing$/,
    );
  });

  test('of what is in the cache afterwards', () => {
    const seen = [['returned', 1]];
    expect(tell(pipeline, { seen, cached: ['GET /a'] }, { seen, cached: [] })).toBe(
      'RequestPipeline, keys in the cache afterwards: expected ["GET /a"], got []',
    );
  });

  test('of long values from where they part', () => {
    const long = `${'x'.repeat(300)}a`;
    const text = tell(key({ long }), { result: { all: [long] } }, { result: { all: [`${long}b`] } });
    expect(text).toContain(', .all[0]: expected …');
    expect(text.length).toBeLessThan(200);
  });

  test('of something that has no form', () => {
    for (const got of [null, 3, [[]], { seen: 'no' }])
      expect(tell(pipeline, { seen: [['chains', true]] }, got)).toMatch(
        /^RequestPipeline.*: expected .*, got nothing$/,
      );
  });

  test('of a use that nobody came back from', () => {
    expect(tellLoss({ check: 'details', ...key({}) }, 'the process ended or hung')).toBe(
      'cacheKey({method: "GET", path: "/a", query: {}, headers: {}}): the process ended or hung',
    );
  });
});
