/** What changed between two files: unified, or in two columns. Marked with + and -, the colour only helps. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ScrollRegion } from './code.tsx';
import { compareLines, countChanges, type DiffHunk, type DiffLine, toColumns, toHunks } from './line-diff.ts';
import { showControls } from './text-pieces.ts';

export interface DiffSides {
  before: string;
  after: string;
  /** Who they are, for the head and for screen readers. */
  beforeName: string;
  afterName: string;
}

function keyOf({ before, after }: DiffLine): string {
  return `${before}/${after}`;
}

const MARK: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-' };

export function UnifiedDiff(sides: DiffSides) {
  const lines = useLines(sides);
  if (lines === null) return <p class="tv-absent">{TOO_DIFFERENT}</p>;
  const { added, removed } = countChanges(lines);
  if (added + removed === 0) return <p class="tv-absent">No line differs.</p>;
  return (
    <>
      <Names {...sides} counts={`+${added} -${removed} lines`} />
      <ScrollRegion label={`Diff of ${sides.beforeName} and ${sides.afterName}`}>
        <table class="tv-diff">
          {toHunks(lines).map((hunk) => (
            <Hunk
              key={keyOf(hunk.lines[0]!)}
              hunk={hunk}
              draw={(some) => some.map((line) => <UnifiedRow key={keyOf(line)} line={line} />)}
              columns={4}
            />
          ))}
        </table>
      </ScrollRegion>
    </>
  );
}

export function TwoColumns(sides: DiffSides) {
  const lines = useLines(sides);
  if (lines === null) return <p class="tv-absent">{TOO_DIFFERENT}</p>;
  const { added, removed } = countChanges(lines);
  if (added + removed === 0) return <p class="tv-absent">No line differs.</p>;
  return (
    <>
      <Names {...sides} counts={`+${added} -${removed} lines`} />
      <ScrollRegion label={`${sides.beforeName} beside ${sides.afterName}`}>
        <table class="tv-diff tv-columns">
          <colgroup>
            <col class="tv-number" />
            <col class="tv-mark" />
            <col />
            <col class="tv-number" />
            <col class="tv-mark" />
            <col />
          </colgroup>
          {toHunks(lines).map((hunk) => (
            <Hunk
              key={keyOf(hunk.lines[0]!)}
              hunk={hunk}
              draw={(some) => <ColumnRows lines={some} />}
              columns={6}
            />
          ))}
        </table>
      </ScrollRegion>
    </>
  );
}

function ColumnRows({ lines }: { lines: DiffLine[] }) {
  return (
    <>
      {toColumns(lines).map(([before, after]) => (
        <tr key={`${before?.before}/${after?.after}`}>
          <Side line={before} number={before?.before ?? null} />
          <Side line={after} number={after?.after ?? null} />
        </tr>
      ))}
    </>
  );
}

const TOO_DIFFERENT = 'These two are too long and too different to be compared line by line.';

function useLines({ before, after }: DiffSides): DiffLine[] | null {
  return useMemo(() => compareLines(before, after), [before, after]);
}

function Names({ beforeName, afterName, counts }: DiffSides & { counts: string }) {
  return (
    <p class="tv-sides">
      <span class="tv-removed">- {beforeName}</span> <span class="tv-added">+ {afterName}</span>{' '}
      <span>{counts}</span>
    </p>
  );
}

function Hunk({
  hunk,
  draw,
  columns,
}: {
  hunk: DiffHunk;
  draw(lines: DiffLine[]): ComponentChildren;
  columns: number;
}) {
  const [open, setOpen] = useState(!hunk.hidden);
  if (open) return <tbody>{draw(hunk.lines)}</tbody>;
  return (
    <tbody>
      <tr>
        <td colSpan={columns} class="tv-gap">
          <button type="button" onClick={() => setOpen(true)}>
            Show {hunk.lines.length} equal lines
          </button>
        </td>
      </tr>
    </tbody>
  );
}

function UnifiedRow({ line }: { line: DiffLine }) {
  return (
    <tr class={`tv-${line.kind}`}>
      <td class="tv-number">{line.before}</td>
      <td class="tv-number">{line.after}</td>
      <td class="tv-mark">{MARK[line.kind]}</td>
      <td class="tv-line">{showControls(line.text)}</td>
    </tr>
  );
}

function Side({ line, number }: { line: DiffLine | null; number: number | null }) {
  if (line === null) return <td colSpan={3} class="tv-hole" />;
  return (
    <>
      <td class={`tv-number tv-${line.kind}`}>{number}</td>
      <td class={`tv-mark tv-${line.kind}`}>{MARK[line.kind]}</td>
      <td class={`tv-line tv-${line.kind}`}>{showControls(line.text)}</td>
    </>
  );
}
