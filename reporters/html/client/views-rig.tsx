/** The views in the smallest page that can open them, for their tests. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import type { TaskTexts, TranscriptFacts } from '../transcripts.ts';
import style from './trial-view.css?inline';
import { TrialView } from './trial-view.tsx';

interface RigData {
  run: RunFacts;
  trials: Trial[];
  tasks: TaskTexts;
  transcripts: TranscriptFacts;
}

function Page({ trials, tasks, transcripts }: RigData) {
  const [open, setOpen] = useState<Trial | null>(null);
  return (
    <>
      <style>{style}</style>
      <main>
        {trials.map((trial) => (
          <button
            key={trial.model + trial.task + trial.sample}
            type="button"
            data-cell
            onClick={() => setOpen(trial)}
          >
            {trial.model} {trial.task} #{trial.sample}
          </button>
        ))}
      </main>
      {open && (
        <TrialView
          trial={open}
          all={trials}
          tasks={tasks}
          transcripts={transcripts}
          close={() => setOpen(null)}
        />
      )}
    </>
  );
}

const data = JSON.parse(document.getElementById('data')!.textContent) as RigData;
render(<Page {...data} />, document.getElementById('app')!);
