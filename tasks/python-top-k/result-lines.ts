/** Reads the result pipe. A process that was stopped half-way leaves a valid beginning; anything odd voids all. */
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { ExecResult } from '../../sandbox/sandbox.ts';

export interface ResultLines {
  /** `out` of each line in the order of the ids that were asked for; shorter when the process ended early. */
  outs: unknown[];
  /** null: all came, with the end marker. Else why no more came. */
  cutShort: string | null;
}

const END = '{"end":true}\n';

export function readLines(run: ExecResult, ids: number[]): ResultLines {
  if (run.status === 'infra-error') throw new SandboxFailed(run.detail);
  const all = parseResultLines(run.result, ids);
  if (all.ok && run.status === 'ok') return { outs: all.values, cutShort: null };
  const ended = run.status === 'ok' ? 'the process ended before it was done' : run.detail;
  return readBeginning(run.result, ids, ended);
}

/** The lines before the stop are held to the same rules, as if the driver had been asked for no more. */
function readBeginning(result: Uint8Array, ids: number[], ended: string): ResultLines {
  const whole = Buffer.from(result.subarray(0, result.lastIndexOf(0x0a) + 1));
  const lines = whole.toString('latin1').split('\n').length - 1;
  const begun = parseResultLines(Buffer.concat([whole, Buffer.from(END)]), ids.slice(0, lines));
  if (begun.ok) return { outs: begun.values, cutShort: ended };
  return { outs: [], cutShort: `the result pipe holds what the driver does not write: ${begun.why}` };
}
