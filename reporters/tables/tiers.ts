/** Tiers: which models to work with, by points and by ERR. The rules are data. Pure. */
import type { RunFacts } from '../../benchmarks/trial.ts';
import type { Field } from './field.ts';
import { formatPoints, roundNoise } from './numbers.ts';
import { type Traits, traits } from './traits.ts';

export interface TierRule {
  /** kebab-case: part of a table's id. */
  id: string;
  name: string;
  meaning: string;
  /** Share of all points of the run, 0 to 1. */
  atLeast: number;
  /** Most ERR of the answers asked for, 0 to 1. */
  mostErrs: number;
}

/**
 * The best tier first; a model is in the first whose two limits it keeps. Change the numbers to change the tiers.
 * Limits of the published report of March 2026, as shares: 93, 86 and 76 of 120. One ERR in six answers is too many there.
 */
export const TIERS: TierRule[] = [
  { id: 'tier-1', name: 'Tier 1', meaning: 'top collaborators', atLeast: 93 / 120, mostErrs: 0.1 },
  { id: 'tier-2', name: 'Tier 2', meaning: 'good collaborators', atLeast: 86 / 120, mostErrs: 0.1 },
  { id: 'tier-3', name: 'Tier 3', meaning: 'adequate collaborators', atLeast: 76 / 120, mostErrs: 0.1 },
  { id: 'tier-4', name: 'Tier 4', meaning: 'unreliable or insufficient', atLeast: 0, mostErrs: 1 },
];

export interface Placing {
  traits: Traits;
  /** null: not placed, because results are absent that are not the model's fault. */
  tier: TierRule | null;
}

/** Best first within each tier, tiers in order, then the models without one. */
export function placings(field: Field, run: RunFacts): Placing[] {
  const rows = traits(field, run).map((one) => ({ traits: one, tier: tierOf(one) }));
  const place = ({ tier }: Placing) => (tier === null ? TIERS.length : TIERS.indexOf(tier));
  return rows.sort((a, b) => place(a) - place(b) || (b.traits.share ?? -1) - (a.traits.share ?? -1));
}

/**
 * What is absent through an ERR earned nothing, so the points that are safe decide. A model of which the run has
 * not got every result is placed only where the ERRs it has decide already.
 */
export function tierOf(one: Traits): TierRule | null {
  const errShare = roundNoise(one.errShare ?? 0);
  const lowest = TIERS.at(-1)!;
  if (TIERS.every((tier) => tier === lowest || errShare > tier.mostErrs)) return lowest;
  if (one.graded + one.errs < one.asked || one.share === null) return null;
  const share = roundNoise(one.share);
  return TIERS.find((tier) => share >= roundNoise(tier.atLeast) && errShare <= tier.mostErrs) ?? lowest;
}

/** `at least 77.5 % of the points (93 of 120) and ERR on at most 10 % of the answers` */
export function tierWords(rule: TierRule, maxPoints: number | null): string {
  if (rule.atLeast === 0) return 'the rest: fewer points, or ERR on more of the answers';
  const points =
    maxPoints === null ? '' : ` (${formatPoints(roundNoise(rule.atLeast * maxPoints))} of ${maxPoints})`;
  return `at least ${percent(rule.atLeast)} of the points${points}, and ERR on at most ${percent(rule.mostErrs)} of the answers`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
