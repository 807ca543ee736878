/** Notable findings of the best models, each with its evidence. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { claimsCell } from './collaborators.ts';
import { FINDING_LIMITS, FINDINGS } from './finding-rules.ts';
import { MODEL, modelCell } from './model-columns.ts';
import { formatPoints } from './numbers.ts';
import { viewRun } from './phrase-view.ts';
import { type Claim, numberCell, type ReportTable } from './report-table.ts';
import type { RankRow } from './standings.ts';

export interface Finding {
  row: RankRow;
  claims: Claim[];
}

/** Models of the first ranks, best first; ties at the last of them are all told. */
export function findings(trials: Trial[], run: RunFacts): Finding[] {
  const { ranked, models } = viewRun(trials, run);
  const top = ranked.filter((row) => row.rank <= FINDING_LIMITS.top);
  const views = new Map(models.map((view) => [view.placing.traits.model, view]));
  return top.map((row) => {
    const view = { ...views.get(row.model)!, row, all: ranked, top };
    const claims = FINDINGS.flatMap((rule) => rule.find(view).slice(0, rule.most));
    return { row, claims: claims.slice(0, FINDING_LIMITS.most) };
  });
}

export function findingTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const rows = findings(trials, run).map(({ row, claims }) => ({
    model: row.model,
    cells: [
      numberCell(row.rank, String(row.rank)),
      modelCell(row.model, row.reference),
      numberCell(row.points, `${formatPoints(row.points)}/${formatPoints(row.maxPoints)}`),
      claimsCell(claims, '; '),
    ],
  }));
  return [
    {
      id: 'findings',
      title: 'Notable findings',
      intro: `Of the models of the first ${FINDING_LIMITS.top} ranks.`,
      columns: [
        { id: 'rank', label: 'Rank', align: 'right' },
        MODEL,
        { id: 'total', label: 'Total', align: 'right', unit: 'points' },
        { id: 'findings', label: 'What stands out', align: 'left' },
      ],
      rows,
      notes: [`Told, in this order: ${FINDINGS.map(({ rule }) => rule).join('; ')}.`],
    },
  ];
}
