/** Finds models that are one model in two forms: thinking and not, base and distill, two quantisations. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import type { PairCorrection, ReportContext } from './context.ts';
import type { Denies, Pair, PairKind } from './pair.ts';
import { bySize, findDistills, findQuantisations, findThinking } from './pair-finders.ts';
import { type Subject, subjectsOf } from './subjects.ts';

/** The rules, in the order in which they decide. Printed under the tables. */
export const PAIR_RULES: Record<PairKind, string> = {
  thinking:
    'Thinking: the same file (header hash), or the same family, size and quantisation, once with and once without thinking. The arguments decide (--reasoning, --reasoning-budget 0, --chat-template-kwargs, --reasoning-effort none), then the name (nonthink, no-think, think; Instruct against Thinking), then what was observed of the same file.',
  distill:
    'Distill: a model that its name or GGUF calls a distill, against the model it was distilled into; of several that one with the same thinking mode, then a complete one, then the same quantisation, then the nearest size.',
  quantisation:
    'Quantisation: the same family, size and thinking mode in another quantisation, each against the next larger file. A model without a mark thinks if a sibling is marked as not thinking.',
};

const FIND: Record<PairKind, (subjects: Subject[], denies: Denies) => Pair[]> = {
  thinking: findThinking,
  distill: findDistills,
  quantisation: findQuantisations,
};

/** All pairs of a run. A pair that the user names stands as named; a pair that the user denies is not there. */
export function findPairs(trials: Trial[], run: RunFacts, { pairs: corrections }: ReportContext): Pair[] {
  const subjects = subjectsOf(trials, run);
  const denies: Denies = (kind, a, b) =>
    corrections.some((one) => !one.isPair && one.kind === kind && isOf(one, a.model, b.model));
  return (Object.keys(FIND) as PairKind[]).flatMap((kind) => {
    const named = corrections.flatMap((one) =>
      one.isPair && one.kind === kind ? namedPair(one, subjects) : [],
    );
    const found = FIND[kind](subjects, denies).filter((pair) => !named.some((one) => isReplaced(pair, one)));
    return [...named, ...found];
  });
}

function isOf({ models }: PairCorrection, a: string, b: string): boolean {
  return models.includes(a) && models.includes(b) && a !== b;
}

/** A distill has one base and a model that does not think one counterpart: the user's choice takes its place. */
function isReplaced(found: Pair, named: Pair): boolean {
  if (named.kind !== 'quantisation') return found.second.model === named.second.model;
  return [found.first.model, found.second.model].every(
    (m) => m === named.first.model || m === named.second.model,
  );
}

function namedPair({ kind, models }: PairCorrection, subjects: Subject[]): Pair[] {
  const both = models.map((model) => subjects.find((subject) => subject.model === model));
  if (!both[0] || !both[1] || both[0] === both[1]) return [];
  const [first, second] = kind === 'quantisation' ? bySize([both[0], both[1]]) : both;
  return [{ kind, first: first!, second: second!, how: 'named by the user', from: 'person' }];
}

/** Corrections that name a model which the run does not have; never dropped without a word. */
export function unknownCorrections(trials: Trial[], run: RunFacts, { pairs }: ReportContext): string[] {
  if (pairs.length === 0) return [];
  const known = new Set(subjectsOf(trials, run).map(({ model }) => model));
  return [...new Set(pairs.flatMap(({ models }) => models).filter((model) => !known.has(model)))];
}
