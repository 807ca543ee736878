/** What a point costs in time, gigabytes and tokens, as a table. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { efficiencyTexts } from '../words.ts';
import { type EfficiencyRow, efficiency } from './efficiency.ts';
import { MODEL, modelCell, referenceNotes } from './model-columns.ts';
import { formatFixed, formatSeconds } from './numbers.ts';
import { numberCell, type ReportTable, type TableColumn } from './report-table.ts';

interface Figure extends Omit<TableColumn, 'align'> {
  value: (row: EfficiencyRow) => number | null;
}

/** In the order of `efficiencyTexts`, then the two that only tables have room for. */
const FIGURES: Figure[] = [
  { id: 'score', label: 'Score', unit: 'points', value: (r) => r.points },
  {
    id: 'avg-wall',
    label: 'Avg wall',
    unit: 'ms',
    value: (r) => r.avgWallMs,
    help: 'Over the graded answers.',
  },
  { id: 'size', label: 'Size (GiB)', unit: 'bytes', value: (r) => r.sizeBytes },
  {
    id: 'score-per-minute',
    label: 'Score/min',
    unit: 'points/min',
    help: 'Total / average wall clock in minutes.',
    value: (r) => r.pointsPerMinute,
  },
  {
    id: 'score-per-gib',
    label: 'Score/GiB',
    unit: 'points/GiB',
    help: 'Total / size of the model file.',
    value: (r) => r.pointsPerGib,
  },
  {
    id: 'generation-tokens-per-second',
    label: 'Generation tok/s',
    unit: 'tokens/s',
    help: 'All generated tokens / all the time that they took.',
    value: (r) => r.generationTokensPerSecond,
  },
  {
    id: 'prompt-tokens-per-second',
    label: 'Prompt tok/s',
    unit: 'tokens/s',
    help: 'All prompt tokens processed / all the time that they took; cached ones left out.',
    value: (r) => r.promptTokensPerSecond,
  },
  { id: 'first-token', label: 'First token', unit: 'ms', value: (r) => r.avgTimeToFirstTokenMs },
  {
    id: 'tokens-per-answer',
    label: 'Tokens/answer',
    unit: 'tokens',
    help: 'Generated tokens, thinking included.',
    value: (r) => r.avgAnswerTokens,
  },
  {
    id: 'tokens-per-point',
    label: 'Tokens/point',
    unit: 'tokens/point',
    help: 'Tokens of the graded answers / their points.',
    value: (r) => r.tokensPerPoint,
  },
  { id: 'load', label: 'Load', unit: 'ms', value: (r) => r.loadMs },
];

export function efficiencyTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const rows = efficiency(trials, run);
  return [
    {
      id: 'efficiency',
      title: 'Efficiency',
      intro: null,
      columns: [
        MODEL,
        ...FIGURES.map(({ value: _, ...column }): TableColumn => ({ ...column, align: 'right' })),
      ],
      rows: rows.map((row) => ({
        model: row.model,
        cells: [
          modelCell(row.model, row.reference),
          ...textsOf(row).map((text, i) => numberCell(FIGURES[i]!.value(row), text)),
        ],
      })),
      notes: [
        'Most points a minute first. Score/min and Score/GiB are of complete models only: a part of a total is not comparable',
        'Score/GiB divides by the size of the file (1 GiB = 2^30 bytes), not by the memory that a run takes',
        ...referenceNotes(rows),
      ],
    },
  ];
}

function textsOf(row: EfficiencyRow): string[] {
  return [...efficiencyTexts(row), formatFixed(row.tokensPerPoint, 0), formatSeconds(row.loadMs)];
}
