/** Cases in which order matters: when the bytes come, when listeners come and go, how the stream ends. */
import { isEnd, type LogEntry, showEvents } from './log-entries.ts';

export type ScriptCheck = 'event-types' | 'live-delivery' | 'end-and-error' | 'close';

export type Step =
  | { do: 'push'; base64: string }
  /** Waits until the client is at rest. Leaves ['settled'] in the log. */
  | { do: 'settle' }
  | { do: 'end' }
  /** bare: without a reason, which is a reason too. */
  | { do: 'fail'; bare?: boolean }
  /** Calls close(). Leaves ['closing'] and ['closed'] in the log. */
  | { do: 'close' }
  /** again: the function that listens under this name already. */
  | { do: 'listen'; type: string; name: string; closes?: boolean; again?: boolean }
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

export function createScripts(word: () => string): ScriptCase[] {
  const [a, b] = [word(), word()];
  return [...listenerScripts(a, b), ...liveScripts(a, b), ...endScripts(a, b), ...closeScripts(a, b)];
}

const settle: Step = { do: 'settle' };
const end: Step = { do: 'end' };
const fail: Step = { do: 'fail' };
const close: Step = { do: 'close' };

function push(text: string): Step {
  return { do: 'push', base64: Buffer.from(text).toString('base64') };
}

function message(data: string, name = 'message'): LogEntry {
  return [name, 'message', data, ''];
}

type Given = Pick<ScriptCase, 'steps' | 'fault'> &
  Partial<Pick<ScriptCase, 'owesEnd' | 'cancelFails' | 'isRare'>>;

function numbered(check: ScriptCheck, scripts: Given[]): ScriptCase[] {
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

function listenerScripts(a: string, b: string): ScriptCase[] {
  const second: Step = { do: 'listen', type: 'message', name: 'second' };
  const sends = [push(`data: ${a}\n\n`), end];
  const expectOne = expectEvents('event-types', [message(a)]);
  return numbered('event-types', [
    // Nobody listens to it, which must not harm the next one.
    { steps: [push(`event: t${a}\ndata: ${a}\n\n`), ...sends], fault: expectOne },
    { steps: [{ do: 'unlisten', type: `t${a}`, name: 'message' }, ...sends], fault: expectOne, isRare: true },
    { steps: [second, ...sends], fault: expectEvents('event-types', [message(a), message(a, 'second')]) },
    {
      steps: [second, { do: 'unlisten', type: 'message', name: 'message' }, ...sends],
      fault: expectEvents('event-types', [message(a, 'second')]),
    },
    ...sharedListenerScripts(a, b),
    {
      // A name that every object has: whoever looks it up in a plain object finds no listeners, but no nothing either.
      steps: [push(`event: constructor\ndata: ${a}\n\ndata: ${b}\n\n`), end],
      fault: expectEvents('event-types', [message(b)]),
      isRare: true,
    },
  ]);
}

/** One function for two types: each of the two has it, and loses it, on its own. */
function sharedListenerScripts(a: string, b: string): Given[] {
  const listen: Step[] = [
    { do: 'listen', type: 'note', name: 'both' },
    { do: 'listen', type: 'message', name: 'both', again: true },
  ];
  const sends = [push(`data: ${a}\n\nevent: note\ndata: ${b}\n\n`), end];
  const note: LogEntry = ['both', 'note', b, ''];
  return [
    {
      steps: [...listen, ...sends],
      fault: expectEvents('event-types', [message(a), message(a, 'both'), note]),
    },
    {
      steps: [...listen, { do: 'unlisten', type: 'message', name: 'both' }, ...sends],
      fault: expectEvents('event-types', [message(a), note]),
    },
  ];
}

function liveScripts(a: string, b: string): ScriptCase[] {
  return numbered('live-delivery', [
    {
      steps: [push(`data: ${a}\n\n`), settle, push(`data: ${b}\n\n`), settle, end],
      fault: expectEvents('live-delivery', [message(a), ['settled'], message(b), ['settled']]),
    },
    {
      steps: [push(`data: ${a}\n`), settle, push('\n'), settle, push(`data: ${b}\n\n`), settle, end],
      fault: expectEvents('live-delivery', [['settled'], message(a), ['settled'], message(b), ['settled']]),
    },
  ]);
}

/** These hold for a client that delivers no event at all, too: delivery is judged elsewhere. */
function endScripts(a: string, b: string): ScriptCase[] {
  const failed: LogEntry = ['error', 'error', true];
  const ended: LogEntry = ['close', 'close'];
  return numbered('end-and-error', [
    { steps: [end], fault: expectEnd(ended) },
    { steps: [push(`data: ${a}\n\ndata: ${b}\n\n`), end], fault: expectEnd(ended) },
    { steps: [push(`: ${a}\n`), settle, end, settle], fault: expectEnd(ended) },
    { steps: [fail], fault: expectEnd(failed) },
    { steps: [{ do: 'fail', bare: true }], fault: expectEnd(failed) },
    { steps: [push(`data: ${a}\n\ndata: ${b}\n`), settle, fail, settle], fault: expectEnd(failed) },
  ]);
}

function closeScripts(a: string, b: string): ScriptCase[] {
  const closing: Step = { do: 'listen', type: 'message', name: 'closer', closes: true };
  const late = push(`data: ${b}\n\n`);
  return numbered('close', [
    {
      steps: [push(`: ${a}\n`), settle, close, settle, late, end, settle],
      fault: expectSilence,
      owesEnd: false,
    },
    { steps: [close, settle, late, end, settle], fault: expectSilence, owesEnd: false },
    {
      steps: [push(`: ${a}\n`), settle, close, settle],
      fault: expectSilence,
      owesEnd: false,
      cancelFails: true,
    },
    {
      steps: [push(`data: ${a}\n\n`), close, close, settle, late, settle],
      fault: expectSilence,
      owesEnd: false,
    },
    { steps: [push(`: ${a}\n`), settle, close, settle, fail, settle], fault: expectSilence, owesEnd: false },
    {
      steps: [closing, push(`data: ${a}\n\ndata: ${b}\n\n`), settle, late, settle],
      fault: expectSilence,
      owesEnd: false,
    },
    { steps: [end, settle, close, settle], fault: expectNoThrow },
    { steps: [fail, settle, close, settle], fault: expectNoThrow },
  ]);
}

function expectEvents(check: ScriptCheck, expected: LogEntry[]) {
  return (log: LogEntry[]): string | null => {
    const got = showEvents(log, check);
    return got === JSON.stringify(expected) ? null : `expected ${JSON.stringify(expected)}, got ${got}`;
  };
}

/** Exactly one report of the end, after everything else. */
function expectEnd(expected: LogEntry) {
  return (log: LogEntry[]): string | null => {
    const from = log.findIndex(isEnd);
    const tail = from < 0 ? [] : log.slice(from).filter(([name]) => name !== 'settled');
    const got = JSON.stringify(tail);
    return got === JSON.stringify([expected])
      ? null
      : `expected ${JSON.stringify(expected)} once and last, got ${got}`;
  };
}

/** A listener that closes may never be called by an answer that delivers nothing; then there is nothing to judge. */
function expectSilence(log: LogEntry[], cancels: number): string | null {
  const from = log.findIndex(([name]) => name === 'closing');
  if (from < 0) return null;
  const after = log.slice(from).filter(([name]) => !['closing', 'closed', 'settled'].includes(String(name)));
  if (after.length > 0) return `after close() came ${JSON.stringify(after)}`;
  return cancels > 0 ? null : 'close() did not cancel the stream';
}

function expectNoThrow(log: LogEntry[]): string | null {
  const thrown = log.find(([name]) => name === 'threw');
  return thrown ? `close() after the end: ${JSON.stringify(thrown)}` : null;
}
