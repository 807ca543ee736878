/** The checks of one answer with their evidence, lost ones first, and from each the models that passed it. */
import { useState } from 'preact/hooks';
import type { Trial } from '../../../benchmarks/trial.ts';
import { formatPoints } from '../../tables/numbers.ts';
import { type EvidencePart, readEvidence, type Withheld } from './evidence.ts';
import { answeredBy, type CheckRecord, checksOf, lostFirst, passedBy } from './peers.ts';
import { showControls } from './text-pieces.ts';
import { outcomeText } from './trial-facts.ts';

/** Names shown before a button for the rest. */
const FIRST_PEERS = 8;

export interface PeerActions {
  open(trial: Trial): void;
  sideBySide(other: Trial, check: CheckRecord): void;
}

interface ChecksProps extends PeerActions {
  trial: Trial;
  all: Trial[];
  /** Id of the check that the reader came for. */
  asked: string | null;
}

export function Checks({ trial, all, asked, ...actions }: ChecksProps) {
  const mark = (id: string) => (id === asked ? ' tv-asked' : '');
  const checks = lostFirst(checksOf(trial));
  const lost = checks.filter((check) => check.points < check.maxPoints);
  const kept = checks.filter((check) => check.points >= check.maxPoints);
  if (checks.length === 0) return null;
  return (
    <section aria-label="Checks">
      <h3>{lost.length === 0 ? 'No check lost' : `${lost.length} of ${checks.length} checks lost points`}</h3>
      {lost.map((check, i) => (
        <details
          key={check.id}
          class={`tv-check tv-lost${mark(check.id)}`}
          data-check={check.id}
          open={i < 3}
        >
          <CheckHead check={check} />
          <Evidence check={check} />
          <Peers trial={trial} check={check} all={all} {...actions} />
        </details>
      ))}
      {kept.length > 0 && (
        <details class="tv-kept" open={lost.length === 0}>
          <summary>{kept.length} passed in full</summary>
          {kept.map((check) => (
            <details key={check.id} class={`tv-check${mark(check.id)}`} data-check={check.id}>
              <CheckHead check={check} />
              <Evidence check={check} />
            </details>
          ))}
        </details>
      )}
    </section>
  );
}

function CheckHead({ check }: { check: CheckRecord }) {
  const isLost = check.points < check.maxPoints;
  const mark = !isLost ? '✓' : check.passed ? '◐' : '✗';
  const state = !isLost ? 'passed' : check.passed ? 'passed, points withheld' : 'lost';
  return (
    <summary>
      <span class="tv-state" role="img" aria-label={state} title={state}>
        {mark}
      </span>
      <span class="tv-title">
        <bdi>{showControls(check.title)}</bdi> <code class="tv-id">{showControls(check.id)}</code>
      </span>
      <span class="tv-points">
        {formatPoints(check.points)} / {formatPoints(check.maxPoints)}
      </span>
    </summary>
  );
}

const LABELS: Record<EvidencePart['label'], string> = {
  input: 'Input',
  expected: 'Expected',
  got: 'Got',
  seen: 'Seen',
};

function Evidence({ check }: { check: CheckRecord }) {
  const { parts, withheld } = readEvidence(check.detail);
  if (parts.length === 0 && !withheld) return <p class="tv-evidence tv-absent">No evidence is on record.</p>;
  return (
    <div class="tv-evidence">
      {withheld && <WithheldNote withheld={withheld} passed={check.passed} />}
      {parts.length > 0 && (
        <dl>
          {parts.map(({ label, text }) => (
            <div key={label}>
              <dt>{LABELS[label]}</dt>
              <dd>
                <pre>{showControls(text)}</pre>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function WithheldNote({ withheld, passed }: { withheld: Withheld; passed: boolean }) {
  const what = passed ? 'The check itself passed. ' : '';
  return (
    <p class="tv-note">
      {what}
      {formatPoints(withheld.points)} withheld: at most {formatPoints(withheld.most)} points in all, because
      of <bdi>{showControls(withheld.reason)}</bdi> (cap <code>{showControls(withheld.cap)}</code>).
    </p>
  );
}

function Peers({
  trial,
  check,
  all,
  open,
  sideBySide,
}: { trial: Trial; check: CheckRecord; all: Trial[] } & PeerActions) {
  const [whole, setWhole] = useState(false);
  if (check.passed) return null;
  const others = answeredBy(trial, all);
  if (others === 0) return <p class="tv-peers tv-absent">No other answer to this task was graded.</p>;
  const peers = passedBy(trial, check.id, all);
  if (peers.length === 0)
    return <p class="tv-peers tv-absent">None of the {others} other graded answers passed it.</p>;
  const shown = whole ? peers : peers.slice(0, FIRST_PEERS);
  return (
    <div class="tv-peers">
      <p>
        Passed by {peers.length} of {others} other graded answers:
      </p>
      <ul>
        {shown.map((other) => (
          <li key={`${other.model}#${other.sample}`}>
            <button type="button" class="tv-link" onClick={() => open(other)}>
              <bdi>{nameOf(other, trial)}</bdi>
            </button>{' '}
            <span class="tv-small">{outcomeText(other)}</span>{' '}
            <button
              type="button"
              aria-label={`Side by side with ${nameOf(other, trial)}`}
              onClick={() => sideBySide(other, check)}
            >
              Side by side
            </button>
          </li>
        ))}
      </ul>
      {shown.length < peers.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show {peers.length - shown.length} more
        </button>
      )}
    </div>
  );
}

function nameOf(other: Trial, trial: Trial): string {
  const isNamed = other.sample > 1 || other.model === trial.model;
  return showControls(other.model) + (isNamed ? ` #${other.sample}` : '');
}
