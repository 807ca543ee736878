/** What the module is asked, by the check that it decides. What it must answer is recorded from the starter. */
import { CACHE_CASES } from './cache-cases.ts';
import { type BehaviourCheck, type Case, REQUEST } from './case.ts';
import { PIPELINE_CASES } from './pipeline-cases.ts';

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

/** Not what a caller often does, but the types allow it, and the result is another one. */
const rareCases = [
  call('rare-inputs', 'cacheKey', { ...REQUEST, query: { 'a!': '1', a: '2', 'a,': '3', 'a=': '0' } }),
  call('rare-inputs', 'cacheKey', { ...REQUEST, query: { a: 'z', 'a ': 'b', 'a-b': 'c' } }),
  undefinedValues(1),
  undefinedValues(2),
];

export const CASES: Case[] = [
  ...shouldLogCases,
  ...logCases,
  ...configureCases,
  ...CACHE_CASES,
  ...validateCases,
  ...cacheKeyCases,
  ...summarizeCases,
  ...PIPELINE_CASES,
  ...rareCases,
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
