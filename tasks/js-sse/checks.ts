/** Verdicts over what was observed. Pure; nothing of this is known inside the sandbox. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import type { Hazard } from './cuts.ts';
import { cutFaults, scriptFaults, show, wholeFaults } from './faults.ts';
import type { Observations } from './observe.ts';
import type { ScriptCheck } from './script-case.ts';
import type { StreamCheck } from './stream-case.ts';

type SseCheck = Check<Observations>;

export const checks: SseCheck[] = [
  {
    id: 'class-loads',
    title: 'The module loads and its class has the interface',
    maxPoints: 2,
    judge: judgeClass,
  },
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
  {
    id: 'tidy',
    title: 'Nothing imported or unused, nothing that ESLint minds, nothing printed or left unhandled',
    maxPoints: 1,
    judge: judgeTidiness,
  },
  { id: 'concise', title: 'Not needlessly long', maxPoints: 1, judge: judgeLength },
];

function pass(detail: string): Verdict {
  return { passed: true, detail };
}

function fail(detail: string): Verdict {
  return { passed: false, detail };
}

/** Half for an answer that has no such class, or one that does not load: the bands of the report begin at 1. */
function judgeClass({ class: { state, detail }, facts }: Observations): Verdict {
  if (state === 'loaded') return pass('it loads');
  return { passed: false, points: facts.tokens > 0 ? 1 : 0, detail: `${state}: ${detail}` };
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

/** Such a failure costs its point, and puts the answer into no lower band. */
export function failedInRareCasesOnly(observed: Observations, id: string): boolean {
  if (id !== 'event-types') return false;
  return [...wholeFaults(observed, id), ...scriptFaults(observed, id, ({ isRare }) => !isRare)].length === 0;
}

function scriptCheck(id: ScriptCheck, title: string): SseCheck {
  return { id, title, maxPoints: 1, judge: (observed) => judgeFaults(scriptFaults(observed, id)) };
}

function judgeFaults(faults: string[]): Verdict {
  if (faults.length === 0) return pass('as it should be in all cases');
  return fail(`${faults.length} ${faults.length === 1 ? 'case' : 'cases'} wrong, the first: ${faults[0]}`);
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
    ...importedModules(observed).map((name) => `imports ${name}`),
    ...(unused.length > 0 ? [`never used: ${unused.join(', ')}`] : []),
    ...observed.lints.map(({ ruleId, line, message }) => `line ${line}: ${message} (${ruleId})`),
    ...(observed.printed.trim() === '' ? [] : [`printed: ${show(JSON.stringify(observed.printed))}`]),
    ...observed.strays,
  ];
  return faults.length === 0
    ? pass('nothing imported or unused, no lint, nothing printed or unhandled')
    : fail(faults.join('; '));
}

/** The prompt allows none. */
export function importedModules({ facts }: Observations): string[] {
  return [...new Set(facts.importedModules)];
}

/** Validation, accessors and another structure fit into it: no right answer that we have seen reaches 1.5 times the reference. */
const MOST_TIMES_THE_REFERENCE = 1.75;

export function timesTheReference({ facts, referenceTokens }: Observations): number {
  return facts.tokens / referenceTokens;
}

function judgeLength(observed: Observations): Verdict {
  if (!delivers(observed)) return fail('not counted: no message is delivered');
  const { facts, referenceTokens } = observed;
  const times = timesTheReference(observed);
  const detail = `${facts.tokens} tokens without comments are ${times.toFixed(2)} times the ${referenceTokens} of the reference, ${MOST_TIMES_THE_REFERENCE} times are fine`;
  return times <= MOST_TIMES_THE_REFERENCE ? pass(detail) : fail(detail);
}
