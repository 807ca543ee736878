/** Ways to use the module: each plays one case and returns what a caller, a log sink or a handler saw. */
import { describeError, fromPlain, toPlain } from './plain.mjs';
import { time } from './time.mjs';

export function play(kit, { scenario, ...input }) {
  return scenarios[scenario](kit, input);
}

const scenarios = {
  /** A function of the module with plain arguments; also that it leaves them as they are. */
  call(kit, { name, args }) {
    const result = attempt(() => kit[name](...args));
    return { result, args: toPlain(args) };
  },

  /** Log calls and configurations in turn. */
  log(kit, { steps, listens = true }) {
    const seen = [];
    if (listens) listen(kit, seen, { minLevel: 'debug' });
    for (const { configure, at, call, args } of steps) {
      if (configure) listen(kit, seen, configure, at);
      else seen.push(['returned', attempt(() => kit[call](...args.map(fromPlain)))]);
    }
    return seen;
  },

  cache(kit, { options, defaultClock, steps }) {
    const clock = defaultClock ? time : { nowMs: 1_000 };
    let cache;
    const made = attempt(() => {
      cache = new kit.LruCache({ ...options, ...(defaultClock ? {} : { clock: () => clock.nowMs }) });
    });
    if (!cache) return { made };
    const kept = [];
    const results = steps.map(([name, ...args]) => {
      if (name === 'advance') {
        clock.nowMs += args[0];
        return null;
      }
      if (name === 'size') return attempt(() => cache.size);
      if (name === 'keep') return kept.push(cache[args[0]]());
      return attempt(() => cache[name](...args.map(fromPlain)));
    });
    // What was given out earlier must not change afterwards.
    return {
      results,
      keys: attempt(() => cache.keys()),
      stats: attempt(() => cache.stats()),
      kept: toPlain(kept),
    };
  },

  /** Requests through middlewares that leave a trace, to a handler that answers by a script. */
  async pipeline(kit, { steps, statuses = [], minLevel = 'debug', ...odd }) {
    const seen = [];
    listenToEntries(kit, seen, minLevel, odd.sinkThrowsAt);
    const handler = async (request) => {
      seen.push(['handled', odd.namesProperties ? Object.keys(request).sort() : toPlain(request)]);
      return answer(request, statuses);
    };
    const pipeline = new kit.RequestPipeline(handler);
    const cache = new kit.LruCache({ capacity: 20, clock: () => 0 });
    for (const [name, ...args] of steps) {
      if (name === 'use') seen.push(['chains', pipeline.use(middleware(args, seen)) === pipeline]);
      else if (name === 'use-cache') pipeline.use(kit.withCache(cache));
      else seen.push(['returned', await attemptAsync(() => pipeline[name](...args))]);
    }
    return { seen, cached: attempt(() => cache.keys().toSorted()) };
  },

  /** The middleware alone, with requests that the pipeline would not make. */
  async withCache(kit, { requests, statuses }) {
    const seen = [];
    listenToEntries(kit, seen, 'debug');
    const cached = kit.withCache(storeOf(seen));
    const answers = [];
    for (const request of requests) {
      const next = async (given) => {
        seen.push(['next', given === request, toPlain(given)]);
        return answer(given, statuses);
      };
      const given = await cached(request, next).catch((error) => describeError(error));
      seen.push(['returned', toPlain(given), answers.indexOf(given)]);
      answers.push(given);
    }
    return seen;
  },

  /** What is handed on as it is: a middleware may change the request, a body may be more than its properties. */
  async 'same-objects'(kit, { step: [name, ...args] }) {
    kit.configureLogger({ sink: () => {} });
    const requests = [];
    const response = { status: 200, headers: {}, body: null };
    const pipeline = new kit.RequestPipeline(async (request) => {
      requests.push(request);
      return response;
    });
    for (let middlewares = 0; middlewares < 2; middlewares++)
      pipeline.use(async (request, next) => {
        requests.push(request);
        return next(request);
      });
    const returned = await pipeline[name](...args);
    const [outer, inner, handled] = requests;
    return {
      inner: inner === outer,
      handled: handled === inner,
      response: returned === response,
      ...(name === 'post' ? { body: handled.body === args[1] } : {}),
    };
  },
};

function listen(kit, seen, options, at = 1_700_000_000_000) {
  const own = {
    name: 'kit',
    sink: (line, entry) => void seen.push(['logged', toPlain(line), toPlain(entry)]),
    clock: () => at,
  };
  const { keepsRest, ...given } = options;
  kit.configureLogger({ ...(keepsRest ? {} : own), ...given });
}

/** In place of a cache: shows how it is used, whatever the answer's own cache does. */
function storeOf(seen) {
  const known = new Map();
  return {
    get(key) {
      seen.push(['get', key]);
      return known.get(key);
    },
    set(key, value) {
      seen.push(['set', key]);
      known.set(key, value);
    },
    peek: (key) => known.get(key),
    has: (key) => known.has(key),
    keys: () => [...known.keys()],
    stats: () => ({ hits: 0, misses: 0, evictions: 0 }),
    get size() {
      return known.size;
    },
  };
}

/** Without the line: how that looks is a matter of the logger alone. */
function listenToEntries(kit, seen, minLevel, throwsAt) {
  const sink = (_line, { level, message, context }) => {
    seen.push(['logged', level, toPlain(message), toPlain(context)]);
    if (level === throwsAt) throw new Error(`the sink takes no ${level}`);
  };
  kit.configureLogger({ minLevel, sink, clock: () => 0 });
}

/** Takes the next status of the script; the word of a status that is none is thrown. */
function answer(request, statuses) {
  const status = statuses.length > 0 ? statuses.shift() : 200;
  if (typeof status === 'string') throw status === 'text' ? 'only a text' : new TypeError(status);
  return {
    status,
    headers: { 'x-path': request.path },
    body: request.path === '/empty' ? null : { method: request.method, of: request.query },
  };
}

function middleware([name, does], seen) {
  if (does === 'throws-at-once')
    return () => {
      throw new RangeError(`at once from ${name}`);
    };
  return async (request, next) => {
    seen.push(['before', name, toPlain(request)]);
    if (does === 'answers') return { status: 202, headers: {}, body: name };
    if (does === 'throws') throw new RangeError(`from ${name}`);
    if (does === 'twice') await next(request);
    if (does === 'changes-the-request') Object.assign(request, { method: 'POST', path: `/${name}` });
    const response = await next(does === 'rewrites' ? { ...request, path: `/${name}` } : request);
    seen.push(['after', name, response.status]);
    return does === 'replaces' ? { ...response, status: 299 } : response;
  };
}

function attempt(act) {
  try {
    return toPlain(act());
  } catch (error) {
    return { threw: describeError(error) };
  }
}

async function attemptAsync(act) {
  try {
    return toPlain(await act());
  } catch (error) {
    return { threw: describeError(error) };
  }
}
