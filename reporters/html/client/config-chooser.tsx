/** "Give me the config": the best model for what the reader has and wants, and its section of preset.ini. */
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { choices, type Wish } from '../../tables/choice.ts';
import { positive, useParam } from './address.ts';
import { ConfigChoice } from './config-choice.tsx';
import { ChoiceField, LimitField } from './fields.tsx';

const GIB = 2 ** 30;

const THINKING: [Wish['thinking'], string][] = [
  ['any', 'any'],
  ['on', 'on'],
  ['off', 'off'],
];

export function ConfigChooser({ trials, run }: { trials: Trial[]; run: RunFacts }) {
  const [gib, setGib] = useParam('wish.gib');
  const [seconds, setSeconds] = useParam('wish.seconds');
  const [thinks, setThinks] = useParam('wish.thinking');
  const thinking = thinks === 'on' || thinks === 'off' ? thinks : 'any';
  const memoryBytes = times(positive(gib), GIB);
  const patienceMs = times(positive(seconds), 1000);
  return (
    <section id="config" aria-labelledby="title-config">
      <h2 id="title-config">Give me the config</h2>
      <div class="wish">
        <LimitField
          id="wish-gib"
          label="Memory for the model file, GiB"
          value={gib ?? ''}
          set={(value) => setGib(value, { typedIn: 'wish.gib' })}
        />
        <LimitField
          id="wish-seconds"
          label="Patience, seconds an answer"
          value={seconds ?? ''}
          set={(value) => setSeconds(value, { typedIn: 'wish.seconds' })}
        />
        <ChoiceField
          id="wish-thinking"
          label="Thinking"
          value={thinking}
          options={THINKING}
          set={(value) => setThinks(value === 'any' ? null : value)}
        />
      </div>
      <div aria-live="polite">
        <ConfigChoice fitting={choices(trials, run, { memoryBytes, patienceMs, thinking })} />
      </div>
    </section>
  );
}

function times(value: number | null, unit: number): number | null {
  return value === null ? null : value * unit;
}
