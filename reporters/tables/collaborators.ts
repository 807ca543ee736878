/** The collaborator tables, one a tier: style, strengths, weaknesses, each phrase with its evidence. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { ReportContext } from './context.ts';
import { MODEL, modelCell } from './model-columns.ts';
import { ABSENT } from './numbers.ts';
import { noteCell } from './person-notes.ts';
import { MOST_PHRASES, STRENGTHS, WEAKNESSES } from './phrase-rules.ts';
import { type ModelView, type PhraseRule, viewRun } from './phrase-view.ts';
import { type Claim, type ReportTable, type TableCell, textCell } from './report-table.ts';
import { STYLES, styleRuleWords, styleWords } from './style-rules.ts';
import { TIERS, type TierRule } from './tiers.ts';
import type { Traits } from './traits.ts';

export interface Collaborator {
  model: string;
  reference: boolean;
  tier: TierRule | null;
  style: Claim[];
  strengths: Claim[];
  weaknesses: Claim[];
}

/** Best tier first; models that could not be placed last. */
export function collaborators(trials: Trial[], run: RunFacts): Collaborator[] {
  return viewRun(trials, run).models.map((view) => ({
    model: view.placing.traits.model,
    reference: view.placing.traits.reference,
    tier: view.placing.tier,
    style: styleClaims(view.placing.traits),
    strengths: phrases(view, STRENGTHS),
    weaknesses: phrases(view, WEAKNESSES),
  }));
}

function styleClaims(one: Traits): Claim[] {
  return styleWords(one).map(({ word, reason }) => ({
    text: `${word} (${reason})`,
    evidence: [{ model: one.model }],
  }));
}

function phrases(view: ModelView, rules: PhraseRule[]): Claim[] {
  return rules.flatMap((rule) => rule.find(view).slice(0, rule.most)).slice(0, MOST_PHRASES);
}

export function collaboratorTables(trials: Trial[], run: RunFacts, context: ReportContext): ReportTable[] {
  const all = collaborators(trials, run);
  const hasNotes = all.some(({ model }) => context.notes.some((note) => note.model === model));
  const shown = TIERS.filter((rule) => all.some(({ tier }) => tier === rule));
  return shown.map((rule, i) => ({
    id: `collaborators-${rule.id}`,
    title: `Collaborators, ${rule.name}: ${rule.meaning}`,
    intro: null,
    columns: [
      MODEL,
      { id: 'style', label: 'Style', align: 'left' },
      { id: 'strength', label: 'Strength', align: 'left' },
      { id: 'weakness', label: 'Weakness', align: 'left' },
      ...(hasNotes ? ([{ id: 'your-notes', label: 'Your notes', align: 'left' }] as const) : []),
    ],
    rows: all
      .filter(({ tier }) => tier === rule)
      .map((one) => ({
        model: one.model,
        cells: [
          modelCell(one.model, one.reference),
          claimsCell(one.style, ', '),
          claimsCell(one.strengths, '; '),
          claimsCell(one.weaknesses, '; '),
          ...(hasNotes ? [noteCell(one.model, context.notes)] : []),
        ],
      })),
    // Once, after the last of them.
    notes: i === shown.length - 1 ? ruleNotes() : [],
  }));
}

/** '–' says that no rule applied, not that a model has no strengths. */
export function claimsCell(claims: Claim[], separator: string): TableCell {
  if (claims.length === 0) return { text: ABSENT, value: null, from: 'rule' };
  return textCell(claims.map((c) => c.text).join(separator), { claims, from: 'rule' });
}

function ruleNotes(): string[] {
  return [
    `Every phrase is derived by rule from the trials; ${ABSENT} says that no rule applied or that the figures are not on record.`,
    `Style, the first that hold: ${STYLES.map(styleRuleWords).join('; ')}.`,
    'Spread is the sample standard deviation over the tasks, on the scale of 20 points.',
    "Length is that of the whole answer against the median of the models that did the same task: the reference solution's length is not on record.",
    'A model passes a check when it does so in more than half of its samples.',
    `Strengths, in this order, ${MOST_PHRASES} at most: ${STRENGTHS.map(({ rule }) => rule).join('; ')}.`,
    `Weaknesses, in this order, ${MOST_PHRASES} at most: ${WEAKNESSES.map(({ rule }) => rule).join('; ')}.`,
  ];
}
