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
import type { Evidence, ReportTable, TableCell, TableRow } from '../../tables/report-table.ts';
import { useParam } from './address.ts';
import { CellText } from './cell-text.tsx';
import { Scroll } from './scroll.tsx';
import { SortHead, useSort } from './sort-head.tsx';
import { compareValues } from './sorting.ts';
import { useBeforePrint } from './use-print.ts';

/** So many rows are drawn at once; the rest when asked for. */
const FIRST_ROWS = 12;
/** And so many on paper: a thousand models are for the screen. */
const PRINTED_ROWS = 200;

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
  const sort = useSort(
    table.id,
    useMemo(() => new Map(table.columns.map(({ id }) => [id, isNumeric(table, id)])), [table]),
  );
  const [asked, setAsked] = useParam(`rows.${table.id}`);
  const words = asked ?? '';
  const [most, setMost] = useState(FIRST_ROWS);
  useBeforePrint(() => setMost((before) => Math.max(before, PRINTED_ROWS)));
  const data = useMemo(
    () => table.rows.filter(({ model }) => model === null || shown.has(model)),
    [table, shown],
  );
  const { id, desc } = sort.by ?? {};
  const rows = useMemo(
    () => sortedRows(table, data, id === undefined ? [] : [{ id, desc: desc === true }], words),
    [table, data, id, desc, words],
  );
  const drawn = rows.slice(0, most);
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
            onInput={({ currentTarget: { value } }) => setAsked(value, { typedIn: `rows.${table.id}` })}
          />
        )}
      </div>
      {table.intro && <p>{table.intro}</p>}
      <Scroll label={table.title}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <SortHead key={column.id} column={column} sort={sort} />
              ))}
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
        <button type="button" onClick={() => setMost(Number.POSITIVE_INFINITY)}>
          Show all {rows.length} rows
        </button>
      )}
      <Notes notes={table.notes} />
    </section>
  );
}

/** A long set of rules is folded: it is read once. */
const FOLDED_FROM = 320;

function Notes({ notes }: { notes: string[] }) {
  const lines = notes.map((note) => (
    <p class="soft note" key={note}>
      <bdi>{note}</bdi>
    </p>
  ));
  if (notes.join('').length < FOLDED_FROM) return <>{lines}</>;
  return (
    <details class="rules">
      <summary>Rules and legend ({notes.length})</summary>
      {lines}
    </details>
  );
}

function cellClass({ from }: TableCell, align: 'left' | 'right'): string {
  return `${align === 'right' ? 'num' : ''} ${from === 'person' ? 'person' : ''}`.trim();
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
        compareValues(a.original.cells[at]?.value, b.original.cells[at]?.value),
    })),
    state: { sorting, globalFilter: words },
    globalFilterFn: 'anyCell',
  } as unknown as Parameters<typeof constructTable>[0]) as unknown as {
    getRowModel(): { rows: { original: TableRow }[] };
  };
  return table.getRowModel().rows.map(({ original }) => original);
}
