/** The long texts of an answer, a tab each. */
import { useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';
import type { TaskTexts } from '../transcripts.ts';
import {
  AnswerFiles,
  AnswerText,
  Loaded,
  PromptText,
  ReasoningText,
  StarterDiff,
  type useTranscript,
} from './trial-texts.tsx';

const TABS = ['Answer', 'Files', 'Diff to the starter', 'Reasoning', 'Prompt'] as const;
type Tab = (typeof TABS)[number];

export function Texts({
  trial,
  tasks,
  loaded,
}: {
  trial: Trial;
  tasks: TaskTexts;
  loaded: ReturnType<typeof useTranscript>;
}) {
  const [tab, setTab] = useState<Tab>('Answer');
  const task = Object.hasOwn(tasks, trial.task) ? tasks[trial.task] : undefined;
  const language = task?.language ?? trial.taskFacts.language;
  const choose = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
    setTab(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <section aria-label="Texts">
      <div class="tv-tabs" role="tablist" aria-label="Texts of this answer" onKeyDown={choose}>
        {TABS.map((name) => (
          <button
            key={name}
            id={tabId(name)}
            type="button"
            role="tab"
            aria-selected={tab === name}
            aria-controls="tv-panel"
            tabIndex={tab === name ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div id="tv-panel" role="tabpanel" aria-labelledby={tabId(tab)}>
        {tab === 'Prompt' ? (
          <PromptText task={task} />
        ) : (
          <Loaded loaded={loaded}>
            {({ answer, reasoning, files }) => {
              if (tab === 'Answer') return <AnswerText answer={answer} language={language} />;
              if (tab === 'Files') return <AnswerFiles trial={trial} files={files} task={task} />;
              if (tab === 'Reasoning') return <ReasoningText reasoning={reasoning} />;
              return <StarterDiff trial={trial} files={files} task={task} />;
            }}
          </Loaded>
        )}
      </div>
    </section>
  );
}

function tabId(tab: Tab): string {
  return `tv-tab-${tab.toLowerCase().replaceAll(' ', '-')}`;
}
