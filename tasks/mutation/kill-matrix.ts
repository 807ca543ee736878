/** Results of mutants -> check x mutant. Pure. */
import type { CheckResult, Score } from '../../rubric/rubric.ts';
import type { Mutant } from './mutants.ts';
import { placeOf } from './sample.ts';

/** What one mutant cost: ids of the checks that it lost, and of those that only gave fewer points. */
export interface MutantScore {
  loads: boolean;
  points: number;
  lost: string[];
  less: string[];
}

/**
 * survived: nothing lost. killed: a check tells it apart. wrecked: as good as nothing works, so that it proves no single check.
 * does not load: it does not compile, or not import; such a mutant is none.
 */
export type MutantState = 'survived' | 'killed' | 'wrecked' | 'does not load';

export interface MatrixRow {
  id: string;
  operator: string;
  place: string;
  change: string;
  state: MutantState;
  points: number;
  /** By check: 'x' lost, '-' fewer points (a cap, or partial credit), '' kept. */
  cells: Record<string, Cell>;
}

export type Cell = 'x' | '-' | '';

export interface KillMatrix {
  checks: string[];
  rows: MatrixRow[];
}

/** The published band of broken answers; so is one that loses half of the checks. */
const MOST_POINTS_OF_A_WRECK = 4;

export function compareScores(reference: Score, mutant: Score): Omit<MutantScore, 'loads'> {
  const kept = new Map(reference.checks.map((check) => [check.id, check]));
  const isLess = (check: CheckResult) => check.points < kept.get(check.id)!.points;
  const isLost = (check: CheckResult) => kept.get(check.id)!.passed && !check.passed;
  return {
    points: mutant.points,
    lost: mutant.checks.filter(isLost).map(({ id }) => id),
    less: mutant.checks.filter((check) => isLess(check) && !isLost(check)).map(({ id }) => id),
  };
}

export function toMatrix(checks: string[], results: { mutant: Mutant; score: MutantScore }[]): KillMatrix {
  return { checks, rows: results.map(({ mutant, score }) => toRow(mutant, score, checks)) };
}

function toRow(mutant: Mutant, score: MutantScore, checks: string[]): MatrixRow {
  const cellOf = (id: string): Cell => (score.lost.includes(id) ? 'x' : score.less.includes(id) ? '-' : '');
  return {
    id: mutant.id,
    operator: mutant.operator,
    place: placeOf(mutant),
    change: `${clip(mutant.before)} → ${clip(mutant.after)}`,
    state: stateOf(score, checks.length),
    points: score.points,
    cells: Object.fromEntries(checks.map((id) => [id, cellOf(id)])),
  };
}

export function stateOf({ loads, points, lost, less }: MutantScore, checks: number): MutantState {
  if (!loads) return 'does not load';
  if (lost.length === 0 && less.length === 0) return 'survived';
  return points <= MOST_POINTS_OF_A_WRECK || lost.length >= checks / 2 ? 'wrecked' : 'killed';
}

const MOST_SHOWN = 60;

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN - 1)}…` : line || '(nothing)';
}

export function survivorsOf({ rows }: KillMatrix): string[] {
  return rows.filter(({ state }) => state === 'survived').map(({ id }) => id);
}

export function validRowsOf({ rows }: KillMatrix): MatrixRow[] {
  return rows.filter(({ state }) => state !== 'does not load');
}

/** Checks that no mutant loses which otherwise works: a wreck loses nearly all of them and proves none. */
export function idleChecksOf({ checks, rows }: KillMatrix): string[] {
  const killed = rows.filter(({ state }) => state === 'killed');
  return checks.filter((id) => !killed.some(({ cells }) => cells[id] === 'x'));
}
