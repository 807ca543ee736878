/** Requests through the pipeline and through the cache's middleware. */
import { type Case, REQUEST } from './case.ts';

const methodCases = [
  ['get', '/items', { q: '1' }],
  ['get', '/items'],
  ['post', '/items', { name: 'n' }, { q: '2' }],
  ['post', '/items', null],
  ['post', '/items', { $: 'undefined' }],
  ['delete', '/items/1', { q: '3' }],
  ['delete', '/items/1'],
];
/** Wrong by their path only: the rest is a matter of validateRequest alone. */
const wrongCases = [
  ['get', 'items', { q: '1' }],
  ['post', '/a/../b', 'body', { q: '2' }],
  ['delete', 'x..'],
];

const pipelineCases = [
  pipeline({ steps: methodCases, statuses: [200, 404, 201, 500, 204, 302] }),
  pipeline({ steps: wrongCases }),
  pipeline({ steps: methodCases, statuses: ['one', 'text', 'two', 200, 'text', 'three'] }),
  pipeline({ steps: [['use', 'outer'], ['use', 'inner', 'rewrites'], ['use', 'last'], ...methodCases] }),
  pipeline({
    steps: [
      ['get', '/1'],
      ['use', 'later'],
      ['get', '/2'],
      ['use', 'more'],
      ['delete', '/3'],
    ],
  }),
  pipeline({ steps: [['use', 'outer'], ['use', 'short', 'answers'], ['use', 'never'], ...methodCases] }),
  pipeline({ steps: [['use', 'outer'], ['use', 'bad', 'throws'], ...methodCases, ...wrongCases] }),
  pipeline({ steps: [['use', 'changes', 'replaces'], ...methodCases], minLevel: 'info' }),
  pipeline({ steps: [...methodCases, ...wrongCases], statuses: [200, 'one', 200], minLevel: 'warn' }),
  pipeline({ steps: [...wrongCases, ...methodCases], statuses: ['one', 200], minLevel: 'error' }),
];

const GETS = [
  ['get', '/a'],
  ['get', '/a'],
  ['get', '/a', { x: '1', y: '2' }],
  ['get', '/a', { y: '2', x: '1' }],
  ['post', '/a', 1],
  ['delete', '/a'],
  ['get', '/a'],
];
/** Its response has no body. */
const EMPTY = { ...REQUEST, path: '/empty' };

const withCacheCases = [
  pipeline({ steps: [['use-cache'], ...GETS] }, 'withCache'),
  pipeline({ steps: [['use', 'outer'], ['use-cache'], ['use', 'inner'], ...GETS] }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS], minLevel: 'info' }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS, ...GETS], statuses: [404, 201, 204, 500, 'one'] }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS, ['get', '/b'], ['get', '/c'], ...GETS] }, 'withCache'),
  withCache([REQUEST, REQUEST, { ...REQUEST, headers: { h: '1' } }, { ...REQUEST, body: 1 }], [200, 200]),
  withCache([REQUEST, REQUEST, REQUEST], ['one', 404, 200]),
  withCache([EMPTY, EMPTY, { ...EMPTY, method: 'POST' }, EMPTY], [200, 200, 200]),
];

/** What shows only when a middleware or a sink does something odd. */
const detailCases = [
  { steps: [['use', 'outer'], ['use', 'hasty', 'throws-at-once'], ...methodCases] },
  {
    steps: [
      ['use', 'again', 'twice'],
      ['use', 'inner'],
      ['get', '/a'],
    ],
    statuses: [200, 404],
  },
  // What is logged is what was asked for.
  {
    steps: [['use', 'changed', 'changes-the-request'], ...methodCases],
    statuses: [200, 'one', 404, 201, 'two', 'three'],
  },
  ...['debug', 'info', 'warn', 'error'].map((level) => ({
    steps: [...methodCases, ...wrongCases.slice(0, 1)],
    statuses: [200, 'one', 201],
    sinkThrowsAt: level,
  })),
].map((input): Case => ({ ...pipeline(input), check: 'details' }));

const sameObjectsCases = [
  ['get', '/a', { q: '1' }],
  ['post', '/a', { n: 1 }],
  ['delete', '/a'],
].map((step): Case => ({ check: 'details', of: 'RequestPipeline', scenario: 'same-objects', step }));

/** Properties that are there and undefined show only here; whether POST has one for an undefined body is left open. */
const requestFormCases = [
  {
    ...pipeline({ steps: methodCases.filter(([, , body]) => !isUndefined(body)), namesProperties: true }),
    check: 'request-form' as const,
  },
];

export const PIPELINE_CASES: Case[] = [
  ...pipelineCases,
  ...withCacheCases,
  ...detailCases,
  ...sameObjectsCases,
  ...requestFormCases,
];

function isUndefined(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$' in value;
}

function pipeline(input: object, of = 'RequestPipeline'): Case {
  return { check: 'pipeline-behaviour', of, scenario: 'pipeline', ...input };
}

function withCache(requests: object[], statuses: unknown[]): Case {
  return { check: 'pipeline-behaviour', of: 'withCache', scenario: 'withCache', requests, statuses };
}
