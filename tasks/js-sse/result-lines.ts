import type { ExecResult } from '../../sandbox/sandbox.ts';
export function parseResultLines(result: ExecResult, ids: string[]): { state: 'complete'; values: Map<string, unknown> } | { state: 'broken'; why: string } {
  if (result.status !== 'ok') return { state: 'broken', why: result.detail };
  const lines = Buffer.from(result.result).toString('utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
  if (!lines.at(-1)?.end || lines.length !== ids.length + 1) return { state: 'broken', why: 'bad lines' };
  return { state: 'complete', values: new Map(lines.slice(0, -1).map((l) => [l.id, l.out])) };
}
