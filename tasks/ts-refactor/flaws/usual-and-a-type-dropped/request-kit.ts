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
    const index = this.items.findIndex((item) => item.key === key && item.expiresAt > this.clock());
    if (index !== -1) {
      const [item] = this.items.splice(index, 1);
      this.items.push(item);
      this.hits++;
      return item.value;
    }
    this.misses++;
    return undefined;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.items.find((item) => item.key === key && item.expiresAt > this.clock())?.value;
  }

  has(key: string): boolean {
    return this.items.some((item) => item.key === key && item.expiresAt > this.clock());
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.items = this.items.filter((item) => item.key !== key && item.expiresAt > this.clock());
    if (this.items.length >= this.capacity) {
      this.items.splice(0, 1);
      this.evictions++;
    }
    this.items.push({ key, value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.items.filter((item) => item.expiresAt > this.clock()).map((item) => item.key);
  }

  get size(): number {
    return this.items.filter((item) => item.expiresAt > this.clock()).length;
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

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  const problems: string[] = [];
  if (!request.path.startsWith('/')) problems.push(`path must start with "/": ${request.path}`);
  if (request.path.includes('..')) problems.push(`path must not contain "..": ${request.path}`);
  Object.entries(request.query).forEach(([name, value]) => {
    if (name.trim() === '') problems.push('query name must not be empty');
    if (value.length > 100) problems.push(`query value is too long: ${name}`);
  });
  Object.entries(request.headers).forEach(([name, value]) => {
    if (name.trim() === '') problems.push('header name must not be empty');
    if (value.length > 100) problems.push(`header value is too long: ${name}`);
  });
  if (request.method === 'GET' && request.body !== undefined) problems.push('GET must not have a body');
  if (request.method === 'DELETE' && request.body !== undefined) problems.push('DELETE must not have a body');
  return problems;
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
    const request: ApiRequest = { method: 'GET', path, query, headers: {} };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`GET ${path} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`GET ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`GET ${path} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    const request: ApiRequest = { method: 'POST', path, query, headers: {}, body };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`POST ${path} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`POST ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`POST ${path} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    const request: ApiRequest = { method: 'DELETE', path, query, headers: {} };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`DELETE ${path} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`DELETE ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`DELETE ${path} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  private compose(): Handler {
    return this.middlewares.reduceRight<Handler>((next, middleware) => (request) => middleware(request, next), this.handler);
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const success = responses.filter((response) => response.status >= 200 && response.status < 300).length;
  const redirect = responses.filter((response) => response.status >= 300 && response.status < 400).length;
  const clientError = responses.filter((response) => response.status >= 400 && response.status < 500).length;
  const serverError = responses.filter((response) => response.status >= 500 && response.status < 600).length;
  return `${responses.length} responses: 2xx ${success}, 3xx ${redirect}, 4xx ${clientError}, 5xx ${serverError}`;
}
