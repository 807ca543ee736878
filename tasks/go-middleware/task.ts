import { prepareGoCache } from '../../sandbox/go-cache.ts';
import { defineTask, type Flaw } from '../define-task.ts';

/** What an answer loses that limits nothing. */
const LIMIT = [
  'log-refused',
  'limit-burst',
  'limit-per-client',
  'limit-recovery',
  'limit-steady',
  'limit-edges',
  'concurrent',
  'memory',
];
const LOGGING = ['log-lines', 'log-details'];
const SHUTDOWN = ['shutdown-in-flight', 'shutdown-refuses', 'shutdown-exit'];
/** What counts only where most was done. */
const LAST = ['race-clean', 'tidy', 'concise'];
const ALL = ['builds', 'existing-routes', 'streaming', ...LOGGING, ...LIMIT, ...SHUTDOWN, ...LAST];

/** "Excellent", but for a nit. */
function nit(loses: string[], mistake: string): Flaw {
  return { loses, band: [17, 19], mistake };
}

/** "Good, minor imperfections." */
function minor(loses: string[], mistake: string): Flaw {
  return { loses, band: [13, 16], mistake };
}

/** "Functional with notable gaps." */
function notable(loses: string[], mistake: string): Flaw {
  return { loses, band: [9, 12], mistake };
}

/** "Attempted but significant issues." */
function significant(loses: string[], mistake: string): Flaw {
  return { loses, band: [5, 8], mistake };
}

/** "Broken, didn't follow instructions." */
function broken(mistake: string): Flaw {
  return { loses: ALL, band: [1, 4], mistake };
}

export default defineTask({
  title: 'Add Go HTTP middleware',
  column: 'Go',
  order: 5,
  language: 'go',
  toolchains: ['go', 'node'],
  prepare: async (sandbox, tell) => {
    await prepareGoCache(sandbox, tell);
  },
  answerFiles: [{ path: 'main.go', languages: ['go', 'golang'], defines: ['main', 'noteStore', 'api'] }],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).default,
  alternatives: {
    // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
    'blind-documented-background-sweep': 20,
    'blind-gcra-dense': 20,
    'blind-gcra-two-generations': 20,
    'blind-handler-types-sliding-log': 20,
    'blind-lock-free-sync-map': 20,
    'blind-old-school-ring-buffer': 20,
    'blind-plain-coder': 20,
    'blind-self-expiring-window': 20,
    'blind-slog-closures': 20,
    'blind-strong-thinker': 20,
    'blind-token-bucket-lazy-sweep': 20,
    'blind-verbose-explainer': 20,
    'actor-goroutine': 20,
    'addresses-as-keys': 20,
    'decoys-in-comments': 20,
    'lock-per-client-sync-map': 20,
    'lru-of-clients': 20,
    'one-middleware-type-own-listener': 20,
    'sliding-list-background-sweep': 20,
    'sweeps-a-little-each-time': 20,
    'sweeps-by-unix-seconds': 20,
    'sweeps-when-many': 20,
    'ticks-refill-buckets': 20,
    'two-generations': 20,
  },
  flaws: {
    // The published table of approaches.
    'blind-fixed-window': {
      loses: ['limit-edges'],
      band: [15, 15],
      mistake: 'A counter per client that begins again every second: twenty at once around its edge.',
    },
    'counter-per-client-kept': {
      loses: ['limit-edges', 'memory'],
      band: [14, 14],
      mistake: 'The same, and clients are never forgotten.',
    },
    'no-unwrap-and-counter': {
      loses: ['limit-edges', 'memory', 'streaming'],
      band: [13, 13],
      mistake: 'The same, and the status recorder breaks streaming.',
    },
    'global-reset': {
      loses: ['limit-edges'],
      band: [13, 14],
      mistake: 'A ticker resets the counters of all clients at the same time.',
    },
    'counter-by-clock-second': {
      loses: ['limit-edges', 'memory'],
      band: [13, 13],
      mistake: 'A counter per client and second of the clock: the same edge for all, and never forgotten.',
    },
    'ticker-one-a-second': {
      loses: ['limit-burst', 'limit-per-client', 'limit-recovery', 'limit-steady', 'memory'],
      band: [10, 10],
      mistake: 'One tick of a second lets one request through, of all clients.',
    },
    'ticker-per-client': {
      loses: ['limit-burst', 'limit-per-client', 'limit-recovery', 'limit-steady', 'memory'],
      band: [10, 10],
      mistake: 'Each client has a ticker, and each tick lets one request through.',
    },
    'ticker-blocks': {
      loses: ['limit-burst', 'limit-per-client', 'limit-recovery', 'limit-steady', 'log-refused', 'memory'],
      band: [9, 10],
      mistake: 'Every request waits for a tick; none is refused.',
    },
    'locked-while-serving': {
      loses: ['concurrent'],
      band: [12, 12],
      mistake: 'The mutex is held while a request is served.',
    },
    'blind-lock-held-while-serving': {
      loses: ['concurrent'],
      band: [12, 12],
      mistake: 'The mutex is held while a request is served.',
    },

    'no-logging': notable([...LOGGING, 'log-refused'], 'Nothing is logged.'),
    'no-limit': notable(LIMIT, 'Nothing is limited.'),
    'no-shutdown': notable(SHUTDOWN, 'A signal ends it at once.'),
    'only-logging': significant([...LIMIT, ...SHUTDOWN, ...LAST], 'Neither a limit nor a shutdown.'),

    'one-limit-for-all': notable(
      ['limit-per-client', 'limit-recovery', 'limit-steady'],
      'All clients share one limit.',
    ),
    'keyed-by-connection': notable(
      ['limit-burst', 'limit-edges', 'limit-per-client', 'limit-steady'],
      'A client is an address with a port, so each connection has its own limit.',
    ),
    'limit-per-route': notable(
      ['limit-burst', 'limit-per-client', 'limit-recovery'],
      'Each path has its own limit.',
    ),
    'never-recovers': notable(
      ['limit-recovery', 'limit-steady', 'memory'],
      'Ten requests in all, then none for ever.',
    ),
    'trusts-forwarded-for': minor(['limit-per-client'], 'X-Forwarded-For decides who the client is.'),
    'eleven-allowed': minor(['limit-burst'], 'Eleven requests at once are served.'),
    'five-allowed': minor(['limit-burst', 'limit-recovery', 'limit-steady'], 'Five requests a second.'),
    'refused-requests-count': minor(
      ['limit-recovery', 'limit-steady'],
      'Refused requests count against the client.',
    ),
    'blind-refill-truncated': minor(
      ['limit-steady'],
      'Fractions of a token are lost, so a client that keeps asking gets none back.',
    ),
    'refuses-with-503': minor(['limit-burst'], 'Refuses with another status.'),
    'refused-reach-handler': minor(
      ['limit-burst', 'log-refused'],
      'A return is missing: a refused request is handled after all.',
    ),
    'lock-kept-on-refusal': significant(
      ['limit-burst', 'limit-per-client', 'limit-recovery', 'limit-steady'],
      'The mutex is not unlocked when a request is refused: nobody is served afterwards.',
    ),
    'map-without-lock': notable(['race-clean'], 'The map of clients has no lock.'),
    'blind-sweep-races': notable(['race-clean'], 'The sweep reads under another lock than requests write.'),
    'store-add-without-lock': notable(
      ['concise', 'race-clean'],
      'The lock of the notes is gone where one is added.',
    ),
    'blind-clients-kept-forever': minor(['memory'], 'Clients are never forgotten.'),
    'sweep-never-begins': minor(['memory'], 'The sweep is called, but never begins.'),
    'sweeps-the-wrong-clients': minor(['memory'], 'The sweep looks for clients that cannot be.'),
    'sync-map-swept-too-late': minor(['memory'], 'Clients are forgotten that were last seen in the year 1.'),
    'blind-never-forgets': minor(
      ['memory'],
      'The sweep asks for full buckets, but only a request fills them, and takes one out again.',
    ),
    'blind-forgotten-while-active': minor(
      ['memory'],
      'A client is forgotten a minute after its first request, whatever it does then.',
    ),
    'cleanup-never-started': minor(
      ['memory', 'tidy'],
      'There is code that forgets clients, but nobody calls it.',
    ),

    'status-zero': minor(['log-lines'], 'A handler that sets no status is logged with 0.'),
    'limit-outside-log': minor(['log-refused'], 'Refused requests are not logged.'),
    'logs-before-and-after': minor(['log-details', 'log-lines'], 'Two lines for each request.'),
    'duration-in-seconds': minor(['log-details'], 'The duration is a bare number.'),
    'client-with-port': minor(['log-details'], 'The client is logged with its port.'),
    'own-log-form': minor([...LOGGING, 'log-refused'], 'The log has a form of its own.'),

    'fatal-when-time-is-up': minor(
      ['shutdown-exit'],
      'A request that outlasts the ten seconds makes it exit with status 1.',
    ),
    'blind-exit-one-after-grace': minor(['shutdown-exit'], 'log.Fatalf when the ten seconds are over.'),
    'blind-busy-port-hangs': minor(
      ['shutdown-exit'],
      'That it cannot listen is only logged, and then it waits for a signal.',
    ),
    'exits-with-one': minor(['shutdown-exit'], 'After the shutdown log.Fatal ends it with status 1.'),
    'sigterm-only': minor(['shutdown-exit'], 'SIGINT is not handled.'),
    'waits-then-accepts-on': minor(['shutdown-refuses'], 'It sleeps before it stops accepting.'),
    'blind-middling-model': notable(
      ['shutdown-in-flight', 'shutdown-refuses'],
      'Nobody waits for the goroutine that runs Shutdown.',
    ),
    'blind-weak-model': minor(
      ['streaming', 'log-details', 'memory'],
      'The recorder breaks streaming, IPv6 addresses are cut at their first colon, clients are never forgotten.',
    ),
    'blind-main-does-not-wait-for-shutdown': notable(
      ['shutdown-in-flight', 'shutdown-refuses'],
      'main returns while Shutdown still waits.',
    ),
    'closes-at-once': notable(['shutdown-in-flight', 'shutdown-refuses'], 'Close instead of Shutdown.'),
    'hundred-milliseconds-of-grace': notable(
      ['shutdown-in-flight', 'shutdown-refuses'],
      'Requests in flight have 100 ms.',
    ),
    'goes-on-after-signal': notable(SHUTDOWN, 'It stops accepting, but never ends.'),

    'blind-recorder-without-unwrap': minor(['streaming'], 'The status recorder breaks streaming.'),
    'times-out-handlers': minor(['streaming'], 'http.TimeoutHandler breaks streaming.'),
    'no-unwrap-and-kept-forever': minor(
      ['memory', 'streaming'],
      'The recorder breaks streaming, and clients are never forgotten.',
    ),
    'changes-error-text': minor(['concise', 'existing-routes'], 'Another error text in an existing route.'),
    'rewrites-handlers': minor(['concise'], 'Existing functions are rewritten without need.'),
    'blind-over-engineered': minor(['concise'], 'Right, with more than twice the code that it takes.'),
    'unused-leftovers': nit(['tidy'], 'A field, a constant and a method that nobody reads.'),
    'not-formatted': nit(['tidy'], 'gofmt would change it.'),

    'blind-ipv6-split-and-fatal-on-server-closed': notable(
      ['log-details', ...SHUTDOWN],
      'IPv6 addresses are cut at their first colon, and log.Fatal ends the shutdown.',
    ),
    'blind-refused-unlogged-and-unlocked-sweep': notable(
      ['log-refused', 'race-clean'],
      'Refused requests are not logged, and the sweep takes no lock.',
    ),

    // What does not compile, but nearly.
    'blind-unused-imports': { loses: ['builds'], band: [9, 11], mistake: 'Two imports are not used.' },
    'idle-variable': { loses: ['builds'], band: [9, 11], mistake: 'A variable is not used.' },
    'missing-imports-and-wiring': {
      loses: ['builds'],
      band: [11, 11],
      mistake: 'Imports are missing, and a function is passed for a handler.',
    },
    'syntax-error': broken('A brace is missing.'),
    'type-error': broken('Times are subtracted with a minus.'),
    'x-time-rate': broken('It imports golang.org/x/time/rate.'),
    'fragment-only': broken('Only the new parts, not the whole file.'),
    'panics-at-start': broken('It writes into a nil map before it listens.'),
    'exits-at-once': broken('It exits before it listens.'),
  },
});
