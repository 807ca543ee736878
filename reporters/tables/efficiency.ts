/** Trial[] -> what a point costs in minutes and gigabytes, and where the time of a run went. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { incomplete } from './incomplete.ts';
import { divide, isNumber, mean, sum, toGib } from './numbers.ts';
import { groupByModel, isReference, trialPoints } from './score-matrix.ts';
import { groupWallMs, ranking } from './standings.ts';

export interface EfficiencyRow {
  model: string;
  reference: boolean;
  /** Total of a complete model, "at least" of another; null when nothing was graded. */
  points: number | null;
  complete: boolean;
  avgWallMs: number | null;
  sizeBytes: number | null;
  /** Total / average wall in minutes, complete models only: a part of a total is not comparable. */
  pointsPerMinute: number | null;
  pointsPerGib: number | null;
  /** All tokens / all milliseconds of the model's answers, from n and ms: builds count their own rates differently. */
  generationTokensPerSecond: number | null;
  promptTokensPerSecond: number | null;
  avgTimeToFirstTokenMs: number | null;
  /** Generated tokens, reasoning included. */
  avgAnswerTokens: number | null;
  /** Tokens of the graded answers / their points; null where they brought no point. */
  tokensPerPoint: number | null;
  loadMs: number | null;
}

/** Best points per minute first; models without it keep their order behind. */
export function efficiency(trials: Trial[], run: RunFacts): EfficiencyRow[] {
  const totals = new Map(ranking(trials, run).map((row) => [row.model, row.points]));
  const partials = new Map(incomplete(trials, run).map((row) => [row.model, row.atLeastPoints]));
  return groupByModel(trials, run)
    .filter((group) => group.facts !== null)
    .map((group) => {
      const total = totals.get(group.model) ?? null;
      const sizeBytes = isReference(group.facts) ? null : (group.facts?.sizeBytes ?? null);
      const avgWallMs = groupWallMs(group);
      return {
        model: group.model,
        reference: isReference(group.facts),
        points: total ?? partials.get(group.model) ?? null,
        complete: total !== null,
        avgWallMs,
        sizeBytes,
        pointsPerMinute: divide(total, divide(avgWallMs, 60_000)),
        pointsPerGib: divide(total, toGib(sizeBytes)),
        ...speeds(group.trials),
      };
    })
    .sort((a, b) => (b.pointsPerMinute ?? -1) - (a.pointsPerMinute ?? -1));
}

function speeds(trials: Trial[]) {
  const timings = trials.flatMap((t) => t.response?.timings ?? []);
  const generated = timings.filter((t) => t.predicted_n > 0 && t.predicted_ms > 0);
  const prompted = timings.filter((t) => t.prompt_n > 0 && t.prompt_ms > 0);
  const loads = trials.map((t) => t.timings.loadMs).filter(isNumber);
  return {
    generationTokensPerSecond: tokensPerSecond(
      sum(generated.map((t) => t.predicted_n)),
      sum(generated.map((t) => t.predicted_ms)),
    ),
    promptTokensPerSecond: tokensPerSecond(
      sum(prompted.map((t) => t.prompt_n)),
      sum(prompted.map((t) => t.prompt_ms)),
    ),
    avgTimeToFirstTokenMs: mean(trials.map((t) => t.timings.timeToFirstTokenMs).filter(isNumber)),
    avgAnswerTokens: mean(trials.map(answerTokens).filter(isNumber)),
    tokensPerPoint: tokensPerPoint(trials),
    loadMs: loads.length === 0 ? null : sum(loads),
  };
}

function tokensPerPoint(trials: Trial[]): number | null {
  const known = trials.flatMap((trial) => {
    const tokens = answerTokens(trial);
    const points = trialPoints(trial);
    return tokens === null || points === null ? [] : [{ tokens, points }];
  });
  return divide(sum(known.map((one) => one.tokens)), sum(known.map((one) => one.points)));
}

/** null for no tokens or no time. */
export function tokensPerSecond(tokens: number, ms: number): number | null {
  return tokens > 0 ? divide(tokens, ms / 1000) : null;
}

/** The server's usage, else its timings; null when neither came. */
export function answerTokens(trial: Trial): number | null {
  return trial.response?.usage?.completion_tokens ?? trial.response?.timings?.predicted_n ?? null;
}
