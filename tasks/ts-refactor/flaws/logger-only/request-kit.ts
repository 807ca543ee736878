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

function createLog(level: LogLevel) {
  return (message: string, context: LogContext = {}): void => {
    const { minLevel, name, clock, sink } = loggerOptions;
    if (!shouldLog(level, minLevel)) return;
    const time = clock();
    const details = Object.entries(context)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${value}`)
      .join('');
    const line = `${new Date(time).toISOString()} [${level.toUpperCase()}] ${name}: ${message}${details}`;
    sink(line, { level, message, context, time });
  };
}

export const logDebug = createLog('debug');
export const logInfo = createLog('info');
export const logWarn = createLog('warn');
export const logError = createLog('error');

