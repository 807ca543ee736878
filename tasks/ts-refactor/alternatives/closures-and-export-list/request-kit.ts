/** Logging, caching and request handling for small services. */

const SEVERITIES = { debug: 0, info: 1, warn: 2, error: 3 };

type LogLevel = keyof typeof SEVERITIES;

type Scalar = string | number | boolean;

type LogContext = { [key: string]: Scalar | undefined };

type LogEntry = Readonly<{ level: LogLevel; message: string; context: LogContext; time: number }>;

interface LoggerOptions {
  minLevel: LogLevel;
  name: string;
  clock: () => number;
  sink: (line: string, entry: LogEntry) => void;
}

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: Date.now,
  sink: (line) => console.log(line),
};

function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return SEVERITIES[level] >= SEVERITIES[minLevel];
}

const logAt = (level: LogLevel, message: string, context: LogContext = {}): void => {
  const { minLevel, name, clock, sink } = loggerOptions;
  if (!shouldLog(level, minLevel)) return;
  const time = clock();
  const details = Object.keys(context).reduce(
    (text, key) => (context[key] === undefined ? text : `${text} ${key}=${context[key]}`),
    '',
  );
  sink(`${new Date(time).toISOString()} [${level.toUpperCase()}] ${name}: ${message}${details}`, {
    level,
    message,
    context,
    time,
  });
};

const logDebug = logAt.bind(null, 'debug');
const logInfo = logAt.bind(null, 'info');
const logWarn = logAt.bind(null, 'warn');
const logError = logAt.bind(null, 'error');

interface CacheOptions {
  capacity: number;
  /** Entries never expire without it. */
  ttlMs?: number;
  clock?: () => number;
}

interface CacheStats {
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
class LruCache<V> {
  /** Least recently used first. */
  private items: CacheItem<V>[] = [];
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;
  private readonly counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };

  constructor({ capacity, ttlMs = Infinity, clock = Date.now }: CacheOptions) {
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
    this.items = this.live().filter((item) => item.key !== key);
    if (this.items.length >= this.capacity) {
      this.items.shift();
      this.counts.evictions++;
    }
    this.items.push({ key, value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.live().map(({ key }) => key);
  }

  get size(): number {
    return this.live().length;
  }

  stats(): CacheStats {
    return { ...this.counts };
  }

  private live(): CacheItem<V>[] {
    return this.items.filter(({ expiresAt }) => expiresAt > this.clock());
  }

  private find(key: string): CacheItem<V> | undefined {
    return this.live().find((item) => item.key === key);
  }
}

type HttpMethod = 'GET' | 'POST' | 'DELETE';

interface ApiRequest {
  method: HttpMethod;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: unknown;
}

interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

type Handler = (request: ApiRequest) => Promise<ApiResponse>;

type Middleware = (request: ApiRequest, next: Handler) => Promise<ApiResponse>;

function validateFields(kind: string, fields: Record<string, string>): string[] {
  return Object.entries(fields).flatMap(([name, value]) => [
    ...(name.trim() === '' ? [`${kind} name must not be empty`] : []),
    ...(value.length > 100 ? [`${kind} value is too long: ${name}`] : []),
  ]);
}

/** What is wrong with a request; empty when nothing is. */
function validateRequest({ method, path, query, headers, body }: ApiRequest): string[] {
  return [
    ...(path.startsWith('/') ? [] : [`path must start with "/": ${path}`]),
    ...(path.includes('..') ? [`path must not contain "..": ${path}`] : []),
    ...validateFields('query', query),
    ...validateFields('header', headers),
    ...(method !== 'POST' && body !== undefined ? [`${method} must not have a body`] : []),
  ];
}

/** Equal for requests that differ only in the order of their query. */
function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`);
  return `${method} ${[path, ...(pairs.length > 0 ? [pairs.join('&')] : [])].join('?')}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
function withCache(cache: LruCache<ApiResponse>): Middleware {
  return async (request, next) => {
    if (request.method !== 'GET') return next(request);
    const key = cacheKey(request);
    const cached = cache.get(key);
    if (cached) {
      logDebug('cache hit', { key });
      return cached;
    }
    const response = await next(request);
    if (response.status === 200) cache.set(key, response);
    return response;
  };
}

/** Sends requests through its middlewares, in the order of use(), to the handler. */
class RequestPipeline {
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
    const label = `${request.method} ${request.path}`;
    const errors = validateRequest(request);
    if (errors.length > 0) {
      logWarn(`${label} rejected`, { problems: errors.length });
      return { status: 400, headers: {}, body: { errors } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${label} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${label} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  private compose(from = 0): Handler {
    const middleware = this.middlewares[from];
    return middleware ? (request) => middleware(request, this.compose(from + 1)) : this.handler;
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
function summarize(responses: ApiResponse[]): string {
  const count = (hundreds: number): number =>
    responses.filter(({ status }) => Math.floor(status / 100) === hundreds).length;
  const counts = [2, 3, 4, 5].map((hundreds) => `${hundreds}xx ${count(hundreds)}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}

export type {
  ApiRequest, ApiResponse, CacheOptions, CacheStats, Handler, HttpMethod, LogContext, LogEntry, LogLevel, LoggerOptions,
  Middleware,
};
export {
  LruCache, RequestPipeline, cacheKey, configureLogger, logDebug, logError, logInfo, logWarn, shouldLog, summarize,
  validateRequest, withCache,
};
