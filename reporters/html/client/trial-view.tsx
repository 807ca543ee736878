/** One answer with everything that is known of it, as a dialog over the page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';
import type { TaskTexts, TranscriptFacts } from '../transcripts.ts';
import { showCheck } from './asked-check.ts';
import { type CheckRecord, neighbour, type Step } from './peers.ts';
import { SideBySide } from './side-by-side.tsx';
import { showControls } from './text-pieces.ts';
import { Checks } from './trial-checks.tsx';
import { outcomeText, outcomeWords, trialFacts } from './trial-facts.ts';
import { Head } from './trial-head.tsx';
import { Texts } from './trial-tabs.tsx';
import { useTranscript } from './trial-texts.tsx';

export interface TrialViewProps {
  trial: Trial;
  /** All trials of the run: for the models that passed a check, and for the neighbours. */
  all: Trial[];
  tasks: TaskTexts;
  /** Id of the check or fact that the reader came for; null: the whole answer. */
  check: string | null;
  /** Where the long texts lie. */
  transcripts: TranscriptFacts;
  /** To another trial. */
  go(trial: Trial): void;
  close(): void;
}

export function TrialView({ trial, check, all, tasks, close, transcripts, go }: TrialViewProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [peer, setPeer] = useState<{ of: Trial; other: Trial; check: CheckRecord } | null>(null);
  const loaded = useTranscript(trial, transcripts);
  useEffect(() => {
    // The browser keeps Tab within it, closes it on Esc, and gives the focus back.
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  useEffect(() => {
    dialog.current?.scrollTo(0, 0);
    if (check !== null) showCheck(dialog.current!, check);
  }, [trial, check]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = stepOf(event);
    if (step === null) return;
    event.preventDefault();
    const next = neighbour(trial, all, step);
    if (next !== null) go(next);
  }

  return (
    <dialog ref={dialog} class="tv" aria-labelledby="tv-head" onClose={close} onKeyDown={onKeyDown}>
      <Head trial={trial} all={all} go={go} close={() => dialog.current?.close()} />
      {peer?.of !== trial ? (
        <>
          <Facts trial={trial} />
          <Checks
            trial={trial}
            asked={check}
            all={all}
            open={go}
            sideBySide={(other, lost) => setPeer({ of: trial, other, check: lost })}
          />
          <TaskFacts trial={trial} asked={check} />
          <Texts key={trial.task} trial={trial} tasks={tasks} loaded={loaded} />
        </>
      ) : (
        <SideBySide
          trial={trial}
          other={peer.other}
          check={peer.check}
          loaded={loaded}
          facts={transcripts}
          back={() => setPeer(null)}
        />
      )}
    </dialog>
  );
}

const KEYS: Record<string, Step> = {
  ArrowLeft: 'previous-task',
  ArrowRight: 'next-task',
  'Shift+ArrowUp': 'previous-model',
  'Shift+ArrowDown': 'next-model',
};

/** Not where an arrow has another meaning: in tabs, fields and code that scrolls. */
function stepOf(event: KeyboardEvent): Step | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const target = event.target as Element;
  if (target.closest('[role=tab], input, select, textarea, .tv-scroll')) return null;
  return KEYS[(event.shiftKey ? 'Shift+' : '') + event.key] ?? null;
}

function Facts({ trial }: { trial: Trial }) {
  const words = outcomeWords(trial);
  return (
    <section aria-label="Outcome">
      <p class={`tv-outcome tv-${trial.outcome.state}`}>
        <strong>{outcomeText(trial)}</strong>
        {trial.response?.truncated && <span class="tv-flag">~ cut off by the length limit</span>}
      </p>
      {words !== null && <pre class="tv-words">{showControls(words)}</pre>}
      <dl class="tv-facts">
        {trialFacts(trial).map(({ label, text, help, isLong }) => (
          <div key={label} title={help} class={isLong ? 'tv-long' : undefined}>
            <dt>{label}</dt>
            <dd>
              <bdi>{showControls(text)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What the task tells of the answer beside its points. */
function TaskFacts({ trial, asked }: { trial: Trial; asked: string | null }) {
  const facts = trial.outcome.state === 'graded' ? trial.outcome.score.facts : [];
  if (facts.length === 0) return null;
  return (
    <section aria-label="Facts">
      <h3>Facts</h3>
      <dl class="tv-facts">
        {facts.map(({ id, title, value }) => (
          <div key={id} data-check={id} tabIndex={-1} class={asked === id ? 'tv-asked' : ''}>
            <dt>{showControls(title)}</dt>
            <dd>{value === null ? 'cannot be told' : showControls(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
