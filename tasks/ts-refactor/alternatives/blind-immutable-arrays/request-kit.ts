/** Logging, caching and request handling for small services. */

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof logLevels)[number];

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

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: () => Date.now(),
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return logLevels.slice(logLevels.indexOf(minLevel)).includes(level);
}

function log(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const details = Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : ` ${key}=${value}`));
  const stamp = new Date(time).toISOString();
  const line = `${stamp} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}${details.join('')}`;
  loggerOptions.sink(line, { level, message, context, time });
}

export function logDebug(message: string, context: LogContext = {}): void {
  log('debug', message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  log('info', message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  log('warn', message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  log('error', message, context);
}

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
  private readonly options: Required<CacheOptions>;
  private hits = 0;
  private misses = 0;
  private evictions = 0;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.options = { capacity, ttlMs, clock };
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const used = this.find(key);
    if (!used) {
      this.misses++;
      return undefined;
    }
    this.items = [...this.items.filter((item) => item !== used), used];
    this.hits++;
    return used.value;
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
    const { capacity, ttlMs, clock } = this.options;
    const others = this.items.filter((item) => item.key !== key && this.isFresh(item));
    const full = others.length >= capacity;
    if (full) this.evictions++;
    this.items = [...others.slice(full ? 1 : 0), { key, value, expiresAt: clock() + ttlMs }];
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.items.filter((item) => this.isFresh(item)).map((item) => item.key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { hits: this.hits, misses: this.misses, evictions: this.evictions };
  }

  private find(key: string): CacheItem<V> | undefined {
    return this.items.find((item) => item.key === key && this.isFresh(item));
  }

  private isFresh(item: CacheItem<V>): boolean {
    return item.expiresAt > this.options.clock();
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

const when = (condition: boolean, problem: string): string[] => (condition ? [problem] : []);

const fieldProblems = (kind: 'query' | 'header', fields: Record<string, string>): string[] =>
  Object.entries(fields).flatMap(([name, value]) => [
    ...when(name.trim() === '', `${kind} name must not be empty`),
    ...when(value.length > 100, `${kind} value is too long: ${name}`),
  ]);

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  const { method, path, query, headers, body } = request;
  return [
    ...when(!path.startsWith('/'), `path must start with "/": ${path}`),
    ...when(path.includes('..'), `path must not contain "..": ${path}`),
    ...fieldProblems('query', query),
    ...fieldProblems('header', headers),
    ...when(method !== 'POST' && body !== undefined, `${method} must not have a body`),
  ];
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey(request: ApiRequest): string {
  const { method, path, query } = request;
  const names = Object.keys(query).toSorted();
  return names.reduce(
    (key, name, index) => `${key}${index === 0 ? '?' : '&'}${name}=${query[name]}`,
    `${method} ${path}`,
  );
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export function withCache(cache: LruCache<ApiResponse>): Middleware {
  return async (request, next) => {
    if (request.method !== 'GET') return next(request);
    const cached = cache.get(cacheKey(request));
    if (cached) {
      logDebug('cache hit', { key: cacheKey(request) });
      return cached;
    }
    const response = await next(request);
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };
}

const failed = (status: number, ...errors: string[]): ApiResponse => ({ status, headers: {}, body: { errors } });

/** Sends requests through its middlewares, in the order of use(), to the handler. */
export class RequestPipeline {
  private middlewares: readonly Middleware[] = [];
  private readonly handler: Handler;

  constructor(handler: Handler) {
    this.handler = handler;
  }

  use(middleware: Middleware): this {
    this.middlewares = [...this.middlewares, middleware];
    return this;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send('GET', path, query);
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send('POST', path, query, { body });
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send('DELETE', path, query);
  }

  /** Only a request with a payload has a property `body` at all. */
  private async send(
    method: HttpMethod,
    path: string,
    query: Record<string, string>,
    payload: Pick<ApiRequest, 'body'> = {},
  ): Promise<ApiResponse> {
    const request: ApiRequest = { method, path, query, headers: {}, ...payload };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return failed(400, ...problems);
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${method} ${path} failed`, { reason: String(error) });
      return failed(500, 'internal error');
    }
  }

  private compose(): Handler {
    return this.middlewares
      .toReversed()
      .reduce<Handler>((next, middleware) => (request) => middleware(request, next), this.handler);
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const count = (from: number) => responses.filter(({ status }) => status >= from && status < from + 100).length;
  return `${responses.length} responses: 2xx ${count(200)}, 3xx ${count(300)}, 4xx ${count(400)}, 5xx ${count(500)}`;
}
