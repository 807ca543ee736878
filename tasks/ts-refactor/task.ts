import { defineTask, type Flaw } from '../define-task.ts';

/** Checks of the form, which count only for a file that is still the module. */
const FORM = [
  'log-functions',
  'should-log',
  'duplication',
  'array-methods',
  'modern-syntax',
  'length',
  'public-surface',
  'tidy',
];

/** "Excellent", and still something for a reviewer to say. */
function small(loses: string[], mistake: string): Flaw {
  return { loses, band: [17, 19], mistake };
}

/** "Good, correct with minor imperfections": up to the best of the published answers, 16. */
function good(loses: string[], mistake: string): Flaw {
  return { loses, band: [15, 16], mistake };
}

/** The usual published answer. */
function usual(loses: string[], mistake: string): Flaw {
  return { loses, band: [13, 14], mistake };
}

/** "Functional with notable gaps": one broken export cannot pass 12. */
function notable(loses: string[], mistake: string): Flaw {
  return { loses, band: [9, 12], mistake };
}

/** The code got longer. */
function longer(loses: string[], mistake: string): Flaw {
  return { loses, band: [9, 10], mistake };
}

/** "Broken, or did not follow instructions." */
function broken(loses: string[], mistake: string): Flaw {
  return { loses, band: [0, 4], mistake };
}

export default defineTask({
  title: 'Refactor TypeScript',
  column: 'TS',
  order: 3,
  language: 'typescript',
  toolchains: ['node', 'typescript'],
  answerFiles: [
    {
      path: 'request-kit.ts',
      languages: ['typescript', 'ts', 'mts'],
      defines: ['LruCache', 'RequestPipeline', 'shouldLog', 'summarize'],
    },
  ],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).default,
  alternatives: {
    // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
    'blind-cache-clock-captured': 20,
    'blind-class-and-types': 20,
    'blind-closure-factory': 20,
    'blind-dense-bind': 20,
    'blind-documented': 20,
    'blind-functional-curried': 20,
    'blind-generators': 20,
    'blind-hash-private-commented': 20,
    'blind-immutable-arrays': 20,
    'blind-map-thorough': 20,
    'blind-minimal-diff': 20,
    'blind-plain-coder': 20,
    'blind-recursive-terse': 20,
    'blind-rule-tables': 20,
    'blind-strong-thinker': 20,
    'blind-verbose-explainer': 20,
    'classes-and-private-names': 20,
    'closures-and-export-list': 20,
    'enum-namespace-parameter-properties': 20,
    'for-of-verbose-commented': 20,
    'helpers-and-conditional-spreads': 20,
    'tables-and-arrow-members': 20,
  },
  flaws: {
    'does-not-parse': broken(['exports-kept', 'strict', ...FORM], 'A brace too many.'),
    'used-before-defined': broken(
      [
        ...['module-loads', 'exports-kept', 'strict', 'logger-behaviour', 'cache-behaviour'],
        ...['request-behaviour', 'pipeline-behaviour', 'rare-inputs', 'details', ...FORM],
      ],
      'The log functions are made before the constant that makes them: it throws when it is loaded.',
    ),
    'logs-made-before-their-tags': broken(
      [
        ...['module-loads', 'exports-kept', 'strict', 'logger-behaviour', 'cache-behaviour'],
        ...['request-behaviour', 'pipeline-behaviour', 'rare-inputs', 'details', ...FORM],
      ],
      'The log functions are made above the table that they read: it compiles, and the import throws.',
    ),
    'logger-only': broken(
      [
        ...['exports-kept', 'cache-behaviour', 'request-behaviour', 'pipeline-behaviour'],
        ...['rare-inputs', 'details', ...FORM],
      ],
      'Only the first third of the module was written.',
    ),
    'functions-not-implemented': broken(
      [...['logger-behaviour', 'request-behaviour', 'pipeline-behaviour', 'rare-inputs', 'details'], ...FORM],
      'All functions throw "not implemented".',
    ),
    'levels-as-enum': {
      loses: ['exports-kept'],
      band: [5, 8],
      mistake: 'LogLevel became an enum, so that five types take no texts any more.',
    },

    'got-longer-a-class-for-everything': longer(
      ['length'],
      'Without duplication, but with builders, factories and a class for each rule.',
    ),
    'blind-weak-model': longer(
      ['strict', 'cache-behaviour', 'request-behaviour', 'rare-inputs', 'public-surface'],
      'Percent-encoded cache keys, expired entries push out live ones, a body that is `any`.',
    ),
    'blind-over-engineered-new-exports': longer(
      ['length', 'public-surface'],
      'Longer than before, and seven new exports.',
    ),

    'context-gaps-by-truth': notable(
      ['logger-behaviour'],
      'Empty, zero and false values are left out of the line.',
    ),
    'sink-prints-the-entry-too': notable(
      ['logger-behaviour'],
      'The sink is console.log itself, so that it prints the entry, too.',
    ),
    'get-is-no-use': notable(['cache-behaviour'], 'get() does not move the entry to the end.'),
    'get-hangs': notable(
      ['cache-behaviour', 'pipeline-behaviour'],
      'get() of an empty cache never comes back.',
    ),
    'stats-are-live': notable(['cache-behaviour'], 'What stats() gave goes on counting.'),
    'blind-map-set-without-delete': notable(['cache-behaviour'], 'A known key keeps its place, and evicts.'),
    'blind-zero-ttl-never-expires': notable(
      ['cache-behaviour'],
      'A ttlMs of 0 becomes Infinity because of ||.',
    ),
    'blind-middling-model': notable(['rare-inputs'], 'has() is false for a stored undefined.'),
    'blind-has-through-peek': notable(['rare-inputs'], 'has() is false for a stored undefined.'),
    'keys-by-locale': notable(['rare-inputs', 'request-behaviour'], 'Query names are sorted by locale.'),
    'blind-has-asks-peek': notable(['rare-inputs'], 'has() is false for a stored undefined.'),
    'blind-sorted-pairs': notable(
      ['rare-inputs'],
      'The finished name=value texts are sorted instead of the names.',
    ),
    'blind-problems-regrouped': notable(
      ['request-behaviour'],
      'All empty names are told before the values that are too long.',
    ),
    'blind-query-pairs-sorted-as-text': notable(
      ['rare-inputs'],
      'The finished name=value texts are sorted instead of the names.',
    ),
    'composed-when-used': notable(
      ['details', 'pipeline-behaviour'],
      'Middlewares are wrapped as they come, so that they run in the wrong order.',
    ),
    'type-dropped': notable(['exports-kept'], 'CacheStats is no longer exported.'),
    'blind-object-groupby-es2024': notable(['strict'], 'Object.groupBy does not compile with ES2023.'),
    'silenced-compiler': notable(
      ['exports-kept', 'strict'],
      'The context of the log functions is any, and a @ts-ignore stands above a line.',
    ),
    'gaps-by-truth-and-get-is-no-use': {
      loses: ['cache-behaviour', 'logger-behaviour'],
      band: [9, 10],
      mistake: 'False values are left out of the line, and get() does not count as a use.',
    },
    'blind-any-casts-and-debug-leftovers': notable(
      ['cache-behaviour', 'strict', 'tidy'],
      'any in four places, a console.log at each eviction, and dead code.',
    ),
    'log-functions-left': notable(
      ['array-methods', 'duplication', 'length', 'log-functions', 'modern-syntax'],
      'All but the four log functions was refactored.',
    ),
    'usual-and-a-type-dropped': notable(
      ['duplication', 'exports-kept'],
      'The usual answer, and CacheStats is no longer exported.',
    ),

    'usual-modernised-in-place': usual(
      ['duplication'],
      'One log function; everything else has modern methods where it stood, so it is still copied.',
    ),
    'usual-logs-and-templates': usual(
      ['array-methods', 'duplication', 'length'],
      'One log function, a short shouldLog, template literals; the rest is as it was.',
    ),
    'usual-pipeline-and-logs': usual(
      ['array-methods', 'duplication', 'length'],
      'The logger and the pipeline were unified; cache, validation and summary are as they were.',
    ),
    'usual-pipeline-copied': usual(['duplication'], 'All but get, post and delete was refactored.'),
    'blind-pipeline-still-copied': usual(
      ['duplication'],
      'Logs unified and loops modernised; the pipeline, the freshness test and the checks are copies.',
    ),

    'best-published-should-log-left': good(['should-log'], 'shouldLog still lists all cases.'),
    'best-published-cache-copied': good(
      ['array-methods', 'duplication'],
      'All but the loops of the cache was refactored.',
    ),
    'fields-checked-twice': good(['duplication'], 'Query and headers are checked by two copies.'),
    'statuses-counted-four-times': good(['duplication'], 'Four filters that differ by a number.'),
    'index-loops-left': good(['array-methods'], 'Two loops over an index are left.'),
    'strings-still-concatenated': good(['modern-syntax'], 'Texts are put together with + in five places.'),
    'should-log-and-loops-left': good(
      ['array-methods', 'should-log'],
      'shouldLog lists all cases, and two loops over an index are left.',
    ),
    'strings-concatenated-and-fields-twice': good(
      ['duplication', 'modern-syntax'],
      'Texts are put together with +, and query and headers are checked by two copies.',
    ),
    'blind-success-logged-outside-try': good(
      ['details'],
      'A sink that throws at "answered" rejects the request instead of giving a 500.',
    ),

    'blind-answer-logged-outside-try': good(
      ['details'],
      'A sink that throws at "answered" rejects the request instead of giving a 500.',
    ),
    'blind-label-read-late': good(
      ['details'],
      'What is logged at the end is the path that a middleware left in the request.',
    ),
    'blind-shared-middleware-queue': good(
      ['details'],
      'A second call of next skips the middlewares that ran at the first.',
    ),

    'blind-body-on-every-request': small(
      ['public-surface'],
      'GET and DELETE requests have a property body that is undefined.',
    ),
    'blind-body-key-on-every-request': small(
      ['public-surface'],
      'GET and DELETE requests have a property body that is undefined.',
    ),
    'new-export-and-leftovers': small(['public-surface', 'tidy'], 'A new export and an unused constant.'),
  },
});
