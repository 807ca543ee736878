/** Phrases about a model as a whole: ERR, size, speed, spread. Pure. */
import { formatGib, formatSeconds } from './numbers.ts';
import type { ModelView } from './phrase-view.ts';
import type { Claim, Evidence } from './report-table.ts';
import type { RankRow } from './standings.ts';

export function errs({ placing, trials }: ModelView): Claim[] {
  const { model, errs: count, asked } = placing.traits;
  if (count === 0) return [];
  const found = trials.flatMap(({ task, sample, taskFacts, outcome }) =>
    outcome.state === 'err' ? [{ task, sample, label: taskFacts.column, kind: outcome.kind }] : [],
  );
  // One of which only the sum is on record: its cells are unknown.
  if (found.length === 0) return [{ text: `no score on ${count} of ${asked} tasks`, evidence: [{ model }] }];
  const kinds = [...Map.groupBy(found, (one) => one.kind)].map(
    ([kind, all]) => `${[...new Set(all.map((one) => one.label))].join(', ')} ${kind}`,
  );
  const evidence = found.map(({ task, sample }) => ({ model, task, sample }));
  return [{ text: `ERR on ${count} of ${asked} answers: ${kinds.join('; ')}`, evidence }];
}

export function apiOnly({ placing: { traits } }: ModelView): Claim[] {
  if (!traits.reference) return [];
  return [{ text: 'behind an API only, no file to run', evidence: [{ model: traits.model }] }];
}

export function smaller(view: ModelView): Claim[] {
  return firstOfPeers(
    view,
    (row) => row.sizeBytes,
    (own, n) => `smallest of the ${n} local models with its points or more (${formatGib(own)} GiB)`,
  );
}

export function faster(view: ModelView): Claim[] {
  return firstOfPeers(
    view,
    (row) => row.avgWallMs,
    (own, n) => `fastest of the ${n} local models with its points or more (${formatSeconds(own)} an answer)`,
  );
}

/** Peers are the ranked local models with as many points or more; a model without peers beats nobody. */
function firstOfPeers(
  { ranked, locals }: ModelView,
  read: (row: RankRow) => number | null,
  words: (own: number, peers: number) => string,
): Claim[] {
  if (ranked === null || ranked.reference) return [];
  const own = read(ranked);
  const peers = locals.filter((row) => row.points >= ranked.points && read(row) !== null);
  if (own === null || peers.length < 2) return [];
  const isFirst = peers.every((row) => row.model === ranked.model || read(row)! > own);
  return isFirst ? [{ text: words(own, peers.length), evidence: [{ model: ranked.model }] }] : [];
}

/** The smallest of them stands as evidence. */
export function halfAsLarge({ ranked, locals }: ModelView): Claim[] {
  const own = ranked?.sizeBytes ?? null;
  if (ranked === null || own === null) return [];
  const half = locals
    .filter((row) => row.points >= ranked.points && row.sizeBytes !== null && row.sizeBytes <= own / 2)
    .sort((a, b) => a.sizeBytes! - b.sizeBytes!);
  if (half.length === 0) return [];
  const evidence: Evidence[] = [{ model: ranked.model }, ...half.slice(0, 1).map(({ model }) => ({ model }))];
  const text =
    half.length === 1
      ? `${formatGib(own)} GiB; ${half[0]!.model} has its points or more at ${formatGib(half[0]!.sizeBytes)} GiB`
      : `${formatGib(own)} GiB; ${half.length} models of at most half its size have its points or more`;
  return [{ text, evidence }];
}

export function slow({ placing: { traits } }: ModelView, limit: number): Claim[] {
  const { model, wallRatio, avgWallMs } = traits;
  if (wallRatio === null || wallRatio < limit) return [];
  const text = `slow: ${formatSeconds(avgWallMs)} an answer, ${wallRatio.toFixed(1)} times the field's median`;
  return [{ text, evidence: [{ model }] }];
}

export function cutOff({ placing: { traits }, trials }: ModelView): Claim[] {
  const cut = trials.filter((t) => t.outcome.state === 'graded' && t.response?.truncated === true);
  if (cut.length === 0) return [];
  return [
    {
      text: `${cut.length} of ${traits.graded} answers cut off by the length limit`,
      evidence: cut.map(({ model, task, sample }) => ({ model, task, sample })),
    },
  ];
}

export function spreadPhrase(
  { placing: { traits } }: ModelView,
  word: 'steady' | 'uneven',
  limit: number,
): Claim[] {
  const { model, spread } = traits;
  if (spread === null || (word === 'steady' ? spread > limit : spread <= limit)) return [];
  return [{ text: `${word} over the tasks (stdev ${spread.toFixed(1)} of 20)`, evidence: [{ model }] }];
}
