/** Whose answer it is, and the ways to its neighbours and samples. */
import type { Trial } from '../../../benchmarks/trial.ts';
import { isSame, neighbour, type Step, samplesOf } from './peers.ts';
import { showControls } from './text-pieces.ts';
import { outcomeText } from './trial-facts.ts';

export function Head({
  trial,
  all,
  go,
  close,
}: {
  trial: Trial;
  all: Trial[];
  go(next: Trial): void;
  close(): void;
}) {
  const samples = samplesOf(trial, all);
  const step = (to: Step, sign: string, keys: string) => {
    const next = neighbour(trial, all, to);
    return (
      <button
        type="button"
        // Not `disabled`: the focus would be lost at the edge, and the keys with it.
        aria-disabled={next === null}
        aria-label={to.replace('-', ' ')}
        title={`${to.replace('-', ' ')} (${keys})`}
        onClick={() => next !== null && go(next)}
      >
        {sign}
      </button>
    );
  };
  return (
    <header class="tv-head">
      <div>
        <h2 id="tv-head">
          <bdi>{showControls(trial.model)}</bdi>
        </h2>
        <p>
          {trial.taskFacts.title} <span class="tv-small">{trial.task}</span>
        </p>
      </div>
      <nav class="tv-bar" aria-label="Other trials">
        {step('previous-task', '←', 'left arrow')}
        {step('next-task', '→', 'right arrow')}
        {step('previous-model', '↑', 'Shift and up arrow')}
        {step('next-model', '↓', 'Shift and down arrow')}
        <button type="button" class="tv-close" aria-label="Close" title="Close (Esc)" onClick={close}>
          ✕
        </button>
      </nav>
      {samples.length > 1 && (
        <nav class="tv-bar" aria-label="Samples">
          {samples.map((sample) => (
            <button
              key={sample.sample}
              type="button"
              aria-pressed={isSame(sample, trial)}
              onClick={() => go(sample)}
            >
              #{sample.sample}: {outcomeText(sample)}
            </button>
          ))}
        </nav>
      )}
    </header>
  );
}
