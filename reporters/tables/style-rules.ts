/** The words for how a model works, and the rules by which it earns them: data, to be read and changed. Pure. */
import { percent } from './tiers.ts';
import type { TraitFigures, Traits } from './traits.ts';

/** A figure must be known and within all limits given. */
export interface Condition {
  trait: keyof TraitFigures;
  atLeast?: number;
  atMost?: number;
  /** More than this; the limit itself does not count. */
  over?: number;
}

export interface StyleRule {
  word: string;
  when: Condition[];
}

/** A model gets the first words of the list whose conditions hold, so many at most. */
export const MOST_STYLE_WORDS = 2;

/** The order is the order of importance: what hurts most is said first. */
export const STYLES: StyleRule[] = [
  { word: 'unreliable', when: [{ trait: 'errShare', over: 0.1 }] },
  { word: 'uneven', when: [{ trait: 'spread', over: 3 }] },
  {
    word: 'pragmatist',
    when: [
      { trait: 'share', atLeast: 86 / 120 },
      { trait: 'lengthRatio', atMost: 0.9 },
      { trait: 'wallRatio', atMost: 1 },
    ],
  },
  {
    word: 'thorough',
    when: [
      { trait: 'share', atLeast: 86 / 120 },
      { trait: 'lengthRatio', atLeast: 1.2, atMost: 1.5 },
    ],
  },
  { word: 'verbose', when: [{ trait: 'lengthRatio', over: 1.5 }] },
  { word: 'minimal', when: [{ trait: 'lengthRatio', atMost: 0.67 }] },
  {
    word: 'overthinking',
    when: [
      { trait: 'thinkingShare', atLeast: 0.7 },
      { trait: 'wallRatio', atLeast: 2 },
    ],
  },
  { word: 'explains', when: [{ trait: 'commentShare', atLeast: 0.25 }] },
  { word: 'slow', when: [{ trait: 'wallRatio', atLeast: 2 }] },
  { word: 'fast', when: [{ trait: 'wallRatio', atMost: 0.6 }] },
  {
    word: 'steady',
    when: [
      { trait: 'spread', atMost: 1.6 },
      { trait: 'share', atLeast: 76 / 120 },
    ],
  },
  { word: 'frugal', when: [{ trait: 'tokensRatio', atMost: 0.5 }] },
];

const ofField = (value: number) => `${value.toFixed(2)} times the field's median`;

/** What each figure is called in rules and reasons: label, then value. */
export const TRAIT_WORDS: Record<keyof TraitFigures, { label: string; show: (value: number) => string }> = {
  share: { label: 'share of the points', show: percent },
  errShare: { label: 'share of ERR', show: percent },
  spread: { label: 'spread', show: (value) => `${value.toFixed(1)} points` },
  lengthRatio: { label: 'length', show: ofField },
  commentShare: { label: 'share of comment lines', show: percent },
  tokensPerPoint: { label: 'tokens a point', show: (value) => value.toFixed(0) },
  tokensRatio: { label: 'tokens a point', show: ofField },
  thinkingShare: { label: 'share of reasoning', show: percent },
  tokensPerSecond: { label: 'tokens a second', show: (value) => value.toFixed(0) },
  wallRatio: { label: 'wall clock', show: ofField },
};

export interface StyleWord {
  word: string;
  /** The figures that earned it, but for the points, which stand in every table: `wall clock 0.43 times the field's median`. */
  reason: string;
}

export function styleWords(one: Traits): StyleWord[] {
  return STYLES.filter(({ when }) => when.every((condition) => holds(one, condition)))
    .slice(0, MOST_STYLE_WORDS)
    .map(({ word, when }) => ({
      word,
      reason: when
        .filter(({ trait }) => trait !== 'share')
        .map(({ trait }) => `${TRAIT_WORDS[trait].label} ${figureText(one, trait)}`)
        .join(', '),
    }));
}

function holds(one: TraitFigures, { trait, atLeast, atMost, over }: Condition): boolean {
  const value = one[trait];
  if (value === null) return false;
  return (
    (atLeast === undefined || value >= atLeast) &&
    (atMost === undefined || value <= atMost) &&
    (over === undefined || value > over)
  );
}

function figureText(one: TraitFigures, trait: keyof TraitFigures): string {
  const value = one[trait];
  return value === null ? '–' : TRAIT_WORDS[trait].show(value);
}

/** `slow: wall clock at least 2.00 times the field's median` */
export function styleRuleWords({ word, when }: StyleRule): string {
  const conditions = when.map(({ trait, ...limits }) => {
    const { label, show } = TRAIT_WORDS[trait];
    const words = [
      limits.atLeast === undefined ? '' : `at least ${show(limits.atLeast)}`,
      limits.atMost === undefined ? '' : `at most ${show(limits.atMost)}`,
      limits.over === undefined ? '' : `over ${show(limits.over)}`,
    ];
    return `${label} ${words.filter((w) => w !== '').join(' and ')}`;
  });
  return `${word}: ${conditions.join(', ')}`;
}
