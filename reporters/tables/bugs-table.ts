/** Which bugs were fixed how often, and how hard that makes them, as a table. Pure. */
import { type FactAnswers, withValue } from './fact-answers.ts';
import { claimed, countCell, left, namesText, right } from './fact-cells.ts';
import { DIFFICULTIES, DIFFICULTY_RULE, REPAIR_VALUES } from './fact-rules.ts';
import { divide } from './numbers.ts';
import { numberCell, type ReportTable, type TableCell, textCell } from './report-table.ts';

export function bugTable(facts: FactAnswers[]): ReportTable {
  const hasHalf = facts.some((fact) => withValue(fact, (value) => value === REPAIR_VALUES.half).length > 0);
  const half = (fact: FactAnswers) =>
    hasHalf ? [countCell(withValue(fact, (v) => v === REPAIR_VALUES.half))] : [];
  return {
    id: 'bugs',
    title: 'Bugs fixed',
    intro: 'Of the graded answers of which it could be told; an ERR is no answer.',
    columns: [
      ...[left('task', 'Task'), left('bug', 'Bug'), right('fixed', 'Fixed', 'share of answers')],
      ...(hasHalf ? [right('half', 'Half fixed', 'answers')] : []),
      ...[left('difficulty', 'Difficulty'), left('missed-by', 'Missed by')],
    ],
    rows: facts.map((fact) => ({
      model: null,
      cells: [
        textCell(fact.column),
        textCell(fact.title),
        shareCell(fact),
        ...half(fact),
        difficultyCell(fact),
        missedCell(fact),
      ],
    })),
    notes: [DIFFICULTY_RULE],
  };
}

function shareCell(fact: FactAnswers): TableCell {
  const { fixed, told } = repairsOf(fact);
  const text = `${fixed.length}/${told.length}`;
  return numberCell(divide(fixed.length, told.length), text, claimed(text, fixed));
}

function repairsOf(fact: FactAnswers) {
  return {
    fixed: withValue(fact, (value) => value === REPAIR_VALUES.done),
    told: withValue(fact, () => true),
  };
}

function difficultyCell(fact: FactAnswers): TableCell {
  const { fixed, told } = repairsOf(fact);
  return textCell(difficultyOf(fixed.length, told.length), { from: 'rule' });
}

/** `told` is at least 1. */
export function difficultyOf(fixed: number, told: number): string {
  return DIFFICULTIES.find(({ leastShare }) => fixed / told >= leastShare)!.word;
}

function missedCell(fact: FactAnswers): TableCell {
  const missed = withValue(fact, (value) => value === REPAIR_VALUES.not);
  const text = namesText(missed.map(({ evidence }) => evidence));
  return textCell(text, claimed(text, missed));
}
