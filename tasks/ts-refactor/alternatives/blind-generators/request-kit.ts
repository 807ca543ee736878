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

/** Most severe first. */
const severities: LogLevel[] = ['error', 'warn', 'info', 'debug'];

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return severities.slice(0, Math.max(severities.indexOf(minLevel), 0) + 1).includes(level);
}

function* lineParts(level: LogLevel, message: string, context: LogContext, time: number): Generator<string> {
  yield new Date(time).toISOString();
  yield `[${level.toUpperCase()}]`;
  yield `${loggerOptions.name}: ${message}`;
  for (const [key, value] of Object.entries(context)) {
    if (value !== undefined) yield `${key}=${value}`;
  }
}

function log(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const line = [...lineParts(level, message, context, time)].join(' ');
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
  value: V;
  expiresAt: number;
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** Least recently used first. */
  private items = new Map<string, CacheItem<V>>();
  private capacity: number;
  private ttlMs: number;
  private clock: () => number;
  private hits = 0;
  private misses = 0;
  private evictions = 0;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.find(key);
    if (!item) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    this.items.delete(key);
    this.items.set(key, item);
    return item.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.find(key)?.value;
  }

  has(key: string): boolean {
    return !!this.find(key);
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.items.delete(key);
    this.items = new Map(this.fresh());
    if (this.items.size >= this.capacity) {
      const [oldest] = this.items.keys();
      this.items.delete(oldest);
      this.evictions++;
    }
    this.items.set(key, { value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return Array.from(this.fresh(), ([key]) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { hits: this.hits, misses: this.misses, evictions: this.evictions };
  }

  private find(key: string): CacheItem<V> | undefined {
    const item = this.items.get(key);
    return item && item.expiresAt > this.clock() ? item : undefined;
  }

  private *fresh(): Generator<[string, CacheItem<V>]> {
    for (const entry of this.items) {
      if (entry[1].expiresAt > this.clock()) yield entry;
    }
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

function* problemsOfFields(kind: string, fields: Record<string, string>): Generator<string> {
  for (const [name, value] of Object.entries(fields)) {
    if (name.trim() === '') yield `${kind} name must not be empty`;
    if (value.length > 100) yield `${kind} value is too long: ${name}`;
  }
}

function* problemsOf({ method, path, query, headers, body }: ApiRequest): Generator<string> {
  if (!path.startsWith('/')) yield `path must start with "/": ${path}`;
  if (path.includes('..')) yield `path must not contain "..": ${path}`;
  yield* problemsOfFields('query', query);
  yield* problemsOfFields('header', headers);
  if (method !== 'POST' && body !== undefined) yield `${method} must not have a body`;
}

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  return [...problemsOf(request)];
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  let key = `${method} ${path}`;
  let separator = '?';
  for (const name of Object.keys(query).sort()) {
    key += `${separator}${name}=${query[name]}`;
    separator = '&';
  }
  return key;
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
    const { method, path } = request;
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${method} ${path} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  private compose(): Handler {
    let composed = this.handler;
    for (const middleware of this.middlewares.toReversed()) {
      const next = composed;
      composed = (request) => middleware(request, next);
    }
    return composed;
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const classes = responses.map(({ status }) => Math.floor(status / 100));
  const counts = [2, 3, 4, 5].map((wanted) => `${wanted}xx ${classes.filter((each) => each === wanted).length}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}
