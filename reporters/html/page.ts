/** PageData and the bundle -> index.html. Pure. */

import { formatPoints, formatSeconds } from '../tables/numbers.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { ranking } from '../tables/standings.ts';
import type { ClientBundle } from './client-bundle.ts';
import { packTrials } from './packed-trials.ts';
import type { PageData } from './page-data.ts';
import { safeJson } from './transcripts.ts';

/** Nothing may be fetched; a transcript beside the page is a script, from disk or from where the page was served. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'self' file:",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `embedded`: elements that carry transcripts, as `embeddedTranscripts` makes them. */
export function renderPage(data: PageData, { script, style }: ClientBundle, embedded = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(data.run.headline)} - llama-codebench</title>
<link rel="icon" href="data:,">
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="app"></div>
<noscript>${noScript(data)}</noscript>
<script type="application/json" id="data">${safeJson({ ...data, trials: packTrials(data.trials) })}</script>
${embedded}
<script>${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

/** A reader without JavaScript sees who won, and every table as it is. */
function noScript({ run, trials, tables }: PageData): string {
  const rows = ranking(trials, run).map(({ rank, model, points, maxPoints, avgWallMs }) => [
    String(rank),
    model,
    `${formatPoints(points)}/${formatPoints(maxPoints)}`,
    formatSeconds(avgWallMs),
  ]);
  const first = htmlTable('Ranking', ['Rank', 'Model', 'Points', 'Avg wall'], rows);
  const rest = tables.filter(({ id }) => id !== 'ranking').map((table) => plainTable(table));
  return `<h1>${escapeHtml(run.headline)}</h1>${[first, ...rest].join('')}`;
}

function plainTable({ title, intro, columns, rows }: ReportTable): string {
  const table = htmlTable(
    title,
    columns.map(({ label }) => label),
    rows.map(({ cells }) => cells.map(({ text }) => text)),
  );
  return intro === null ? table : `${table}<p><bdi>${escapeHtml(intro)}</bdi></p>`;
}

function htmlTable(title: string, head: string[], rows: string[][]): string {
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}><bdi>${escapeHtml(cell)}</bdi></${tag}>`).join('')}</tr>`;
  return `<h2>${escapeHtml(title)}</h2><table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
