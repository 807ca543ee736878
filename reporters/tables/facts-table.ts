/** What tasks tell of answers, as tables: bugs, yes or no and how, approaches. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { bugTable } from './bugs-table.ts';
import { type FactAnswer, type FactAnswers, factAnswers, valuesOf, withValue } from './fact-answers.ts';
import { claimed, countCell, left, namesText, right } from './fact-cells.ts';
import { type FactKind, kindOfFact, NO_VALUES, PARTLY_VALUES } from './fact-rules.ts';
import { formatPoints, mean, roundNoise } from './numbers.ts';
import { type Evidence, numberCell, type ReportTable, type TableCell, textCell } from './report-table.ts';

/** A table a kind of fact. A fact of which nothing could be told is in none. */
export function factTables(trials: Trial[]): ReportTable[] {
  const facts = factAnswers(trials).filter((fact) => valuesOf(fact).length > 0);
  const byKind = (kind: FactKind) =>
    facts.filter((fact) => kindOfFact(valuesOf(fact), `${fact.fact} ${fact.title}`) === kind);
  return [bugTable(byKind('bug')), tallyTable(byKind('tally')), approachTable(byKind('approach'))];
}

function tallyTable(facts: FactAnswers[]): ReportTable {
  return {
    id: 'tally',
    title: 'Who did what was asked',
    intro: null,
    columns: [
      ...[left('task', 'Task'), left('fact', 'Fact'), right('yes', 'Yes', 'answers'), left('how', 'How')],
      ...[
        right('partly', 'Partly', 'answers'),
        right('no', 'No', 'answers'),
        right('error', 'Error', 'answers'),
      ],
      ...[right('untold', 'Cannot be told', 'answers'), right('of', 'Of', 'answers')],
    ],
    rows: facts.map((fact) => {
      const isNo = (value: string) => NO_VALUES.has(value);
      const isPartly = (value: string) => PARTLY_VALUES.has(value);
      const yes = withValue(fact, (value) => !isNo(value) && !isPartly(value));
      const untold = fact.answers.filter(({ value }) => value === null);
      return {
        model: null,
        cells: [
          ...[textCell(fact.column), textCell(fact.title), countCell(yes), howCell(fact, yes)],
          ...[countCell(withValue(fact, isPartly)), countCell(withValue(fact, isNo))],
          ...[errorCell(fact.errors), countCell(untold)],
          numberCell(
            fact.answers.length + fact.errors.length,
            String(fact.answers.length + fact.errors.length),
          ),
        ],
      };
    }),
    notes: [
      'Error: the model or its server gave nothing to grade. Cannot be told: the answer was graded and does not show it.',
    ],
  };
}

/** 'ValueEnum 12, FromStr 3', the models behind each. */
function howCell(fact: FactAnswers, yes: FactAnswer[]): TableCell {
  const words = valuesOf(fact).flatMap((value) => {
    const same = yes.filter((answer) => answer.value === value);
    return same.length === 0
      ? []
      : [{ text: `${value} ${same.length}`, evidence: same.map(({ evidence }) => evidence) }];
  });
  const text = words.length === 0 ? '–' : words.map((claim) => claim.text).join(', ');
  return { text, value: words.length === 0 ? null : text, claims: words };
}

function errorCell(errors: Evidence[]): TableCell {
  const text = String(errors.length);
  return numberCell(errors.length, text, errors.length === 0 ? {} : { claims: [{ text, evidence: errors }] });
}

function approachTable(facts: FactAnswers[]): ReportTable {
  return {
    id: 'approaches',
    title: 'Approaches',
    intro: 'How answers went about it, the way with the best mean points first.',
    columns: [
      ...[left('task', 'Task'), left('fact', 'Fact'), left('approach', 'Approach')],
      ...[
        right('answers', 'Answers', 'answers'),
        left('models', 'Models'),
        right('points', 'Mean points', 'points'),
      ],
    ],
    rows: facts.flatMap((fact) =>
      waysOf(fact).map(({ value, same, points }) => {
        const names = namesText(same.map(({ evidence }) => evidence));
        return {
          model: null,
          cells: [
            ...[textCell(fact.column), textCell(fact.title), textCell(value), countCell(same)],
            ...[textCell(names, claimed(names, same)), numberCell(points, formatPoints(points))],
          ],
        };
      }),
    ),
    notes: [
      'Mean points: of the whole task, not of the approach alone; with one or two answers it says little.',
    ],
  };
}

function waysOf(fact: FactAnswers) {
  return valuesOf(fact)
    .map((value) => {
      const same = withValue(fact, (other) => other === value);
      return { value, same, points: roundNoise(mean(same.map(({ points }) => points))!) };
    })
    .sort((a, b) => b.points - a.points);
}
