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

class Logger {
  #options: LoggerOptions = {
    minLevel: 'info',
    name: 'app',
    clock: () => Date.now(),
    sink: (line) => console.log(line),
  };

  configure(options: Partial<LoggerOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  write(level: LogLevel, message: string, context: LogContext): void {
    if (!shouldLog(level, this.#options.minLevel)) return;
    const time = this.#options.clock();
    this.#options.sink(this.#line(level, message, context, time), { level, message, context, time });
  }

  #line(level: LogLevel, message: string, context: LogContext, time: number): string {
    const words = [new Date(time).toISOString(), `[${level.toUpperCase()}]`, `${this.#options.name}:`, message];
    for (const [key, value] of Object.entries(context)) {
      if (value !== undefined) words.push(`${key}=${value}`);
    }
    return words.join(' ');
  }
}

const logger = new Logger();

const SEVERITY: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export function configureLogger(options: Partial<LoggerOptions>): void {
  logger.configure(options);
}

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return SEVERITY[level] >= SEVERITY[minLevel];
}

export function logDebug(message: string, context: LogContext = {}): void {
  logger.write('debug', message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  logger.write('info', message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  logger.write('warn', message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  logger.write('error', message, context);
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
  #items: CacheItem<V>[] = [];
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #clock: () => number;
  readonly #counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };

  constructor({ capacity, ttlMs = Infinity, clock = Date.now }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
    this.#clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.#find(key);
    if (!item) {
      this.#counts.misses++;
      return undefined;
    }
    this.#counts.hits++;
    this.#items = [...this.#items.filter((other) => other !== item), item];
    return item.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.#find(key)?.value;
  }

  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.#items = this.#live().filter((item) => item.key !== key);
    if (this.#items.length >= this.#capacity) {
      this.#items.shift();
      this.#counts.evictions++;
    }
    this.#items.push({ key, value, expiresAt: this.#clock() + this.#ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return this.#live().map(({ key }) => key);
  }

  get size(): number {
    return this.#live().length;
  }

  stats(): CacheStats {
    return { ...this.#counts };
  }

  #live(): CacheItem<V>[] {
    return this.#items.filter(({ expiresAt }) => expiresAt > this.#clock());
  }

  #find(key: string): CacheItem<V> | undefined {
    return this.#live().find((item) => item.key === key);
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

class Problems {
  readonly found: string[] = [];

  add(isWrong: boolean, problem: string): this {
    if (isWrong) this.found.push(problem);
    return this;
  }

  addFields(kind: string, fields: Record<string, string>): this {
    for (const [name, value] of Object.entries(fields)) {
      this.add(!name.trim(), `${kind} name must not be empty`);
      this.add(value.length > MAX_VALUE_LENGTH, `${kind} value is too long: ${name}`);
    }
    return this;
  }
}

const MAX_VALUE_LENGTH = 100;

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  return new Problems()
    .add(!request.path.startsWith('/'), `path must start with "/": ${request.path}`)
    .add(request.path.includes('..'), `path must not contain "..": ${request.path}`)
    .addFields('query', request.query)
    .addFields('header', request.headers)
    .add(request.method !== 'POST' && request.body !== undefined, `${request.method} must not have a body`)
    .found;
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
  readonly #middlewares: Middleware[] = [];
  readonly #handler: Handler;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  use(middleware: Middleware): this {
    this.#middlewares.push(middleware);
    return this;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'GET', path, query, headers: {} });
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'POST', path, query, headers: {}, body });
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'DELETE', path, query, headers: {} });
  }

  async #send(request: ApiRequest): Promise<ApiResponse> {
    const label = `${request.method} ${request.path}`;
    const errors = validateRequest(request);
    if (errors.length > 0) {
      logWarn(`${label} rejected`, { problems: errors.length });
      return { status: 400, headers: {}, body: { errors } };
    }
    try {
      const response = await this.#compose()(request);
      logInfo(`${label} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${label} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  #compose(): Handler {
    return this.#middlewares.reduceRight<Handler>(
      (next, middleware) => (request) => middleware(request, next),
      this.#handler,
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
