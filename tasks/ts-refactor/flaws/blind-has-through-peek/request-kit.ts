/** Logging, caching and request handling for small services. */

/** Higher is more severe. */
const SEVERITY = { debug: 0, info: 1, warn: 2, error: 3 } as const;

export type LogLevel = keyof typeof SEVERITY;

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
  minLevel: "info",
  name: "app",
  clock: () => Date.now(),
  sink: (line) => console.log(line),
};

export function configureLogger(options: Partial<LoggerOptions>): void {
  loggerOptions = { ...loggerOptions, ...options };
}

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  // Errors pass even if configureLogger() was given an undefined minLevel.
  return level === "error" || SEVERITY[level] >= SEVERITY[minLevel];
}

function log(level: LogLevel, message: string, context: LogContext): void {
  if (!shouldLog(level, loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  let line = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}`;
  for (const [key, value] of Object.entries(context)) {
    if (value !== undefined) line += ` ${key}=${value}`;
  }
  loggerOptions.sink(line, { level, message, context, time });
}

export function logDebug(message: string, context: LogContext = {}): void {
  log("debug", message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  log("info", message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  log("warn", message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  log("error", message, context);
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

/** What the cache remembers for one key. */
class CacheEntry<V> {
  constructor(
    readonly value: V,
    private readonly expiresAt: number,
  ) {}

  isLiveAt(time: number): boolean {
    return this.expiresAt > time;
  }
}

/** Keeps the most recently used entries. An expired entry is as good as absent. */
export class LruCache<V> {
  /** Least recently used first. */
  private readonly entries = new Map<string, CacheEntry<V>>();
  private readonly counters: CacheStats = { hits: 0, misses: 0, evictions: 0 };
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;

  constructor({ capacity, ttlMs = Infinity, clock = () => Date.now() }: CacheOptions) {
    if (capacity < 1) throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const entry = this.find(key);
    if (entry === undefined) {
      this.counters.misses++;
      return undefined;
    }
    // Deleting first makes the entry the last one of the map.
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.counters.hits++;
    return entry.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.find(key)?.value;
  }

  has(key: string): boolean {
    return this.peek(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    for (const [old, entry] of this.entries) {
      if (old === key || !entry.isLiveAt(this.clock())) this.entries.delete(old);
    }
    if (this.entries.size >= this.capacity) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest);
      this.counters.evictions++;
    }
    this.entries.set(key, new CacheEntry(value, this.clock() + this.ttlMs));
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.entries].filter(([, entry]) => entry.isLiveAt(this.clock())).map(([key]) => key);
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    return { ...this.counters };
  }

  private find(key: string): CacheEntry<V> | undefined {
    const entry = this.entries.get(key);
    return entry?.isLiveAt(this.clock()) ? entry : undefined;
  }
}

export type HttpMethod = "GET" | "POST" | "DELETE";

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

/** What is wrong with the query or the headers. */
function* fieldProblems(kind: "query" | "header", fields: Record<string, string>): Generator<string> {
  for (const [name, value] of Object.entries(fields)) {
    if (name.trim() === "") yield `${kind} name must not be empty`;
    if (value.length > 100) yield `${kind} value is too long: ${name}`;
  }
}

function* requestProblems({ method, path, query, headers, body }: ApiRequest): Generator<string> {
  if (!path.startsWith("/")) yield `path must start with "/": ${path}`;
  if (path.includes("..")) yield `path must not contain "..": ${path}`;
  yield* fieldProblems("query", query);
  yield* fieldProblems("header", headers);
  if (method !== "POST" && body !== undefined) yield `${method} must not have a body`;
}

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  return [...requestProblems(request)];
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey(request: ApiRequest): string {
  const target = `${request.method} ${request.path}`;
  const names = Object.keys(request.query).toSorted();
  if (names.length === 0) return target;
  return `${target}?${names.map((name) => `${name}=${request.query[name]}`).join("&")}`;
}

/** Answers GET requests from the cache; only responses with status 200 are kept. */
export function withCache(cache: LruCache<ApiResponse>): Middleware {
  return async (request, next) => {
    if (request.method !== "GET") return next(request);
    const key = cacheKey(request);
    const cached = cache.get(key);
    if (cached !== undefined) {
      logDebug("cache hit", { key });
      return cached;
    }
    const response = await next(request);
    // Keyed by what the request has become on its way through next().
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
    return this.send({ method: "GET", path, query, headers: {} });
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: "POST", path, query, headers: {}, body });
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send({ method: "DELETE", path, query, headers: {} });
  }

  private async send(request: ApiRequest): Promise<ApiResponse> {
    const title = `${request.method} ${request.path}`;
    const errors = validateRequest(request);
    if (errors.length > 0) {
      logWarn(`${title} rejected`, { problems: errors.length });
      return { status: 400, headers: {}, body: { errors } };
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${title} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${title} failed`, { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ["internal error"] } };
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
  const countFrom = (start: number): number =>
    responses.filter(({ status }) => status >= start && status < start + 100).length;
  const counts = `2xx ${countFrom(200)}, 3xx ${countFrom(300)}, 4xx ${countFrom(400)}, 5xx ${countFrom(500)}`;
  return `${responses.length} responses: ${counts}`;
}
