/** ReportTable[] -> results/tables.json and a CSV a table. Pure. */
import type { RunFacts } from '../benchmarks/trial.ts';
import { csvCell } from './csv.ts';
import type { ReportTable, TableCell } from './tables/report-table.ts';

const SCHEMA = { name: 'llama-codebench-tables', version: 1 };

/** Every table with values, units, claims and evidence; names and texts are as raw as in results.json. */
export function renderTablesJson(tables: ReportTable[], run: RunFacts): string {
  const { mode, headline, state, startedAt, endedAt } = run;
  return `${JSON.stringify({ schema: SCHEMA, run: { mode, headline, state, startedAt, endedAt }, tables }, null, 1)}\n`;
}

/** By file name. */
export function tableCsvFiles(tables: ReportTable[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [tableFile(table.id), renderTableCsv(table)]));
}

/** Ids of the tables in a tables.json, to find the files that the next run makes no more; none in what is not ours. */
export function tableFilesIn(tablesJson: string): string[] {
  try {
    const { schema, tables } = JSON.parse(tablesJson) as { schema: typeof SCHEMA; tables: { id: string }[] };
    if (schema.name !== SCHEMA.name) return [];
    return tables
      .map(({ id }) => id)
      .filter((id) => /^[a-z0-9-]+$/.test(id))
      .map(tableFile);
  } catch {
    return [];
  }
}

function tableFile(id: string): string {
  return `tables/${id}.csv`;
}

/** Column ids as head, by RFC 4180; values in the unit of their column. */
function renderTableCsv({ columns, rows }: ReportTable): string {
  const head = columns.map(({ id }) => id);
  return [head, ...rows.map(({ cells }) => cells.map(csvValue))]
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('');
}

/** An absent value is empty, or the word that says why (ERR, n/r); a bare dash says no more than an empty cell. */
function csvValue({ text, value }: TableCell): string | number | null {
  if (value !== null) return value;
  return /\p{L}/u.test(text) ? text : null;
}
