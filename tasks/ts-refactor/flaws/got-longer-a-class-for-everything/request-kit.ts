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

interface LineFormatter {
  format(entry: LogEntry): string;
}

class ContextFormatter {
  private readonly context: LogContext;

  constructor(context: LogContext) {
    this.context = context;
  }

  format(): string {
    const definedEntries = Object.entries(this.context).filter(([, value]) => value !== undefined);
    const formattedEntries = definedEntries.map(([key, value]) => ` ${key}=${value}`);
    return formattedEntries.join('');
  }
}

class DefaultLineFormatter implements LineFormatter {
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  format(entry: LogEntry): string {
    const timestamp = this.formatTime(entry.time);
    const level = this.formatLevel(entry.level);
    const contextFormatter = new ContextFormatter(entry.context);
    const details = contextFormatter.format();
    return `${timestamp} ${level} ${this.name}: ${entry.message}${details}`;
  }

  private formatTime(time: number): string {
    const date = new Date(time);
    return date.toISOString();
  }

  private formatLevel(level: LogLevel): string {
    const upperCaseLevel = level.toUpperCase();
    return `[${upperCaseLevel}]`;
  }
}

class LogEntryBuilder {
  private level: LogLevel = 'info';
  private message = '';
  private context: LogContext = {};

  withLevel(level: LogLevel): this {
    this.level = level;
    return this;
  }

  withMessage(message: string): this {
    this.message = message;
    return this;
  }

  withContext(context: LogContext): this {
    this.context = context;
    return this;
  }

  build(time: number): LogEntry {
    const { level, message, context } = this;
    return { level, message, context, time };
  }
}

class LevelLogger {
  private readonly level: LogLevel;

  constructor(level: LogLevel) {
    this.level = level;
  }

  log(message: string, context: LogContext): void {
    const options = loggerOptions;
    if (!shouldLog(this.level, options.minLevel)) {
      return;
    }
    const builder = new LogEntryBuilder().withLevel(this.level).withMessage(message).withContext(context);
    const entry = builder.build(options.clock());
    const formatter: LineFormatter = new DefaultLineFormatter(options.name);
    options.sink(formatter.format(entry), entry);
  }
}

class LoggerFactory {
  private readonly loggers = new Map<LogLevel, LevelLogger>();

  getLogger(level: LogLevel): LevelLogger {
    const existing = this.loggers.get(level);
    if (existing !== undefined) {
      return existing;
    }
    const created = new LevelLogger(level);
    this.loggers.set(level, created);
    return created;
  }
}

const loggerFactory = new LoggerFactory();

export function logDebug(message: string, context: LogContext = {}): void {
  loggerFactory.getLogger('debug').log(message, context);
}

export function logInfo(message: string, context: LogContext = {}): void {
  loggerFactory.getLogger('info').log(message, context);
}

export function logWarn(message: string, context: LogContext = {}): void {
  loggerFactory.getLogger('warn').log(message, context);
}

export function logError(message: string, context: LogContext = {}): void {
  loggerFactory.getLogger('error').log(message, context);
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

interface ValidationRule {
  check(request: ApiRequest): string[];
}

class PathStartRule implements ValidationRule {
  check(request: ApiRequest): string[] {
    if (request.path.startsWith('/')) {
      return [];
    }
    return [`path must start with "/": ${request.path}`];
  }
}

class PathTraversalRule implements ValidationRule {
  check(request: ApiRequest): string[] {
    return request.path.includes('..') ? [`path must not contain "..": ${request.path}`] : [];
  }
}

class FieldsRule implements ValidationRule {
  private readonly kind: string;
  private readonly select: (request: ApiRequest) => Record<string, string>;

  constructor(kind: string, select: (request: ApiRequest) => Record<string, string>) {
    this.kind = kind;
    this.select = select;
  }

  check(request: ApiRequest): string[] {
    const fields = Object.entries(this.select(request));
    return fields.flatMap(([name, value]) => [...this.checkName(name), ...this.checkValue(name, value)]);
  }

  private checkName(name: string): string[] {
    const isEmpty = name.trim() === '';
    return isEmpty ? [`${this.kind} name must not be empty`] : [];
  }

  private checkValue(name: string, value: string): string[] {
    const maximumLength = 100;
    return value.length > maximumLength ? [`${this.kind} value is too long: ${name}`] : [];
  }
}

class BodyRule implements ValidationRule {
  private readonly methodsWithBody: HttpMethod[] = ['POST'];

  check({ method, body }: ApiRequest): string[] {
    const isAllowed = this.methodsWithBody.includes(method);
    return !isAllowed && body !== undefined ? [`${method} must not have a body`] : [];
  }
}

class RequestValidator {
  private readonly rules: ValidationRule[] = [];

  addRule(rule: ValidationRule): this {
    this.rules.push(rule);
    return this;
  }

  validate(request: ApiRequest): string[] {
    return this.rules.flatMap((rule) => rule.check(request));
  }
}

const requestValidator = new RequestValidator()
  .addRule(new PathStartRule())
  .addRule(new PathTraversalRule())
  .addRule(new FieldsRule('query', (request) => request.query))
  .addRule(new FieldsRule('header', (request) => request.headers))
  .addRule(new BodyRule());

/** What is wrong with a request; empty when nothing is. */
export function validateRequest(request: ApiRequest): string[] {
  return requestValidator.validate(request);
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
  const counter = new StatusCounter(responses);
  const classes = [2, 3, 4, 5].map((hundreds) => counter.describe(hundreds));
  return `${counter.total} responses: ${classes.join(', ')}`;
}

class StatusCounter {
  private readonly counts = new Map<number, number>();
  readonly total: number;

  constructor(responses: ApiResponse[]) {
    this.total = responses.length;
    responses.forEach((response) => this.add(response));
  }

  describe(hundreds: number): string {
    const count = this.counts.get(hundreds) ?? 0;
    return `${hundreds}xx ${count}`;
  }

  private add({ status }: ApiResponse): void {
    const hundreds = Math.floor(status / 100);
    const count = this.counts.get(hundreds) ?? 0;
    this.counts.set(hundreds, count + 1);
  }
}
