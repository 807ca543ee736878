/** Two texts -> lines of a unified or of a two-column diff, with their numbers. Pure. */
import { diffLines } from 'diff';

export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
  /** From 1; null on the side that does not have the line. */
  before: number | null;
  after: number | null;
}

/** A stretch of lines; `hidden` ones are equal and away from every change. */
export interface DiffHunk {
  hidden: boolean;
  lines: DiffLine[];
}

/** Longest time for one comparison: two big files that share nothing would take minutes. */
const MOST_MS = 2000;

/** null: too different to be compared in time. */
export function compareLines(before: string, after: string): DiffLine[] | null {
  const parts = diffLines(endLine(before), endLine(after), { timeout: MOST_MS });
  if (!parts) return null;
  let left = 0;
  let right = 0;
  return parts.flatMap((part) =>
    part.value
      .slice(0, -1)
      .split('\n')
      .map((text): DiffLine => {
        if (part.removed) return { kind: 'removed', text, before: ++left, after: null };
        if (part.added) return { kind: 'added', text, before: null, after: ++right };
        return { kind: 'same', text, before: ++left, after: ++right };
      }),
  );
}

/** A last line with and one without its end are the same line to a reader. */
function endLine(text: string): string {
  const unix = text.replaceAll('\r\n', '\n');
  return unix === '' || unix.endsWith('\n') ? unix : `${unix}\n`;
}

export function countChanges(lines: DiffLine[]): { added: number; removed: number } {
  return {
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
  };
}

/** Splits off what is further than `context` lines from a change; a gap of one line is not worth a button. */
export function toHunks(lines: DiffLine[], context = 3): DiffHunk[] {
  const near = new Array<boolean>(lines.length).fill(false);
  for (const [i, { kind }] of lines.entries())
    if (kind !== 'same') near.fill(true, Math.max(0, i - context), Math.min(lines.length, i + context + 1));
  const hunks: DiffHunk[] = [];
  for (const [i, line] of lines.entries()) {
    const hidden = !near[i];
    if (hunks.at(-1)?.hidden !== hidden) hunks.push({ hidden, lines: [] });
    hunks.at(-1)!.lines.push(line);
  }
  return hunks.map((hunk) => (hunk.lines.length === 1 ? { ...hunk, hidden: false } : hunk));
}

/** Rows of two columns: changed lines face each other as far as they go. */
export function toColumns(lines: DiffLine[]): [before: DiffLine | null, after: DiffLine | null][] {
  const rows: [DiffLine | null, DiffLine | null][] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++)
      rows.push([removed[i] ?? null, added[i] ?? null]);
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line);
    else if (line.kind === 'added') added.push(line);
    else {
      flush();
      rows.push([line, line]);
    }
  }
  flush();
  return rows;
}
