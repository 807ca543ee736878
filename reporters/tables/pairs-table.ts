/** Pairs as tables: thinking, distill, quantisation. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { changeText, signed } from './check-changes.ts';
import { kindSentence, pairSentence, quantText, ratioText } from './conclusions.ts';
import type { ReportContext } from './context.ts';
import { familyLabel } from './name-parts.ts';
import { NOISE_RULE } from './noise.ts';
import { ABSENT, formatSeconds, toGib } from './numbers.ts';
import type { PairKind } from './pair.ts';
import { type PairFigures, pairFigures, scoreText, sidesOf } from './pair-figures.ts';
import { findPairs, PAIR_RULES, unknownCorrections } from './pairs.ts';
import {
  type Evidence,
  numberCell,
  type ReportTable,
  type TableCell,
  type TableColumn,
  textCell,
} from './report-table.ts';
import type { Subject } from './subjects.ts';

/** A table a kind; kinds without a pair have no rows. */
export function pairTables(trials: Trial[], run: RunFacts, context: ReportContext): ReportTable[] {
  const all = findPairs(trials, run, context).map(pairFigures);
  const unknown = unknownCorrections(trials, run, context);
  const strange =
    unknown.length === 0
      ? []
      : [`Pairs in the settings name models that are not in this run: ${unknown.join(', ')}.`];
  const kinds: PairKind[] = ['thinking', 'distill', 'quantisation'];
  return kinds.map((kind) =>
    pairTable(
      kind,
      all.filter(({ pair }) => pair.kind === kind),
      strange,
    ),
  );
}

interface Layout {
  title: string;
  columns: TableColumn[];
  cells: (figures: PairFigures) => TableCell[];
}

const right = (id: string, label: string, unit?: string): TableColumn => ({
  ...{ id, label, align: 'right' },
  ...(unit === undefined ? {} : { unit }),
});
const left = (id: string, label: string): TableColumn => ({ id, label, align: 'left' });

const LAYOUTS: Record<PairKind, Layout> = {
  thinking: {
    title: 'Thinking against non-thinking',
    columns: [
      left('base', 'Base model'),
      right('think-score', 'Think score', 'points'),
      right('think-wall', 'Think wall', 'ms'),
      right('nothink-score', 'NoThink score', 'points'),
      right('nothink-wall', 'NoThink wall', 'ms'),
    ],
    cells: ({ pair: { first, second } }) => [
      textCell(first.model, { claims: [{ text: first.model, evidence: evidenceOf(first, second) }] }),
      ...[first, second].flatMap((side) => [scoreCell(side), wallCell(side)]),
    ],
  },
  distill: {
    title: 'Base against distill',
    columns: [
      left('base', 'Base model'),
      right('base-score', 'Base score', 'points'),
      left('distill', 'Distill'),
      right('distill-score', 'Distill score', 'points'),
    ],
    cells: ({ pair: { first, second } }) =>
      [first, second].flatMap((side) => [
        textCell(side.model, { claims: [{ text: side.model, evidence: evidenceOf(side) }] }),
        scoreCell(side),
      ]),
  },
  quantisation: {
    title: 'Quantisations of one model',
    columns: [
      left('family', 'Model family'),
      left('quant-a', 'Quant A'),
      right('score-a', 'Score A', 'points'),
      left('quant-b', 'Quant B'),
      right('score-b', 'Score B', 'points'),
      left('better', 'Better'),
    ],
    cells: (figures) => [
      textCell(quantFamily(figures)),
      ...[figures.pair.first, figures.pair.second].flatMap((side) => [quantCell(side), scoreCell(side)]),
      betterCell(figures),
    ],
  },
};

function pairTable(kind: PairKind, all: PairFigures[], strange: string[]): ReportTable {
  const { title, columns, cells } = LAYOUTS[kind];
  return {
    id: `pairs-${kind}`,
    title,
    intro: all.length === 0 ? null : kindSentence(kind, all),
    columns: [
      ...columns,
      { ...right('delta', 'Delta', 'points'), help: DELTA_HELP },
      right('common', 'On common tasks', 'points'),
      right('wall-ratio', 'Wall ratio'),
      left('changed', 'What changed'),
      left('conclusion', 'Conclusion'),
      left('found', 'Found by'),
    ],
    rows: all.map((figures) => ({
      model: sidesOf(figures.pair).asked.model,
      cells: [...cells(figures), ...commonCells(figures)],
    })),
    notes: [PAIR_RULES[kind], DELTA_HELP, NOISE_RULE.sentence, ...strange],
  };
}

const DELTA_HELP =
  'Delta: thinking less non-thinking, distill less base, larger less smaller file. -4+ is at least -4, because the side that is asked about is incomplete; a total of an incomplete model is no basis for a verdict, the common tasks are.';

function commonCells(figures: PairFigures): TableCell[] {
  const { delta, common, wallRatio, pair } = figures;
  const { asked, other } = sidesOf(pair);
  const sentence = pairSentence(figures);
  return [
    numberCell(delta.points, delta.text),
    common === null
      ? numberCell(null, ABSENT)
      : numberCell(common.delta, `${signed(common.delta)} (${common.tasks.length})`),
    numberCell(wallRatio, wallRatio === null ? ABSENT : ratioText(wallRatio)),
    changesCell(figures),
    textCell(sentence, { from: 'rule', claims: [{ text: sentence, evidence: evidenceOf(asked, other) }] }),
    textCell(pair.how, { from: pair.from }),
  ];
}

/** A claim a task, with the checks of both models behind it. */
function changesCell({ changes, common, pair }: PairFigures): TableCell {
  if (common === null) return numberCell(null, ABSENT);
  const { asked, other } = sidesOf(pair);
  const claims = changes.map((change) => ({
    text: changeText(change),
    evidence: [asked, other].flatMap(({ model }): Evidence[] =>
      change.checks.length === 0
        ? [{ model, task: change.task }]
        : change.checks.map(({ check }) => ({ model, task: change.task, check })),
    ),
  }));
  const text = claims.length === 0 ? 'nothing' : claims.map((claim) => claim.text).join('; ');
  return textCell(text, { from: 'rule', claims });
}

function evidenceOf(...sides: Subject[]): Evidence[] {
  return sides.map(({ model }) => ({ model }));
}

function scoreCell(side: Subject): TableCell {
  return numberCell(side.points, scoreText(side));
}

function wallCell({ avgWallMs }: Subject): TableCell {
  return numberCell(avgWallMs, formatSeconds(avgWallMs));
}

/** 'qwen35-35b-a3b (nonthink)' */
function quantFamily({ pair: { first, second } }: PairFigures): string {
  const { name, isDistill, isInstruct } = first.identity;
  const marks = [
    isDistill ? `${name.distill ?? ''} distill`.trim() : '',
    isInstruct ? 'instruct' : '',
    [first, second].some(({ identity }) => identity.thinking === 'off') ? 'nonthink' : '',
    [first, second].some(({ identity }) => identity.thinking === 'on') ? 'think' : '',
  ].filter((mark) => mark !== '');
  return `${familyLabel(name) || first.model}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

/** 'Q4_K_M (72 GiB)' */
function quantCell(side: Subject): TableCell {
  const gib = toGib(side.facts?.sizeBytes ?? null);
  const size = gib === null ? '' : ` (${gib.toFixed(gib < 10 ? 1 : 0)} GiB)`;
  const text = `${quantText(side)}${size}`;
  return textCell(text, { claims: [{ text, evidence: evidenceOf(side) }] });
}

function betterCell({ direction }: PairFigures): TableCell {
  if (direction === 'unknown') return { text: ABSENT, value: null };
  return textCell({ up: 'Larger', down: 'Smaller', equal: 'Equal' }[direction]);
}
