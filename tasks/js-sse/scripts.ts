/** Cases in which order matters: when the bytes come, how the stream ends, when the client closes. */
import { listenerScripts } from './listener-scripts.ts';
import { isEnd, type LogEntry } from './log-entries.ts';
import {
  close,
  end,
  expectEvents,
  fail,
  message,
  numbered,
  push,
  type ScriptCase,
  type Step,
  settle,
} from './script-case.ts';

export function createScripts(word: () => string): ScriptCase[] {
  const [a, b] = [word(), word()];
  return [
    ...listenerScripts(a, b),
    ...liveScripts(a, b),
    ...carriageReturnScripts(a, b),
    ...endScripts(a, b),
    ...closeScripts(a, b),
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

/** A CR at the end of what has come may be half of a CRLF, but it ends its line, and the event is complete. */
function carriageReturnScripts(a: string, b: string): ScriptCase[] {
  const steps = [push(`data: ${a}\n\n`), settle, push(`data: ${b}\r\r`), settle, end];
  const first: LogEntry[] = [message(a), ['settled']];
  const judge = expectEvents('lone-cr', [...first, message(b), ['settled']]);
  // A client that delivers nothing before the end is judged by live-delivery.
  const isLive = (log: LogEntry[]) => expectEvents('lone-cr', first)(log.slice(0, 2)) === null;
  return numbered('lone-cr', [{ steps, fault: (log) => (isLive(log) ? judge(log) : null) }]);
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
