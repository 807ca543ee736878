/** The tiers as a table: each with its rule and its models. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { runMaxPoints } from './field.ts';
import { formatPoints, roundNoise } from './numbers.ts';
import { viewRun } from './phrase-view.ts';
import { type Claim, type ReportTable, textCell } from './report-table.ts';
import { type Placing, TIERS, tierWords } from './tiers.ts';

/** One row a tier: its rule and its models. */
export function tierTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const { field, models } = viewRun(trials, run);
  const placed = models.map((view) => view.placing);
  const maxPoints = runMaxPoints(field);
  const rows = TIERS.map((rule) => {
    const claims = placed.filter(({ tier }) => tier === rule).map((one) => tierClaim(one, maxPoints));
    return {
      model: null,
      cells: [
        textCell(`${rule.name}: ${rule.meaning}`),
        textCell(tierWords(rule, maxPoints)),
        claims.length === 0
          ? { text: 'none', value: null }
          : textCell(claims.map((c) => c.text).join(', '), { claims, from: 'rule' }),
      ],
    };
  });
  const unplaced = placed.filter(({ tier }) => tier === null).map((one) => one.traits.model);
  const table: ReportTable = {
    id: 'tiers',
    title: 'Tiers',
    intro: null,
    columns: [
      { id: 'tier', label: 'Tier', align: 'left' },
      { id: 'rule', label: 'Rule', align: 'left' },
      { id: 'models', label: 'Models', align: 'left' },
    ],
    rows: placed.some(({ tier }) => tier !== null) ? rows : [],
    notes: [
      'A model is in the first tier whose limits it keeps. An ERR earns nothing.',
      ...(unplaced.length === 0
        ? []
        : [
            `Not placed, because results are absent that the models are not to blame for: ${unplaced.join(', ')}.`,
          ]),
    ],
  };
  return [table];
}

function tierClaim({ traits: one }: Placing, maxPoints: number | null): Claim {
  const points =
    one.share === null || maxPoints === null ? null : formatPoints(roundNoise(one.share * maxPoints));
  const words = [
    points === null ? '' : `${points}${one.graded < one.asked ? '+' : ''}`,
    one.errs === 0 ? '' : `ERR ${one.errs} of ${one.asked}`,
  ].filter((word) => word !== '');
  return { text: `${one.model} (${words.join(', ')})`, evidence: [{ model: one.model }] };
}
