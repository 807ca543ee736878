/** A ReportTable that sorts and filters. What a cell says and what it is sorted by come from the table itself. */
import {
  columnFilteringFeature,
  constructTable,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
} from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';
import { useMemo, useState } from 'preact/hooks';
import type { Claim, Evidence, ReportTable, TableCell, TableRow } from '../../tables/report-table.ts';
import { Scroll } from './scroll.tsx';

const FIRST_ROWS = 100;

const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  filterFns: {
    anyCell: (row: { original: TableRow }, _id: string, words: string) => hasWords(row.original, words),
  },
  sortFns: {},
});

interface ReportTableProps {
  table: ReportTable;
  shown: Set<string>;
  /** Goes to the trial that proves a claim. */
  follow(evidence: Evidence): void;
}

export function TableView({ table, shown, follow }: ReportTableProps) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const [words, setWords] = useState('');
  const [isWhole, setWhole] = useState(false);
  const data = useMemo(
    () => table.rows.filter(({ model }) => model === null || shown.has(model)),
    [table, shown],
  );
  const rows = useMemo(() => sortedRows(table, data, sorting, words), [table, data, sorting, words]);
  const drawn = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  const sortBy = (id: string) =>
    setSorting(([first]) =>
      first?.id !== id
        ? [{ id, desc: isNumeric(table, id) }]
        : first.desc === isNumeric(table, id)
          ? [{ id, desc: !first.desc }]
          : [],
    );
  return (
    <section id={`table-${table.id}`} class="report-table" aria-labelledby={`title-${table.id}`}>
      <div class="table-head">
        <h3 id={`title-${table.id}`}>{table.title}</h3>
        {table.rows.length > 5 && (
          <input
            type="search"
            aria-label={`Filter the rows of ${table.title}`}
            placeholder="filter rows"
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </div>
      {table.intro && <p>{table.intro}</p>}
      <Scroll label={table.title}>
        <table>
          <thead>
            <tr>
              {table.columns.map(({ id, label, align, help }) => {
                const sorted =
                  sorting[0]?.id === id ? (sorting[0].desc ? 'descending' : 'ascending') : 'none';
                return (
                  <th
                    key={id}
                    scope="col"
                    class={align === 'right' ? 'num' : ''}
                    aria-sort={sorted}
                    title={help}
                  >
                    <button type="button" class="sort" onClick={() => sortBy(id)}>
                      <bdi>{label}</bdi>
                      <span aria-hidden="true">
                        {sorted === 'none' ? '' : sorted === 'ascending' ? ' ▲' : ' ▼'}
                      </span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {drawn.map((row, at) => (
              <tr key={at}>
                {row.cells.map((cell, index) => (
                  <td key={table.columns[index]!.id} class={cellClass(cell, table.columns[index]!.align)}>
                    <CellText cell={cell} follow={follow} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length === 0 && <p class="soft">No row matches.</p>}
      {rows.length > drawn.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {rows.length} rows
        </button>
      )}
      {table.notes.map((note) => (
        <p class="soft note" key={note}>
          {note}
        </p>
      ))}
    </section>
  );
}

function cellClass({ from }: TableCell, align: 'left' | 'right'): string {
  return `${align === 'right' ? 'num' : ''} ${from === 'person' ? 'person' : ''}`.trim();
}

function CellText({ cell, follow }: { cell: TableCell; follow: ReportTableProps['follow'] }) {
  if (!cell.claims || cell.claims.length === 0) return <bdi>{cell.text}</bdi>;
  return (
    <>
      {cell.claims.map((claim, at) => (
        <ClaimText key={at} claim={claim} follow={follow} />
      ))}
    </>
  );
}

function ClaimText({ claim, follow }: { claim: Claim; follow: ReportTableProps['follow'] }) {
  const proof = claim.evidence.find(({ task }) => task !== undefined) ?? claim.evidence[0];
  return (
    <span class="claim">
      <bdi>{claim.text}</bdi>
      {proof?.task !== undefined && (
        <button type="button" class="proof" title={proofWords(claim.evidence)} onClick={() => follow(proof)}>
          <span aria-hidden="true">↗</span>
          <span class="hidden">evidence: {proofWords(claim.evidence)}</span>
        </button>
      )}{' '}
    </span>
  );
}

function proofWords(evidence: Evidence[]): string {
  const words = evidence.map(({ model, task, check }) => [model, task, check].filter(Boolean).join(' / '));
  return words.slice(0, 6).join(', ') + (words.length > 6 ? ` and ${words.length - 6} more` : '');
}

function isNumeric({ rows, columns }: ReportTable, id: string): boolean {
  const at = columns.findIndex((column) => column.id === id);
  return rows.some(({ cells }) => typeof cells[at]?.value === 'number');
}

function hasWords({ cells }: TableRow, words: string): boolean {
  const text = cells
    .map((cell) => cell.text)
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Absent values stay last whichever way the rest goes. */
function sortedRows(
  { columns }: ReportTable,
  data: TableRow[],
  sorting: SortingState,
  words: string,
): TableRow[] {
  const table = constructTable({
    features,
    data,
    columns: columns.map(({ id }, at) => ({
      id,
      accessorFn: (row: TableRow) => row.cells[at]?.value ?? undefined,
      sortUndefined: 'last' as const,
      sortFn: (a: { original: TableRow }, b: { original: TableRow }) =>
        compare(a.original.cells[at]?.value, b.original.cells[at]?.value),
    })),
    state: { sorting, globalFilter: words },
    globalFilterFn: 'anyCell',
  } as unknown as Parameters<typeof constructTable>[0]) as unknown as {
    getRowModel(): { rows: { original: TableRow }[] };
  };
  return table.getRowModel().rows.map(({ original }) => original);
}

function compare(a: TableCell['value'] | undefined, b: TableCell['value'] | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true });
}
