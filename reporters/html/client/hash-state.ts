/** What is open, in the address: a link shows the same trial to somebody else. */
import { useEffect, useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';

type TrialKey = Pick<Trial, 'model' | 'task' | 'sample'>;

export function trialHash({ model, task, sample }: TrialKey): string {
  return `#trial=${[model, task, String(sample)].map(encodeURIComponent).join('/')}`;
}

export function findTrial(hash: string, trials: Trial[]): Trial | null {
  const parts = /^#trial=(.*)$/.exec(hash)?.[1]?.split('/').map(decode);
  if (!parts) return null;
  const [model, task, sample = '1'] = parts;
  const isIt = (trial: Trial) =>
    trial.model === model && trial.task === task && String(trial.sample) === sample;
  return trials.find(isIt) ?? null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The open trial, and a way to open another or none. */
export function useOpenTrial(trials: Trial[]): [Trial | null, (trial: Trial | null) => void] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const open = (trial: Trial | null) => {
    const next = trial === null ? '#' : trialHash(trial);
    history.replaceState(null, '', next);
    setHash(next);
  };
  return [findTrial(hash, trials), open];
}
