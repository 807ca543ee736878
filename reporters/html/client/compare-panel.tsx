/** Takes another run from the reader's disk, or one that the page brings, and shows this run beside it. */
import { useEffect, useState } from 'preact/hooks';
import { CompareView } from './compare-view.tsx';
import type { OfferedRun } from './offered-runs.ts';
import { type ComparedRun, type ReadResults, readResults } from './read-results.ts';
import { showControls } from './text-pieces.ts';

interface ComparePanelProps {
  current: ComparedRun;
  /** Runs that come with the page. */
  offered: OfferedRun[];
}

export function ComparePanel({ current, offered }: ComparePanelProps) {
  const [other, setOther] = useState<ReadResults | null>(null);
  const [isBefore, setBefore] = useState(true);
  const [isOver, setOver] = useState(false);
  const take = async (files: FileList | null | undefined) => setOther(await readResults(files));
  useFileDrop(take, setOver);
  return (
    <section id="compare" class="cv" aria-labelledby="title-compare">
      <h2 id="title-compare">Beside another run</h2>
      <div class={`cv-drop${isOver ? ' cv-over' : ''}`}>
        <label>
          Choose the results.json of another run, or drop it anywhere on this page:{' '}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => take(event.currentTarget.files)}
          />
        </label>
        {offered.map(({ name, read }) => (
          <button key={name} type="button" onClick={async () => setOther(await read())}>
            Compare with {name}
          </button>
        ))}
      </div>
      {other?.state === 'refused' && (
        <p class="cv-refused" role="alert">
          {showControls(other.why)}
        </p>
      )}
      {other?.state === 'read' && (
        <>
          {other.warnings.map((warning) => (
            <p key={warning} class="cv-why">
              {showControls(warning)}
            </p>
          ))}
          <div class="cv-drop">
            <button type="button" onClick={() => setBefore(!isBefore)}>
              Swap before and after
            </button>
            <button type="button" onClick={() => setOther(null)}>
              Close the comparison
            </button>
          </div>
          <CompareView before={isBefore ? other.run : current} after={isBefore ? current : other.run} />
        </>
      )}
    </section>
  );
}

/** Without this a browser would leave the page and open the file. */
function useFileDrop(take: (files: FileList | undefined) => void, setOver: (over: boolean) => void): void {
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer?.files);
      document.getElementById('compare')?.scrollIntoView();
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
}
