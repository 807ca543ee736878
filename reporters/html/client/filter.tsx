/** What the reader wants to see of the models; matrix, charts and tables follow it. */
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { toGib } from '../../tables/numbers.ts';
import { groupByModel, isReference, ranking } from '../../tables/standings.ts';

export interface Filter {
  text: string;
  completeOnly: boolean;
  withReferences: boolean;
  /** GiB; null: any size. */
  maxGib: number | null;
}

export const NO_FILTER: Filter = { text: '', completeOnly: false, withReferences: true, maxGib: null };

/** Names of the models that stay. A size that is not known fits no limit. */
export function shownModels(trials: Trial[], run: RunFacts, filter: Filter): Set<string> {
  const complete = new Set(ranking(trials, run).map(({ model }) => model));
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = groupByModel(trials, run).filter(({ model, facts }) => {
    const gib = toGib(facts?.sizeBytes ?? null);
    return (
      words.every((word) => model.toLowerCase().includes(word)) &&
      (!filter.completeOnly || complete.has(model)) &&
      (filter.withReferences || !isReference(facts)) &&
      (filter.maxGib === null || (gib !== null && gib <= filter.maxGib))
    );
  });
  return new Set(groups.map(({ model }) => model));
}

interface FilterBarProps {
  filter: Filter;
  largestGib: number;
  shown: number;
  all: number;
  set(filter: Filter): void;
}

export function FilterBar({ filter, largestGib, shown, all, set }: FilterBarProps) {
  const most = Math.ceil(largestGib);
  return (
    <search class="filter">
      <label>
        <span>
          Models <kbd>/</kbd>
        </span>
        <input
          id="filter-text"
          type="search"
          placeholder="part of a name"
          value={filter.text}
          onInput={(event) => set({ ...filter, text: event.currentTarget.value })}
        />
      </label>
      {most > 0 && (
        <label>
          File at most {filter.maxGib === null ? 'any size' : `${filter.maxGib} GiB`}
          <input
            id="filter-size"
            type="range"
            min="1"
            max={most}
            value={filter.maxGib ?? most}
            onInput={(event) => {
              const value = Number(event.currentTarget.value);
              set({ ...filter, maxGib: value >= most ? null : value });
            }}
          />
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={filter.completeOnly}
          onChange={(event) => set({ ...filter, completeOnly: event.currentTarget.checked })}
        />
        complete only
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.withReferences}
          onChange={(event) => set({ ...filter, withReferences: event.currentTarget.checked })}
        />
        reference models †
      </label>
      <output class="soft" aria-live="polite">
        {shown} of {all} models
      </output>
    </search>
  );
}
