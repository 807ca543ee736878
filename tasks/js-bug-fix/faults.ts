/** Compares what scenarios logged with what is right. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Observations } from './observe.ts';
import type { Play } from './run-scenarios.ts';
import type { Part, Scenario } from './scenario.ts';

export interface Fault {
  scenario: string;
  area: string;
  isFinePoint: boolean;
  /** Evidence for a person. */
  text: string;
}

export interface PartResult {
  faults: Fault[];
  /** False: no scenario of this part could tell anything. */
  isKnown: boolean;
}

/** More comparisons than this for a push into a heap of 256 items are no O(log n). */
const MOST_COMPARISONS = 128;
const SHOWN_CHARACTERS = 160;

export function resultOf(observed: Observations, part: Part): PartResult {
  const own = observed.plays.filter(({ scenario }) => scenario.part === part);
  const told = own.filter(({ scenario }) => !scenario.needs || worksAsBefore(observed, scenario.needs));
  const faults = told.flatMap(({ scenario, play }) => {
    const text = faultOf(scenario, play);
    const { name, area = name, isFinePoint = false } = scenario;
    return text === null ? [] : [{ scenario: name, area, isFinePoint, text }];
  });
  return { faults, isKnown: told.some(({ scenario }) => !scenario.isFinePoint) };
}

function worksAsBefore(observed: Observations, name: string): boolean {
  const found = observed.plays.find(({ scenario }) => scenario.name === name);
  return found !== undefined && faultOf(found.scenario, found.play) === null;
}

function faultOf(scenario: Scenario, play: Play): string | null {
  const { name, expected } = scenario;
  if (play.state === 'lost') return `${name}: ${play.why}`;
  if (play.threw !== null) return `${name}: ${play.threw}`;
  if (play.strays.length > 0) return `${name}: ${play.strays[0]}`;
  if (expected === null) return faultOfComparisons(name, play.log[0]?.[0]);
  if (isDeepStrictEqual(play.log, expected)) return null;
  const at = firstDifference(play.log, expected);
  return `${name}, line ${at + 1} of its log: expected ${show(expected[at])}, got ${show(play.log[at])}`;
}

function faultOfComparisons(name: string, most: unknown): string | null {
  if (typeof most !== 'number' || most <= MOST_COMPARISONS) return null;
  return `${name}: a push into 256 items asks for ${most} priorities, at most ${MOST_COMPARISONS} are O(log n)`;
}

function firstDifference(log: readonly unknown[], expected: readonly unknown[]): number {
  const length = Math.max(log.length, expected.length);
  return Array.from({ length }, (_, at) => at).find((at) => !isDeepStrictEqual(log[at], expected[at])) ?? 0;
}

function show(entry: unknown): string {
  const text = entry === undefined ? 'nothing' : JSON.stringify(entry);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
