/** Reads the result pipe. A process that was stopped half-way leaves a valid beginning; anything odd voids all. */
import type { ExecResult } from '../../sandbox/sandbox.ts';
import { SandboxFailed } from '../../rubric/rubric.ts';

export interface ResultLines {
  /** `out` of each line in the order of the ids that were asked for; shorter when the process ended early. */
  outs: unknown[];
  /** null: all came, with the end marker. Else why no more came. */
  cutShort: string | null;
}

export function readLines(run: ExecResult, ids: number[]): ResultLines {
  if (run.status === 'infra-error') throw new SandboxFailed(run.detail);
  const text = new TextDecoder().decode(run.result);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1).map(parseLine);
  const ended = lines.length === ids.length + 1 && isEnd(lines.at(-1));
  const outs = ended ? lines.slice(0, -1) : lines;
  if (outs.length > ids.length || !outs.every((line, at) => isLineOf(line, ids[at]!)))
    return { outs: [], cutShort: 'the result pipe held something other than the driver’s lines' };
  if (ended && run.status !== 'ok') return { outs: [], cutShort: run.detail };
  return {
    outs: outs.map((line) => (line as { out: unknown }).out),
    cutShort: ended ? null : run.status === 'ok' ? 'the process ended before it was done' : run.detail,
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isEnd(line: unknown): boolean {
  return JSON.stringify(line) === '{"end":true}';
}

function isLineOf(line: unknown, id: number): boolean {
  if (typeof line !== 'object' || line === null) return false;
  const record = line as Record<string, unknown>;
  return Object.keys(record).length === 2 && record.id === id && 'out' in record;
}
