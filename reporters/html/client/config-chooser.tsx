/** "Give me the config": the best model for what the reader has and wants, and its section of preset.ini. */
import { useState } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { choices } from '../../tables/choice.ts';
import { formatGib, formatPoints, formatSeconds } from '../../tables/numbers.ts';
import { presetSection } from '../../tables/preset-section.ts';
import { positive, useParam } from './address.ts';
import { copyText } from './copy-text.ts';
import { Name } from './name.tsx';

const GIB = 2 ** 30;

export function ConfigChooser({ trials, run }: { trials: Trial[]; run: RunFacts }) {
  const [gib, setGib] = useParam('wish.gib');
  const [seconds, setSeconds] = useParam('wish.seconds');
  const [thinks, setThinks] = useParam('wish.thinking');
  const [copied, setCopied] = useState('');
  const thinking = thinks === 'on' || thinks === 'off' ? thinks : 'any';
  const memoryBytes = times(positive(gib), GIB);
  const patienceMs = times(positive(seconds), 1000);
  const fitting = choices(trials, run, { memoryBytes, patienceMs, thinking });
  const [first, ...next] = fitting;
  const section = first ? presetSection(first.row.model, first.facts) : null;
  return (
    <section id="config" aria-labelledby="title-config">
      <h2 id="title-config">Give me the config</h2>
      <div class="wish">
        <label>
          Memory for the model file, GiB
          <input
            id="wish-gib"
            type="number"
            min="0"
            step="any"
            placeholder="any"
            value={gib ?? ''}
            onInput={(event) => setGib(event.currentTarget.value, { typedIn: 'wish.gib' })}
          />
        </label>
        <label>
          Patience, seconds an answer
          <input
            id="wish-seconds"
            type="number"
            min="0"
            step="any"
            placeholder="any"
            value={seconds ?? ''}
            onInput={(event) => setSeconds(event.currentTarget.value, { typedIn: 'wish.seconds' })}
          />
        </label>
        <label>
          Thinking
          <select
            id="wish-thinking"
            value={thinking}
            onChange={({ currentTarget: { value } }) => setThinks(value === 'any' ? null : value)}
          >
            <option value="any">any</option>
            <option value="on">on</option>
            <option value="off">off</option>
          </select>
        </label>
      </div>
      <div aria-live="polite">
        {first ? (
          <>
            <p class="winner" id="choice">
              <strong>
                <Name>{first.row.model}</Name>
              </strong>
              : {formatPoints(first.row.points)} of {formatPoints(first.row.maxPoints)} points,{' '}
              {formatSeconds(first.row.avgWallMs)} an answer, {formatGib(first.row.sizeBytes)} GiB
              {first.thinks === null
                ? ', thinking not on record'
                : first.thinks
                  ? ', thinks'
                  : ', does not think'}
              .
            </p>
            <p class="soft">
              Most points of{' '}
              {fitting.length === 1
                ? 'the one complete local model'
                : `the ${fitting.length} complete local models`}{' '}
              that fit; of equal points the faster, then the smaller.
            </p>
            {next.length > 0 && (
              <p class="soft">
                Next:{' '}
                {next.slice(0, 3).map(({ row }, at) => (
                  <span key={row.model}>
                    {at > 0 && ', '}
                    <Name>{row.model}</Name> ({formatPoints(row.points)})
                  </span>
                ))}
              </p>
            )}
            {section === null ? (
              <p class="soft">Its section of preset.ini is not on record.</p>
            ) : (
              <>
                <pre class="ini">{section}</pre>
                <button
                  type="button"
                  onClick={async () =>
                    setCopied((await copyText(section)) ? 'Copied.' : 'Select the text and copy it.')
                  }
                >
                  Copy
                </button>{' '}
                <output class="soft">{copied}</output>
                <p class="soft">
                  As the server ran it; masked secrets have to be put in again. The file's size is not all:
                  context and buffers need memory, too.
                </p>
              </>
            )}
          </>
        ) : (
          <p id="choice">
            No complete model fits. Allow more memory, more time, or another kind of thinking.
          </p>
        )}
      </div>
    </section>
  );
}

function times(value: number | null, unit: number): number | null {
  return value === null ? null : value * unit;
}
