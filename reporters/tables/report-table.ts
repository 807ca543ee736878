/** A table as data: Markdown, JSON, CSV and the HTML page draw the same one, each in its own way. Pure; runs in a browser, too. */

/** Where a claim can be checked: a model's trials, one of them, or one check in it. */
export interface Evidence {
  model: string;
  task?: string;
  /** From 1; absent: all samples. */
  sample?: number;
  /** Id of a check or of a fact. */
  check?: string;
}

/** A phrase of a cell that was derived from something. */
export interface Claim {
  text: string;
  evidence: Evidence[];
}

/**
 * What a person reads and what a machine sorts by. `text` may hold foreign words: each report escapes it for itself.
 * An absent value is null and its text says which absence it is ('–', 'ERR', 'n/r'), never 0.
 */
export interface TableCell {
  text: string;
  /** In the unit of the column; null: absent. */
  value: string | number | null;
  /** The text in parts, where parts have evidence. */
  claims?: Claim[];
  /** rule: derived by us. person: a user's own words, drawn so that nobody takes them for ours. */
  from?: 'rule' | 'person';
}

export interface TableColumn {
  /** kebab-case, unique in its table: the key in JSON, the head in CSV. */
  id: string;
  label: string;
  align: 'left' | 'right';
  /** Of `value`: points, ms, bytes, tokens/s … */
  unit?: string;
  /** One sentence for the legend or a tooltip. */
  help?: string;
}

export interface TableRow {
  /** Whose row it is; null where it belongs to no one model. */
  model: string | null;
  /** As many as columns. */
  cells: TableCell[];
}

export interface ReportTable {
  /** kebab-case, unique in a report: the file name of its CSV, the anchor in the page. */
  id: string;
  title: string;
  /** One or two sentences before the table. */
  intro: string | null;
  columns: TableColumn[];
  rows: TableRow[];
  /** Legends and rules, a sentence each, after the table. */
  notes: string[];
}

export function textCell(text: string, more: Omit<TableCell, 'text' | 'value'> = {}): TableCell {
  return { text, value: text, ...more };
}

export function numberCell(
  value: number | null,
  text: string,
  more: Omit<TableCell, 'text' | 'value'> = {},
): TableCell {
  return { text, value, ...more };
}
