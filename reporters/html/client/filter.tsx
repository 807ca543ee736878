/** What the reader wants to see of the models; matrix, charts and tables follow it. */
import { useMemo } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { toGib } from '../../tables/numbers.ts';
import { groupByModel, isReference } from '../../tables/score-matrix.ts';
import { ranking } from '../../tables/standings.ts';
import { positive, setParams, useParam } from './address.ts';

export interface Filter {
  text: string;
  completeOnly: boolean;
  withReferences: boolean;
  /** GiB; null: any size. */
  maxGib: number | null;
}

/** Kept in the address: `#models=qwen&complete=only&references=no&gib=24`. */
export function useFilter(): [Filter, (part: Partial<Filter>) => void] {
  const [text] = useParam('models');
  const [complete] = useParam('complete');
  const [references] = useParam('references');
  const [gib] = useParam('gib');
  const filter = useMemo(
    () => ({
      text: text ?? '',
      completeOnly: complete === 'only',
      withReferences: references !== 'no',
      maxGib: positive(gib),
    }),
    [text, complete, references, gib],
  );
  return [filter, (part) => keepFilter({ ...filter, ...part }, part)];
}

/** Letters and the steps of the slider come fast. */
function keepFilter({ text, completeOnly, withReferences, maxGib }: Filter, changed: Partial<Filter>): void {
  const typedIn = (['text', 'maxGib'] as const).find((name) => name in changed);
  setParams(
    {
      models: text,
      complete: completeOnly ? 'only' : null,
      references: withReferences ? null : 'no',
      gib: maxGib === null ? null : String(maxGib),
    },
    typedIn ? { typedIn } : {},
  );
}

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
  set(part: Partial<Filter>): void;
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
          onInput={(event) => set({ text: event.currentTarget.value })}
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
              set({ maxGib: value >= most ? null : value });
            }}
          />
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={filter.completeOnly}
          onChange={(event) => set({ completeOnly: event.currentTarget.checked })}
        />
        complete only
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.withReferences}
          onChange={(event) => set({ withReferences: event.currentTarget.checked })}
        />
        reference models †
      </label>
      <output class="soft" aria-live="polite">
        {shown} of {all} models
      </output>
    </search>
  );
}
