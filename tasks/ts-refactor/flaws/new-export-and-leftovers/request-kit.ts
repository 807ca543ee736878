/** Logging, caching and request handling for small services. */

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

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
  clock: Date.now,
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(minLevel);
}

const DEFAULT_LEVEL: LogLevel = 'info';

export function createLog(level: LogLevel) {
  return (message: string, context: LogContext = {}): void => {
    const { minLevel, name, clock, sink } = loggerOptions;
    if (!shouldLog(level, minLevel)) return;
    const time = clock();
    const details = Object.entries(context)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${value}`)
      .join('');
    const line = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${name}: ${message}${details}`;
    sink(line, { level, message, context, time });
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

function validateFields(kind: string, fields: Record<string, string>): string[] {
  return Object.entries(fields).flatMap(([name, value]) => [
    ...(name.trim() === '' ? [`${kind} name must not be empty`] : []),
    ...(value.length > 100 ? [`${kind} value is too long: ${name}`] : []),
  ]);
}

/** What is wrong with a request; empty when nothing is. */
export function validateRequest({ method, path, query, headers, body }: ApiRequest): string[] {
  return [
    ...(path.startsWith('/') ? [] : [`path must start with "/": ${path}`]),
    ...(path.includes('..') ? [`path must not contain "..": ${path}`] : []),
    ...validateFields('query', query),
    ...validateFields('header', headers),
    ...(method !== 'POST' && body !== undefined ? [`${method} must not have a body`] : []),
  ];
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const pairs = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`);
  return `${method} ${[path, ...(pairs.length > 0 ? [pairs.join('&')] : [])].join('?')}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export function withCache(cache: LruCache<ApiResponse>): Middleware {
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

  private compose(): Handler {
    return this.middlewares.reduceRight<Handler>(
      (next, middleware) => (request) => middleware(request, next),
      this.handler,
    );
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const count = (hundreds: number): number =>
    responses.filter(({ status }) => Math.floor(status / 100) === hundreds).length;
  const counts = [2, 3, 4, 5].map((hundreds) => `${hundreds}xx ${count(hundreds)}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}
