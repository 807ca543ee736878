/** A comparison of two runs -> Markdown to paste. Pure. */
import { escapeBlock, escapeMarkdown } from './markdown-text.ts';
import { compareTables } from './tables/compare-tables.ts';
import type { Comparison } from './tables/comparison.ts';
import type { ReportTable } from './tables/report-table.ts';

export function comparisonMarkdown(comparison: Comparison, files: { before: string; after: string }): string {
  const head = `# ${escapeMarkdown(files.before)} against ${escapeMarkdown(files.after)}`;
  const tables = compareTables(comparison).filter(({ rows }) => rows.length > 0);
  const parts = tables.length === 0 ? [escapeBlock(comparison.statement)] : tables.map(tableMarkdown);
  return `${[head, ...parts].join('\n\n')}\n`;
}

function tableMarkdown({ title, intro, columns, rows, notes }: ReportTable): string {
  const lines = [
    columns.map(({ label }) => escapeMarkdown(label)),
    columns.map(({ align }) => (align === 'right' ? '---:' : '---')),
    ...rows.map(({ cells }) => cells.map(({ text }) => escapeMarkdown(text))),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    `## ${escapeMarkdown(title)}`,
    ...(intro === null ? [] : [escapeBlock(intro)]),
    lines.join('\n'),
    ...notes.map(escapeBlock),
  ].join('\n\n');
}
