/** What is wrong with what the listeners got, compared with the oracle; one sentence a case. Pure. */

import { type Cut, type Hazard, hazardsOf } from './cuts.ts';
import type { LogEntry } from './log-entries.ts';
import { isEnd, showEvents } from './log-entries.ts';
import type { Observations } from './observe.ts';
import { interpretStream } from './oracle.ts';
import type { ClientLog, Outcome } from './run-cases.ts';
import type { ScriptCase } from './script-case.ts';
import type { StreamCase, StreamCheck } from './stream-case.ts';

/** An answer that takes no time at all has lost `retry` by it, and nothing else. */
export function wholeFaults(observed: Observations, check: StreamCheck): string[] {
  const asksRetry = check === 'retry' || observed.streams.some(takesTime);
  return observed.streams
    .filter(({ streamCase }) => streamCase.check === check && !streamCase.onlyCuts)
    .filter(({ streamCase }) => asksRetry || streamCase.asks !== 'retry')
    .flatMap(({ streamCase, outcome }) => runFault(streamCase, outcome, 0) ?? []);
}

function takesTime({ streamCase, outcome }: Observations['streams'][number]): boolean {
  return streamCase.check === 'retry' && hasTime(streamCase) && runFault(streamCase, outcome, 0) === null;
}

export function scriptFaults(
  { scripts }: Observations,
  check: string,
  matters: (script: ScriptCase) => boolean = () => true,
): string[] {
  return scripts
    .filter(({ script }) => script.check === check && matters(script))
    .flatMap(({ script, outcome }) => {
      if (outcome.state === 'lost') return [outcome.why];
      const { log, cancels } = outcome.clients[0]!;
      return script.fault(log, cancels) ?? [];
    });
}

/** Only streams that arrive right in one piece count: what is wrong there belongs to another check. */
export function cutFaults({ streams }: Observations, hazard: Hazard | null): string[] {
  const right = streams.filter(
    ({ streamCase, outcome }) => hasEvents(streamCase) && !runFault(streamCase, outcome, 0),
  );
  if (right.length === 0) return ['no stream with an event is right even in one piece'];
  return right.flatMap(({ streamCase, outcome }) =>
    streamCase.cuts.flatMap((cut, run) =>
      hazardOf(streamCase, cut) === hazard ? (runFault(streamCase, outcome, run) ?? []) : [],
    ),
  );
}

function hazardOf(streamCase: StreamCase, cut: Cut): Hazard | null {
  return typeof streamCase.cutting === 'number' ? null : (hazardsOf(streamCase.bytes, cut)[0] ?? null);
}

function hasTime(streamCase: StreamCase): boolean {
  return expectationOf(streamCase).retry !== null;
}

function hasEvents(streamCase: StreamCase): boolean {
  return expectationOf(streamCase).entries.length > 0;
}

function runFault(streamCase: StreamCase, outcome: Outcome, run: number): string | null {
  if (outcome.state === 'lost') return `${showCase(streamCase, run)}: ${outcome.why}`;
  const client = outcome.clients[run];
  const fault = client ? clientFault(streamCase, client) : 'nothing was reported';
  return fault === null ? null : `${showCase(streamCase, run)}: ${fault}`;
}

function showCase({ bytes, cuts }: StreamCase, run: number): string {
  const input = JSON.stringify(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  const cut = cuts[run]!;
  return `${show(input)} ${cut.length === 0 ? 'in one chunk' : `cut at ${show(cut.join(','))}`}`;
}

function clientFault(streamCase: StreamCase, client: ClientLog): string | null {
  const expectation = expectationOf(streamCase);
  const { text, retry } = expectation;
  if (streamCase.times > 1) return repeatedFault(expectation, streamCase.times, client);
  if (streamCase.asks === 'retry')
    return client.retry === retry ? null : `expected retry ${retry}, got ${JSON.stringify(client.retry)}`;
  const got = showEvents(client.log, streamCase.check);
  return got === text ? null : `expected ${show(text)}, got ${show(got)}`;
}

interface Expectation {
  entries: LogEntry[];
  /** The entries as JSON. */
  text: string;
  retry: number | null;
}

const expectations = new WeakMap<StreamCase, Expectation>();

/** What the listeners of a right client log. Kept, because each case is judged for many cuts. */
function expectationOf(streamCase: StreamCase): Expectation {
  const known = expectations.get(streamCase);
  if (known) return known;
  const { events, retry } = interpretStream(streamCase.bytes);
  const entries = events.map((event): LogEntry => [event.type, event.type, event.data, event.lastEventId]);
  const made = { entries, text: JSON.stringify(entries), retry };
  expectations.set(streamCase, made);
  return made;
}

/** The log of a long stream comes as its first and last entries, its length, and how often each entry occurs. */
function repeatedFault({ entries, text }: Expectation, times: number, client: ClientLog): string | null {
  const tally = (client.tally ?? []).filter(({ entry }) => !isEnd(entry));
  const got = showEvents(
    tally.map(({ entry }) => entry),
    'cut-anywhere',
  );
  const areAllThere = tally.every((counted) => counted.times === times);
  const isOrdered = showEvents(client.log.slice(0, entries.length), 'cut-anywhere') === text;
  if (got === text && areAllThere && isOrdered) return null;
  const seen = tally.map((counted) => `${counted.times} times ${JSON.stringify(counted.entry)}`).join(', ');
  return `expected ${times} times ${show(text)}, got ${client.entries} entries: ${show(seen)}`;
}

export function show(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 120)}… (${text.length} characters)`;
}
