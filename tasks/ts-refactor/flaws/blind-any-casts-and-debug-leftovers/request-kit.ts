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

/** From the least to the most severe. */
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

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
  return LOG_LEVELS.includes(level, LOG_LEVELS.indexOf(minLevel));
}

function log(level: LogLevel, message: string, context: LogContext = {}): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;

  const opts = loggerOptions as any;
  const time = opts.clock() as number;
  const details = Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`);
  const head = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}`;
  loggerOptions.sink([head, ...details].join(' '), { level, message, context, time });
}

export function logDebug(message: string, context?: LogContext): void {
  log('debug', message, context);
}

export function logInfo(message: string, context?: LogContext): void {
  log('info', message, context);
}

export function logWarn(message: string, context?: LogContext): void {
  log('warn', message, context);
}

export function logError(message: string, context?: LogContext): void {
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

interface CacheEntry<V> {
  value: V;
  expiresAt: number;
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** A Map iterates in the order of insertion: least recently used first. */
  readonly #entries = new Map<string, CacheEntry<V>>();
  readonly #stats: CacheStats = { hits: 0, misses: 0, evictions: 0 };
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #clock: () => number;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
    this.#clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const entry = this.#find(key);
    if (!entry) {
      this.#stats.misses++;
      return undefined;
    }
    this.#stats.hits++;
    this.#append(key, entry);
    return entry.value;
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
    this.#entries.delete(key);
    for (const [name, entry] of this.#entries) {
      if (!this.#isLive(entry)) this.#entries.delete(name);
    }
    if (this.#entries.size >= this.#capacity) {
      const oldestKey = this.#entries.keys().next().value as any;
      console.log('evicting', oldestKey);
      this.#entries.delete(oldestKey!);
      this.#stats.evictions++;
    }
    this.#append(key, { value, expiresAt: this.#clock() + this.#ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.#entries].filter(([, entry]) => this.#isLive(entry)).map(([key]) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.#stats };
  }

  #isLive(entry: CacheEntry<V>): boolean {
    return entry.expiresAt > this.#clock();
  }

  #find(key: string): CacheEntry<V> | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#isLive(entry) ? entry : undefined;
  }

  /** Puts the entry last, wherever it was before. */
  #append(key: string, entry: CacheEntry<V>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
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

const MAX_VALUE_LENGTH = 100;
const MAX_PATH_LENGTH = 2048;

function isGetRequest(request: ApiRequest): boolean {
  return request.method === 'GET';
}

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  const { method, path, query, headers, body } = request;
  const problems: string[] = [];
  if (!path.startsWith('/')) problems.push(`path must start with "/": ${path}`);
  if (path.includes('..')) problems.push(`path must not contain "..": ${path}`);
  for (const [kind, values] of Object.entries({ query, header: headers })) {
    for (const [name, value] of Object.entries(values)) {
      if (name.trim() === '') problems.push(`${kind} name must not be empty`);
      if (value.length > MAX_VALUE_LENGTH) problems.push(`${kind} value is too long: ${name}`);
    }
  }
  if (method !== 'POST' && body !== undefined) problems.push(`${method} must not have a body`);
  return problems;
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey({ method, path, query }: ApiRequest): string {
  const search = Object.keys(query)
    .sort()
    .map((name, index) => `${index === 0 ? '?' : '&'}${name}=${query[name]}`)
    .join('');
  return `${method} ${path}${search}`;
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

// TODO: use this everywhere
function errorResponse(status: number, errors: string[]): ApiResponse {
  return { status, headers: {}, body: { errors } } as ApiResponse;
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
    // Taken now, since a middleware may change the request.
    const { method, path } = request;
    // console.log('DEBUG request', request);
    const problems = validateRequest(request) as string[];
    if (problems.length > 0) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return errorResponse(400, problems);
    }
    try {
      const response = await this.#compose()(request);
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error: any) {
      // const msg = error.message;
      logError(`${method} ${path} failed`, { reason: String(error) });
      return errorResponse(500, ['internal error']);
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
  const count = (from: number) => responses.filter(({ status }) => status >= from && status < from + 100).length;
  const counts = [200, 300, 400, 500].map((from) => `${from / 100}xx ${count(from)}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}
