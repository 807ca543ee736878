/** Strengths and weaknesses: which phrases there are, by which rule, in which order. Data first; pure. */
import { byCheck, byTask, capped } from './phrase-checks.ts';
import type { ModelView, PhraseRule } from './phrase-view.ts';
import { apiOnly, cutOff, errs, faster, halfAsLarge, slow, smaller, spreadPhrase } from './phrase-whole.ts';
import { percent } from './tiers.ts';

/** Phrases a cell shows at most; the rules before win. */
export const MOST_PHRASES = 5;

/** The numbers in the rules below. Points are of 20, whatever a task has; shares are of the models with a score there. */
export const LIMITS = {
  /** A check is costly from so many points on. */
  costlyPoints: 1,
  /** A strength: more than this share of the models loses it. */
  mostLose: 0.5,
  /** A cap counts from so many points on. */
  cappedPoints: 2,
  /** Distance from the median of the models that makes a task's score a word. */
  farPoints: 2,
  /** The best or worst of all must be so far from the median at least. */
  bestPoints: 1,
  /** Below this share of the points, being small, fast or steady is no strength: 76 of 120. */
  worthShare: 76 / 120,
  /** So many models may share "best" or "worst". */
  mostSharing: 3,
  slow: 2,
  steady: 1.6,
  uneven: 3,
};

const isWorth = (view: ModelView) => (view.placing.traits.share ?? 0) >= LIMITS.worthShare - 1e-9;

export const STRENGTHS: PhraseRule[] = [
  {
    rule: `a check of ${LIMITS.costlyPoints} point or more passed that more than ${LIMITS.mostLose * 100} % of the models lose`,
    most: 3,
    find: (view) => byCheck(view, 'passed', LIMITS),
  },
  {
    rule: `the best score of a task (shared by ${LIMITS.mostSharing} at most, ${LIMITS.bestPoints} point above the median at least), or one ${LIMITS.farPoints} points above the median`,
    most: 2,
    find: (view) => byTask(view, 'above', LIMITS),
  },
  {
    rule: 'no local model with its points or more is smaller',
    most: 1,
    find: (view) => (isWorth(view) ? smaller(view) : []),
  },
  {
    rule: 'no local model with its points or more is faster',
    most: 1,
    find: (view) => (isWorth(view) ? faster(view) : []),
  },
  {
    rule: `a spread over the tasks of ${LIMITS.steady} points at most (these three from ${percent(LIMITS.worthShare)} of the points on)`,
    most: 1,
    find: (view) => (isWorth(view) ? spreadPhrase(view, 'steady', LIMITS.steady) : []),
  },
];

export const WEAKNESSES: PhraseRule[] = [
  { rule: 'any ERR', most: 1, find: errs },
  {
    rule: `a check of ${LIMITS.costlyPoints} point or more lost, what costs most first`,
    most: 3,
    find: (view) => byCheck(view, 'lost', LIMITS),
  },
  {
    rule: `${LIMITS.cappedPoints} points or more of a task taken by a cap`,
    most: 1,
    find: (view) => capped(view, LIMITS.cappedPoints),
  },
  {
    rule: `the worst score of a task, or one ${LIMITS.farPoints} points below the median`,
    most: 2,
    find: (view) => byTask(view, 'below', LIMITS),
  },
  { rule: 'a reference behind an API', most: 1, find: apiOnly },
  { rule: 'answers cut off by the length limit', most: 1, find: cutOff },
  {
    rule: `${LIMITS.slow} times the field's median of wall clock`,
    most: 1,
    find: (view) => slow(view, LIMITS.slow),
  },
  { rule: 'models of half its size have its points or more', most: 1, find: halfAsLarge },
  {
    rule: `a spread over the tasks of more than ${LIMITS.uneven} points`,
    most: 1,
    find: (view) => spreadPhrase(view, 'uneven', LIMITS.uneven),
  },
];
