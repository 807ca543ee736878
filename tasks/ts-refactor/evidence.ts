/** For a person: which use of which export, and the first place where what came of it is not as before. Pure. */
import type { Case } from './case.ts';
import { clip, type Difference, findDifference, show, showArguments } from './show-value.ts';

const ROOM_OF_USE = 84;
const ROOM_OF_VALUE = 38;
const NO_ERROR = { $: 'no error' };

interface Place {
  use: string;
  expected: unknown;
  got: unknown;
}

type Steps = [name: string, ...args: unknown[]][];

/** Both are what the driver wrote, as JSON. */
export function tellDifference(one: Case, expectedText: string, gotText: string): string {
  const [expected, got] = [expectedText, gotText].map((text): Outcome => fieldsOf(JSON.parse(text))) as [
    Outcome,
    Outcome,
  ];
  const place = findPlace(one, expected, got);
  return tell(place.use, findDifference(place.expected, place.got, ROOM_OF_VALUE));
}

/** When nothing was seen. */
export function tellLoss(one: Case, why: string): string {
  return `${clip(useOf(one), ROOM_OF_USE)}: ${why}`;
}

function tell(use: string, { path, expected, got }: Difference): string {
  return `${clip(use, ROOM_OF_USE)}${path === '' ? '' : `, ${path}`}: expected ${expected}, got ${got}`;
}

function findPlace(one: Case, expected: Outcome, got: Outcome): Place {
  if (got.threw !== undefined) return { use: useOf(one), expected: NO_ERROR, got: { threw: got.threw } };
  if (JSON.stringify(expected.seen) === JSON.stringify(got.seen))
    return { use: `${useOf(one)} on the console`, expected: expected.console, got: got.console };
  return finders[one.scenario](one, expected.seen, got.seen);
}

interface Outcome {
  seen?: unknown;
  threw?: unknown;
  console?: unknown;
}

type Finder = (one: Case, expected: unknown, got: unknown) => Place;

const finders: Record<Case['scenario'], Finder> = {
  call(one, expected, got) {
    const [before, after] = [fieldsOf(expected), fieldsOf(got)];
    const isResult = JSON.stringify(before.result) !== JSON.stringify(after.result);
    const name = isResult ? 'result' : 'args';
    return {
      use: isResult ? useOf(one) : `arguments after ${useOf(one)}`,
      expected: before[name],
      got: after[name],
    };
  },
  cache(one, expected, got) {
    const [before, after] = [fieldsOf(expected), fieldsOf(got)];
    const name = ['made', 'results', 'keys', 'stats', 'kept'].find(
      (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
    )!;
    if (name === 'made') return { use: useOf(one), expected: before.made ?? NO_ERROR, got: after.made };
    const steps = one.steps as Steps;
    if (name !== 'results') {
      const what = name === 'kept' ? 'what it gave earlier' : `${name}()`;
      return { use: cacheUse(one, steps, what), expected: before[name], got: after[name] };
    }
    const [first, second] = [listOf(before.results), listOf(after.results)];
    const at = firstDifference(first, second);
    const step = steps[at] ?? ['?'];
    return { use: cacheUse(one, steps.slice(0, at), showStep(step)), expected: first[at], got: second[at] };
  },
  log: (one, expected, got) => eventPlace(expected, got, (nth) => logUse(one, nth)),
  pipeline(one, expected, got) {
    const [before, after] = [fieldsOf(expected), fieldsOf(got)];
    if (JSON.stringify(before.seen) === JSON.stringify(after.seen))
      return { use: `${one.of}, keys in the cache afterwards`, expected: before.cached, got: after.cached };
    return eventPlace(before.seen, after.seen, (nth) => pipelineUse(one, nth));
  },
  withCache: (one, expected, got) =>
    eventPlace(expected, got, (nth) => {
      const { method, path } = (one.requests as { method: string; path: string }[])[nth] ?? {};
      return `withCache(cache), request ${nth + 1} (${method} ${path})`;
    }),
  'same-objects': (one, expected, got) => ({ use: useOf(one), expected, got }),
};

/** Where the two logs part; each use of the module ends with the event that says what came back. */
function eventPlace(expected: unknown, got: unknown, useAt: (nth: number) => string): Place {
  const [before, after] = [listOf(expected), listOf(got)].map((events) => events.map(listOf)) as [
    unknown[][],
    unknown[][],
  ];
  const at = firstDifference(before, after);
  const isEnd = ([kind]: unknown[]): boolean => kind === 'returned' || kind === 'chains';
  const use = useAt(before.slice(0, at).filter(isEnd).length);
  const [first, second] = [before[at], after[at]];
  if (!first || !second || first[0] !== second[0])
    return { use, expected: eventText(first), got: eventText(second) };
  const nth = firstDifference(first, second);
  return { use: `${use}, ${first[0]}`, expected: first[nth], got: second[nth] };
}

/** An event that is no text of the answer's, so it stands without quotes. */
function eventText(event: unknown[] | undefined): unknown {
  if (event === undefined) return undefined;
  return { $: clip(event.map((part, index) => (index === 0 ? part : show(part))).join(' '), ROOM_OF_VALUE) };
}

function useOf(one: Case): string {
  switch (one.scenario) {
    case 'call':
      return showStep([one.of, ...(one.args as unknown[])], ROOM_OF_USE);
    case 'log':
      return logUse(one, 0);
    case 'cache':
      return `LruCache(${show(one.options)})`;
    case 'same-objects':
      return `RequestPipeline.${showStep(one.step as Steps[number])}, the same objects`;
    default:
      return one.of;
  }
}

function logUse({ steps, listens, of }: Case, nth: number): string {
  const all = steps as { configure?: object; call?: string; args?: unknown[] }[];
  const calls = all.filter(({ call }) => call);
  const { call, args } = calls[nth] ?? {};
  const configured = all.slice(0, all.indexOf(calls[nth]!)).findLast(({ configure }) => configure)?.configure;
  const { keepsRest: _, ...options } = { keepsRest: false, ...configured };
  const before = configured ? ` after configureLogger(${show(options)})` : '';
  return (call ? showStep([call, ...args!], 50) : of) + (listens === false ? '' : before);
}

function cacheUse(one: Case, before: Steps, last: string): string {
  const most = 2;
  const shown = before.slice(-most).map((step) => showStep(step));
  const after = [...(before.length > most ? ['…'] : []), ...shown].join(', ');
  return `${useOf(one)}${after === '' ? '' : ` after ${after}`}: ${last}`;
}

function pipelineUse({ of, steps, sinkThrowsAt }: Case, nth: number): string {
  const all = steps as Steps;
  const acts = all.filter(([name]) => name !== 'use-cache');
  const act = acts[nth];
  if (act === undefined) return of;
  const used = all.slice(0, all.indexOf(act)).filter(([name]) => name.startsWith('use'));
  const middlewares = used.map(([, name, does]) => [name ?? 'withCache', ...(does ? [does] : [])].join(' '));
  return [
    `${of === 'RequestPipeline' ? 'RequestPipeline.' : `${of}, RequestPipeline.`}${showStep(act)}`,
    middlewares.length > 0 ? ` behind ${middlewares.join(', ')}` : '',
    sinkThrowsAt ? ` with a sink that throws at ${sinkThrowsAt}` : '',
  ].join('');
}

function showStep([name, ...args]: Steps[number], room = 40): string {
  return `${name}(${showArguments(args, room - name.length - 2)})`;
}

function firstDifference(one: unknown[], other: unknown[]): number {
  const at = one.findIndex((item, index) => JSON.stringify(item) !== JSON.stringify(other[index]));
  return at === -1 ? one.length : at;
}

/** What an answer made of it may have another form. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
