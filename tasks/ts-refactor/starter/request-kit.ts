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
  if (minLevel === 'debug') {
    if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return true;
    else return false;
  } else if (minLevel === 'info') {
    if (level === 'info' || level === 'warn' || level === 'error') return true;
    else return false;
  } else if (minLevel === 'warn') {
    if (level === 'warn' || level === 'error') return true;
    else return false;
  } else {
    if (level === 'error') return true;
    else return false;
  }
}

export function logDebug(message: string, context: LogContext = {}): void {
  if (!shouldLog('debug', loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  let details = '';
  const keys = Object.keys(context);
  for (let i = 0; i < keys.length; i++) {
    if (context[keys[i]] !== undefined) details = details + ' ' + keys[i] + '=' + context[keys[i]];
  }
  const line = new Date(time).toISOString() + ' [DEBUG] ' + loggerOptions.name + ': ' + message + details;
  loggerOptions.sink(line, { level: 'debug', message: message, context: context, time: time });
}

export function logInfo(message: string, context: LogContext = {}): void {
  if (!shouldLog('info', loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  let details = '';
  const keys = Object.keys(context);
  for (let i = 0; i < keys.length; i++) {
    if (context[keys[i]] !== undefined) details = details + ' ' + keys[i] + '=' + context[keys[i]];
  }
  const line = new Date(time).toISOString() + ' [INFO] ' + loggerOptions.name + ': ' + message + details;
  loggerOptions.sink(line, { level: 'info', message: message, context: context, time: time });
}

export function logWarn(message: string, context: LogContext = {}): void {
  if (!shouldLog('warn', loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  let details = '';
  const keys = Object.keys(context);
  for (let i = 0; i < keys.length; i++) {
    if (context[keys[i]] !== undefined) details = details + ' ' + keys[i] + '=' + context[keys[i]];
  }
  const line = new Date(time).toISOString() + ' [WARN] ' + loggerOptions.name + ': ' + message + details;
  loggerOptions.sink(line, { level: 'warn', message: message, context: context, time: time });
}

export function logError(message: string, context: LogContext = {}): void {
  if (!shouldLog('error', loggerOptions.minLevel)) return;
  const time = loggerOptions.clock();
  let details = '';
  const keys = Object.keys(context);
  for (let i = 0; i < keys.length; i++) {
    if (context[keys[i]] !== undefined) details = details + ' ' + keys[i] + '=' + context[keys[i]];
  }
  const line = new Date(time).toISOString() + ' [ERROR] ' + loggerOptions.name + ': ' + message + details;
  loggerOptions.sink(line, { level: 'error', message: message, context: context, time: time });
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
  private capacity: number;
  private ttlMs: number;
  private clock: () => number;
  private hits = 0;
  private misses = 0;
  private evictions = 0;

  constructor(options: CacheOptions) {
    if (options.capacity < 1) throw new RangeError('capacity must be at least 1, got ' + options.capacity);
    this.capacity = options.capacity;
    this.ttlMs = options.ttlMs === undefined ? Infinity : options.ttlMs;
    this.clock = options.clock === undefined ? () => Date.now() : options.clock;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) {
        const item = this.items[i];
        this.items.splice(i, 1);
        this.items.push(item);
        this.hits++;
        return item.value;
      }
    }
    this.misses++;
    return undefined;
  }

  /** Does not count as a use, and has() neither. */
  peek(key: string): V | undefined {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) return this.items[i].value;
    }
    return undefined;
  }

  has(key: string): boolean {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key === key && this.items[i].expiresAt > this.clock()) return true;
    }
    return false;
  }

  /** Makes room by dropping expired entries, then the least recently used one. */
  set(key: string, value: V): void {
    const kept: CacheItem<V>[] = [];
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].key !== key && this.items[i].expiresAt > this.clock()) kept.push(this.items[i]);
    }
    this.items = kept;
    if (this.items.length >= this.capacity) {
      this.items.splice(0, 1);
      this.evictions++;
    }
    this.items.push({ key: key, value: value, expiresAt: this.clock() + this.ttlMs });
  }

  /** Least recently used first. */
  keys(): string[] {
    const keys: string[] = [];
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].expiresAt > this.clock()) keys.push(this.items[i].key);
    }
    return keys;
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].expiresAt > this.clock()) size++;
    }
    return size;
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
  if (request.path.charAt(0) !== '/') problems.push('path must start with "/": ' + request.path);
  if (request.path.indexOf('..') !== -1) problems.push('path must not contain "..": ' + request.path);
  const queryNames = Object.keys(request.query);
  for (let i = 0; i < queryNames.length; i++) {
    if (queryNames[i].trim() === '') problems.push('query name must not be empty');
    if (request.query[queryNames[i]].length > 100) problems.push('query value is too long: ' + queryNames[i]);
  }
  const headerNames = Object.keys(request.headers);
  for (let i = 0; i < headerNames.length; i++) {
    if (headerNames[i].trim() === '') problems.push('header name must not be empty');
    if (request.headers[headerNames[i]].length > 100) problems.push('header value is too long: ' + headerNames[i]);
  }
  if (request.method === 'GET' && request.body !== undefined) problems.push('GET must not have a body');
  if (request.method === 'DELETE' && request.body !== undefined) problems.push('DELETE must not have a body');
  return problems;
}

/** Equal for requests that differ only in the order of their query. */
export function cacheKey(request: ApiRequest): string {
  const names = Object.keys(request.query);
  names.sort();
  let key = request.method + ' ' + request.path;
  for (let i = 0; i < names.length; i++) {
    if (i === 0) key = key + '?' + names[i] + '=' + request.query[names[i]];
    else key = key + '&' + names[i] + '=' + request.query[names[i]];
  }
  return key;
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
    const request: ApiRequest = { method: 'GET', path: path, query: query, headers: {} };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn('GET ' + path + ' rejected', { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo('GET ' + path + ' answered', { status: response.status });
      return response;
    } catch (error) {
      logError('GET ' + path + ' failed', { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<ApiResponse> {
    const request: ApiRequest = { method: 'POST', path: path, query: query, headers: {}, body: body };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn('POST ' + path + ' rejected', { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo('POST ' + path + ' answered', { status: response.status });
      return response;
    } catch (error) {
      logError('POST ' + path + ' failed', { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  async delete(path: string, query: Record<string, string> = {}): Promise<ApiResponse> {
    const request: ApiRequest = { method: 'DELETE', path: path, query: query, headers: {} };
    const problems = validateRequest(request);
    if (problems.length > 0) {
      logWarn('DELETE ' + path + ' rejected', { problems: problems.length });
      return { status: 400, headers: {}, body: { errors: problems } };
    }
    try {
      const response = await this.compose()(request);
      logInfo('DELETE ' + path + ' answered', { status: response.status });
      return response;
    } catch (error) {
      logError('DELETE ' + path + ' failed', { reason: String(error) });
      return { status: 500, headers: {}, body: { errors: ['internal error'] } };
    }
  }

  private compose(): Handler {
    let composed = this.handler;
    for (let i = this.middlewares.length - 1; i >= 0; i--) {
      const middleware = this.middlewares[i];
      const next = composed;
      composed = (request) => middleware(request, next);
    }
    return composed;
  }
}

/** One line about many responses, e.g. "3 responses: 2xx 2, 3xx 0, 4xx 1, 5xx 0". */
export function summarize(responses: ApiResponse[]): string {
  let success = 0;
  for (let i = 0; i < responses.length; i++) {
    if (responses[i].status >= 200 && responses[i].status < 300) success++;
  }
  let redirect = 0;
  for (let i = 0; i < responses.length; i++) {
    if (responses[i].status >= 300 && responses[i].status < 400) redirect++;
  }
  let clientError = 0;
  for (let i = 0; i < responses.length; i++) {
    if (responses[i].status >= 400 && responses[i].status < 500) clientError++;
  }
  let serverError = 0;
  for (let i = 0; i < responses.length; i++) {
    if (responses[i].status >= 500 && responses[i].status < 600) serverError++;
  }
  const total = responses.length + ' responses: ';
  return total + '2xx ' + success + ', 3xx ' + redirect + ', 4xx ' + clientError + ', 5xx ' + serverError;
}
