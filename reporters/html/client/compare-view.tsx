/** Two runs side by side: what rose, fell, newly failed, is gone or new, and whether that is more than noise. */
import { useMemo, useState } from 'preact/hooks';
import { signed } from '../../tables/check-changes.ts';
import { compareRuns } from '../../tables/compare.ts';
import { MARK_RULES } from '../../tables/compare-marks.ts';
import type { CompareRow } from '../../tables/comparison.ts';
import { NOISE_RULE } from '../../tables/noise.ts';
import { formatPoints } from '../../tables/numbers.ts';
import {
  type ComparedModel,
  filterRows,
  groupRows,
  isChanged,
  isSameMark,
  NO_COMPARE_FILTER,
  STATES,
  sharedMarks,
  statesOf,
} from './compare-rows.ts';
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
      <div class="cv-filter">
        <label class="cv-check">
          <input
            type="checkbox"
            checked={filter.onlyChanged}
            onChange={(event) => setFilter({ ...filter, onlyChanged: event.currentTarget.checked })}
          />
          only changed ({comparison.rows.filter(isChanged).length} of {comparison.rows.length})
        </label>
        <label>
          State{' '}
          <select
            value={filter.state}
            onChange={(event) =>
              setFilter({ ...filter, state: event.currentTarget.value as typeof filter.state })
            }
          >
            <option value="all">all</option>
            {statesOf(comparison.rows).map((state) => (
              <option key={state} value={state}>
                {STATES[state].word}
              </option>
            ))}
          </select>
        </label>
        <label>
          Model or task{' '}
          <input
            type="search"
            value={filter.words}
            onInput={(event) => setFilter({ ...filter, words: event.currentTarget.value })}
          />
        </label>
      </div>
      {models.length === 0 ? (
        <p class="soft">
          {comparison.rows.length === 0 ? 'Neither run has a result.' : 'No result is of this kind.'}
        </p>
      ) : (
        <Scroll label="What changed">
          <table class="cv-table">
            <thead>
              <tr>
                <th scope="col">Task</th>
                <th scope="col">Change</th>
                <th scope="col" class="num">
                  Before
                </th>
                <th scope="col" class="num">
                  After
                </th>
                <th scope="col" class="num">
                  Points
                </th>
                <th scope="col">Checks and marks</th>
              </tr>
            </thead>
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

function ModelRows({ total, rows }: ComparedModel) {
  const { model, state, delta, tasks, verdict } = total;
  const shared = sharedMarks(rows);
  return (
    <tbody>
      <tr class="cv-model">
        <th scope="rowgroup" colSpan={4}>
          <bdi>{showControls(model)}</bdi>
          {state === 'gone' && ' (not in the later run)'}
          {state === 'new' && ' (not in the earlier run)'}
        </th>
        <td class="num cv-delta">{delta === null ? '–' : signed(delta)}</td>
        <td>
          {delta === null ? (
            <span class="soft">no task is graded in both</span>
          ) : (
            <>
              over {tasks.length === 1 ? '1 task' : `${tasks.length} tasks`}: <strong>{verdict.state}</strong>{' '}
              <span class="soft">({verdict.why})</span>
            </>
          )}
          {shared.length > 0 && <Marks marks={shared} />}
        </td>
      </tr>
      {rows.map((row) => (
        <ResultRow key={row.task} row={row} said={shared} />
      ))}
    </tbody>
  );
}

/** `said`: marks that stand at the model. */
function ResultRow({ row, said }: { row: CompareRow; said: CompareRow['marks'] }) {
  const marks = row.marks.filter((mark) => !said.some((other) => isSameMark(mark, other)));
  const { sign, word } = STATES[row.state];
  return (
    <tr class={`cv-${row.state}`}>
      <td title={row.task}>
        <bdi>{showControls(row.label)}</bdi>
      </td>
      <td class="cv-state">
        <span aria-hidden="true">{sign}</span> {word}
      </td>
      <td class="num" title={row.before.why}>
        {row.before.text}
      </td>
      <td class="num" title={row.after.why}>
        {row.after.text}
      </td>
      <td class="num">{row.delta === null ? '–' : signed(row.delta)}</td>
      <td>
        {row.checks.length > 0 && <Checks row={row} />}
        {row.after.points === null && row.after.why !== '' && (
          <p class="cv-why">{showControls(row.after.why)}</p>
        )}
        {marks.length > 0 && <Marks marks={marks} />}
      </td>
    </tr>
  );
}

function Checks({ row: { checks } }: { row: CompareRow }) {
  return (
    <details>
      <summary>{checks.length === 1 ? '1 check' : `${checks.length} checks`} changed</summary>
      <ul class="cv-checks">
        {checks.map(({ check, title, before, after }) => (
          <li key={check}>
            <bdi>{showControls(title)}</bdi> <code>{showControls(check)}</code>: {formatPoints(before)} →{' '}
            {formatPoints(after)} ({signed(after - before)})
          </li>
        ))}
      </ul>
    </details>
  );
}

function Marks({ marks }: { marks: CompareRow['marks'] }) {
  return (
    <p class="cv-mark">
      not comparable: <bdi>{marks.map(({ words }) => showControls(words)).join('; ')}</bdi>
    </p>
  );
}
