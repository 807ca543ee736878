import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { NO_CONTEXT, type ReportContext } from './tables/context.ts';
import type { ReportTable } from './tables/report-table.ts';
import { reportTables } from './tables/report-tables.ts';
import { renderTablesJson, tableCsvFiles } from './tables-files.ts';

/** Every file under results/ but the page, by name. Adding a report is a line here. */
export function reportFiles(
  trials: Trial[],
  run: RunFacts,
  context: ReportContext = NO_CONTEXT,
  tables: ReportTable[] = reportTables(trials, run, context),
): Record<string, string> {
  return {
    'report.md': renderMarkdown(trials, run, tables),
    'results.csv': renderCsv(trials, run),
    'results.json': renderJson(trials, run, context),
    'tables.json': renderTablesJson(tables, run),
    ...tableCsvFiles(tables),
  };
}
