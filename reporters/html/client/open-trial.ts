/** Which trial is open, and which check of it was asked for. */
import type { Trial } from '../../../benchmarks/trial.ts';
import type { Evidence } from '../../tables/report-table.ts';
import { setParams, useParam } from './address.ts';
import { checksOf } from './peers.ts';

interface OpenTrial {
  open: Trial | null;
  /** Id of a check or a fact of it. */
  check: string | null;
  show(trial: Trial, check?: string): void;
  /** To a neighbour: a walk through many is one step back. */
  go(trial: Trial): void;
  close(): void;
}

export function useOpenTrial(trials: Trial[]): OpenTrial {
  const [key] = useParam('trial');
  const [check] = useParam('check');
  return {
    open: key === null ? null : findTrial(key, trials),
    check,
    show: (trial, asked) => setParams({ trial: trialKey(trial), check: asked ?? null }),
    go: (trial) => setParams({ trial: trialKey(trial), check: null }, { typedIn: 'trial' }),
    close: () => setParams({ trial: null, check: null }),
  };
}

/** As an address can hold it. */
function trialKey({ model, task, sample }: Pick<Trial, 'model' | 'task' | 'sample'>): string {
  return `${model}/${task}/${sample}`.toWellFormed();
}

/** A link may leave the sample out. Names may hold '/', so nothing is taken apart. */
function findTrial(key: string, trials: Trial[]): Trial | null {
  return trials.find((trial) => [key, `${key}/1`].includes(trialKey(trial))) ?? null;
}

/** Of several samples one that lost the check: a weakness may show in some of them only, a strength shows in all. */
export function trialOf({ model, task, sample, check }: Evidence, trials: Trial[]): Trial | null {
  const own = trials.filter(
    (one) => one.model === model && one.task === task && (sample === undefined || one.sample === sample),
  );
  const hasLost = (trial: Trial) =>
    checksOf(trial).some(({ id, points, maxPoints }) => id === check && points < maxPoints);
  return own.find(hasLost) ?? own[0] ?? null;
}
