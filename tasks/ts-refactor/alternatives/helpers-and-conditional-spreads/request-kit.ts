/** Logging, caching and request handling for small services. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

// ---------------------------------------------------------------------------
// Logger
// ---------------------------------------------------------------------------

const LOG_LEVEL_PRIORITY = {
  debug: 0,
  info: 1,
  warn: 2,
  error: 3,
} as const satisfies Record<LogLevel, number>;

type LogFunction = (message: string, context?: LogContext) => void;

type StringMap = Record<string, string>;

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
  return LOG_LEVEL_PRIORITY[level] >= LOG_LEVEL_PRIORITY[minLevel];
}

/** Formats the defined context entries as ` key=value`. */
const formatContext = (context: LogContext): string =>
  Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .reduce((acc, [key, value]) => `${acc} ${key}=${value}`, '');

/** Formats a whole log line. */
const formatLine = ({ level, message, context, time }: LogEntry): string => {
  const timestamp = new Date(time).toISOString();
  return `${timestamp} [${level.toUpperCase()}] ${loggerOptions.name}: ${message}${formatContext(context)}`;
};

/** Creates a log function bound to a level. */
const createLog =
  (level: LogLevel): LogFunction =>
  (message, context = {}) => {
    if (shouldLog(level, loggerOptions.minLevel)) {
      const entry: LogEntry = { level, message, context, time: loggerOptions.clock() };
      loggerOptions.sink(formatLine(entry), entry);
    }
  };

export const logDebug = createLog('debug');
export const logInfo = createLog('info');
export const logWarn = createLog('warn');
export const logError = createLog('error');

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
  private readonly entries: Map<string, { value: V; expiresAt: number }> = new Map();
  private readonly capacity: number;
  private readonly ttlMs: number;
  private readonly clock: () => number;
  private hits = 0;
  private misses = 0;
  private evictions = 0;

  constructor(options: CacheOptions) {
    const { capacity, ttlMs = Number.POSITIVE_INFINITY, clock = () => Date.now() } = options;
    if (capacity < 1) {
      throw new RangeError(`capacity must be at least 1, got ${capacity}`);
    }
    this.capacity = capacity;
    this.ttlMs = ttlMs;
    this.clock = clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const entry = this.getLive(key);
    if (entry === undefined) {
      this.misses++;
      return undefined;
    }

    this.hits++;
    this.entries.delete(key);
    this.entries.set(key, entry);

    return entry.value;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    return this.getLive(key)?.value;
  }

  has(key: string): boolean {
    return this.getLive(key) !== undefined;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    this.entries.delete(key);
    [...this.entries.keys()].filter((name) => !this.getLive(name)).forEach((name) => this.entries.delete(name));

    if (this.entries.size >= this.capacity) {
      this.entries.delete(this.entries.keys().next().value!);
      this.evictions++;
    }

    this.entries.set(key, { value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    return [...this.entries.keys()].filter((key) => this.has(key));
  }

  get size(): number {
    return this.keys().length;
  }

  stats(): CacheStats {
    const { hits, misses, evictions } = this;
    return { hits, misses, evictions };
  }

  private getLive(key: string) {
    const entry = this.entries.get(key);
    return entry && entry.expiresAt > this.clock() ? entry : undefined;
  }
}

export type HttpMethod = 'GET' | 'POST' | 'DELETE';

export interface ApiRequest {
  method: HttpMethod;
  path: string;
  query: StringMap;
  headers: StringMap;
  body?: unknown;
}

export interface ApiResponse {
  status: number;
  headers: StringMap;
  body: unknown;
}

export type Handler = (request: ApiRequest) => Promise<ApiResponse>;

export type Middleware = (request: ApiRequest, next: Handler) => Promise<ApiResponse>;

function validateFields(kind: string, fields: StringMap): string[] {
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

const createErrorResponse = (status: number, errors: string[]): ApiResponse => ({
  status,
  headers: {},
  body: { errors },
});

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

  async get(path: string, query: StringMap = {}): Promise<ApiResponse> {
    return this.execute('GET', path, query);
  }

  async post(path: string, body: unknown, query: StringMap = {}): Promise<ApiResponse> {
    return this.execute('POST', path, query, body);
  }

  async delete(path: string, query: StringMap = {}): Promise<ApiResponse> {
    return this.execute('DELETE', path, query);
  }

  private async execute(method: HttpMethod, path: string, query: StringMap, body?: unknown): Promise<ApiResponse> {
    const request: ApiRequest = { method, path, query, headers: {}, ...(body !== undefined && { body }) };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn(`${method} ${path} rejected`, { problems: problems.length });
      return createErrorResponse(400, problems);
    }

    try {
      const response = await this.compose()(request);
      logInfo(`${method} ${path} answered`, { status: response.status });
      return response;
    } catch (error) {
      logError(`${method} ${path} failed`, { reason: String(error) });
      return createErrorResponse(500, ['internal error']);
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
  const counts = [200, 300, 400, 500].map((start) => {
    const count = responses.filter(({ status }) => status >= start && status < start + 100).length;
    return `${start / 100}xx ${count}`;
  });
  return `${responses.length} responses: ${counts.join(', ')}`;
}
