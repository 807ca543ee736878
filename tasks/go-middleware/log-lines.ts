/** What a server printed of its requests. */
import type { Request } from './observed.ts';

export interface LogLine {
  method: string | undefined;
  path: string | undefined;
  status: string | undefined;
  duration: string | undefined;
  client: string | undefined;
}

const FIELDS = ['method', 'path', 'status', 'duration', 'client'] as const;

/** Lines about requests: those with a path and one of the two other fields that tell a request. */
export function readLogLines(output: string): LogLine[] {
  return output
    .split('\n')
    .map(
      (line) => Object.fromEntries(FIELDS.map((name) => [name, fieldOf(line, name)])) as unknown as LogLine,
    )
    .filter(({ method, path, status }) => path !== undefined && (method ?? status) !== undefined);
}

/** Whatever its form: does the server say something of each request? */
export function countMentions(output: string): number {
  return output.split('\n').filter((line) => /\b(GET|POST|HEAD|DELETE)\b/.test(line) && line.includes('/'))
    .length;
}

/** A structured logger may put quotes around a value. */
function fieldOf(line: string, name: string): string | undefined {
  return new RegExp(`(?:^|[\\s\\[({,])${name}=(?:"([^"]*)"|([^\\s,\\])}]+))`)
    .exec(line)
    ?.slice(1)
    .find((value) => value !== undefined);
}

/** Of these requests or lines: what is there too often or too seldom. null: each exactly once. */
export function compareLog(
  requests: Request[],
  lines: LogLine[],
  describe: (of: {
    method?: string | undefined;
    path?: string | undefined;
    status?: string | undefined;
    client?: string | undefined;
  }) => string,
): string | null {
  const counts = new Map<string, number>();
  const add = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  const answered = requests.filter(({ status }) => status !== null);
  for (const { method, path, status, client } of answered)
    add(describe({ method, path: path.split('?')[0], status: String(status), client }), 1);
  for (const line of lines) add(describe(line), -1);
  // One that got no answer may have been logged or not.
  let spare = requests.length - answered.length;
  for (const [key, count] of counts) {
    if (count > 0) return `not logged: ${key} (${count} times)`;
    spare += Math.min(0, count);
    if (spare < 0) return `logged without such a request: ${key}`;
  }
  return null;
}

const UNITS_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 };

/** As Go prints it, e.g. 1m2.5s or 334.437µs; null for anything else. */
export function parseDurationMs(text: string | undefined): number | null {
  const plain = text?.replaceAll(/[µμ]s/g, 'us') ?? '';
  if (!/^(\d+(\.\d+)?(h|ms|us|ns|m|s))+$/.test(plain)) return null;
  return [...plain.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit!]!,
    0,
  );
}
