/** What tasks tell of answers beside their points, counted over the graded answers. Pure. */
import type { Trial } from '../benchmarks/trial.ts';
import { dropRepeats } from './standings.ts';

export interface FactRow {
  task: string;
  column: string;
  fact: string;
  title: string;
  /** Graded answers of which it could be told. */
  told: number;
  /** Answers by value, the most frequent first. */
  values: { value: string; count: number }[];
}

/** A row per task and fact, in column order. Answers of which nothing can be told count nowhere, not as 'missed'. */
export function factRows(trials: Trial[]): FactRow[] {
  const told = dropRepeats(trials)
    .toSorted((a, b) => a.taskFacts.order - b.taskFacts.order)
    .flatMap((trial) => factsOf(trial).map((fact) => ({ trial, fact })));
  return [...Map.groupBy(told, ({ trial, fact }) => JSON.stringify([trial.task, fact.id])).values()].map(
    (group) => {
      const { trial, fact } = group[0]!;
      const values = group.flatMap((one) => (one.fact.value === null ? [] : [one.fact.value]));
      return {
        task: trial.task,
        column: trial.taskFacts.column,
        fact: fact.id,
        title: fact.title,
        told: values.length,
        values: countValues(values),
      };
    },
  );
}

export function factsOf({ outcome }: Trial): { id: string; title: string; value: string | null }[] {
  return outcome.state === 'graded' ? outcome.score.facts : [];
}

function countValues(values: string[]): FactRow['values'] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, all]) => ({ value, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
