/** Logging, caching and request handling for small services. */

// ---------------------------------------------------------------- logging

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

type LogFunction = (message: string, context?: LogContext) => void;

/** For each minimum level the levels that pass it. */
const passing: Record<LogLevel, readonly LogLevel[]> = {
  debug: ['debug', 'info', 'warn', 'error'],
  info: ['info', 'warn', 'error'],
  warn: ['warn', 'error'],
  error: ['error'],
};

const systemClock = () => Date.now();

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: systemClock,
  sink: (line) => console.log(line),
};

export const configureLogger = (options: Partial<LoggerOptions>): void => {
  loggerOptions = { ...loggerOptions, ...options };
};

export const shouldLog = (level: LogLevel, minLevel: LogLevel): boolean =>
  (passing[minLevel] ?? passing.error).includes(level);

const formatContext = (context: LogContext) =>
  Object.entries(context)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}=${value}`))
    .join('');

const logAt =
  (level: LogLevel): LogFunction =>
  (message, context = {}) => {
    if (!shouldLog(level, loggerOptions.minLevel)) return;
    const time = loggerOptions.clock();
    const prefix = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}`;
    loggerOptions.sink(`${prefix}: ${message}${formatContext(context)}`, { level, message, context, time });
  };

export const logDebug = logAt('debug');
export const logInfo = logAt('info');
export const logWarn = logAt('warn');
export const logError = logAt('error');

// ---------------------------------------------------------------- caching

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
  key: string;
  value: V;
  expiresAt: number;
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** Least recently used first. */
  private items: readonly CacheItem<V>[] = [];
  private counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;

  constructor({ capacity, ttlMs = Infinity, clock = systemClock }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.find(key);
    if (!item) {
      this.counts.misses++;
      return undefined;
    }
    this.counts.hits++;
    this.items = [...this.items.filter((other) => other !== item), item];
    return item.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.find(key)?.value;
  }

  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    const kept = this.items.filter((item) => item.key !== key && this.isAlive(item));
    const isFull = kept.length >= this.capacity;
    if (isFull) this.counts.evictions++;
    this.items = [...kept.slice(isFull ? 1 : 0), { key, value, expiresAt: this.clock() + this.ttlMs }];
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.items.filter((item) => this.isAlive(item)).map(({ key }) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.counts };
  }

  private isAlive({ expiresAt }: CacheItem<V>): boolean {
    return expiresAt > this.clock();
  }

  private find(key: string): CacheItem<V> | undefined {
    return this.items.find((item) => item.key === key && this.isAlive(item));
  }
}

// --------------------------------------------------------------- requests

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

/** The problem in a list when there is one, otherwise an empty list. */
const when = (isWrong: boolean, problem: string): string[] => (isWrong ? [problem] : []);

const fieldProblems = (kind: 'query' | 'header', fields: Record<string, string>): string[] =>
  Object.entries(fields).flatMap(([name, value]) => [
    ...when(name.trim() === '', `${kind} name must not be empty`),
    ...when(value.length > 100, `${kind} value is too long: ${name}`),
  ]);

/** What is wrong with a request; empty when nothing is. */
export const validateRequest = ({ method, path, query, headers, body }: ApiRequest): string[] => [
  ...when(!path.startsWith('/'), `path must start with "/": ${path}`),
  ...when(path.includes('..'), `path must not contain "..": ${path}`),
  ...fieldProblems('query', query),
  ...fieldProblems('header', headers),
  ...when(method !== 'POST' && body !== undefined, `${method} must not have a body`),
];

/** Equal for requests that differ only in the order of their query. */
export const cacheKey = ({ method, path, query }: ApiRequest): string => {
  const pairs = Object.keys(query)
    .toSorted()
    .map((name) => `${name}=${query[name]}`);
  return `${method} ${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`;
};

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export const withCache =
  (cache: LruCache<ApiResponse>): Middleware =>
  async (request, next) => {
    if (request.method !== 'GET') return next(request);
    const key = cacheKey(request);
    const cached = cache.get(key);
    if (cached) {
      logDebug('cache hit', { key });
      return cached;
    }
    const response = await next(request);
    // Not `key`: the request may have been rewritten on its way.
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };

const failure = (status: number, errors: string[]): ApiResponse => ({ status, headers: {}, body: { errors } });

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

  get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'GET', path, query, headers: {} });
  }

  post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'POST', path, query, headers: {}, body });
  }

  delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: 'DELETE', path, query, headers: {} });
  }

  private async send(request: ApiRequest): Promise<ApiResponse> {
    const label = `${request.method} ${request.path}`;
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${label} rejected`, { problems: problems.length });
      return failure(400, problems);
    }
    const pipeline = this.middlewares.reduceRight<Handler>((next, middleware) => (req) => middleware(req, next), this.handler);
    let response: ApiResponse;
    try {
      response = await pipeline(request);
    } catch (error) {
      logError(`${label} failed`, { reason: String(error) });
      return failure(500, ['internal error']);
    }
    logInfo(`${label} answered`, { status: response.status });
    return response;
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export const summarize = (responses: ApiResponse[]): string => {
  const counts = [2, 3, 4, 5].map((family) => {
    const members = responses.filter(({ status }) => status >= family * 100 && status < (family + 1) * 100);
    return `${family}xx ${members.length}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
};
