/** Trial[] -> where the time went, per model and in all: parts that add up to the wall clock. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { isNumber, sum } from './numbers.ts';
import { dropRepeats, groupByModel } from './score-matrix.ts';

/** The parts in the order of a trial, each with what it holds. */
export const TIME_PARTS = [
  ['loading', 'The model is loaded; by the server, or by us beside the start of the worker.'],
  ['warm-up', 'One token before the first timed request.'],
  ['prompt', 'The server reads the prompt (prompt_ms).'],
  ['generation', 'The server writes the answer (predicted_ms).'],
  [
    'other request time',
    'The rest of the request: transfer, queue, and answers of which the server told no times.',
  ],
  ['grading', 'Extraction, compilers, the sandbox.'],
  ['harness', 'The rest of a trial: writing the recording, waiting for a router that another run holds.'],
] as const;
export type TimePart = (typeof TIME_PARTS)[number][0];

/** Milliseconds; null: it did not happen, or nobody measured it. */
export type TimeParts = Record<TimePart, number | null>;

/** What the trials cost this run. */
export function timeParts(trials: Trial[]): TimeParts {
  const asked = trials.filter(isAsked);
  return {
    loading: total(asked.map((t) => t.timings.loadMs)),
    'warm-up': total(asked.map((t) => t.timings.warmUpMs)),
    ...requestParts(asked),
    grading: total(trials.map((t) => t.timings.gradeMs)),
    harness: total(trials.map(harnessMs)),
  };
}

/** An answer from disk was asked for in another run. Without a response only what the trial itself measured counts. */
export function isAsked({ response }: Trial): boolean {
  return response === null || response.source === 'server';
}

export type RequestPart = 'prompt' | 'generation' | 'other request time';

export function requestParts(trials: Trial[]): Pick<TimeParts, RequestPart> {
  const timings = trials.flatMap((t) => t.response?.timings ?? []);
  return {
    prompt: total(timings.map((t) => t.prompt_ms)),
    generation: total(timings.map((t) => t.predicted_ms)),
    'other request time': total(trials.map(otherRequestMs)),
  };
}

function otherRequestMs({ timings: { wallMs }, response }: Trial): number | null {
  const told = response?.timings;
  return wallMs === null ? null : Math.max(0, wallMs - (told ? told.prompt_ms + told.predicted_ms : 0));
}

/** A load that began before the trial did is longer than the trial waited for it: then nothing is left. */
function harnessMs(trial: Trial): number | null {
  const { trialMs, loadMs, warmUpMs, wallMs, gradeMs } = trial.timings;
  if (!isNumber(trialMs)) return null;
  const parts = [gradeMs, ...(isAsked(trial) ? [loadMs, warmUpMs, wallMs] : [])];
  return Math.max(0, trialMs - sum(parts.filter(isNumber)));
}

/** Of values of which some may be absent; null when all are. */
function total(values: (number | null)[]): number | null {
  const known = values.filter(isNumber);
  return known.length === 0 ? null : sum(known);
}

export interface TimeRow {
  /** null: all models. */
  model: string | null;
  parts: TimeParts;
  /** Over the parts. */
  sumMs: number;
}

export interface TimeAccount {
  rows: TimeRow[];
  all: TimeRow;
  /** Start to end of the run; null while it goes on, for merged shards, and for a report of somebody else. */
  wallMs: number | null;
  /**
   * The rest of the clock, in which no trial was under way: start, unloading, waiting. null where it cannot be told:
   * no clock, or trials ran side by side.
   */
  idleMs: number | null;
  sideBySide: boolean;
}

export function timeAccount(trials: Trial[], run: RunFacts): TimeAccount {
  const rows = groupByModel(trials).map((group) => timeRow(group.model, group.trials));
  const all = timeRow(null, dropRepeats(trials));
  const wallMs = wallOf(trials, run);
  const isLonger = wallMs !== null && all.sumMs > wallMs;
  const sideBySide = isLonger || requestsOverlap(trials);
  const idleMs = wallMs === null || sideBySide ? null : wallMs - all.sumMs;
  return { rows, all, wallMs, idleMs, sideBySide };
}

function timeRow(model: string | null, trials: Trial[]): TimeRow {
  const parts = timeParts(trials);
  return { model, parts, sumMs: sum(Object.values(parts).filter(isNumber)) };
}

/**
 * A published report names days, between which nobody measured. Merged shards were asked before the run that merges them began:
 * its clock is not theirs.
 */
function wallOf(trials: Trial[], run: RunFacts): number | null {
  if (run.endedAt === null || run.mode === 'published') return null;
  const start = Date.parse(run.startedAt);
  const isMerged = trials.filter(isAsked).some((t) => Date.parse(t.response?.recordedAt ?? '') < start);
  const ms = Date.parse(run.endedAt) - start;
  return !isMerged && Number.isFinite(ms) && ms >= 0 ? ms : null;
}

/** Clocks and writes are not exact to the millisecond. */
const OVERLAP_MS = 100;

/** Whether two requests of this run were under way at one moment, told from when each answer came and how long it took. */
function requestsOverlap(trials: Trial[]): boolean {
  const spans = trials
    .filter(isAsked)
    .flatMap(({ response, timings: { wallMs } }) => {
      const end = Date.parse(response?.recordedAt ?? '');
      return Number.isNaN(end) || wallMs === null ? [] : [{ start: end - wallMs, end }];
    })
    .sort((a, b) => a.start - b.start);
  let latest = Number.NEGATIVE_INFINITY;
  return spans.some(({ start, end }) => {
    const overlaps = start < latest - OVERLAP_MS;
    latest = Math.max(latest, end);
    return overlaps;
  });
}
