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

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  const levels: LogLevel[] = ['debug', 'info', 'warn', 'error'];
  return levels.slice(levels.indexOf(minLevel)).includes(level);
}

function log(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const details = Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${value}`)
    .join('');
  const line = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}${details}`;
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
  private items: CacheItem<V>[] = [];
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;
  private readonly counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const found = this.find(key);
    if (found === undefined) {
      this.counts.misses++;
    } else {
      this.counts.hits++;
      this.items = [...this.items.filter((item) => item !== found), found];
    }
    return found?.value;
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
    this.items = this.items.filter((item) => item.key !== key && this.isLive(item));
    if (this.items.length >= this.capacity) {
      this.items.shift();
      this.counts.evictions++;
    }
    this.items.push({ key, value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.items.filter((item) => this.isLive(item)).map((item) => item.key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.counts };
  }

  private find(key: string): CacheItem<V> | undefined {
    return this.items.find((item) => item.key === key && this.isLive(item));
  }

  private isLive(item: CacheItem<V>): boolean {
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
export function validateRequest(request: ApiRequest): string[] {
  const problems: string[] = [];
  const check = (isWrong: boolean, problem: string) => {
    if (isWrong) problems.push(problem);
  };
  const checkFields = (kind: string, fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) {
      check(name.trim() === '', `${kind} name must not be empty`);
      check(value.length > 100, `${kind} value is too long: ${name}`);
    }
  };
  check(!request.path.startsWith('/'), `path must start with "/": ${request.path}`);
  check(request.path.includes('..'), `path must not contain "..": ${request.path}`);
  checkFields('query', request.query);
  checkFields('header', request.headers);
  check(request.method !== 'POST' && request.body !== undefined, `${request.method} must not have a body`);
  return problems;
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query).toSorted().map((name) => `${name}=${query[name]}`);
  return `${method} ${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`;
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
    // next() may have changed the request, and with it the key.
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };
}

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
    const label = `${request.method} ${request.path}`;
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${label} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
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

  private compose(): Handler {
    return this.middlewares.reduceRight<Handler>(
      (next, middleware) => (request) => middleware(request, next),
      this.handler,
    );
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const counts = [200, 300, 400, 500].map((from) => {
    const count = responses.filter(({ status }) => status >= from && status < from + 100).length;
    return `${from / 100}xx ${count}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
}
