/** What stands in the page as JSON. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { type TaskTexts, type TranscriptFacts, withoutTexts } from './transcripts.ts';

export interface PageData {
  run: RunFacts;
  /** Without their long texts. */
  trials: Trial[];
  /** Made from the whole trials, so that the page says what report.md says. */
  tables: ReportTable[];
  tasks: TaskTexts;
  transcripts: TranscriptFacts;
}

/** Id of the element that carries the published run. */
export const PUBLISHED_ID = 'published-run';

/** Longest evidence of a check in the page; results.json has it whole. */
const MAX_DETAIL = 4_000;

export function slim(trial: Trial): Trial {
  const { outcome } = trial;
  if (outcome.state !== 'graded') return withoutTexts(trial);
  const checks = outcome.score.checks.map((check) => ({ ...check, detail: cut(check.detail) }));
  return { ...withoutTexts(trial), outcome: { state: 'graded', score: { ...outcome.score, checks } } };
}

function cut(detail: string): string {
  if (detail.length <= MAX_DETAIL) return detail;
  return `${detail.slice(0, MAX_DETAIL)} … (${detail.length} characters, whole in results.json)`;
}
