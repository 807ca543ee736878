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

const levels: LogLevel[] = ['debug', 'info', 'warn', 'error'];

export const shouldLog = (level: LogLevel, minLevel: LogLevel): boolean => levels.includes(level, levels.indexOf(minLevel));

function log(level: LogLevel, message: string, context: LogContext = {}): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  const details = Object.entries(context).map(([key, value]) => (value === undefined ? '' : ` ${key}=${value}`));
  const head = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}`;
  loggerOptions.sink(`${head}: ${message}${details.join('')}`, { level, message, context, time });
}

export const logDebug = log.bind(null, 'debug');
export const logInfo = log.bind(null, 'info');
export const logWarn = log.bind(null, 'warn');
export const logError = log.bind(null, 'error');

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
  /** Least recently used first: a Map keeps the order of insertion. */
  #items = new Map<string, { value: V; expiresAt: number }>();
  #counts: CacheStats = { hits: 0, misses: 0, evictions: 0 };
  #options: Required<CacheOptions>;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.#options = { capacity, ttlMs, clock };
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const item = this.#live().get(key);
    this.#counts[item ? 'hits' : 'misses']++;
    if (item && this.#items.delete(key)) this.#items.set(key, item);
    return item?.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.#live().get(key)?.value;
  }

  has(key: string): boolean {
    return this.#live().has(key);
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.#items = this.#live();
    this.#items.delete(key);
    if (this.#items.size >= this.#options.capacity) {
      const [oldest] = this.#items.keys();
      this.#items.delete(oldest);
      this.#counts.evictions++;
    }
    this.#items.set(key, { value, expiresAt: this.#options.clock() + this.#options.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.#live().keys()];
  }

  get size(): number {
    return this.#live().size;
  }

  stats(): CacheStats {
    return { ...this.#counts };
  }

  #live() {
    const now = this.#options.clock();
    return new Map([...this.#items].filter(([, { expiresAt }]) => expiresAt > now));
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
  const checkAll = (kind: string, fields: Record<string, string>) =>
    Object.entries(fields).flatMap(([name, value]) => [
      name.trim() === '' && `${kind} name must not be empty`,
      value.length > 100 && `${kind} value is too long: ${name}`,
    ]);
  return [
    !path.startsWith('/') && `path must start with "/": ${path}`,
    path.includes('..') && `path must not contain "..": ${path}`,
    ...checkAll('query', query),
    ...checkAll('header', headers),
    method !== 'POST' && body !== undefined && `${method} must not have a body`,
  ].filter((problem) => problem !== false);
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey(request: ApiRequest): string {
  const query = Object.keys(request.query)
    .sort()
    .map((name) => `${name}=${request.query[name]}`)
    .join('&');
  return `${request.method} ${request.path}${query && `?${query}`}`;
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
    // The key is computed anew: next() may have changed the request.
    if (response.status === 200) cache.set(cacheKey(request), response);
    return response;
  };
}

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
    const label = `${request.method} ${request.path}`;
    const fail = (status: number, errors: string[]) => ({ status, headers: {}, body: { errors } });
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${label} rejected`, { problems: problems.length });
      return fail(400, problems);
    }
    try {
      const run = this.#middlewares.reduceRight<Handler>((next, use) => (req) => use(req, next), this.#handler);
      const response = await run(request);
      logInfo(`${label} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${label} failed`, { reason: String(error) });
      return fail(500, ['internal error']);
    }
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  const groups = Object.groupBy(responses, ({ status }) => `${Math.floor(status / 100)}xx`);
  const counts = ['2xx', '3xx', '4xx', '5xx'].map((family) => `${family} ${groups[family]?.length ?? 0}`);
  return `${responses.length} responses: ${counts.join(', ')}`;
}
