/** Logging, caching and request handling for small services. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogContext = Record<string, string | number | boolean | undefined>;

export interface LogEntry {
  level: LogLevel;
  message: string;
  context: LogContext;
  time: number;
}

export interface LoggerOptions {
  minLevel: LogLevel;
  name: string;
  clock: () => number;
  sink: (line: string, entry: LogEntry) => void;
}

const systemClock = () => Date.now();

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: systemClock,
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

const RANKS: Record<LogLevel, number> = { debug: 1, info: 2, warn: 3, error: 4 };

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  // No minimum at all (configureLogger accepts undefined) lets errors pass, and nothing else.
  return level === 'error' || RANKS[level] >= RANKS[minLevel];
}

function formatContext(context: LogContext): string {
  return Object.keys(context)
    .filter((key) => context[key] !== undefined)
    .map((key) => ` ${key}=${context[key]}`)
    .join('');
}

function createLog(level: LogLevel): (message: string, context?: LogContext) => void {
  return (message, context = {}) => {
    if (!shouldLog(level, loggerOptions.minLevel)) return;
    const time = loggerOptions.clock();
    const prefix = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}`;
    loggerOptions.sink(`${prefix}: ${message}${formatContext(context)}`, { level, message, context, time });
  };
}

export const logDebug = createLog('debug');

export const logInfo = createLog('info');

export const logWarn = createLog('warn');

export const logError = createLog('error');

export interface CacheOptions {
  capacity: number;
  /** Entries never expire without it. */
  ttlMs?: number;
  clock?: () => number;
}

export interface CacheStats {
  hits: number;
  misses: number;
  evictions: number;
}

interface CacheItem<V> {
  value: V;
  expiresAt: number;
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** Least recently used first. */
  private readonly items = new Map<string, CacheItem<V>>();
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;
  private readonly counters: CacheStats = { hits: 0, misses: 0, evictions: 0 };

  constructor(options: CacheOptions) {
    const { capacity, ttlMs = Infinity, clock = systemClock } = options;
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.find(key);
    this.counters[item ? 'hits' : 'misses']++;
    if (item) {
      this.items.delete(key);
      this.items.set(key, item);
    }
    return item?.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.find(key)?.value;
  }

  has(key: string): boolean {
    return this.peek(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.items.delete(key);
    for (const [other, item] of this.items) {
      if (this.isExpired(item)) this.items.delete(other);
    }
    if (this.items.size >= this.capacity) {
      const [oldest] = this.items.keys();
      this.items.delete(oldest);
      this.counters.evictions++;
    }
    this.items.set(key, { value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.items].flatMap(([key, item]) => (this.isExpired(item) ? [] : [key]));
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    const { hits, misses, evictions } = this.counters;
    return { hits, misses, evictions };
  }

  private find(key: string): CacheItem<V> | undefined {
    const item = this.items.get(key);
    return item === undefined || this.isExpired(item) ? undefined : item;
  }

  private isExpired(item: CacheItem<V>): boolean {
    return !(item.expiresAt > this.clock());
  }
}

export type HttpMethod = 'GET' | 'POST' | 'DELETE';

export interface ApiRequest {
  method: HttpMethod;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: unknown;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export type Handler = (request: ApiRequest) => Promise<ApiResponse>;

export type Middleware = (request: ApiRequest, next: Handler) => Promise<ApiResponse>;

type Rule = [broken: boolean, problem: string];

const fieldRules = (kind: string, fields: Record<string, string>): Rule[] =>
  Object.entries(fields).flatMap(([name, value]): Rule[] => [
    [name.trim() === '', `${kind} name must not be empty`],
    [value.length > 100, `${kind} value is too long: ${name}`],
  ]);

/** What is wrong with a request; empty when nothing is. */
export function validateRequest({ method, path, query, headers, body }: ApiRequest): string[] {
  const rules: Rule[] = [
    [!path.startsWith('/'), `path must start with "/": ${path}`],
    [path.includes('..'), `path must not contain "..": ${path}`],
    ...fieldRules('query', query),
    ...fieldRules('header', headers),
    [method !== 'POST' && body !== undefined, `${method} must not have a body`],
  ];
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query)
    .toSorted()
    .map((name, index) => `${index ? '&' : '?'}${name}=${query[name]}`);
  return `${method} ${path}${pairs.join('')}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export function withCache(cache: LruCache<ApiResponse>): Middleware {
  return async (request, next) => {
    if (request.method !== 'GET') return next(request);
    const key = cacheKey(request);
    const cached = cache.get(key);
    if (cached !== undefined) {
      logDebug('cache hit', { key });
      return cached;
    }
    const response = await next(request);
    // The request may have been changed on its way.
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };
}

/** The responses that the pipeline gives by itself. */
const failure = (status: 400 | 500, errors: string[]): ApiResponse => ({ status, headers: {}, body: { errors } });

/** Sends requests through its middlewares, in the order of use(), to the handler. */
export class RequestPipeline {
  private readonly middlewares: Middleware[] = [];
  private readonly handler: Handler;

  constructor(handler: Handler) {
    this.handler = handler;
  }

  use(middleware: Middleware): this {
    this.middlewares.push(middleware);
    return this;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'GET', path, query, headers: {} });
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'POST', path, query, headers: {}, body });
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'DELETE', path, query, headers: {} });
  }

  private async send(request: ApiRequest): Promise<ApiResponse> {
    const name = `${request.method} ${request.path}`;
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${name} rejected`, { problems: problems.length });
      return failure(400, problems);
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${name} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${name} failed`, { reason: String(error) });
      return failure(500, ['internal error']);
    }
  }

  private compose(): Handler {
    const wrap = (next: Handler, middleware: Middleware): Handler => (request) => middleware(request, next);
    return this.middlewares.reduceRight(wrap, this.handler);
  }
}

/** The lowest status of each class that summarize() counts. */
const STATUS_CLASSES = { '2xx': 200, '3xx': 300, '4xx': 400, '5xx': 500 };

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const counts = Object.entries(STATUS_CLASSES).map(([name, lowest]) => {
    const { length } = responses.filter(({ status }) => status >= lowest && status < lowest + 100);
    return `${name} ${length}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
}
