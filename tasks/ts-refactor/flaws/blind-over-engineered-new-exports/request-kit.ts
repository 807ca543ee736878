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

/** Formats log entries as lines of text. */
export interface LogFormatter {
  format(name: string, entry: LogEntry): string;
}

/** The formatter that has always been used. */
export class DefaultLogFormatter implements LogFormatter {
  format(name: string, entry: LogEntry): string {
    return `${this.formatTime(entry.time)} ${this.formatLevel(entry.level)} ${name}: ${entry.message}${this.formatContext(entry.context)}`;
  }

  protected formatTime(time: number): string {
    return new Date(time).toISOString();
  }

  protected formatLevel(level: LogLevel): string {
    return `[${level.toUpperCase()}]`;
  }

  protected formatContext(context: LogContext): string {
    return Object.entries(context)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => this.formatPair(key, value))
      .join("");
  }

  protected formatPair(key: string, value: string | number | boolean | undefined): string {
    return ` ${key}=${value}`;
  }
}

/** Decides which levels are logged. */
export class LogLevelFilter {
  private readonly minLevel: LogLevel;

  constructor(minLevel: LogLevel) {
    this.minLevel = minLevel;
  }

  accepts(level: LogLevel): boolean {
    // Errors always pass.
    return level === "error" || SEVERITY[level] >= SEVERITY[this.minLevel];
  }
}

/** The logger behind logDebug(), logInfo(), logWarn() and logError(). */
export class Logger {
  private options: LoggerOptions;
  private readonly formatter: LogFormatter;

  constructor(options: LoggerOptions, formatter: LogFormatter = new DefaultLogFormatter()) {
    this.options = options;
    this.formatter = formatter;
  }

  configure(options: Partial<LoggerOptions>): void {
    this.options = { ...this.options, ...options };
  }

  log(level: LogLevel, message: string, context: LogContext): void {
    if (!new LogLevelFilter(this.options.minLevel).accepts(level)) return;
    const entry: LogEntry = { level, message, context, time: this.options.clock() };
    this.options.sink(this.formatter.format(this.options.name, entry), entry);
  }
}

/** Creates a logger with the default options, which may be overridden. */
export function createLogger(overrides: Partial<LoggerOptions> = {}): Logger {
  const defaults: LoggerOptions = {
    minLevel: "info",
    name: "app",
    clock: () => Date.now(),
    sink: (line) => console.log(line),
  };
  return new Logger({ ...defaults, ...overrides });
}

const defaultLogger = createLogger();

export function configureLogger(options: Partial<LoggerOptions>): void {
  defaultLogger.configure(options);
}

export function shouldLog(level: LogLevel, minLevel: LogLevel): boolean {
  return new LogLevelFilter(minLevel).accepts(level);
}

export function logDebug(message: string, context: LogContext = {}): void {
  defaultLogger.log("debug", message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  defaultLogger.log("info", message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  defaultLogger.log("warn", message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  defaultLogger.log("error", message, context);
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
    return this.find(key) !== undefined;
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

/** A single rule that a request must satisfy. */
export interface ValidationRule {
  validate(request: ApiRequest): string[];
}

class PathPrefixRule implements ValidationRule {
  validate(request: ApiRequest): string[] {
    if (request.path.startsWith("/")) return [];
    return [`path must start with "/": ${request.path}`];
  }
}

class PathTraversalRule implements ValidationRule {
  validate(request: ApiRequest): string[] {
    if (!request.path.includes("..")) return [];
    return [`path must not contain "..": ${request.path}`];
  }
}

abstract class FieldsRule implements ValidationRule {
  protected abstract readonly kind: string;

  protected abstract fieldsOf(request: ApiRequest): Record<string, string>;

  validate(request: ApiRequest): string[] {
    return Object.entries(this.fieldsOf(request)).flatMap(([name, value]) => [
      ...this.validateName(name),
      ...this.validateValue(name, value),
    ]);
  }

  private validateName(name: string): string[] {
    if (name.trim() !== "") return [];
    return [`${this.kind} name must not be empty`];
  }

  private validateValue(name: string, value: string): string[] {
    if (value.length <= MAX_FIELD_LENGTH) return [];
    return [`${this.kind} value is too long: ${name}`];
  }
}

class QueryRule extends FieldsRule {
  protected readonly kind = "query";

  protected fieldsOf(request: ApiRequest): Record<string, string> {
    return request.query;
  }
}

class HeadersRule extends FieldsRule {
  protected readonly kind = "header";

  protected fieldsOf(request: ApiRequest): Record<string, string> {
    return request.headers;
  }
}

class NoBodyRule implements ValidationRule {
  private readonly method: HttpMethod;

  constructor(method: HttpMethod) {
    this.method = method;
  }

  validate(request: ApiRequest): string[] {
    if (request.method !== this.method || request.body === undefined) return [];
    return [`${this.method} must not have a body`];
  }
}

const MAX_FIELD_LENGTH = 100;

const VALIDATION_RULES: readonly ValidationRule[] = [
  new PathPrefixRule(),
  new PathTraversalRule(),
  new QueryRule(),
  new HeadersRule(),
  new NoBodyRule("GET"),
  new NoBodyRule("DELETE"),
];

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  return VALIDATION_RULES.flatMap((rule) => rule.validate(request));
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

class ResponseFactory {
  static badRequest(errors: string[]): ApiResponse {
    return this.failure(400, errors);
  }

  static internalError(): ApiResponse {
    return this.failure(500, ["internal error"]);
  }

  private static failure(status: number, errors: string[]): ApiResponse {
    return { status, headers: {}, body: { errors } };
  }
}

/** Builds requests step by step. */
export class RequestBuilder {
  private request: ApiRequest;

  constructor(method: HttpMethod, path: string) {
    this.request = { method, path, query: {}, headers: {} };
  }

  withQuery(query: Record<string, string>): this {
    this.request = { ...this.request, query };
    return this;
  }

  withBody(body: unknown): this {
    this.request = { ...this.request, body };
    return this;
  }

  build(): ApiRequest {
    return this.request;
  }
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
    return this.send(new RequestBuilder("GET", path).withQuery(query).build());
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send(new RequestBuilder("POST", path).withQuery(query).withBody(body).build());
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    return this.send(new RequestBuilder("DELETE", path).withQuery(query).build());
  }

  private async send(request: ApiRequest): Promise<ApiResponse> {
    const title = `${request.method} ${request.path}`;
    const errors = validateRequest(request);
    if (errors.length > 0) {
      logWarn(`${title} rejected`, { problems: errors.length });
      return ResponseFactory.badRequest(errors);
    }
    try {
      const response = await this.compose()(request);
      logInfo(`${title} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${title} failed`, { reason: String(error) });
      return ResponseFactory.internalError();
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
