/** One sentence a pair and one a kind, by rule, each with its uncertainty. Pure. */
import { signed } from './check-changes.ts';
import type { Pair, PairKind } from './pair.ts';
import type { PairFigures } from './pair-figures.ts';
import { scoreText, sidesOf } from './pair-figures.ts';
import type { Subject } from './subjects.ts';

/** The words of each kind; change them here. */
const WORDS: Record<PairKind, { asked: (pair: Pair) => string; other: (pair: Pair) => string; act: string }> =
  {
    thinking: { asked: () => 'with thinking', other: () => 'without', act: 'Thinking' },
    distill: { asked: () => 'as a distill', other: () => 'as its base', act: 'Distilling' },
    quantisation: {
      asked: ({ second }) => `in ${quantText(second)}`,
      other: ({ first }) => `in ${quantText(first)}`,
      act: 'The larger quantisation',
    },
  };

/** What the trials show of one pair, and how sure that is. */
export function pairSentence(figures: PairFigures): string {
  const { pair, delta, common } = figures;
  const { asked, other } = sidesOf(pair);
  const words = WORDS[pair.kind];
  const scores = `${scoreText(asked)} points ${words.asked(pair)}, ${scoreText(other)} ${words.other(pair)}`;
  if (asked.points === null || other.points === null)
    return `${scores}: nothing to compare, because ${nameOf(asked.points === null ? asked : other)} has no graded answer.`;
  const total = delta.bound === 'exact' ? ` (${delta.text})` : '';
  return `${scores}${total}${timeText(figures)}: ${judgement(figures)}.${caution(figures)}${missingText(asked, other, common)}`;
}

function timeText({ wallRatio }: PairFigures): string {
  return wallRatio === null ? '' : `, in ${ratioText(wallRatio)} the time`;
}

/** '4.7x', '0.25x'. */
export function ratioText(ratio: number): string {
  return `${ratio.toFixed(ratio < 0.95 ? 2 : 1)}x`;
}

function judgement({ pair, delta, common, verdict, direction }: PairFigures): string {
  if (common === null) {
    if (direction !== 'unknown') return `${wayText(pair.kind, direction)}, whatever the missing tasks bring`;
    return 'not comparable in total, because a side is incomplete and its points a task are not known';
  }
  if (verdict.state === 'equal') return `no difference (${verdict.why})`;
  const where =
    delta.bound === 'exact'
      ? ''
      : `${signed(common.delta)} on the ${tasksText(common.tasks.length)} that both completed, `;
  return `${where}${verdict.state} (${verdict.why})`;
}

function tasksText(count: number): string {
  return count === 1 ? 'one task' : `${count} tasks`;
}

function wayText(kind: PairKind, direction: 'up' | 'down' | 'equal'): string {
  if (direction === 'equal') return 'no difference';
  if (kind === 'quantisation')
    return direction === 'up' ? 'the larger file is better' : 'the smaller file is better';
  return `${WORDS[kind].act.toLowerCase()} ${direction === 'up' ? 'helped' : 'hurt'}`;
}

function missingText(asked: Subject, other: Subject, common: PairFigures['common']): string {
  const partial = [asked, other].filter(({ isComplete }) => !isComplete);
  if (partial.length === 0 || common === null) return '';
  return ` Incomplete: ${partial.map(nameOf).join(' and ')}.`;
}

/** Where the settings say one thing and the answers another. */
function caution({ pair: { kind, first, second } }: PairFigures): string {
  if (kind !== 'thinking') return '';
  const [on, off] = [first.identity.reasoned, second.identity.reasoned];
  const silent = on?.answers === 0 ? ` No reasoning was seen in the answers of ${first.model}.` : '';
  const loud =
    off && off.answers > 0
      ? ` ${second.model} is set not to think and still reasoned in ${off.answers} of ${off.of} answers.`
      : '';
  return silent + loud;
}

function nameOf({ model }: Subject): string {
  return model;
}

/** 'Q8', 'the larger file' where it has no name. */
export function quantText({ identity, facts }: Subject): string {
  return identity.quant?.label ?? facts?.quantisation ?? 'an unknown quantisation';
}

/** What all pairs of a kind say together: counts, no more. */
export function kindSentence(kind: PairKind, all: PairFigures[]): string {
  const count = (direction: PairFigures['direction']) =>
    all.filter((one) => one.direction === direction).length;
  const pairs = all.length === 1 ? '1 pair' : `${all.length} pairs`;
  const [up, down, equal, unknown] = [count('up'), count('down'), count('equal'), count('unknown')];
  const main =
    kind === 'quantisation'
      ? `Of ${pairs} of quantisations the larger file was better in ${up}, the smaller in ${down}`
      : `${WORDS[kind].act} helped ${up} of ${pairs} and hurt ${down}`;
  const rest = [
    equal > 0 ? `${equal} ${equal === 1 ? 'is' : 'are'} equal` : '',
    unknown > 0 ? `${unknown} cannot be told, because a side is incomplete` : '',
  ].filter((part) => part !== '');
  const tail = rest.length === 0 ? '' : `; ${rest.join('; ')}`;
  return `${main}${tail}. ${noiseText(all)}`;
}

function noiseText(all: PairFigures[]): string {
  const differing = all.filter(({ direction }) => direction === 'up' || direction === 'down');
  if (differing.length === 0) return 'No difference was found.';
  const sure = differing.filter(({ verdict }) => verdict.state === 'more than noise').length;
  const one = sure === 0 ? 'within noise' : 'more than noise';
  if (differing.length === 1) return `The difference is ${one}.`;
  if (sure === 0) return 'Each difference is within noise.';
  return `${sure} of these ${differing.length} differences ${sure === 1 ? 'is' : 'are'} more than noise.`;
}
