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

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: () => Date.now(),
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error'];

export const shouldLog = (level: LogLevel, minLevel: LogLevel): boolean =>
  LEVELS.slice(LEVELS.indexOf(minLevel)).includes(level);

function log(level: LogLevel, message: string, context: LogContext = {}): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const details = Object.entries(context).map(([key, value]) => (value === undefined ? '' : ` ${key}=${value}`));
  loggerOptions.sink(
    `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}${details.join('')}`,
    { level, message, context, time },
  );
}

export const logDebug = (message: string, context?: LogContext): void => log('debug', message, context);
export const logInfo = (message: string, context?: LogContext): void => log('info', message, context);
export const logWarn = (message: string, context?: LogContext): void => log('warn', message, context);
export const logError = (message: string, context?: LogContext): void => log('error', message, context);

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

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** Least recently used first. The values are in a tuple with the time when they expire. */
  #items = new Map<string, readonly [value: V, expiresAt: number]>();
  #stats: CacheStats = { hits: 0, misses: 0, evictions: 0 };
  #options: Required<CacheOptions>;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.#options = { capacity, ttlMs, clock };
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.#find(key);
    this.#stats[item ? 'hits' : 'misses']++;
    if (item) {
      this.#items.delete(key);
      this.#items.set(key, item);
    }
    return item?.[0];
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.#find(key)?.[0];
  }

  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.#items.delete(key);
    for (const other of this.#items.keys()) if (!this.has(other)) this.#items.delete(other);
    if (this.#items.size >= this.#options.capacity) {
      const [oldest] = this.#items.keys();
      this.#items.delete(oldest);
      this.#stats.evictions++;
    }
    this.#items.set(key, [value, this.#options.clock() + this.#options.ttlMs]);
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.#items.keys()].filter((key) => this.has(key));
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.#stats };
  }

  #find(key: string) {
    const item = this.#items.get(key);
    return item && item[1] > this.#options.clock() ? item : undefined;
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

/** What is wrong with a request; empty when nothing is. */
export function validateRequest({ method, path, query, headers, body }: ApiRequest): string[] {
  return [
    !path.startsWith('/') && `path must start with "/": ${path}`,
    path.includes('..') && `path must not contain "..": ${path}`,
    ...Object.entries({ query, header: headers }).flatMap(([kind, fields]) =>
      Object.entries(fields).flatMap(([name, value]) => [
        name.trim() === '' && `${kind} name must not be empty`,
        value.length > 100 && `${kind} value is too long: ${name}`,
      ]),
    ),
    method !== 'POST' && body !== undefined && `${method} must not have a body`,
  ].filter((problem) => problem !== false);
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query).toSorted().map((name) => `${name}=${query[name]}`);
  return `${method} ${path}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export const withCache = (cache: LruCache<ApiResponse>): Middleware => async (request, next) => {
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

const compose = ([first, ...rest]: Middleware[], handler: Handler): Handler => {
  if (!first) return handler;
  const next = compose(rest, handler);
  return (request) => first(request, next);
};

const failure = (status: number, errors: string[]): ApiResponse => ({ status, headers: {}, body: { errors } });

/** Sends requests through its middlewares, in the order of use(), to the handler. */
export class RequestPipeline {
  #middlewares: Middleware[] = [];
  #handler: Handler;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  use(middleware: Middleware): this {
    this.#middlewares.push(middleware);
    return this;
  }

  get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'GET', path, query, headers: {} });
  }

  post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'POST', path, query, headers: {}, body });
  }

  delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'DELETE', path, query, headers: {} });
  }

  async #send(request: ApiRequest): Promise<ApiResponse> {
    const { method, path } = request; // middlewares may change them
    const problems = validateRequest(request);
    if (problems.length) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return failure(400, problems);
    }
    try {
      const response = await compose(this.#middlewares, this.#handler)(request);
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${method} ${path} failed`, { reason: String(error) });
      return failure(500, ['internal error']);
    }
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export const summarize = (responses: ApiResponse[]): string =>
  `${responses.length} responses: ${[2, 3, 4, 5]
    .map((digit) => `${digit}xx ${responses.filter(({ status }) => Math.floor(status / 100) === digit).length}`)
    .join(', ')}`;
