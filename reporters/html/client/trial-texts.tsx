/** What was asked and what was answered: prompt, reasoning, answer, files, diff to the starter. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';
import { formatPoints } from '../../tables/numbers.ts';
import type { TaskText, Transcript, TranscriptFacts } from '../transcripts.ts';
import { splitAnswer } from './answer-parts.ts';
import { Code, CodeFile, LongText } from './code.tsx';
import { TwoColumns, UnifiedDiff } from './diff-view.tsx';
import { languageOf } from './highlight.ts';
import type { CheckRecord } from './peers.ts';
import { showControls } from './text-pieces.ts';
import { type LoadedTranscript, loadTranscript } from './transcript.ts';

/** null while it loads. */
export function useTranscript(trial: Trial | null, facts: TranscriptFacts): LoadedTranscript | null {
  const [loaded, setLoaded] = useState<{ of: Trial; result: LoadedTranscript } | null>(null);
  useEffect(() => {
    if (trial === null) return;
    let current = true;
    loadTranscript(trial, facts).then((result) => current && setLoaded({ of: trial, result }));
    return () => {
      current = false;
    };
  }, [trial, facts]);
  return loaded !== null && loaded.of === trial ? loaded.result : null;
}

export function Absent({ why }: { why: string }) {
  return <p class="tv-absent">{showControls(why)}</p>;
}

export function PromptText({ task }: { task: TaskText | undefined }) {
  if (!task) return <Absent why="The prompt is not on record: this page was written without the task." />;
  return (
    <LongText
      text={task.prompt}
      name="prompt.md"
      draw={(piece) => <Markdown text={piece} fallback={task.language} />}
    />
  );
}

/** Shows a part of a transcript, or says why it cannot. */
export function Loaded({
  loaded,
  children,
}: {
  loaded: LoadedTranscript | null;
  children: (transcript: Transcript) => ComponentChildren;
}) {
  if (loaded === null) return <p role="status">Loading …</p>;
  if (loaded.state === 'absent') return <Absent why={loaded.why} />;
  return <>{children(loaded.transcript)}</>;
}

export function ReasoningText({ reasoning }: { reasoning: string | null }) {
  if (reasoning === null) return <Absent why="Reasoning not on record." />;
  if (reasoning === '') return <Absent why="The model gave no reasoning apart from its answer." />;
  return (
    <LongText
      text={reasoning}
      name="reasoning.txt"
      draw={(piece) => <pre class="tv-prose">{showControls(piece)}</pre>}
    />
  );
}

export function AnswerText({ answer, language }: { answer: string | null; language: string | null }) {
  if (answer === null) return <Absent why="Answer not on record." />;
  if (answer === '') return <Absent why="The model gave no answer: its content is empty." />;
  return (
    <LongText
      text={answer}
      name="answer.md"
      draw={(piece) => <Markdown text={piece} fallback={language} />}
    />
  );
}

const ALIASES: Record<string, string> = {
  py: 'python',
  python3: 'python',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  rs: 'rust',
  golang: 'go',
};

/** Markdown as it was written, not as it would look: nothing of it is interpreted but the colours of its code. */
function Markdown({ text, fallback }: { text: string; fallback: string | null }) {
  return (
    <div class="tv-markdown">
      {splitAnswer(text).map(({ language, text: part, line }) =>
        language === null ? (
          <pre key={line} class="tv-prose">
            {showControls(part)}
          </pre>
        ) : (
          <Code
            key={line}
            text={part}
            language={language === '' ? fallback : (ALIASES[language] ?? language)}
            label="Code block"
          />
        ),
      )}
    </div>
  );
}

interface FilesProps {
  trial: Trial;
  files: Transcript['files'];
  task: TaskText | undefined;
}

export function AnswerFiles({ trial, files, task }: FilesProps) {
  if (files === null || files.length === 0) return <Absent why={whyNoFiles(trial)} />;
  return (
    <>
      {files.map(([path, text]) => (
        <CodeFile
          key={path}
          path={path}
          text={text}
          language={languageOf(path) ?? task?.language ?? trial.taskFacts.language}
        />
      ))}
    </>
  );
}

/** A graded answer had files; a page that is made again from results.json alone does not know them. */
function whyNoFiles({ outcome }: Trial): string {
  return outcome.state === 'graded'
    ? 'The files of this answer are not on record: this page was made without its task.'
    : 'No file was taken out of this answer.';
}

export function StarterDiff({ trial, files, task }: FilesProps) {
  if (!task) return <Absent why="The starter is not on record: this page was made without the task." />;
  const before = new Map(Object.entries(task.starter));
  if (before.size === 0) return <Absent why="There is nothing to compare with: this task has no starter." />;
  if (files === null || files.length === 0) return <Absent why={whyNoFiles(trial)} />;
  return (
    <>
      {files.map(([path, text]) => (
        <section key={path} class="tv-file">
          <h4>{showControls(path)}</h4>
          <UnifiedDiff
            before={before.get(path) ?? ''}
            after={text}
            beforeName={before.has(path) ? 'starter' : 'starter (has no such file)'}
            afterName="answer"
          />
        </section>
      ))}
    </>
  );
}

/** This answer's files and another's, in columns or as a diff. */
export function SideBySide({
  trial,
  other,
  check,
  loaded,
  facts,
  back,
}: {
  trial: Trial;
  other: Trial;
  /** Because of which they are compared. */
  check: CheckRecord;
  loaded: LoadedTranscript | null;
  facts: TranscriptFacts;
  back(): void;
}) {
  const [form, setForm] = useState<'columns' | 'diff'>('columns');
  const theirs = useTranscript(other, facts);
  return (
    <section aria-label="Side by side" class="tv-side">
      <div class="tv-bar">
        <h3>
          <bdi>{showControls(trial.model)}</bdi> and <bdi>{showControls(other.model)}</bdi>
        </h3>
        <button type="button" aria-pressed={form === 'columns'} onClick={() => setForm('columns')}>
          Two columns
        </button>
        <button type="button" aria-pressed={form === 'diff'} onClick={() => setForm('diff')}>
          Diff
        </button>
        <button type="button" onClick={back}>
          Close side by side
        </button>
      </div>
      <p>
        The check: <bdi>{showControls(check.title)}</bdi> <code class="tv-id">{showControls(check.id)}</code>.{' '}
        <bdi>{showControls(other.model)}</bdi> passed it, this answer lost{' '}
        {formatPoints(check.maxPoints - check.points)} of its {formatPoints(check.maxPoints)} points.
      </p>
      <Loaded loaded={loaded}>
        {(mine) => (
          <Loaded loaded={theirs}>
            {(their) => (
              <>
                {pathsOf(mine, their).length === 0 && (
                  <Absent why="No file was taken out of either answer." />
                )}
                {pathsOf(mine, their).map((path) => {
                  const sides = {
                    before: fileOf(mine, path),
                    after: fileOf(their, path),
                    beforeName: nameOf(trial),
                    afterName: nameOf(other),
                  };
                  return (
                    <section key={path} class="tv-file">
                      <h4>{showControls(path)}</h4>
                      {form === 'columns' ? <TwoColumns {...sides} /> : <UnifiedDiff {...sides} />}
                    </section>
                  );
                })}
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </section>
  );
}

function nameOf({ model, sample }: Trial): string {
  return showControls(model) + (sample > 1 ? ` #${sample}` : '');
}

function pathsOf(...transcripts: Transcript[]): string[] {
  return [...new Set(transcripts.flatMap(({ files }) => (files ?? []).map(([path]) => path)))];
}

function fileOf({ files }: Transcript, path: string): string {
  return files?.find(([own]) => own === path)?.[1] ?? '';
}
