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

const systemClock = (): number => Date.now();

let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: systemClock,
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

/** Least severe first. */
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return LEVELS.slice(LEVELS.indexOf(minLevel)).includes(level);
}

const loggerFor =
  (level: LogLevel) =>
  (message: string, context: LogContext = {}): void => {
    if (!shouldLog(level, loggerOptions.minLevel)) return;
    const time = loggerOptions.clock();
    const details = Object.entries(context)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${value}`)
      .join('');
    const line = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}${details}`;
    loggerOptions.sink(line, { level, message, context, time });
  };

export const logDebug = loggerFor('debug');
export const logInfo = loggerFor('info');
export const logWarn = loggerFor('warn');
export const logError = loggerFor('error');

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
  private readonly counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };

  constructor({ capacity, ttlMs = Infinity, clock = systemClock }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.find(key);
    if (item === undefined) {
      this.counts.misses++;
      return undefined;
    }
    this.items.delete(key);
    this.items.set(key, item);
    this.counts.hits++;
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
    this.items.delete(key);
    for (const [other, item] of this.items) {
      if (!this.isFresh(item)) this.items.delete(other);
    }
    if (this.items.size >= this.capacity) {
      const [oldest] = this.items.keys();
      this.items.delete(oldest);
      this.counts.evictions++;
    }
    this.items.set(key, { value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.items].filter(([, item]) => this.isFresh(item)).map(([key]) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.counts };
  }

  private find(key: string): CacheItem<V> | undefined {
    const item = this.items.get(key);
    return item && this.isFresh(item) ? item : undefined;
  }

  private isFresh(item: CacheItem<V>): boolean {
    return item.expiresAt > this.clock();
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
  const problems: string[] = [];
  const check = (broken: boolean, problem: string) => {
    if (broken) problems.push(problem);
  };
  const checkFields = (kind: string, fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) {
      check(name.trim() === '', `${kind} name must not be empty`);
      check(value.length > 100, `${kind} value is too long: ${name}`);
    }
  };
  check(!path.startsWith('/'), `path must start with "/": ${path}`);
  check(path.includes('..'), `path must not contain "..": ${path}`);
  checkFields('query', query);
  checkFields('header', headers);
  check(method !== 'POST' && body !== undefined, `${method} must not have a body`);
  return problems;
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`);
  return `${method} ${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export function withCache(cache: LruCache<ApiResponse>): Middleware {
  return async (request, next) => {
    if (request.method !== 'GET') return next(request);
    const cached = cache.get(cacheKey(request));
    if (cached !== undefined) {
      logDebug('cache hit', { key: cacheKey(request) });
      return cached;
    }
    const response = await next(request);
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };
}

const errorResponse = (status: number, errors: string[]): ApiResponse => ({ status, headers: {}, body: { errors } });

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
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${request.method} ${request.path} rejected`, { problems: problems.length });
      return errorResponse(400, problems);
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${request.method} ${request.path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${request.method} ${request.path} failed`, { reason: String(error) });
      return errorResponse(500, ['internal error']);
    }
  }

  private compose(): Handler {
    return this.middlewares.reduceRight<Handler>(
      (next, middleware) => (request) => middleware(request, next),
      this.handler,
    );
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const counts = [2, 3, 4, 5].map((digit) => {
    const matching = responses.filter(({ status }) => Math.floor(status / 100) === digit);
    return `${digit}xx ${matching.length}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
}
