/** Which models to use as a coding agent: verdicts by stated rules. Data, to be read and changed. Pure. */
import { TIERS } from './tiers.ts';

/** One ranked model, as the rules see it. */
export interface Candidate {
  model: string;
  reference: boolean;
  points: number;
  /** Points of the maximum, 0 to 1. */
  share: number;
  avgWallMs: number | null;
  sizeBytes: number | null;
  /** Stdev over the tasks in points of 20; null: too few tasks. */
  spread: number | null;
  /** Average wall / the median of the ranked local models; null: too few models, or a reference. */
  wallRatio: number | null;
  /** Best points of the ranked local models. */
  bestLocal: number;
  /** Best points of the ranked local models that are quick enough; null: none is. */
  bestQuick: number | null;
  /** Of the run. */
  maxPoints: number;
}

/** An agent asks many times for one piece of work. Below these, models are hard to compare. */
export const AGENT_LIMITS = {
  /** Longest average wall clock of an answer that an agent can live with. */
  quickMs: 60_000,
  /** Totals this close, as a share of the maximum, are taken for equal: 3.6 of 120. */
  closeShare: 0.03,
  /** Share of the median of the ranked local models' average wall clock. */
  fastRatio: 0.5,
  /** Stdev over the tasks, points of 20, up to which "excellent", "good", "fair" are said. */
  consistent: { excellent: 1.6, good: 2.2, fair: 3 },
  /** Fewer local models than this have no "best". */
  fewestLocals: 2,
};

const [TIER_1, TIER_2, TIER_3] = TIERS.map((tier) => tier.atLeast) as [number, number, number];

export interface VerdictRule {
  verdict: string;
  rule: string;
  fits(one: Candidate): boolean;
  /** Which of those that fit comes first; the first gets the verdict. */
  order: 'points' | 'size';
}

const isClose = (points: number, best: number, one: Candidate) =>
  best - points <= AGENT_LIMITS.closeShare * one.maxPoints + 1e-9;
const isQuick = (one: Candidate) => one.avgWallMs !== null && one.avgWallMs <= AGENT_LIMITS.quickMs;
const isFast = (one: Candidate) => one.wallRatio !== null && one.wallRatio <= AGENT_LIMITS.fastRatio;
const isConsistent = (one: Candidate) => one.spread === null || one.spread <= AGENT_LIMITS.consistent.good;
const isBetween = (one: Candidate, least: number, below: number) =>
  one.share >= least - 1e-9 && one.share < below - 1e-9;

/** In reading order. Each verdict goes to one model, and a model has one verdict. Only ranked models. */
export const VERDICTS: VerdictRule[] = [
  {
    verdict: 'Best score; API only',
    rule: 'a reference model with at least the points of the best local model',
    fits: (one) => one.reference && one.points >= one.bestLocal,
    order: 'points',
  },
  {
    verdict: 'Best local agent',
    rule: `the smallest of the local models that take at most ${AGENT_LIMITS.quickMs / 1000} s an answer, come within ${AGENT_LIMITS.closeShare * 100} % of the best of those, and have the points of ${TIERS[1]!.name}`,
    fits: (one) =>
      !one.reference &&
      isQuick(one) &&
      one.share >= TIER_2 - 1e-9 &&
      isClose(one.points, one.bestQuick!, one),
    order: 'size',
  },
  {
    verdict: 'Best local if memory allows',
    rule: 'the local model with most points of those that are quick in that sense, if it is another',
    fits: (one) =>
      !one.reference &&
      isQuick(one) &&
      one.share >= TIER_2 - 1e-9 &&
      isClose(one.points, one.bestQuick!, one),
    order: 'points',
  },
  {
    verdict: 'Fast but watch quality',
    rule: `the best of the local models in the range of ${TIERS[1]!.name} that need at most ${AGENT_LIMITS.fastRatio} of the median wall clock and are consistent (good or better)`,
    fits: (one) => !one.reference && isFast(one) && isConsistent(one) && isBetween(one, TIER_2, TIER_1),
    order: 'points',
  },
  {
    verdict: 'Simple tasks only',
    rule: `the same in the range of ${TIERS[2]!.name}`,
    fits: (one) => !one.reference && isFast(one) && isConsistent(one) && isBetween(one, TIER_3, TIER_2),
    order: 'points',
  },
  {
    verdict: 'Best local quality, too slow for agents',
    rule: `the best local model, or one within ${AGENT_LIMITS.closeShare * 100} % of it, that takes more than ${AGENT_LIMITS.quickMs / 1000} s an answer`,
    fits: (one) =>
      !one.reference &&
      one.avgWallMs !== null &&
      !isQuick(one) &&
      one.share >= TIER_2 - 1e-9 &&
      isClose(one.points, one.bestLocal, one),
    order: 'points',
  },
];
