/** Which rows of one report must not be compared, as a table. Pure. */

import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { COMPARABILITY_RULES, differences, listed, type Profile, profileOf } from './comparable.ts';
import { MODEL } from './model-columns.ts';
import { type ReportTable, textCell } from './report-table.ts';
import { groupByModel } from './score-matrix.ts';

/** Models with one profile. */
interface Alike {
  profile: Profile;
  models: string[];
}

/**
 * A row for each model that must not be compared with the main group: the largest group of models with the same provenance,
 * and all that may be compared with it and with each other.
 */
export function comparabilityTable(trials: Trial[], _run: RunFacts): ReportTable {
  const groups = groupsAlike(trials);
  const main = mainGroup(groups);
  const apart = groups
    .filter((group) => !main.includes(group))
    .flatMap((group) => {
      const opposed = main.filter((member) => !areComparable(group, member));
      const reasons = [...new Set(opposed.flatMap((member) => differences(group.profile, member.profile)))];
      return group.models.map((model) => ({
        model,
        others: opposed.flatMap(({ models }) => models),
        reasons,
      }));
    });
  return {
    id: 'comparability',
    title: 'Not comparable',
    intro: 'These rows differ from the others in what points or times depend on beside the model.',
    columns: [
      MODEL,
      { id: 'with', label: 'Not comparable with', align: 'left' },
      { id: 'reason', label: 'In what, and why', align: 'left' },
    ],
    rows: apart.map(({ model, others, reasons }) => ({
      model,
      cells: [
        textCell(model),
        textCell(namesOrCount(others)),
        textCell(reasons.join('; '), {
          from: 'rule',
          claims: reasons.map((text) => ({ text, evidence: [{ model }] })),
        }),
      ],
    })),
    notes: COMPARABILITY_RULES.map(({ sentence }) => sentence),
  };
}

function mainGroup(groups: Alike[]): Alike[] {
  const main: Alike[] = [];
  for (const group of groups.toSorted((a, b) => b.models.length - a.models.length))
    if (main.every((member) => areComparable(group, member))) main.push(group);
  return main;
}

function areComparable(a: Alike, b: Alike): boolean {
  return differences(a.profile, b.profile).length === 0;
}

function groupsAlike(trials: Trial[]): Alike[] {
  const models = groupByModel(trials).map(({ model, trials: own }) => ({ model, profile: profileOf(own) }));
  const alike = Map.groupBy(models, ({ profile }) => signature(profile));
  return [...alike.values()].map((group) => ({
    profile: group[0]!.profile,
    models: group.map(({ model }) => model),
  }));
}

function signature(profile: Profile): string {
  return JSON.stringify(
    [...profile].map(([id, known]) => [
      id,
      [...known].map(([name, values]) => [name, listed(values)]).sort(),
    ]),
  );
}

function namesOrCount(models: string[]): string {
  return models.length <= 2 ? models.join(', ') : `${models.length} other models`;
}
