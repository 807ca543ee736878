/** The figures behind the words for how models work. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { MODEL, modelCell } from './model-columns.ts';
import { ABSENT, formatRate, formatSeconds } from './numbers.ts';
import { viewRun } from './phrase-view.ts';
import { numberCell, type ReportTable, type TableCell, type TableColumn } from './report-table.ts';
import { percent } from './tiers.ts';
import type { Traits } from './traits.ts';

interface TraitColumn {
  column: Omit<TableColumn, 'align'>;
  read(one: Traits): number | null;
  show(value: number): string;
}

const times = (value: number) => value.toFixed(2);

const COLUMNS: TraitColumn[] = [
  {
    column: {
      id: 'length',
      label: 'Length',
      help: "Characters of the answer / the median of the models that did the same task; the reference solution's length is not on record.",
    },
    read: (one) => one.lengthRatio,
    show: times,
  },
  {
    column: {
      id: 'comments',
      label: 'Comments',
      help: 'Comment lines of the lines of code; only where the texts of the answers are at hand.',
    },
    read: (one) => one.commentShare,
    show: percent,
  },
  {
    column: { id: 'tokens-per-point', label: 'Tokens/point', help: 'Generated tokens, reasoning included.' },
    read: (one) => one.tokensPerPoint,
    show: (value) => value.toFixed(0),
  },
  {
    column: {
      id: 'spread',
      label: 'Spread',
      unit: 'points',
      help: 'Sample standard deviation over the tasks, on the scale of 20 points.',
    },
    read: (one) => one.spread,
    show: (value) => value.toFixed(1),
  },
  {
    column: { id: 'err', label: 'ERR', help: 'ERR of the answers asked for.' },
    read: (one) => one.errShare,
    show: percent,
  },
  {
    column: { id: 'thinking', label: 'Thinking', help: 'Characters of reasoning of all characters.' },
    read: (one) => one.thinkingShare,
    show: percent,
  },
  {
    column: { id: 'speed', label: 'Tokens/s', unit: 'tokens/s' },
    read: (one) => one.tokensPerSecond,
    show: formatRate,
  },
  {
    column: { id: 'avg-wall', label: 'Avg wall', unit: 'ms' },
    read: (one) => one.avgWallMs,
    show: formatSeconds,
  },
  {
    column: {
      id: 'wall',
      label: 'Wall/field',
      help: "Wall clock / the local models' median for the same task; where only a model's sum is on record, its average / the median of the averages.",
    },
    read: (one) => one.wallRatio,
    show: times,
  },
];

export function traitsTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const rows = viewRun(trials, run).models.map((view) => view.placing.traits);
  return [
    {
      id: 'traits',
      title: 'How the models work',
      intro: null,
      columns: [MODEL, ...COLUMNS.map(({ column }): TableColumn => ({ ...column, align: 'right' }))],
      rows: rows.map((one) => ({
        model: one.model,
        cells: [
          modelCell(one.model, one.reference),
          ...COLUMNS.map(({ read, show }): TableCell => {
            const value = read(one);
            return numberCell(value, value === null ? ABSENT : show(value));
          }),
        ],
      })),
      notes: COLUMNS.flatMap(({ column }) => (column.help ? [`${column.label}: ${column.help}`] : [])),
    },
  ];
}
