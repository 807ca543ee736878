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
  return levels.indexOf(level) >= levels.indexOf(minLevel);
}

function log(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const details = Object.keys(context)
    .filter((key) => context[key] !== undefined)
    .map((key) => ` ${key}=${context[key]}`)
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
  private capacity: number;
  private ttlMs: number;
  private clock: () => number;
  private hits = 0;
  private misses = 0;
  private evictions = 0;

  constructor(options: CacheOptions) {
    if (options.capacity < 1) throw new RangeError(`capacity must be at least 1, got ${options.capacity}`);
    this.capacity = options.capacity;
    this.ttlMs = options.ttlMs === undefined ? Infinity : options.ttlMs;
    this.clock = options.clock === undefined ? () => Date.now() : options.clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) {
        const item = this.items[i];
        this.items.splice(i, 1);
        this.items.push(item);
        this.hits++;
        return item.value;
      }
    }
    this.misses++;
    return undefined;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) return this.items[i].value;
    }
    return undefined;
  }

  has(key: string): boolean {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) return true;
    }
    return false;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    const kept: CacheItem<V>[] = [];
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key !== key && this.items[i].expiresAt > this.clock()) kept.push(this.items[i]);
    }
    this.items = kept;
    if (this.items.length >= this.capacity) {
      this.items.splice(0, 1);
      this.evictions++;
    }
    this.items.push({ key, value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    const keys: string[] = [];
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].expiresAt > this.clock()) keys.push(this.items[i].key);
    }
    return keys;
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].expiresAt > this.clock()) size++;
    }
    return size;
  }

  stats(): CacheStats {
    return { hits: this.hits, misses: this.misses, evictions: this.evictions };
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
export function cacheKey(request: ApiRequest): string {
  const query = Object.keys(request.query)
    .sort()
    .map((name) => `${name}=${request.query[name]}`)
    .join('&');
  return query === '' ? `${request.method} ${request.path}` : `${request.method} ${request.path}?${query}`;
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

/** Sends requests through its middlewares, in the order of use(), to the handler. */
export class RequestPipeline {
  private middlewares: Middleware[] = [];
  private handler: Handler;

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
    return this.middlewares.reduceRight<Handler>((next, middleware) => (request) => middleware(request, next), this.handler);
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const count = (hundreds: number): number =>
    responses.filter(({ status }) => Math.floor(status / 100) === hundreds).length;
  const counts = [2, 3, 4, 5].map((hundreds) => `${hundreds}xx ${count(hundreds)}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}
