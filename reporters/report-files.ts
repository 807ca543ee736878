import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { NO_CONTEXT, type ReportContext } from './tables/report-tables.ts';

/** Every file under results/, by name. Adding a report is a line here. */
export function reportFiles(
  trials: Trial[],
  run: RunFacts,
  context: ReportContext = NO_CONTEXT,
): Record<string, string> {
  return {
    'report.md': renderMarkdown(trials, run),
    'results.csv': renderCsv(trials, run),
    'results.json': renderJson(trials, run, context),
  };
}
