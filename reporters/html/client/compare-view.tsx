/** Two runs side by side: what rose, fell, newly failed, is gone or new, and whether that is more than noise. */
import { useMemo, useState } from 'preact/hooks';
import { compareRuns } from '../../tables/compare.ts';
import { MARK_RULES } from '../../tables/compare-marks.ts';
import { NOISE_RULE } from '../../tables/noise.ts';
import { CompareFilterBar } from './compare-filter.tsx';
import { ModelRows } from './compare-result.tsx';
import { filterRows, groupRows, NO_COMPARE_FILTER } from './compare-rows.ts';
import type { ComparedRun } from './read-results.ts';
import { Scroll } from './scroll.tsx';
import { showControls } from './text-pieces.ts';

/** Models drawn before a button for the rest. */
const FIRST_MODELS = 40;

export function CompareView({ before, after }: { before: ComparedRun; after: ComparedRun }) {
  const comparison = useMemo(() => compareRuns(before, after), [before, after]);
  const [filter, setFilter] = useState(NO_COMPARE_FILTER);
  const [isWhole, setWhole] = useState(false);
  const models = groupRows(comparison.totals, filterRows(comparison.rows, filter));
  const drawn = isWhole ? models : models.slice(0, FIRST_MODELS);
  return (
    <div class="cv-result">
      <dl class="cv-sides">
        <RunName label="Before" run={before} />
        <RunName label="After" run={after} />
      </dl>
      <p class="cv-statement" role="status">
        {showControls(comparison.statement)}
      </p>
      <CompareFilterBar rows={comparison.rows} filter={filter} set={setFilter} />
      {models.length === 0 ? (
        <p class="soft">
          {comparison.rows.length === 0 ? 'Neither run has a result.' : 'No result is of this kind.'}
        </p>
      ) : (
        <Scroll label="What changed">
          <table class="cv-table">
            <CompareHead />
            {drawn.map((model) => (
              <ModelRows key={model.total.model} {...model} />
            ))}
          </table>
        </Scroll>
      )}
      {models.length > drawn.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {models.length} models
        </button>
      )}
      <details class="cv-rules">
        <summary>The rules</summary>
        <p>{NOISE_RULE.sentence}</p>
        <ul>
          {MARK_RULES.map(({ id, sentence }) => (
            <li key={id}>{sentence}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function RunName({ label, run }: { label: string; run: ComparedRun }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{showControls(run.name)}</bdi>
        <span class="soft">
          {' '}
          <bdi>{showControls(run.run.headline)}</bdi>, {run.run.startedAt.slice(0, 10)}
          {run.run.state === 'finished' ? '' : `, ${run.run.state}`}
        </span>
      </dd>
    </div>
  );
}

function CompareHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Task</th>
        <th scope="col">Change</th>
        {['Before', 'After', 'Points'].map((label) => (
          <th key={label} scope="col" class="num">
            {label}
          </th>
        ))}
        <th scope="col">Checks and marks</th>
      </tr>
    </thead>
  );
}
