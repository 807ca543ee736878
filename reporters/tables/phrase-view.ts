/** What a phrase about one model is made from. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import {
  type CheckField,
  type CheckMark,
  checkMarks,
  type Field,
  readField,
  type TaskField,
} from './field.ts';
import type { Claim } from './report-table.ts';
import { type RankRow, ranking } from './standings.ts';
import { type Placing, placings } from './tiers.ts';

export interface PhraseRule {
  /** The condition, as a report prints it. */
  rule: string;
  /** Phrases of this kind at most. */
  most: number;
  /** The strongest first. */
  find(view: ModelView): Claim[];
}

export interface JudgedCheck {
  mark: CheckMark;
  field: CheckField;
}

export interface ModelView {
  placing: Placing;
  /** null: not ranked. */
  ranked: RankRow | null;
  /** Ranked models that are not behind an API. */
  locals: RankRow[];
  /** Own trials, one a task and sample. */
  trials: Trial[];
  tasks: TaskField[];
  /** Of tasks with a rubric of more than one check. */
  checks: JudgedCheck[];
}

export interface RunView {
  field: Field;
  ranked: RankRow[];
  /** In the order of the tiers. */
  models: ModelView[];
}

/** Five tables look at the same run; each would make the same view. */
const views = new WeakMap<Trial[], { run: RunFacts; trials: number; view: RunView }>();

export function viewRun(trials: Trial[], run: RunFacts): RunView {
  const known = views.get(trials);
  if (known?.run === run && known.trials === trials.length) return known.view;
  const view = makeView(trials, run);
  views.set(trials, { run, trials: trials.length, view });
  return view;
}

function makeView(trials: Trial[], run: RunFacts): RunView {
  const field = readField(trials, run);
  const ranked = ranking(trials, run);
  const locals = ranked.filter((row) => !row.reference);
  const byModel = new Map(field.models.map((group) => [group.model, group.trials]));
  const rankOf = new Map(ranked.map((row) => [row.model, row]));
  const checkFields = new Map(
    field.tasks.flatMap((t) => t.checks.map((c) => [JSON.stringify([c.task, c.check]), c])),
  );
  const models = placings(field, run).map((placing): ModelView => {
    const own = byModel.get(placing.traits.model) ?? [];
    const checks = [...Map.groupBy(own, (t) => t.task)].flatMap(([task, of]) =>
      checkMarks(of).flatMap((mark) => {
        const one = checkFields.get(JSON.stringify([task, mark.check]));
        return one ? [{ mark, field: one }] : [];
      }),
    );
    return {
      ...{ placing, locals, trials: own, tasks: field.tasks, checks },
      ranked: rankOf.get(placing.traits.model) ?? null,
    };
  });
  return { field, ranked, models };
}
