/** Trial[] -> who won, for whom. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { divide, formatFixed, formatGib, formatPoints, formatSeconds, roundNoise, toGib } from './numbers.ts';
import { type RankRow, ranking } from './standings.ts';

/** From here on an answer counts as good: the band 13-16 of 20 begins there. */
const GOOD_SHARE = 13 / 20;

interface WinnerRule {
  id: string;
  label: string;
  /** What the report prints of the rule. */
  sentence: string;
  isGoodOnly: boolean;
  /** Higher wins; null: the model does not take part. */
  measure: (row: RankRow) => number | null;
  /** What the winner won by. */
  figure: (row: RankRow) => string;
  /** What else there is to say of a single winner. */
  beside: (row: RankRow) => string;
  /** Said where no model takes part. */
  nobody: string;
}

/** Change a rule here, and every report follows. Only ranked models of one's own take part. */
export const WINNER_RULES: WinnerRule[] = [
  {
    id: 'best',
    label: 'Best',
    sentence: 'Best = most points.',
    isGoodOnly: false,
    measure: (row) => (row.points > 0 ? row.points : null),
    figure: pointsOfMax,
    beside: wallWords,
    nobody: 'none, no model earned a point',
  },
  {
    id: 'fastest-good',
    label: 'Fastest good',
    sentence: 'Fastest good = least average wall clock an answer.',
    isGoodOnly: true,
    measure: (row) => (row.avgWallMs === null ? null : -row.avgWallMs),
    figure: wallWords,
    beside: pointsOfMax,
    nobody: 'none, no answer was timed',
  },
  {
    id: 'best-per-gib',
    label: 'Best per GiB',
    sentence: 'Best per GiB = most points for the size of its file.',
    isGoodOnly: true,
    measure: (row) => pointsPerGib(row),
    figure: (row) => `${formatFixed(pointsPerGib(row), 1)} points a GiB`,
    beside: (row) => `${pointsOfMax(row)}, ${formatGib(row.sizeBytes)} GiB`,
    nobody: 'none, no file size is known',
  },
];

export const GOOD_SENTENCE = `Good = ${GOOD_SHARE * 100} % of the points or more, 13 of 20 a task.`;

export interface Winner {
  id: string;
  label: string;
  /** Several tie; none: no model takes part, and `words` say so. */
  models: string[];
  /** '100/120, 28s an answer', or '100/120, a tie'. */
  words: string;
}

/** Empty where fewer than two models can be compared: then nobody won. */
export function winners(trials: Trial[], run: RunFacts): Winner[] {
  const rows = ranking(trials, run);
  const own = rows.filter((row) => !row.reference);
  if (own.length < 2) return [];
  const hasReference = own.length < rows.length;
  return WINNER_RULES.map((rule) => {
    const label = rule.id === 'best' && hasReference ? 'Best local' : rule.label;
    return { id: rule.id, label, ...winnerOf(own, rule) };
  });
}

function winnerOf(rows: RankRow[], rule: WinnerRule): Pick<Winner, 'models' | 'words'> {
  const taking = rows.filter((row) => !rule.isGoodOnly || isGood(row));
  if (rule.isGoodOnly && taking.length === 0)
    return { models: [], words: `none, no model has ${GOOD_SHARE * 100} % of the points` };
  const measured = taking.flatMap((row) => {
    const measure = rule.measure(row);
    return measure === null ? [] : [{ row, measure: roundNoise(measure) }];
  });
  if (measured.length === 0) return { models: [], words: rule.nobody };
  const most = Math.max(...measured.map(({ measure }) => measure));
  const won = measured.filter(({ measure }) => measure === most).map(({ row }) => row);
  const more = won.length === 1 ? rule.beside(won[0]!) : 'a tie';
  return { models: won.map(({ model }) => model), words: `${rule.figure(won[0]!)}, ${more}` };
}

function pointsOfMax({ points, maxPoints }: RankRow): string {
  return `${formatPoints(points)}/${formatPoints(maxPoints)}`;
}

function wallWords({ avgWallMs }: RankRow): string {
  return avgWallMs === null ? 'no time on record' : `${formatSeconds(avgWallMs)} an answer`;
}

function isGood(row: RankRow): boolean {
  return row.maxPoints > 0 && row.points / row.maxPoints >= GOOD_SHARE;
}

function pointsPerGib(row: RankRow): number | null {
  return divide(row.points, toGib(row.sizeBytes));
}
