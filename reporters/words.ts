/** The words that every report uses for the same thing. Pure. */
import type { Machine, RunFacts, Trial } from '../benchmarks/trial.ts';
import type { EfficiencyRow } from './tables/efficiency.ts';
import type { IncompleteRow } from './tables/incomplete.ts';
import { formatFixed, formatGib, formatPoints, formatRate, formatSeconds, toGib } from './tables/numbers.ts';
import { type Cell, missingTrials, type SampleErr, type TaskColumn } from './tables/score-matrix.ts';
import { cutEnd, toOneLine } from './text.ts';

/** A cell of the matrix in at most 5 columns. `~` marks an answer cut off by the length limit. */
export function cellText(cell: Cell, run: RunFacts): string {
  switch (cell.state) {
    case 'graded':
      return formatPoints(cell.points) + (cell.truncated ? '~' : '');
    case 'err':
      return 'ERR';
    case 'not-run':
      return 'n/r';
    case 'missing':
      return run.state === 'running' ? '…' : 'miss';
    case 'not-asked':
      return '·';
    case 'unlisted':
      return '?';
  }
}

/** Explains the marks that the cells given really use. */
export function cellLegend(cells: Cell[], run: RunFacts): string[] {
  const has = (state: Cell['state']) => cells.some((c) => c.state === state);
  const missing =
    run.state === 'running' ? '… not done yet' : 'miss = the run should have this result and does not';
  return [
    has('err') ? 'ERR = the model or its server gave nothing to grade' : '',
    has('not-run') ? "n/r = not run, not the model's fault" : '',
    has('missing') ? missing : '',
    has('not-asked') ? '· = not asked in this run' : '',
    has('unlisted') ? '? = the source tells a sum for this model, not which task brought what' : '',
    cells.some((c) => c.state === 'graded' && c.truncated) ? '~ cut off by the length limit' : '',
    cells.some((c) => c.state === 'graded' && c.samples > 1) ? 'points = mean over the samples' : '',
  ].filter((line) => line !== '');
}

export const NO_RANKING = 'No model has a score for every task yet.';

/** `Totals are over 5 of 6 tasks, without Rs.`; null where every task counts. */
export function countedWords(columns: TaskColumn[]): string | null {
  const left = columns.filter(({ notHere }) => notHere !== null);
  if (left.length === 0) return null;
  const counted = columns.length - left.length;
  return `Totals are over ${counted} of ${columns.length} tasks, without ${labelsOf(left)}.`;
}

/** The same with the reasons: `… without Rs. Rs: not run: cargo not found (…).` */
export function leftOutWords(columns: TaskColumn[]): string | null {
  const words = countedWords(columns);
  if (words === null) return null;
  const reasons = [...Map.groupBy(columns, ({ notHere }) => notHere)].flatMap(([why, same]) =>
    why === null ? [] : [`${labelsOf(same)}: not run: ${sentence(cutEnd(toOneLine(why), MAX_WHY))}`],
  );
  return [words, ...reasons].join(' ');
}

function labelsOf(columns: TaskColumn[]): string {
  return columns.map(({ label }) => toOneLine(label)).join(', ');
}

/** Which tasks a model that is ranked has a score for. */
export function everyTask(isAnyLeftOut: boolean): string {
  return isAnyLeftOut ? 'every task that counts' : 'every task';
}

/** Longest reason; results.json has it whole. */
const MAX_WHY = 240;

function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

export const REFERENCE_NOTE =
  '† reference model behind an API: no size, and its times are not comparable with local ones';

/** `83+` says that something is absent; a model without any graded answer has no total at all. */
export function atLeastText(points: number | null): string {
  return points === null ? formatPoints(null) : `${formatPoints(points)}+`;
}

/** One line on how far the run got, with what is missing by count. null for a finished, complete run. */
export function stateLine(trials: Trial[], run: RunFacts): string | null {
  const missing = missingTrials(trials, run).length;
  const done = `${run.expected.length - missing} of ${run.expected.length} results`;
  if (run.state === 'running') return `Still running: ${done} so far.`;
  if (run.state === 'interrupted')
    return `Interrupted: ${done}${missing > 0 ? `; ${missing} missing, named below` : ''}. Start the same command again to go on.`;
  return missing > 0 ? `Incomplete: ${done}; ${missing} missing, named below.` : null;
}

export interface Reason {
  model: string;
  tasks: string[];
  /** `ERR crashed: proxy error`, one line, safe to print. */
  words: string;
}

/** ERRs with the server's words; the same words for several tasks of a model are one line. */
export function errReasons(rows: IncompleteRow[]): Reason[] {
  return groupReasons(
    rows.flatMap((row) =>
      row.errs.flatMap(({ task, samples }) =>
        samples.map((err) => ({
          model: row.model,
          task: taskWithSample(task, err.sample, samples),
          words: errWords(err),
        })),
      ),
    ),
  );
}

/** What did not run because of us or the machine. A missing toolchain is one line, not one a model. */
export function notRunReasons(rows: IncompleteRow[]): Reason[] {
  const reasons = groupReasons(
    rows.flatMap((row) =>
      row.notRun.map(({ task, why }) => ({ model: row.model, task, words: `not run: ${toOneLine(why)}` })),
    ),
  );
  const alike = Map.groupBy(reasons, ({ tasks, words }) => JSON.stringify([tasks, words]));
  return [...alike.values()].map((group) =>
    group.length === 1 ? group[0]! : { ...group[0]!, model: `${group.length} models` },
  );
}

/** Missing results, by model. */
export function missingReasons(rows: IncompleteRow[], run: RunFacts): Reason[] {
  const words = run.state === 'running' ? 'not done yet' : 'no result';
  return groupReasons(
    rows.flatMap((row) =>
      row.missing.map(({ task, samples }) => ({
        model: row.model,
        task: samples.length > 1 || samples[0] !== 1 ? `${task} #${samples.join(' #')}` : task,
        words,
      })),
    ),
  );
}

function taskWithSample(task: string, sample: number, all: SampleErr[]): string {
  return all.length > 1 || sample > 1 ? `${task} #${sample}` : task;
}

export function errWords(err: { kind: string; why: string }): string {
  const why = toOneLine(err.why);
  return why === '' ? `ERR ${err.kind}` : `ERR ${err.kind}: ${why}`;
}

function groupReasons(reasons: { model: string; task: string; words: string }[]): Reason[] {
  return [...Map.groupBy(reasons, (r) => JSON.stringify([r.model, r.words])).values()].map((group) => ({
    model: group[0]!.model,
    tasks: group.map((r) => r.task),
    words: group[0]!.words,
  }));
}

/** Distinct facts in the order of their first appearance. */
export function distinctFacts(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

/** 'AMD EPYC, 16 cores, 64 GiB, NVIDIA H100 80 GiB, linux 6.8 x64'; null: not on record. What is unknown is left out. */
export function machineText(machine: Machine | null): string | null {
  if (machine === null) return null;
  const { cpu, cores, memoryBytes, gpus, os } = machine;
  return [
    cpu,
    cores === null ? null : `${cores} cores`,
    memoryBytes === null ? null : `${Math.round(toGib(memoryBytes)!)} GiB`,
    ...(gpus ?? []),
    os,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** The figures of an efficiency row, in the order in which every table has them. */
export function efficiencyTexts(row: EfficiencyRow): string[] {
  return [
    row.complete ? formatPoints(row.points) : atLeastText(row.points),
    formatSeconds(row.avgWallMs),
    formatGib(row.sizeBytes),
    formatFixed(row.pointsPerMinute, 0),
    formatFixed(row.pointsPerGib, 1),
    formatRate(row.generationTokensPerSecond),
    formatRate(row.promptTokensPerSecond),
    formatSeconds(row.avgTimeToFirstTokenMs),
    formatFixed(row.avgAnswerTokens, 0),
  ];
}
