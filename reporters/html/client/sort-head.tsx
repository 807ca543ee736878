/** The head of a column that sorts: first the way that shows most, then the other way, then as the table came. */
import type { TableColumn } from '../../tables/report-table.ts';
import { useParam } from './address.ts';
import type { Sorting } from './sorting.ts';

export interface Sort {
  by: Sorting | null;
  /** Asked for by clicking on a column's head. */
  next(id: string): void;
}

/** `columns` by id, with whether they are read from the largest down. A column that there is not sorts nothing. */
export function useSort(table: string, columns: Map<string, boolean>): Sort {
  const [text, setText] = useParam(`sort.${table}`);
  const by = text === null ? null : readSorting(text, columns);
  return {
    by,
    next(id) {
      const first = columns.get(id) === true;
      const isSame = by?.id === id;
      if (isSame && by.desc !== first) return setText(null);
      const desc = isSame ? !by.desc : first;
      setText(desc ? `-${id}` : id);
    },
  };
}

/** '-total' is downwards. */
function readSorting(text: string, columns: Map<string, boolean>): Sorting | null {
  if (columns.has(text)) return { id: text, desc: false };
  const id = text.replace(/^-/, '');
  return columns.has(id) ? { id, desc: true } : null;
}

export function SortHead({
  column: { id, label, align, help },
  sort: { by, next },
}: {
  column: TableColumn;
  sort: Sort;
}) {
  const sorted = by?.id !== id ? 'none' : by.desc ? 'descending' : 'ascending';
  return (
    <th scope="col" class={align === 'right' ? 'num' : ''} aria-sort={sorted} title={help}>
      <button type="button" class="sort" onClick={() => next(id)}>
        <bdi>{label}</bdi>
        <span aria-hidden="true">{SIGNS[sorted]}</span>
      </button>
    </th>
  );
}

const SIGNS = { none: '', ascending: ' ▲', descending: ' ▼' };
