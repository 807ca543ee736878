/** The test of the types: for each export of the starter, lines that compile only when the answer's are as they were. */

interface ExportTest {
  name: string;
  /** Each is a declaration of its own; `A` is the answer, `S` the starter, `N` a name that is not yet taken. */
  lines: string[];
}

/** Both who makes such a value and who reads one must compile as before; `readonly` and other spellings make no difference. */
function typeTest(name: string): ExportTest {
  return { name, lines: [`type N = Expect<Same<A.${name}, S.${name}>>;`] };
}

/** Whoever calls it must compile as before: a wider parameter or a narrower result is no break. */
function functionTest(name: string, expected = `typeof S.${name}`): ExportTest {
  return {
    name,
    lines: [
      `const N: ${expected} = A.${name};`,
      `type N = Expect<Typed<Parameters<typeof A.${name}>[number] | Awaited<ReturnType<typeof A.${name}>>>>;`,
    ],
  };
}

const CLASS_TESTS: ExportTest[] = [
  {
    name: 'LruCache',
    lines: [
      'const N: new <V>(options: S.CacheOptions) => Public<S.LruCache<V>> = A.LruCache;',
      'function N<V>(cache: A.LruCache<V>): Public<S.LruCache<V>> { return cache; }',
      "type N = Expect<Typed<ReturnType<A.LruCache<string>['get' | 'peek']>>>;",
    ],
  },
  {
    name: 'RequestPipeline',
    lines: [
      "const N: new (handler: S.Handler) => Omit<Public<S.RequestPipeline>, 'use'> = A.RequestPipeline;",
      'const N = class extends A.RequestPipeline { own = 1; }.prototype.use(null!).own satisfies number;',
      "type N = Expect<Typed<Awaited<ReturnType<A.RequestPipeline['get' | 'post' | 'delete']>>>>;",
      "const N: (middleware: S.Middleware) => unknown = null! as A.RequestPipeline['use'];",
    ],
  },
];

export const EXPORT_TESTS: ExportTest[] = [
  ...['LogLevel', 'LogContext', 'LogEntry', 'LoggerOptions', 'CacheOptions', 'CacheStats'].map(typeTest),
  ...['HttpMethod', 'ApiRequest', 'ApiResponse', 'Handler', 'Middleware'].map(typeTest),
  ...['configureLogger', 'shouldLog', 'logDebug', 'logInfo', 'logWarn', 'logError'].map((name) =>
    functionTest(name),
  ),
  ...['cacheKey', 'validateRequest', 'summarize'].map((name) => functionTest(name)),
  // A class with private members is the same as itself only, so the answer's own stands in the expectation.
  functionTest('withCache', '(cache: A.LruCache<S.ApiResponse>) => S.Middleware'),
  ...CLASS_TESTS,
];

/** Public members of the classes that the starter does not have. */
const MEMBER_TESTS: ExportTest[] = [
  { name: 'LruCache', lines: ['type N = Expect<Without<Extra<A.LruCache<string>, S.LruCache<string>>>>;'] },
  {
    name: 'RequestPipeline',
    lines: ['type N = Expect<Without<Extra<A.RequestPipeline, S.RequestPipeline>>>;'],
  },
];

const HELPERS = [
  "import * as A from './request-kit';",
  "import * as S from './starter';",
  'type Expect<T extends true> = T;',
  "type Typed<T> = 0 extends 1 & T ? 'any' : true;",
  "type Assignable<X, Y> = [X] extends [Y] ? true : 'not assignable';",
  "type Same<X, Y> = Typed<X> extends true ? (Assignable<X, Y> extends true ? Assignable<Y, X> : 'not assignable') : 'any';",
  'type Public<T> = { [K in keyof T]: T[K] };',
  'type Extra<X, Y> = Exclude<keyof X, keyof Y>;',
  'type Without<K> = [K] extends [never] ? true : K;',
];

const TESTS = [
  ...EXPORT_TESTS.map((test) => ({ ...test, asks: 'export' as const })),
  ...MEMBER_TESTS.map((test) => ({ ...test, asks: 'extra-members' as const })),
];

const LINES = TESTS.flatMap(({ name, asks, lines }) => lines.map((line) => ({ name, asks, line })));

export const EXPORT_TEST_SOURCE = [
  ...HELPERS,
  ...LINES.map(({ line }, index) => `export ${line.replace(/\bN\b/, `test${index}`)}`),
  // The compiler looks at types only when all files parse: where this is not refused, nothing was tested.
  'export const canary: string = 0;',
  '',
].join('\n');

export const CANARY_LINE = HELPERS.length + LINES.length + 1;

/** Which test stands in that line of the source, counted from 1. */
export function testAtLine(line: number): { name: string; asks: 'export' | 'extra-members' } | undefined {
  return LINES[line - 1 - HELPERS.length];
}
