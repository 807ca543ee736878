/** What a person who waits sees: a state machine over events and finished trials, and the line that it prints. Pure: time comes in. */
import type { ProgressEvent } from '../benchmarks/progress-event.ts';
import type { Trial } from '../benchmarks/trial.ts';
import { formatClock, formatPoints } from './tables/numbers.ts';
import { trialPoints } from './tables/score-matrix.ts';
import { cutEnd, cutMiddle, escapeControls, textWidth, toOneLine } from './text.ts';
import { errWords } from './words.ts';

/** The pair that a model is at. Several routers work on several models at a time. */
interface CurrentPair {
  model: string;
  task: string | null;
  sample: number;
  phase: ProgressEvent['kind'];
  /** When this model's load, or this pair's request, began. */
  sinceMs: number;
  firstTokens: { tokens: number; atMs: number } | null;
  lastTokens: { tokens: number; atMs: number } | null;
}

export interface Progress {
  startedMs: number;
  /** Pairs that the filters left. */
  total: number;
  done: number;
  errs: number;
  /** One a model at work; the most recently heard of is last. */
  current: CurrentPair[];
  /** First moment at which a server was at work; null while answers come from disk. */
  askingSinceMs: number | null;
  /** Pairs that a server answered in this run. */
  asked: number;
  lastAskedMs: number | null;
}

export function startProgress(total: number, startedMs: number): Progress {
  return {
    startedMs,
    total,
    done: 0,
    errs: 0,
    current: [],
    askingSinceMs: null,
    asked: 0,
    lastAskedMs: null,
  };
}

/** The state after a step of a trial, or after its end, at a time (ms of any clock that does not run backwards). */
export function updateProgress(progress: Progress, news: ProgressEvent | Trial, nowMs: number): Progress {
  if ('outcome' in news) return endTrial(progress, news, nowMs);
  const before = progress.current.find((pair) => pair.model === news.model);
  const isServerBusy = news.kind !== 'grading';
  return {
    ...progress,
    current: [...progress.current.filter((pair) => pair !== before), nextPair(before, news, nowMs)],
    askingSinceMs: progress.askingSinceMs ?? (isServerBusy ? nowMs : null),
  };
}

/** Only a trial that a server answered counts for the pace: one from disk, or not run, took no time. */
function endTrial(progress: Progress, trial: Trial, nowMs: number): Progress {
  const isAsked = trial.response?.source === 'server';
  return {
    ...progress,
    done: progress.done + 1,
    errs: progress.errs + (trial.outcome.state === 'err' ? 1 : 0),
    current: progress.current.filter((pair) => pair.model !== trial.model),
    asked: progress.asked + (isAsked ? 1 : 0),
    lastAskedMs: isAsked ? nowMs : progress.lastAskedMs,
  };
}

function nextPair(before: CurrentPair | undefined, event: ProgressEvent, nowMs: number): CurrentPair {
  const { model, task, kind: phase } = event;
  const sample = event.sample ?? 1;
  const isSame = before !== undefined && before.task === task && before.sample === sample;
  const isAnew = !isSame || (phase === 'asking' && before.phase !== 'asking');
  const tokens = event.tokens === null ? null : { tokens: event.tokens, atMs: event.elapsedMs ?? nowMs };
  return {
    model,
    task,
    sample,
    phase,
    sinceMs: isAnew ? nowMs : before.sinceMs,
    firstTokens: isAnew ? tokens : (before.firstTokens ?? tokens),
    lastTokens: isAnew ? tokens : (tokens ?? before.lastTokens),
  };
}

/** Generated tokens a second between the first and the last count heard; null until two are known. */
function tokenRate({ firstTokens, lastTokens }: CurrentPair): number | null {
  if (firstTokens === null || lastTokens === null || lastTokens.atMs <= firstTokens.atMs) return null;
  return ((lastTokens.tokens - firstTokens.tokens) * 1000) / (lastTokens.atMs - firstTokens.atMs);
}

/**
 * Time left at the pace of the asked pairs, their loads and grading included, and however many routers work
 * side by side. Unknown until one is done: answers from disk say nothing about a model's pace.
 */
export function estimateLeftMs(progress: Progress, nowMs: number): number | null {
  const { total, done, asked, askingSinceMs, lastAskedMs } = progress;
  if (done >= total) return 0;
  if (asked === 0 || askingSinceMs === null || lastAskedMs === null) return null;
  const pairMs = (lastAskedMs - askingSinceMs) / asked;
  return Math.max(0, (total - done) * pairMs - (nowMs - lastAskedMs));
}

/** ` 7/12 qwen3-8b · js-sse · answering 34.2 tok/s · 0:41 · ETA 5:10`, never wider than `columns`. */
export function renderLine(progress: Progress, columns: number, nowMs: number): string {
  const done = doneText(progress);
  const errs = progress.errs > 0 ? ` (${progress.errs} ERR)` : '';
  const eta = `ETA ${formatClock(estimateLeftMs(progress, nowMs))}`;
  const pair = progress.current.at(-1);
  if (pair === undefined)
    return cutEnd(`${done}${errs} · ${formatClock(nowMs - progress.startedMs)} · ${eta}`, columns);
  const others = progress.current.length > 1 ? ` (+${progress.current.length - 1} at work)` : '';
  const rate = pair.phase === 'answering' ? tokenRate(pair) : null;
  const sample = pair.sample > 1 ? ` #${pair.sample}` : '';
  const task = pair.task === null ? [] : [escapeControls(pair.task) + sample];
  const head = `${done}${errs} `;
  const name = escapeControls(pair.model);
  const lineOf = (phase: string): Parameters<typeof fitName> => {
    const tail = [...task, phase, formatClock(nowMs - pair.sinceMs), eta].join(' · ');
    return [head, name, `${others} · ${tail}`, columns];
  };
  if (rate === null) return fitName(...lineOf(pair.phase));
  const speed = `${rate.toFixed(1)} tok/s`;
  const full = lineOf(`${pair.phase} ${speed}`);
  // Who makes tokens is answering: where it is narrow, the name and the ETA say more than the word.
  return fitName(...(leftForName(full) < Math.min(textWidth(name), READABLE_NAME) ? lineOf(speed) : full));
}

const READABLE_NAME = 16;

function leftForName([head, , tail, columns]: Parameters<typeof fitName>): number {
  return columns - textWidth(head) - textWidth(tail);
}

/** The name gives way first, down to a few columns; then the end is cut. */
function fitName(head: string, name: string, tail: string, columns: number): string {
  const left = leftForName([head, name, tail, columns]);
  return cutEnd(head + cutMiddle(name, Math.max(8, left)) + tail, columns);
}

function doneText({ done, total }: Progress): string {
  return `${String(done).padStart(String(total).length + 1)}/${total}`;
}

/** One line for a finished trial: ` 7/12 qwen3-8b · js-sse · graded 18/20 · 0:41`. */
export function finishedLine(trial: Trial, columns: number, progress?: Progress): string {
  const done = progress === undefined ? '' : `${doneText(progress)} `;
  const sample = trial.sample > 1 ? ` #${trial.sample}` : '';
  const wall = trial.timings.wallMs === null ? '' : ` · ${formatClock(trial.timings.wallMs)}`;
  const disk = trial.response !== null && trial.response.source !== 'server' ? ' · from disk' : '';
  const head = ` · ${escapeControls(trial.task)}${sample} · ${outcomeWords(trial)}`;
  if (trial.outcome.state === 'graded')
    return fitName(done, escapeControls(trial.model), `${head}${wall}${disk}`, columns);
  return cutEnd(done + cutMiddle(escapeControls(trial.model), Math.floor(columns / 3)) + head, columns);
}

function outcomeWords(trial: Trial): string {
  const { outcome } = trial;
  switch (outcome.state) {
    case 'graded':
      return `graded ${formatPoints(trialPoints(trial))}/${formatPoints(trial.maxPoints)}${trial.response?.truncated ? ' (cut off by the length limit)' : ''}`;
    case 'err':
      return errWords(outcome);
    case 'not-run':
      return `not run: ${toOneLine(outcome.why)}`;
  }
}
