/** Agentic picks: the models worth using as a coding agent, each with the rule that picked it. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { AGENT_LIMITS, type Candidate, VERDICTS, type VerdictRule } from './agentic-rules.ts';
import { type CleanCode, cleanCode } from './clean-code.ts';
import { ENOUGH, median } from './field.ts';
import { MODEL, modelCell } from './model-columns.ts';
import { ABSENT, divide, formatGib, formatPoints, formatSeconds, isNumber } from './numbers.ts';
import { type ModelView, type RunView, viewRun } from './phrase-view.ts';
import { numberCell, type ReportTable, type TableRow, textCell } from './report-table.ts';
import type { RankRow } from './standings.ts';

export interface AgenticPick {
  candidate: Candidate;
  verdict: VerdictRule;
  graded: number;
  asked: number;
  /** null: too few tasks. */
  consistent: 'excellent' | 'good' | 'fair' | 'uneven' | null;
  /** null: no task asks for clean code. */
  cleanCode: CleanCode | null;
}

/** In the order of the verdicts; empty with fewer than AGENT_LIMITS.fewestLocals ranked local models. */
export function agenticPicks(view: RunView): AgenticPick[] {
  const candidates = makeCandidates(view);
  if (candidates.filter((one) => !one.reference).length < AGENT_LIMITS.fewestLocals) return [];
  const views = new Map(view.models.map((one) => [one.placing.traits.model, one]));
  const taken = new Set<string>();
  return VERDICTS.flatMap((verdict) => {
    const candidate = firstOf(candidates.filter(verdict.fits), verdict.order);
    if (candidate === null || taken.has(candidate.model)) return [];
    taken.add(candidate.model);
    return [pick(candidate, verdict, views.get(candidate.model)!)];
  });
}

function makeCandidates({ ranked, models }: RunView): Candidate[] {
  const locals = ranked.filter((row) => !row.reference);
  const spreads = new Map(models.map(({ placing: { traits } }) => [traits.model, traits.spread]));
  const walls = locals.map((row) => row.avgWallMs).filter(isNumber);
  const middle = walls.length < ENOUGH.models ? null : median(walls);
  const quick = locals.filter((row) => row.avgWallMs !== null && row.avgWallMs <= AGENT_LIMITS.quickMs);
  return ranked.map((row) => ({
    model: row.model,
    reference: row.reference,
    points: row.points,
    share: row.points / row.maxPoints,
    avgWallMs: row.avgWallMs,
    sizeBytes: row.sizeBytes,
    spread: spreads.get(row.model) ?? null,
    wallRatio: row.reference ? null : divide(row.avgWallMs, middle),
    bestLocal: bestPoints(locals) ?? 0,
    bestQuick: bestPoints(quick),
    maxPoints: row.maxPoints,
  }));
}

/** Ranked rows come best first. */
function bestPoints(rows: RankRow[]): number | null {
  return rows[0]?.points ?? null;
}

/** Ties: the other measure, then the faster. A model without a size is the last by size. */
function firstOf(candidates: Candidate[], order: VerdictRule['order']): Candidate | null {
  const byPoints = (a: Candidate, b: Candidate) => b.points - a.points;
  const bySize = (a: Candidate, b: Candidate) =>
    compareAbsentLast(a.sizeBytes, b.sizeBytes) || byPoints(a, b);
  const bySpeed = (a: Candidate, b: Candidate) => compareAbsentLast(a.avgWallMs, b.avgWallMs);
  const [first, second] = order === 'points' ? [byPoints, bySpeed] : [bySize, bySpeed];
  return candidates.toSorted((a, b) => first(a, b) || second(a, b) || bySize(a, b))[0] ?? null;
}

function compareAbsentLast(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a - b;
}

function pick(candidate: Candidate, verdict: VerdictRule, view: ModelView): AgenticPick {
  const { graded, asked } = view.placing.traits;
  return {
    ...{ candidate, verdict, graded, asked },
    consistent: consistencyOf(candidate.spread),
    cleanCode: cleanCode(candidate.model, view.checks),
  };
}

function consistencyOf(spread: number | null): AgenticPick['consistent'] {
  if (spread === null) return null;
  const { excellent, good, fair } = AGENT_LIMITS.consistent;
  return spread <= excellent ? 'excellent' : spread <= good ? 'good' : spread <= fair ? 'fair' : 'uneven';
}

export function agenticTables(trials: Trial[], run: RunFacts): ReportTable[] {
  const picks = agenticPicks(viewRun(trials, run));
  const { excellent, good, fair } = AGENT_LIMITS.consistent;
  return [
    {
      id: 'agentic-picks',
      title: 'Agentic picks',
      intro:
        'For coding agents, where speed, reliability and clean code count beside the score. Only models that are ranked.',
      columns: [
        MODEL,
        { id: 'score', label: 'Score', align: 'right', unit: 'points' },
        { id: 'wall', label: 'Wall', align: 'right', unit: 'ms' },
        { id: 'size', label: 'Size (GiB)', align: 'right', unit: 'bytes' },
        { id: 'reliable', label: 'Reliable', align: 'right', help: 'Answers graded of those asked for.' },
        { id: 'consistent', label: 'Consistent', align: 'left' },
        { id: 'clean-code', label: 'Clean code', align: 'left' },
        { id: 'verdict', label: 'Verdict', align: 'left' },
      ],
      rows: picks.map(pickRow),
      notes: [
        ...VERDICTS.map(({ verdict, rule }) => `${verdict}: ${rule}.`),
        'A verdict that no model earned is left out.',
        `Consistent, by the spread over the tasks (stdev, points of 20): excellent up to ${excellent}, good up to ${good}, fair up to ${fair}, else uneven.`,
        `Clean code: the share of the checks that ask for it (ids such as tidy, concise, lints) that were passed; ${ABSENT}: no task asks for it.`,
      ],
    },
  ];
}

function pickRow({ candidate, verdict, graded, asked, consistent, cleanCode: clean }: AgenticPick): TableRow {
  const { model, points, avgWallMs, sizeBytes, spread, reference } = candidate;
  const evidence = [{ model }];
  const spreadText = spread === null ? '' : `${consistent} (${spread.toFixed(1)})`;
  return {
    model,
    cells: [
      modelCell(model, reference),
      numberCell(points, formatPoints(points)),
      numberCell(avgWallMs, formatSeconds(avgWallMs)),
      numberCell(sizeBytes, reference ? 'API' : formatGib(sizeBytes)),
      numberCell(graded / asked, `${graded}/${asked}`),
      spread === null
        ? { text: ABSENT, value: null }
        : { text: spreadText, value: spread, claims: [{ text: spreadText, evidence }], from: 'rule' },
      clean === null
        ? { text: ABSENT, value: null }
        : { text: clean.claim.text, value: clean.share, claims: [clean.claim], from: 'rule' },
      textCell(verdict.verdict, { claims: [{ text: verdict.verdict, evidence }], from: 'rule' }),
    ],
  };
}
