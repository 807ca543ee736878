/** Trial[] -> results.csv: a row per trial and per missing trial, by RFC 4180. Pure. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { answerTokens, tokensPerSecond } from './tables/efficiency.ts';
import { factsOf } from './tables/fact-answers.ts';
import { toGib } from './tables/numbers.ts';
import { groupByModel, missingTrials, trialPoints } from './tables/score-matrix.ts';
import { escapeControls } from './text.ts';

type Value = string | number | boolean | null | undefined;

/** What a column says of a trial. Absent is an empty cell; `state` says which absence it is. */
const COLUMNS: Record<string, (trial: Trial) => Value> = {
  model_kind: (t) => t.modelFacts.kind,
  quantisation: (t) => t.modelFacts.quantisation,
  parameters: (t) => t.modelFacts.parameters,
  size_bytes: (t) => t.modelFacts.sizeBytes,
  size_gib: (t) => round(toGib(t.modelFacts.sizeBytes)),
  language: (t) => t.taskFacts.language,
  points: (t) => trialPoints(t),
  max_points: (t) => t.maxPoints,
  err_kind: (t) => (t.outcome.state === 'err' ? t.outcome.kind : null),
  why: (t) => (t.outcome.state === 'graded' ? null : t.outcome.why),
  lost_checks: (t) => lostChecks(t),
  facts: (t) => factWords(t),
  truncated: (t) => t.response?.truncated,
  finish_reason: (t) => t.response?.finish_reason,
  prompt_tokens: (t) => t.response?.usage?.prompt_tokens,
  answer_tokens: (t) => answerTokens(t),
  cached_tokens: (t) => t.response?.timings?.cache_n,
  content_chars: (t) => t.response?.contentChars,
  reasoning_chars: (t) => t.response?.reasoningChars,
  prompt_tokens_per_second: (t) => rate(t.response?.timings?.prompt_n, t.response?.timings?.prompt_ms),
  generation_tokens_per_second: (t) =>
    rate(t.response?.timings?.predicted_n, t.response?.timings?.predicted_ms),
  load_ms: (t) => round(t.timings.loadMs),
  warm_up_ms: (t) => round(t.timings.warmUpMs),
  wall_ms: (t) => round(t.timings.wallMs),
  time_to_first_token_ms: (t) => round(t.timings.timeToFirstTokenMs),
  grade_ms: (t) => round(t.timings.gradeMs),
  answer_source: (t) => t.response?.source,
  answer_file: (t) => t.response?.file,
  recorded_at: (t) => t.response?.recordedAt,
  server_build: (t) => t.modelFacts.serverBuild,
  sandbox: (t) => t.sandbox,
};

/** The run's mode stands in each row (a comment line would break CSV), so that sample results say so. */
export function renderCsv(trials: Trial[], run: RunFacts): string {
  const runCells = [run.mode, run.state];
  const rows = groupByModel(trials).flatMap((group) =>
    group.trials.map((t) => [
      ...runCells,
      t.model,
      t.task,
      t.sample,
      t.outcome.state,
      ...Object.values(COLUMNS).map((read) => read(t)),
    ]),
  );
  const absent = Object.keys(COLUMNS).map(() => null);
  const missing = missingTrials(trials, run).map((p) => [
    ...runCells,
    p.model,
    p.task,
    p.sample,
    'missing',
    ...absent,
  ]);
  const head = ['run_mode', 'run_state', 'model', 'task', 'sample', 'state', ...Object.keys(COLUMNS)];
  return [head, ...rows, ...missing].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Excel, LibreOffice and Sheets run a cell that starts so as a formula, full-width forms included. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠|%]/;

/** One cell: formulas defused with an apostrophe, quoted where RFC 4180 asks for it. */
export function csvCell(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const visible = value
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => escapeControls(line))
    .join('\n');
  const safe = FORMULA_START.test(visible) ? `'${visible}` : visible;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function lostChecks(trial: Trial): string | null {
  if (trial.outcome.state !== 'graded') return null;
  return trial.outcome.score.checks
    .filter((c) => c.points < c.maxPoints)
    .map((c) => c.id)
    .join(' ');
}

/** `bug-once=fixed`; a fact that cannot be told is left out. */
function factWords(trial: Trial): string | null {
  const told = factsOf(trial).filter(({ value }) => value !== null);
  return told.length === 0 ? null : told.map(({ id, value }) => `${id}=${value}`).join(' ');
}

function rate(tokens: number | undefined, ms: number | undefined): number | null {
  return tokens === undefined || ms === undefined ? null : round(tokensPerSecond(tokens, ms));
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
