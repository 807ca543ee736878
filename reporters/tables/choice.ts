/** "Give me the config": the best model for a memory, a patience and a wish about thinking. Pure. */
import type { ModelFacts, RunFacts, Trial } from '../../benchmarks/trial.ts';
import { identify } from './identity.ts';
import { groupByModel } from './score-matrix.ts';
import { type RankRow, ranking } from './standings.ts';

export interface Wish {
  /** Bytes that the model file may have; null: any. */
  memoryBytes: number | null;
  /** Average wall clock of an answer; null: any. */
  patienceMs: number | null;
  thinking: 'any' | 'on' | 'off';
}

export interface Choice {
  row: RankRow;
  thinks: boolean | null;
  facts: ModelFacts;
}

/** Complete local models that fit, best first; of equal points the faster, then the smaller. */
export function choices(trials: Trial[], run: RunFacts, wish: Wish): Choice[] {
  const groups = new Map(groupByModel(trials).map((group) => [group.model, group]));
  return ranking(trials, run)
    .flatMap((row) => {
      const group = groups.get(row.model);
      if (!group?.facts || row.reference) return [];
      return [{ row, facts: group.facts, thinks: thinks(group.trials) ?? told(row.model, group.facts) }];
    })
    .filter((choice) => fits(choice, wish))
    .toSorted(
      (a, b) =>
        b.row.points - a.row.points ||
        (a.row.avgWallMs ?? Number.POSITIVE_INFINITY) - (b.row.avgWallMs ?? Number.POSITIVE_INFINITY) ||
        (a.row.sizeBytes ?? 0) - (b.row.sizeBytes ?? 0),
    );
}

/** A size or a time that is not known does not fit a limit. */
function fits({ row, thinks: isThinking }: Choice, wish: Wish): boolean {
  const hasRoom = wish.memoryBytes === null || (row.sizeBytes !== null && row.sizeBytes <= wish.memoryBytes);
  const isFast = wish.patienceMs === null || (row.avgWallMs !== null && row.avgWallMs <= wish.patienceMs);
  const isWished = wish.thinking === 'any' || isThinking === (wish.thinking === 'on');
  return hasRoom && isFast && isWished;
}

/** Did its answers come with reasoning? null: no answer is on record. */
export function thinks(trials: Trial[]): boolean | null {
  const answers = trials.flatMap((trial) => trial.response ?? []);
  return answers.length === 0 ? null : answers.some((answer) => answer.reasoningChars > 0);
}

/** Where no answer is on record: what its arguments, its name or its GGUF say; null: nothing. */
function told(model: string, facts: ModelFacts): boolean | null {
  const { thinking } = identify(model, facts, []);
  return thinking === null ? null : thinking === 'on';
}
