/** Trials <-> a form for the page in which what many trials share stands once. Pure; read back in the page. */
import type { Trial } from '../../benchmarks/trial.ts';

type Check = Extract<Trial['outcome'], { state: 'graded' }>['score']['checks'][number];
/** Place in `shared`. */
type Ref = number;

interface PackedTrial {
  /** The trial without what is shared and without its checks. */
  own: unknown;
  modelFacts: Ref;
  taskFacts: Ref;
  provenance: Ref;
  /** [id, title and most points of the check, points, passed, detail]; null: not graded. */
  checks: [Ref, number, boolean, string][] | null;
}

export interface PackedTrials {
  shared: unknown[];
  trials: PackedTrial[];
}

/** A third of the size for a run of 35 models: facts of a model, a task, a machine and a check are the same everywhere. */
export function packTrials(trials: Trial[]): PackedTrials {
  const refs = new Map<string, Ref>();
  const shared: unknown[] = [];
  const share = (value: unknown): Ref => {
    const key = JSON.stringify(value);
    const known = refs.get(key);
    if (known !== undefined) return known;
    refs.set(key, shared.length);
    return shared.push(value) - 1;
  };
  return { shared, trials: trials.map((trial) => packTrial(trial, share)) };
}

function packTrial(trial: Trial, share: (value: unknown) => Ref): PackedTrial {
  const { modelFacts, taskFacts, provenance, outcome, ...own } = trial;
  const isGraded = outcome.state === 'graded';
  return {
    own: {
      ...own,
      outcome: isGraded ? { ...outcome, score: { ...outcome.score, checks: [] } } : outcome,
    },
    modelFacts: share(modelFacts),
    taskFacts: share(taskFacts),
    provenance: share(provenance),
    checks: isGraded ? outcome.score.checks.map((check) => packCheck(check, share)) : null,
  };
}

function packCheck(check: Check, share: (value: unknown) => Ref): [Ref, number, boolean, string] {
  const { id, title, maxPoints, points, passed, detail } = check;
  return [share({ id, title, maxPoints }), points, passed, detail];
}

export function unpackTrials({ shared, trials }: PackedTrials): Trial[] {
  return trials.map(({ own, modelFacts, taskFacts, provenance, checks }) => {
    const facts = {
      modelFacts: shared[modelFacts],
      taskFacts: shared[taskFacts],
      provenance: shared[provenance],
    };
    const trial = { ...(own as Trial), ...facts } as Trial;
    if (checks === null || trial.outcome.state !== 'graded') return trial;
    const unpacked = checks.map(
      ([ref, points, passed, detail]) => ({ ...(shared[ref] as Check), points, passed, detail }) as Check,
    );
    return { ...trial, outcome: { ...trial.outcome, score: { ...trial.outcome.score, checks: unpacked } } };
  });
}
