/** What a llama-server's log says to a person. Pure: the log's text in, a few lines out. */

const MOST_LINES = 5;
/** How far back a router's own end may have been announced. */
const LAST_OWN_LINES = 40;

/** Why a server did not start or died, in its own words, without those of its models' processes. */
export function lastLines(logTail: string): string {
  const own = splitLines(logTail).filter((line) => line !== '' && !CHILD.test(line));
  return pickCauses(own.slice(-LAST_OWN_LINES), 'last').join('\n');
}

/**
 * The few lines that say why a model failed to load (or, once it was loaded, why its process died), of the model `model`
 * or of the last one that was started; '' when the log has nothing of it. The router marks the lines of each child with
 * `[port] `.
 */
export function loadFailureWords(logTail: string, model?: string): string {
  const lines = splitLines(logTail);
  const start = findLoad(lines, model);
  if (start === null) return '';
  const since = lines.slice(start.at);
  const child = since.filter((line) => line.startsWith(`[${start.port}] `));
  // What a model said before it was loaded has nothing to do with its later death.
  const sinceLoaded = child.slice(child.findLastIndex((line) => /: model loaded$/.test(line)) + 1);
  const causes = pickCauses(sinceLoaded, 'first');
  const end = since.map(cleanLine).findLast((line) => EXITED.test(line));
  const saysWhy = sinceLoaded.some(saysCause);
  return (saysWhy || end === undefined ? causes : [...causes, end]).join('\n');
}

/** e.g. `using device CUDA0 (NVIDIA GeForce RTX 3060) (0000:01:00.0) - 11245 MiB free`; older builds leave the bus out. */
const DEVICE = /using device (\w+) \((.+?)\)(?: \((?:unknown id|[0-9a-f:.]+)\))? - \d+ MiB free/g;

/** Names of the devices beside the CPU that the models of this log were loaded on, each device once. */
export function deviceNames(log: string): string[] {
  const found = [...log.matchAll(DEVICE)].map(([, id = '', name = '']) => [id, name] as const);
  return [...new Map(found.filter(([id]) => !id.startsWith('CPU'))).values()];
}

const EXITED = /instance name=.* exited with status/;

/** Where the last load begins and on which port; a log without the router's line of it is judged by its last child. */
function findLoad(lines: string[], model: string | undefined): { at: number; port: string } | null {
  for (let at = lines.length - 1; at >= 0; at--) {
    const spawned = /spawning server instance with name=(.*) on port (\d+)$/.exec(lines[at] ?? '');
    if (spawned && (model === undefined || spawned[1] === model)) return { at, port: spawned[2] ?? '' };
  }
  if (model !== undefined) return null;
  const port = lines.findLast((line) => CHILD.test(line))?.match(CHILD)?.[1];
  return port === undefined ? null : { at: 0, port };
}

/** The lines that name a cause, without repetitions; where none does, the last ones. */
function pickCauses(lines: string[], end: 'first' | 'last'): string[] {
  const words = lines.filter(saysMore);
  const causes = [...new Set(words.filter(saysCause).map(cleanLine))];
  if (causes.length === 0) return words.slice(-MOST_LINES).map(cleanLine);
  return end === 'first' ? causes.slice(0, MOST_LINES) : causes.slice(-MOST_LINES);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with ESC
const ANSI = /\u001b\[[0-9;]*m/g;
const CHILD = /^\[(\d+)\] /;
/** `0.00.005.666 E srv    load_model: ` is time, level, module and function; older builds print the function alone. */
const STAMP = /^\d+\.\d\d\.\d{3}\.\d{3} ([A-Z]) +(?:(?:srv|cmn|slt|que) )? */;

function splitLines(log: string): string[] {
  return log.split('\n').map((line) => line.replace(ANSI, '').trimEnd());
}

function cleanLine(line: string): string {
  return line.replace(CHILD, '').replace(STAMP, '').trim();
}

/** llama.cpp repeats a failure at every layer it passes; these say nothing that the first one did not. */
const ECHOES = [
  /failed to load model$/,
  /failed to load model,? '/,
  /exiting due to /,
  /cleaning up before exit/,
  /security: /,
  /^usage:$/,
  /to show complete usage, run with -h/,
];

function saysMore(line: string): boolean {
  const words = cleanLine(line);
  return words !== '' && !ECHOES.some((echo) => echo.test(words));
}

const CAUSE =
  /\berror\b|\bfail|invalid|unknown|unsupported|not (found|supported|recognized|within)|out of memory|unable to|cannot|can't|couldn't|assert|abort|terminate called|what\(\)|no such|denied/i;

function saysCause(line: string): boolean {
  return saysMore(line) && (STAMP.exec(line.replace(CHILD, ''))?.[1] === 'E' || CAUSE.test(cleanLine(line)));
}
