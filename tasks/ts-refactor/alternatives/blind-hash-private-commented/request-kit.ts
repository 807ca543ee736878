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

/**
 * The defaults. Clock and sink are wrapped, so that `Date.now` and `console.log` are looked up only
 * when they are needed, and so that `console.log` gets the line alone and not the entry.
 */
let loggerOptions: LoggerOptions = {
  minLevel: 'info',
  name: 'app',
  clock: () => Date.now(),
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

/**
 * How severe a level is. An error is always logged, and that is all that is logged when the lower
 * bound is no level at all (`configureLogger({ minLevel: undefined })`).
 */
const SEVERITY: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return level === 'error' || SEVERITY[level] >= SEVERITY[minLevel];
}

/** The one place where a line is put together: `<time> [LEVEL] <name>: <message> key=value ...`. */
function write(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;

  const time = loggerOptions.clock();

  // Values that are undefined are left out; 0, '' and false are not.
  let details = '';
  for (const [key, value] of Object.entries(context)) {
    if (value !== undefined) details += ` ${key}=${value}`;
  }

  const head = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}`;
  loggerOptions.sink(`${head}: ${message}${details}`, { level, message, context, time });
}

export function logDebug(message: string, context: LogContext = {}): void {
  write('debug', message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  write('info', message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  write('warn', message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  write('error', message, context);
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

/** What the cache knows about a key. The value itself may be undefined, an entry never is. */
interface Entry<V> {
  value: V;
  expiresAt: number;
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** A Map remembers the order of insertion, so the least recently used entry comes first. */
  readonly #entries = new Map<string, Entry<V>>();
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #clock: () => number;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  constructor(options: CacheOptions) {
    if (options.capacity < 1) throw new RangeError(`capacity must be at least 1, got ${options.capacity}`);
    this.#capacity = options.capacity;
    this.#ttlMs = options.ttlMs ?? Infinity;
    // Not `Date.now` itself, which may be replaced later on (by a fake clock, say).
    this.#clock = options.clock ?? (() => Date.now());
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const entry = this.#lookUp(key);
    if (entry === undefined) {
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    // Move it to the end, with the expiry that it has.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.#lookUp(key)?.value;
  }

  has(key: string): boolean {
    return this.#lookUp(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    // First, because what is replaced takes no room and is no eviction.
    this.#entries.delete(key);

    // Deleting from a Map while going through it is safe.
    for (const [other, entry] of this.#entries) {
      if (!this.#isFresh(entry)) this.#entries.delete(other);
    }

    if (this.#entries.size >= this.#capacity) {
      const [leastRecentlyUsed] = this.#entries.keys();
      this.#entries.delete(leastRecentlyUsed);
      this.#evictions++;
    }
    this.#entries.set(key, { value, expiresAt: this.#clock() + this.#ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return Array.from(this.#entries)
      .filter(([, entry]) => this.#isFresh(entry))
      .map(([key]) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { hits: this.#hits, misses: this.#misses, evictions: this.#evictions };
  }

  /** The entry of a key, unless it has expired. */
  #lookUp(key: string): Entry<V> | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#isFresh(entry) ? entry : undefined;
  }

  #isFresh(entry: Entry<V>): boolean {
    return entry.expiresAt > this.#clock();
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

/** The longest value of a query parameter or a header. */
const MAX_VALUE_LENGTH = 100;

/** What is wrong with the query or the headers, name by name. */
function validateFields(kind: string, fields: Record<string, string>): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name.trim() === '') problems.push(`${kind} name must not be empty`);
    if (value.length > MAX_VALUE_LENGTH) problems.push(`${kind} value is too long: ${name}`);
  }
  return problems;
}

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  const problems: string[] = [];
  if (!request.path.startsWith('/')) problems.push(`path must start with "/": ${request.path}`);
  if (request.path.includes('..')) problems.push(`path must not contain "..": ${request.path}`);
  problems.push(...validateFields('query', request.query), ...validateFields('header', request.headers));
  // Only a POST may have a body.
  if (request.method !== 'POST' && request.body !== undefined) {
    problems.push(`${request.method} must not have a body`);
  }
  return problems;
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey(request: ApiRequest): string {
  // Sort the names and not the finished pairs: "a1=..." would come before "a=...".
  const query = Object.keys(request.query)
    .toSorted()
    .map((name) => `${name}=${request.query[name]}`)
    .join('&');
  const target = `${request.method} ${request.path}`;
  // A pair holds a "=" at least, so the text is empty only if there are no names.
  return query === '' ? target : `${target}?${query}`;
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
    // The key is worked out again on purpose: a later middleware may have changed the request.
    if (response.status === 200) cache.set(cacheKey(request), response);
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

  get(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'GET', path, query, headers: {} });
  }

  post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'POST', path, query, headers: {}, body });
  }

  delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.#send({ method: 'DELETE', path, query, headers: {} });
  }

  /** Validates, sends and logs. Never rejects because of a handler or a middleware. */
  async #send(request: ApiRequest): Promise<ApiResponse> {
    // What was asked for, whatever the middlewares make of the request.
    const { method, path } = request;

    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }

    try {
      const response = await this.#compose()(request);
      // Inside of the try block: a sink that throws counts as a failure too.
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${method} ${path} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  /** Wraps the handler from the inside out, so that the first middleware runs first. */
  #compose(): Handler {
    return this.#middlewares.reduceRight<Handler>(
      (next, middleware) => (request) => middleware(request, next),
      this.#handler,
    );
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  // Other statuses are part of the total only.
  const counts = [200, 300, 400, 500].map((first) => {
    const matches = responses.filter(({ status }) => status >= first && status < first + 100);
    return `${first / 100}xx ${matches.length}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
}
