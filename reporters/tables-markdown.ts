/** ReportTable -> Markdown, whatever table it is. Pure. */
import { escapeBlock, escapeMarkdown, renderTable } from './markdown-text.ts';
import type { Claim, Evidence, ReportTable, TableCell } from './tables/report-table.ts';
import { cutEnd, toOneLine } from './text.ts';

/** A server's words or a note may be a page; tables.json has them whole. */
const MAX_WORDS = 600;
/** Pieces of evidence after a phrase: enough to look one up, few enough to read on. */
const MAX_PIECES = 3;

export function renderReportTable(table: ReportTable): string {
  const grid = renderTable(
    table.columns.map(({ label }) => escapeMarkdown(label)),
    table.columns.map(({ align }) => align),
    table.rows.map(({ model, cells }) => cells.map((cell) => cellMarkdown(cell, model))),
  );
  const words = [
    `## ${escapeMarkdown(table.title)}`,
    table.intro === null ? '' : escapeBlock(table.intro),
    grid,
    legend(table),
  ];
  return words.filter((part) => part !== '').join('\n\n');
}

/** Rules and legends, and what the columns mean where no note says it. */
function legend({ columns, notes }: ReportTable): string {
  const told = notes.join(' ');
  const helps = columns.filter(
    ({ help, label }) => help && help !== label && !told.includes(help.replace(/\.$/, '')),
  );
  const lines = [...notes, ...helps.map(({ label, help }) => `${label}: ${help}`)];
  return lines.map((line) => `- ${escapeBlock(line)}`).join('\n');
}

function cellMarkdown(cell: TableCell, model: string | null): string {
  const words = (cell.claims ?? []).length === 0 ? cut(cell.text) : claimedText(cell, model);
  // A user's own words must not look like something we found out.
  return cell.from === 'person' && words !== '' ? `*by a person:* ${words}` : words;
}

/** The text of the cell, with the evidence behind each phrase that has some. */
function claimedText({ text, claims = [] }: TableCell, model: string | null): string {
  let rest = text;
  const parts = claims.map((claim) => {
    const at = rest.indexOf(claim.text);
    const before = at === -1 ? '' : rest.slice(0, at);
    rest = at === -1 ? rest : rest.slice(at + claim.text.length);
    return spaced(before) + (at === -1 ? '' : cut(claim.text)) + evidenceWords(claim, model);
  });
  return (parts.join('') + spaced(rest)).trim();
}

/** Escaping trims, and what stands between two phrases begins or ends with a blank. */
function spaced(text: string): string {
  const words = cut(text);
  if (words === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${words}${/\s$/.test(text) ? ' ' : ''}`;
}

function cut(text: string): string {
  return escapeMarkdown(cutEnd(toOneLine(text), MAX_WORDS));
}

/**
 * ' (js-sse: null-id, bom; rust-cli: compiles)': checks of the row's own model. Nothing where the phrase says it
 * already, or where it counts or lists other models: the page and tables.json have all.
 */
function evidenceWords({ text, evidence }: Claim, model: string | null): string {
  const own = evidence.filter((piece) => piece.model === model);
  const named = own.filter(({ check }) => check !== undefined && !text.includes(check));
  const places = [...Map.groupBy(named, placeOf)];
  if (places.length === 0) return '';
  const shown = places
    .slice(0, MAX_PIECES)
    .map(([place, pieces]) => `${place}${[...new Set(pieces.map(({ check }) => check!))].join(', ')}`);
  const more = places.length > MAX_PIECES ? [`+${places.length - MAX_PIECES}`] : [];
  return ` (${cut([...shown, ...more].join('; '))})`;
}

function placeOf({ task = '', sample = 1 }: Evidence): string {
  const words = sample > 1 ? `${task} #${sample}` : task;
  return words === '' ? '' : `${words}: `;
}
