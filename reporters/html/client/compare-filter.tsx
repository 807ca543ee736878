/** Which results of a comparison are shown. */
import type { CompareRow } from '../../tables/comparison.ts';
import { type CompareFilter, isChanged, STATES, statesOf } from './compare-rows.ts';
import { ChoiceField } from './fields.tsx';

interface CompareFilterBarProps {
  rows: CompareRow[];
  filter: CompareFilter;
  set(filter: CompareFilter): void;
}

export function CompareFilterBar({ rows, filter, set }: CompareFilterBarProps) {
  const states = statesOf(rows).map((state): [CompareFilter['state'], string] => [state, STATES[state].word]);
  return (
    <div class="cv-filter">
      <label class="cv-check">
        <input
          type="checkbox"
          checked={filter.onlyChanged}
          onChange={(event) => set({ ...filter, onlyChanged: event.currentTarget.checked })}
        />
        only changed ({rows.filter(isChanged).length} of {rows.length})
      </label>
      <ChoiceField
        label="State"
        value={filter.state}
        options={[['all', 'all'], ...states]}
        set={(state) => set({ ...filter, state })}
      />
      <label>
        Model or task{' '}
        <input
          type="search"
          value={filter.words}
          onInput={(event) => set({ ...filter, words: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
