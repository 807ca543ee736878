/** One answer beside another one that passed a check which the first lost. */
import { useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';
import { formatPoints } from '../../tables/numbers.ts';
import type { Transcript, TranscriptFacts } from '../transcripts.ts';
import { TwoColumns, UnifiedDiff } from './diff-view.tsx';
import type { CheckRecord } from './peers.ts';
import { showControls } from './text-pieces.ts';
import type { LoadedTranscript } from './transcript.ts';
import { Absent, Loaded, useTranscript } from './trial-texts.tsx';

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
