/** What contradicts itself in the published run, as docs/published-run.md. Pure; node scripts/published-run.ts writes it. */
import { holds, type PublishedClaim } from './claim.ts';
import { CLAIMS } from './claims.ts';
import { TABLE_EXCEPTIONS } from './exceptions.ts';

/** How many printed figures were held against ours; published.test.ts counts them. */
export const COMPARED_FIGURES = 262;

const HEAD = `# The published run of March 2026

\`reporters/published/results-2026-03.json\` is a run of 35 models that somebody else made and graded by hand, in our
results format, so that a run of yours can be compared with it. Its scores, sizes and average times are data. Totals,
ranks and every other figure are computed from them by the functions that make your own report.

- A task has one check, \`as-published\`: the report does not say which check lost what. There are no texts, no tokens, no
  time but the average of a model, which stands on each of its answers.
- Of nine incomplete models the report tells a sum and not the cells. They stand in the table of incomplete models
  with that sum, and their cells say \`?\`.
- Sizes are GiB under the heading GB. A quantisation is taken from a name where it can mean one thing only: \`q40\` is
  Q4_0, a bare \`q8\` may be two things and stays open.
- Graders differ: those scores were given by a person with a scale, ours by checks. Compare the order of models more than
  the points.

This page lists each printed figure or statement that its own report contradicts, with both values. It is written by
\`node scripts/published-run.ts\` from \`reporters/published/\`, and a test computes the right-hand values again.`;

const NOTES = `## Not wrong, and easily misread

- The distillation row qwen35-35b-a3b compares a Q8 base (34.4 GB) with a Q6_K distill (26.6 GB): its gap of 14 points is of
  both. The base at Q6_K did not complete Go.
- The efficiency table lists 9 of 26 complete models, and not those with the most points a minute or a gigabyte.
- step-35-flash-q4km has 54+ of three tasks. With Rust 18 and Python 16, as prose has them, 20 are left for the third; no
  listed cell is above 18.
- Deviations of the report (1.5, 1.8) are those of a sample (n - 1).
- A time of an average is printed in whole seconds, so that points a minute are known to 2 % at 28s.`;

export function renderContradictions(): string {
  const sections = CLAIMS.flatMap(({ title, claims }) => claimSection(title, claims));
  const all = CLAIMS.flatMap(({ claims }) => claims);
  const kept = all.filter(holds);
  return `${[
    HEAD,
    '## Figures of the tables',
    `Of ${COMPARED_FIGURES} printed figures (ranks, totals, ties, sizes, times, incomplete rows, efficiency, pairs) ${TABLE_EXCEPTIONS.length} differ from ours.`,
    table(
      ['Table', 'Row', 'Column', 'Printed', 'By its cells', 'Why'],
      TABLE_EXCEPTIONS.map((e) => [e.table, e.row, e.column, e.printed, e.ours, e.because]),
    ),
    ...sections,
    NOTES,
    '## Checked, and right',
    `${kept.length} of ${all.length} statements hold, and so do the other ${COMPARED_FIGURES - TABLE_EXCEPTIONS.length} figures of the tables.`,
    table(
      ['About', 'The report says', 'By its cells'],
      kept.map((c) => [c.about, `"${c.quote}"`, c.ours]),
    ),
  ].join('\n\n')}\n`;
}

function claimSection(title: string, claims: PublishedClaim[]): string[] {
  const rows = claims
    .filter((claim) => !holds(claim))
    .map((c) => [c.about, `"${c.quote}"`, c.printed, c.ours, c.because ?? '']);
  return [`## ${title}`, table(['About', 'The report says', 'Means', 'By its cells', 'Why'], rows)];
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(escapeCell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
