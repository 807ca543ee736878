/** Foreign text in Markdown, and rows as a Markdown table. Pure. */
import { type Align, toOneLine } from './text.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '\\': '&#92;',
  '`': '&#96;',
};

/**
 * Foreign text as one line of plain text in Markdown, table cells included: nothing in it is markup, HTML, a
 * link or a control character. Entities, not backslashes, where a table would split first.
 */
export function escapeMarkdown(text: string): string {
  return toOneLine(text)
    .replace(/[&<>|\\`]/g, (character) => ENTITIES[character]!)
    .replace(/[*[\]~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}\\.`)
    .replace(/@/g, '&#64;');
}

/** The same for a text that begins a paragraph or a list item, where '#', '-' or '1.' would make a block. */
export function escapeBlock(text: string): string {
  return escapeMarkdown(text)
    .replace(/^[#+=-]/, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Cells are Markdown already. */
export function renderTable(head: string[], align: Align[], rows: string[][]): string {
  const rule = align.map((a) => (a === 'right' ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
