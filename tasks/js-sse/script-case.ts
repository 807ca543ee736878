/** What happens to one client, step by step, and what its log must then say. */
import { type LogEntry, showEvents } from './log-entries.ts';

export type ScriptCheck = 'event-types' | 'lone-cr' | 'live-delivery' | 'end-and-error' | 'close';

export type Step =
  | { do: 'push'; base64: string }
  /** Waits until the client is at rest. Leaves ['settled'] in the log. */
  | { do: 'settle' }
  | { do: 'end' }
  /** bare: without a reason, which is a reason too. */
  | { do: 'fail'; bare?: boolean }
  /** Calls close(). Leaves ['closing'] and ['closed'] in the log. */
  | { do: 'close' }
  /** closes, leaves: when it is called. again: the function that listens under this name already. */
  | { do: 'listen'; type: string; name: string; closes?: boolean; leaves?: boolean; again?: boolean }
  | { do: 'unlisten'; type: string; name: string };

export interface ScriptCase {
  id: string;
  check: ScriptCheck;
  types: string[];
  steps: Step[];
  /** Whether a right client reports an end. */
  owesEnd: boolean;
  /** The source throws when it is cancelled. */
  cancelFails: boolean;
  /** Too rare in real streams to put an answer into a lower band: it costs the point alone. */
  isRare: boolean;
  /** What is wrong with what was seen, in a sentence; null: nothing. */
  fault(log: LogEntry[], cancels: number): string | null;
}

export const settle: Step = { do: 'settle' };
export const end: Step = { do: 'end' };
export const fail: Step = { do: 'fail' };
export const close: Step = { do: 'close' };

export function push(text: string): Step {
  return { do: 'push', base64: Buffer.from(text).toString('base64') };
}

export function message(data: string, name = 'message'): LogEntry {
  return [name, 'message', data, ''];
}

export type Given = Pick<ScriptCase, 'steps' | 'fault'> &
  Partial<Pick<ScriptCase, 'owesEnd' | 'cancelFails' | 'isRare'>>;

export function numbered(check: ScriptCheck, scripts: Given[]): ScriptCase[] {
  return scripts.map((script, index) => ({
    id: `${check}-script-${index + 1}`,
    check,
    types: ['message'],
    owesEnd: true,
    cancelFails: false,
    isRare: false,
    ...script,
  }));
}

export function expectEvents(check: ScriptCheck, expected: LogEntry[]) {
  return (log: LogEntry[]): string | null => {
    const got = showEvents(log, check);
    return got === JSON.stringify(expected) ? null : `expected ${JSON.stringify(expected)}, got ${got}`;
  };
}
