import type { RunFacts, Trial } from '../../benchmarks/trial.ts';

/** Stands for the run where a function goes without. */
const NO_RUN = {};

/**
 * Remembers what a pure function made of a run, for as long as its list of trials lives: nearly every table starts from
 * the same matrix. Lists of trials and what is made of them are never changed in place.
 */
export function oncePerRun<Made, Run extends RunFacts | undefined = RunFacts>(
  make: (trials: Trial[], run: Run) => Made,
): (trials: Trial[], ...run: undefined extends Run ? [run?: Run] : [run: Run]) => Made {
  const known = new WeakMap<Trial[], WeakMap<object, Made>>();
  return (trials, ...[run]) => {
    const ofTrials = known.get(trials) ?? new WeakMap<object, Made>();
    known.set(trials, ofTrials);
    const key = run ?? NO_RUN;
    if (!ofTrials.has(key)) ofTrials.set(key, make(trials, run as Run));
    return ofTrials.get(key)!;
  };
}
