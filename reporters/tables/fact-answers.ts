/** Facts with the answers that they were told of. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import type { Evidence } from './report-table.ts';
import { dropRepeats, trialPoints } from './score-matrix.ts';

export interface FactAnswer {
  evidence: Evidence;
  /** null: the task cannot tell it of this answer. */
  value: string | null;
  points: number;
}

export interface FactAnswers {
  task: string;
  column: string;
  fact: string;
  title: string;
  answers: FactAnswer[];
  /** Answers of the task that are an ERR. */
  errors: Evidence[];
}

export function factsOf({ outcome }: Trial): { id: string; title: string; value: string | null }[] {
  return outcome.state === 'graded' ? outcome.score.facts : [];
}

/** In column order, the facts in the order of their task. */
export function factAnswers(trials: Trial[]): FactAnswers[] {
  const kept = dropRepeats(trials).toSorted((a, b) => a.taskFacts.order - b.taskFacts.order);
  const told = kept.flatMap((trial) => factsOf(trial).map((fact) => ({ trial, fact })));
  const groups = Map.groupBy(told, ({ trial, fact }) => JSON.stringify([trial.task, fact.id]));
  return [...groups.values()].map((group) => {
    const { trial, fact } = group[0]!;
    return {
      task: trial.task,
      column: trial.taskFacts.column,
      fact: fact.id,
      title: fact.title,
      answers: group.map((one) => ({
        evidence: evidenceOf(one.trial, one.fact.id),
        value: one.fact.value,
        points: trialPoints(one.trial)!,
      })),
      errors: errorsOf(trial.task, kept),
    };
  });
}

function evidenceOf(
  { model, task, sample }: Pick<Trial, 'model' | 'task' | 'sample'>,
  check?: string,
): Evidence {
  const place = { model, task, ...(sample > 1 ? { sample } : {}) };
  return check === undefined ? place : { ...place, check };
}

/** Only the model's failures: what was not run or not reached yet says nothing about it. */
function errorsOf(task: string, trials: Trial[]): Evidence[] {
  return trials.filter((t) => t.task === task && t.outcome.state === 'err').map((t) => evidenceOf(t));
}

export function withValue({ answers }: FactAnswers, isWanted: (value: string) => boolean): FactAnswer[] {
  return answers.filter(({ value }) => value !== null && isWanted(value));
}

/** Values in the order of their frequency. */
export function valuesOf({ answers }: FactAnswers): string[] {
  const told = answers.flatMap(({ value }) => (value === null ? [] : [value]));
  const counts = Map.groupBy(told, (value) => value);
  return [...counts]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .map(([value]) => value);
}
