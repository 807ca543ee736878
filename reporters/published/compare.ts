/** Every printed figure of the published tables, beside the one that our tables make of its cells. Pure. */
import { efficiency } from '../tables/efficiency.ts';
import { incomplete } from '../tables/incomplete.ts';
import { formatFixed, formatGib, formatPoints, formatSeconds, toGib } from '../tables/numbers.ts';
import { ranking } from '../tables/standings.ts';
import { atLeastText } from '../words.ts';
import { importPublished } from './import.ts';
import type { PublishedSource } from './source.ts';

export interface PrintedFigure {
  table: 'ranking' | 'incomplete' | 'efficiency' | 'thinking' | 'distillation' | 'quantisation';
  row: string;
  column: string;
  printed: string;
  ours: string;
}

export function printedFigures(source: PublishedSource): PrintedFigure[] {
  const ours = tablesOf(source);
  return [
    ...source.completed.flatMap((row) => rankingFigures(row, ours)),
    ...source.incomplete.flatMap((row) => incompleteFigures(row, ours)),
    ...source.printed.efficiency.flatMap((row) => efficiencyFigures(row, ours)),
    ...source.printed.thinkVsNothink.flatMap((row) => thinkingFigures(row, ours)),
    ...source.printed.distillVsBase.flatMap((row) => distillFigures(row, ours)),
    ...source.printed.quantisation.flatMap((row) => quantisationFigures(row, ours)),
  ];
}

function tablesOf(source: PublishedSource) {
  const { trials, run } = importPublished(source);
  const ranked = ranking(trials, run);
  return {
    ranked,
    partial: incomplete(trials, run),
    rates: efficiency(trials, run),
    ranks: new Map(ranked.map(({ model, rank }) => [model, rank])),
    printedRanks: new Map(source.completed.map(({ model, printedRank }) => [model, printedRank])),
    total: (model: string) => ranked.find((row) => row.model === model)?.points ?? null,
  };
}
type Ours = ReturnType<typeof tablesOf>;

/** Who else has the rank. */
function tiesOf(model: string, ranks: Map<string, number>): string {
  const others = [...ranks].filter(([other, rank]) => other !== model && rank === ranks.get(model));
  return (
    others
      .map(([other]) => other)
      .sort()
      .join(', ') || '–'
  );
}

function figures(
  table: PrintedFigure['table'],
  row: string,
  columns: Record<string, [printed: string, ours: string]>,
): PrintedFigure[] {
  return Object.entries(columns).map(([column, [printed, ours]]) => ({ table, row, column, printed, ours }));
}

function rankingFigures(row: PublishedSource['completed'][number], ours: Ours): PrintedFigure[] {
  const own = ours.ranked.find(({ model }) => model === row.model)!;
  return figures('ranking', row.model, {
    rank: [String(row.printedRank), String(own.rank)],
    total: [String(row.printedTotal), formatPoints(own.points)],
    size: [row.sizeGB === null ? '–' : row.sizeGB.toFixed(1), formatGib(own.sizeBytes)],
    wall: [`${row.avgWallSeconds}s`, formatSeconds(own.avgWallMs)],
    'tied with': [tiesOf(row.model, ours.printedRanks), tiesOf(row.model, ours.ranks)],
  });
}

function incompleteFigures(row: PublishedSource['incomplete'][number], ours: Ours): PrintedFigure[] {
  const own = ours.partial.find(({ model }) => model === row.model)!;
  return figures('incomplete', row.model, {
    completed: [`${row.completed}/${row.tasks}`, `${own.completed}/${own.tasks}`],
    score: [row.printedScore, atLeastText(own.atLeastPoints)],
    size: [row.sizeGB!.toFixed(1), formatGib(own.sizeBytes)],
    wall: [`${row.avgWallSeconds}s`, formatSeconds(own.avgWallMs)],
  });
}

function efficiencyFigures(
  row: PublishedSource['printed']['efficiency'][number],
  ours: Ours,
): PrintedFigure[] {
  const own = ours.rates.find(({ model }) => model === row.model)!;
  return figures('efficiency', row.model, {
    score: [String(row.score), formatPoints(own.points)],
    wall: [`${row.avgWallSeconds}s`, formatSeconds(own.avgWallMs)],
    size: [row.sizeGB.toFixed(1), formatGib(own.sizeBytes)],
    'score/min': [String(row.scorePerMinute), formatFixed(own.pointsPerMinute, 0)],
    'score/GB': [row.scorePerGB.toFixed(1), formatFixed(own.pointsPerGib, 1)],
  });
}

function thinkingFigures(
  row: PublishedSource['printed']['thinkVsNothink'][number],
  ours: Ours,
): PrintedFigure[] {
  const thinking = ours.rates.find(({ model }) => model === row.base || model === `${row.base}-think`)!;
  const not = ours.rates.find(({ model }) => model === `${row.base}-nonthink`)!;
  const isWhole = thinking.complete && not.complete;
  return figures('thinking', row.base, {
    'think score': [
      row.think,
      thinking.complete ? formatPoints(thinking.points) : atLeastText(thinking.points),
    ],
    'think wall': [`${row.thinkWallSeconds}s`, formatSeconds(thinking.avgWallMs)],
    'nothink score': [row.nothink, formatPoints(not.points)],
    'nothink wall': [`${row.nothinkWallSeconds}s`, formatSeconds(not.avgWallMs)],
    // Six tasks against five: no difference of totals.
    delta: [row.delta, isWhole ? signed(thinking.points! - not.points!) : '–'],
  });
}

const DISTILLS: Record<string, string> = {
  'qwen35-35b-a3b-q8': 'qwen35-35b-a3b-claude-distill-q6k',
  'qwen35-27b-q8-nonthink': 'qwen35-27b-claude-distill-q8-nonthink',
};

function distillFigures(
  row: PublishedSource['printed']['distillVsBase'][number],
  ours: Ours,
): PrintedFigure[] {
  const base = ours.total(row.base)!;
  const distill = ours.total(DISTILLS[row.base]!)!;
  return figures('distillation', row.base, {
    'base score': [String(row.baseScore), formatPoints(base)],
    'distill score': [String(row.distillScore), formatPoints(distill)],
    gap: [signed(row.gap), signed(distill - base)],
  });
}

/** The family names of the quantisation table; its text says which file is which. */
const FAMILIES: Record<string, [a: string, b: string]> = {
  'qwen35-122b-a10b': ['qwen35-122b-a10b-iq4nl', 'qwen35-122b-a10b-q4km'],
  'devstral-small-24b': ['devstral-small-2-24b-2512-q40', 'devstral-small-2-24b-2512-q8kxl'],
  'qwen3-coder-30b-a3b': ['qwen3-coder-30b-a3b-q4kxl', 'qwen3-coder-30b-a3b-q8kxl'],
  'qwen35-35b-a3b (nonthink)': ['qwen35-35b-a3b-q6k-nonthink', 'qwen35-35b-a3b-q8-nonthink'],
};

function quantisationFigures(
  row: PublishedSource['printed']['quantisation'][number],
  ours: Ours,
): PrintedFigure[] {
  const [a, b] = FAMILIES[row.family]!.map((name) => ours.ranked.find(({ model }) => model === name)!);
  const isSmallerBetter = a!.points > b!.points === a!.sizeBytes! < b!.sizeBytes!;
  const size = (printed: string) => printed.match(/\((.*)\)/)![1]!;
  return figures('quantisation', row.family, {
    'score A': [String(row.aScore), formatPoints(a!.points)],
    'score B': [String(row.bScore), formatPoints(b!.points)],
    'size A': [size(row.a), `${formatFixed(toGib(a!.sizeBytes), 0)} GB`],
    'size B': [size(row.b), `${formatFixed(toGib(b!.sizeBytes), 0)} GB`],
    better: [row.better, isSmallerBetter ? 'Smaller' : 'Larger'],
  });
}

function signed(delta: number): string {
  return delta > 0 ? `+${delta}` : String(delta);
}
