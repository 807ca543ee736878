/** Verdicts over what was observed. Pure; nothing of this is known inside the sandbox. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import type { StreamCase, StreamCheck } from './cases.ts';
import { type Cut, type Hazard, hazardsOf } from './cuts.ts';
import type { Observations } from './observe.ts';
import { interpretStream } from './oracle.ts';
import type { ClientLog, LogEntry, Outcome } from './run-cases.ts';
import type { ScriptCheck } from './scripts.ts';

type SseCheck = Check<Observations>;

export const checks: SseCheck[] = [
  { id: 'class-loads', title: 'The module loads and its class has the interface', maxPoints: 2, judge: judgeClass },
  streamCheck('delivers-messages', 'Messages of one data line arrive in order'),
  streamCheck('multi-line-data', 'Several data lines are joined by line feeds'),
  streamCheck('event-types', 'Events reach the listeners of their type, and no others'),
  streamCheck('last-event-id', 'The last event ID stays until it is changed or emptied'),
  streamCheck('id-with-nul', 'An ID with a null byte is ignored'),
  streamCheck('retry', 'retry takes digits only, and is a number or null'),
  streamCheck('comments', 'Comment lines are ignored'),
  streamCheck('field-lines', 'Fields: one space is removed, the name is exact, the colon may be missing'),
  streamCheck('empty-and-unfinished', 'No event without a data line, none that is unfinished at the end'),
  streamCheck('crlf', 'CRLF is one line end, also when cut between two chunks', 'crlf'),
  streamCheck('lone-cr', 'CR alone is a line end, also at the end of a chunk', 'lone-cr'),
  streamCheck('utf-8', 'Characters cut between chunks, one leading BOM', 'utf-8'),
  streamCheck('cut-anywhere', 'Chunks are cut anywhere, empty, many or long', null),
  scriptCheck('live-delivery', 'An event arrives when it is complete, before the stream ends'),
  scriptCheck('end-and-error', 'The end or the failure of the stream is reported once and last'),
  scriptCheck('close', 'close() cancels the stream at once and silences the client'),
  { id: 'tidy', title: 'Nothing unused, printed or left unhandled', maxPoints: 1, judge: judgeTidiness },
  { id: 'concise', title: 'Not needlessly long', maxPoints: 1, judge: judgeLength },
];

function pass(detail: string): Verdict {
  return { passed: true, detail };
}

function fail(detail: string): Verdict {
  return { passed: false, detail };
}

/** Half for a class of this name that does not load: it is an answer to this task, if a broken one. */
function judgeClass({ class: { state, detail } }: Observations): Verdict {
  if (state === 'loaded') return pass('it loads');
  if (state === 'absent') return fail(detail);
  return { passed: false, points: 1, detail: `${state}: ${detail}` };
}

/** `hazard`: the cuts, of all streams, that decide this check, too. null: the cuts without a hazard. */
function streamCheck(id: StreamCheck, title: string, hazard?: Hazard | null): SseCheck {
  return {
    id,
    title,
    maxPoints: 1,
    judge: (observed) => {
      const faults = [
        ...wholeFaults(observed, id),
        ...scriptFaults(observed, id),
        ...(hazard === undefined ? [] : cutFaults(observed, hazard)),
      ];
      return judgeFaults(faults);
    },
  };
}

function scriptCheck(id: ScriptCheck, title: string): SseCheck {
  return { id, title, maxPoints: 1, judge: (observed) => judgeFaults(scriptFaults(observed, id)) };
}

function judgeFaults(faults: string[]): Verdict {
  if (faults.length === 0) return pass('as it should be in all cases');
  return fail(`${faults.length} ${faults.length === 1 ? 'case' : 'cases'} wrong, the first: ${faults[0]}`);
}

function wholeFaults({ streams }: Observations, check: StreamCheck): string[] {
  return streams
    .filter(({ streamCase }) => streamCase.check === check && !streamCase.onlyCuts)
    .flatMap(({ streamCase, outcome }) => runFault(streamCase, outcome, 0) ?? []);
}

function scriptFaults({ scripts }: Observations, check: string): string[] {
  return scripts
    .filter(({ script }) => script.check === check)
    .flatMap(({ script, outcome }) => {
      if (outcome.state === 'lost') return [outcome.why];
      const { log, cancels } = outcome.clients[0]!;
      return script.fault(log, cancels) ?? [];
    });
}

/** Only streams that arrive right in one piece count: what is wrong there belongs to another check. */
function cutFaults({ streams }: Observations, hazard: Hazard | null): string[] {
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
  const { entries, text, retry } = expectationOf(streamCase);
  if (streamCase.times > 1) return repeatedFault(entries, streamCase.times, client);
  if (streamCase.check === 'retry')
    return client.retry === retry ? null : `expected retry ${retry}, got ${JSON.stringify(client.retry)}`;
  const got = JSON.stringify(client.log.filter(isNotEnd));
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
function repeatedFault(entries: LogEntry[], times: number, { log, entries: length, tally = [] }: ClientLog): string | null {
  const expected = JSON.stringify(entries.map((entry) => [JSON.stringify(entry), times]));
  const got = JSON.stringify(tally.filter(([entry]) => isNotEnd(JSON.parse(entry))));
  const isOrdered = JSON.stringify(log.slice(0, entries.length)) === JSON.stringify(entries);
  if (got === expected && isOrdered) return null;
  return `${times} times over: expected ${entries.length * times} events, got ${length} entries: ${show(got)}`;
}

function isNotEnd([name]: LogEntry): boolean {
  return name !== 'close' && name !== 'error';
}

function show(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 120)}… (${text.length} characters)`;
}

/** Members that the prompt asks for, of the client or of an event: the file itself need not read them. */
const ASKED_FOR = ['ServerSentEvents', 'retry', 'type', 'data', 'lastEventId', 'error'];

/** A tidy answer that delivers nothing has not done less than was asked, but nothing. */
function delivers(observed: Observations): boolean {
  return wholeFaults(observed, 'delivers-messages').length === 0;
}

function judgeTidiness(observed: Observations): Verdict {
  if (!delivers(observed)) return fail('not counted: no message is delivered');
  const unused = observed.facts.unusedNames.filter((name) => !ASKED_FOR.includes(name));
  const faults = [
    ...(unused.length > 0 ? [`never used: ${unused.join(', ')}`] : []),
    ...(observed.printed.trim() === '' ? [] : [`printed: ${show(JSON.stringify(observed.printed))}`]),
    ...observed.strays,
  ];
  return faults.length === 0 ? pass('nothing unused, printed or unhandled') : fail(faults.join('; '));
}

/** Generous: validation, accessors and another structure fit well into it; a second implementation does not. */
const TIMES_REFERENCE = 3;

function judgeLength(observed: Observations): Verdict {
  if (!delivers(observed)) return fail('not counted: no message is delivered');
  const { facts, referenceTokens } = observed;
  const most = TIMES_REFERENCE * referenceTokens;
  const detail = `${facts.tokens} tokens without comments; the reference has ${referenceTokens}, ${most} are fine`;
  return facts.tokens <= most ? pass(detail) : fail(detail);
}
