/** What the module is asked, by the check that it decides. What it must answer is recorded from the starter. */
import { CACHE_CASES } from './cache-cases.ts';
import type { BehaviourCheck, Case } from './case.ts';

const UNDEFINED = { $: 'undefined' };
const LEVELS = ['debug', 'info', 'warn', 'error'];
const LOGS = ['logDebug', 'logInfo', 'logWarn', 'logError'];

const shouldLogCases = LEVELS.flatMap((level) =>
  LEVELS.map((minLevel) => call('logger-behaviour', 'shouldLog', level, minLevel)),
);

const CONTEXTS = [
  {},
  { user: 'ann', tries: 3, ok: true },
  { empty: '', zero: 0, off: false, gone: UNDEFINED, last: 'x' },
  { b: 'two words', a: 'a=b', 10: 'ten', 9: 'nine', ratio: 0.5 },
];

const logCases = LOGS.flatMap((name, index) => [
  log(
    name,
    CONTEXTS.flatMap((context) => [
      { configure: { minLevel: LEVELS[index] } },
      { call: name, args: [`at ${name}`, context] },
    ]),
  ),
  log(name, [
    { call: name, args: ['without a context'] },
    { call: name, args: ['', {}] },
    { call: name, args: ['$& and {x} 100% [a]: é\n'] },
  ]),
  log(
    name,
    LEVELS.flatMap((minLevel, nth) => [
      { configure: { minLevel, name: `min-${minLevel}` }, at: nth * 86_401_234 },
      { call: name, args: ['first', { minLevel }] },
      { call: name, args: ['second'] },
    ]),
  ),
]);

const configureCases = [
  // Nothing configured: the defaults, on the console.
  log('configureLogger', allLogs(), false),
  log('configureLogger', [{ configure: { keepsRest: true, minLevel: 'warn' } }, ...allLogs()], false),
  log('configureLogger', [{ configure: { keepsRest: true, name: 'svc' } }, ...allLogs()], false),
  log('configureLogger', [
    { configure: { minLevel: 'error' } },
    ...allLogs(),
    { configure: { keepsRest: true, name: 'other' } },
    ...allLogs(),
    { configure: { keepsRest: true, minLevel: 'debug' } },
    { configure: { keepsRest: true } },
    ...allLogs(),
  ]),
];

const REQUEST = { method: 'GET', path: '/a', query: {}, headers: {} };
const LONG = 'x'.repeat(101);

const validateCases = [
  REQUEST,
  { ...REQUEST, path: 'a' },
  { ...REQUEST, path: '' },
  { ...REQUEST, path: '/a/../b' },
  { ...REQUEST, path: '..' },
  { ...REQUEST, path: '../a/..' },
  { ...REQUEST, path: '/a.b./.c' },
  { ...REQUEST, query: { '': '1', ' ': '2', a: '' } },
  { ...REQUEST, query: { a: LONG, b: LONG.slice(1), ' ': LONG } },
  { ...REQUEST, headers: { '': '1', '\t': '2', a: '' } },
  { ...REQUEST, headers: { a: LONG, b: LONG.slice(1), '': LONG } },
  { ...REQUEST, path: 'x..', query: { '': LONG, q: LONG }, headers: { '': LONG, h: LONG }, body: 1 },
  ...['GET', 'POST', 'DELETE'].flatMap((method) =>
    [0, '', false, null, { a: [1] }].map((body) => ({ ...REQUEST, method, body })),
  ),
  ...['POST', 'DELETE'].map((method) => ({ ...REQUEST, method })),
].map((request) => call('request-behaviour', 'validateRequest', request));

const cacheKeyCases = [
  REQUEST,
  { ...REQUEST, method: 'POST', path: '/x y', body: 1 },
  { ...REQUEST, query: { a: '1' } },
  { ...REQUEST, query: { b: '2', a: '1', c: '' } },
  { ...REQUEST, query: { b: '2', a: '1', B: '3', A: '4', é: '5', 10: '6', 9: '7', Z: '8' } },
  { ...REQUEST, query: { 'a b': 'c d&e=f', '?': '%20+', ü: 'ö' } },
  { ...REQUEST, method: 'DELETE', path: '/?', headers: { h: '1' }, query: { '': '' } },
].map((request) => call('request-behaviour', 'cacheKey', request));

const summarizeCases = [
  [],
  [200],
  [200, 299, 300, 399, 400, 499, 500, 599],
  [199, 600, 100, 204, 404, 404, 418, 503, 302],
  [500, 500, 500],
].map((statuses) =>
  call(
    'request-behaviour',
    'summarize',
    statuses.map((status) => ({ status, headers: {}, body: null })),
  ),
);

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
const withCacheCases = [
  pipeline({ steps: [['use-cache'], ...GETS] }, 'withCache'),
  pipeline({ steps: [['use', 'outer'], ['use-cache'], ['use', 'inner'], ...GETS] }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS], minLevel: 'info' }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS, ...GETS], statuses: [404, 201, 204, 500, 'one'] }, 'withCache'),
  pipeline({ steps: [['use-cache'], ...GETS, ['get', '/b'], ['get', '/c'], ...GETS] }, 'withCache'),
  withCache([REQUEST, REQUEST, { ...REQUEST, headers: { h: '1' } }, { ...REQUEST, body: 1 }], [200, 200]),
  withCache([REQUEST, REQUEST, REQUEST], ['one', 404, 200]),
];

/** Not what a caller often does, but the types allow it, and the result is another one. */
const rareCases = [
  call('rare-inputs', 'cacheKey', { ...REQUEST, query: { 'a!': '1', a: '2', 'a,': '3', 'a=': '0' } }),
  call('rare-inputs', 'cacheKey', { ...REQUEST, query: { a: 'z', 'a ': 'b', 'a-b': 'c' } }),
  undefinedValues(1),
  undefinedValues(2),
];

/** What shows only when a middleware or a sink does something odd. */
const detailCases = [
  {
    steps: [
      ['use', 'again', 'twice'],
      ['use', 'inner'],
      ['get', '/a'],
    ],
    statuses: [200, 404],
  },
  ...['debug', 'info', 'warn', 'error'].map((level) => ({
    steps: [...methodCases, ...wrongCases.slice(0, 1)],
    statuses: [200, 'one', 201],
    sinkThrowsAt: level,
  })),
].map((input): Case => ({ ...pipeline(input), check: 'details' }));

/** Properties that are there and undefined tell themselves apart only here. */
const requestFormCases = [
  { ...pipeline({ steps: methodCases, namesProperties: true }), check: 'request-form' as const },
];

export const CASES: Case[] = [
  ...shouldLogCases,
  ...logCases,
  ...configureCases,
  ...CACHE_CASES,
  ...validateCases,
  ...cacheKeyCases,
  ...summarizeCases,
  ...pipelineCases,
  ...withCacheCases,
  ...rareCases,
  ...detailCases,
  ...requestFormCases,
];

function call(check: BehaviourCheck, name: string, ...args: unknown[]): Case {
  return { check, of: name, scenario: 'call', name, args };
}

function log(name: string, steps: object[], listens = true): Case {
  return { check: 'logger-behaviour', of: name, scenario: 'log', steps, listens };
}

function allLogs(): object[] {
  return LOGS.map((name) => ({ call: name, args: [`by ${name}`, { n: 1 }] }));
}

function pipeline(input: object, of = 'RequestPipeline'): Case {
  return { check: 'pipeline-behaviour', of, scenario: 'pipeline', ...input };
}

function withCache(requests: object[], statuses: unknown[]): Case {
  return { check: 'pipeline-behaviour', of: 'withCache', scenario: 'withCache', requests, statuses };
}

function undefinedValues(capacity: number): Case {
  const steps = [
    ['set', 'a', UNDEFINED],
    ['has', 'a'],
    ['peek', 'a'],
    ['get', 'a'],
    ['get', 'b'],
    ['has', 'b'],
    ['size'],
  ];
  return { check: 'rare-inputs', of: 'LruCache', scenario: 'cache', options: { capacity }, steps };
}
