/** The rows of a model in a comparison: its total, and each result with the checks that changed. */
import { signed } from '../../tables/check-changes.ts';
import type { CompareRow } from '../../tables/comparison.ts';
import { formatPoints } from '../../tables/numbers.ts';
import { type ComparedModel, isSameMark, STATES, sharedMarks } from './compare-rows.ts';
import { showControls } from './text-pieces.ts';

export function ModelRows({ total, rows }: ComparedModel) {
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
