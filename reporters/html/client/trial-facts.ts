/** A trial -> the label and value pairs over its checks. Absent is said, never 0. Pure. */
import type { Trial } from '../../../benchmarks/trial.ts';
import { bandOf } from '../../tables/bands.ts';
import { ABSENT, divide, formatPoints, formatRate, formatSeconds } from '../../tables/numbers.ts';
import { trialPoints } from '../../tables/score-matrix.ts';

export interface LabelledFact {
  label: string;
  text: string;
  /** For a tooltip. */
  help?: string;
  /** Wants a line of its own. */
  isLong?: true;
}

/** `13 / 20 good`, `ERR crashed`, `not run`: the outcome in a few words. */
export function outcomeText(trial: Trial): string {
  const { outcome, maxPoints } = trial;
  if (outcome.state === 'err') return `ERR ${outcome.kind}`;
  if (outcome.state === 'not-run') return 'not run';
  const points = trialPoints(trial);
  return `${formatPoints(points)} / ${maxPoints} ${bandOf(points, maxPoints)?.name ?? ''}`.trim();
}

/** The server's or the harness's own words for what is not graded; null for a graded trial. */
export function outcomeWords({ outcome }: Trial): string | null {
  if (outcome.state === 'graded') return null;
  const words = outcome.why.trim() === '' ? 'no reason is on record' : outcome.why;
  return outcome.state === 'err' ? words : `Not run because: ${words}`;
}

export function trialFacts(trial: Trial): LabelledFact[] {
  const { timings, response } = trial;
  const fromDisk = response !== null && response.source !== 'server';
  return [
    { label: 'Load', text: formatSeconds(timings.loadMs), help: 'on the trial that needed the load first' },
    { label: 'First token', text: formatSeconds(timings.timeToFirstTokenMs) },
    {
      label: 'Wall',
      text: formatSeconds(timings.wallMs),
      help: fromDisk ? 'of the recording; this run took the answer from disk' : 'request to last byte',
    },
    {
      label: 'Prompt',
      text: tokens(
        response?.timings?.prompt_n ?? response?.usage?.prompt_tokens ?? null,
        response?.timings?.prompt_ms ?? null,
      ),
    },
    {
      label: 'Generation',
      text: tokens(
        response?.timings?.predicted_n ?? response?.usage?.completion_tokens ?? null,
        response?.timings?.predicted_ms ?? null,
      ),
    },
    { label: 'Thinking', text: thinkingText(trial), help: 'share of the characters of reasoning and answer' },
    {
      label: 'Answer',
      text: response === null ? ABSENT : `${response.contentChars.toLocaleString('en')} characters`,
    },
    { label: 'Grading', text: formatSeconds(timings.gradeMs) },
    { label: 'Ended by', text: response?.finish_reason ?? ABSENT, help: 'finish_reason of the server' },
    { label: 'Source', text: sourceText(trial), isLong: true },
  ];
}

function tokens(count: number | null, ms: number | null): string {
  if (count === null) return ABSENT;
  const rate = count > 0 && ms !== null && ms > 0 ? divide(count * 1000, ms) : null;
  return `${count.toLocaleString('en')} tokens${rate === null ? '' : `, ${formatRate(rate)}/s`}`;
}

export function thinkingText({ response }: Trial): string {
  if (response === null) return ABSENT;
  const share = divide(response.reasoningChars, response.reasoningChars + response.contentChars);
  if (share === null) return ABSENT;
  return response.reasoningChars === 0 ? 'none' : `${(share * 100).toFixed(0)} %`;
}

const SOURCES = { server: 'asked in this run', recording: 'a recording', folder: 'a file of the user' };

function sourceText({ response }: Trial): string {
  if (response === null) return ABSENT;
  return response.file === null ? SOURCES[response.source] : `${SOURCES[response.source]}: ${response.file}`;
}
