/** The rules by which pairs are found, a function a kind; pairs.ts has them in words. Pure. */
import { baseOf, isApart, isSameFile, sameFamily } from './identity.ts';
import type { Denies, Pair } from './pair.ts';
import type { Subject } from './subjects.ts';

export function findThinking(subjects: Subject[], denies: Denies): Pair[] {
  return subjects.flatMap((off) => {
    const thinkers = subjects.flatMap((on) => {
      const why = on === off || denies('thinking', on, off) ? null : whyThinkingPair(on, off);
      return why === null ? [] : [{ on, why }];
    });
    const best = thinkers.sort((a, b) => thinkerRank(b.on, off) - thinkerRank(a.on, off))[0];
    return best
      ? [{ kind: 'thinking', first: best.on, second: off, how: best.why, from: 'rule' } as const]
      : [];
  });
}

function thinkerRank(on: Subject, off: Subject): number {
  return (
    4 * Number(isSameFile(on.identity, off.identity)) +
    2 * Number(on.identity.thinking === 'on') +
    Number(on.isComplete)
  );
}

function whyThinkingPair(on: Subject, off: Subject): string | null {
  const [a, b] = [on.identity, off.identity];
  if (a.name.distill !== b.name.distill || a.effort !== b.effort) return null;
  const family = sameFamily(a, b);
  if (family === null || !isSameForm(on, off)) return null;
  const seen = `${observed(on)}${observed(off)}`;
  if (a.thinking !== 'off' && b.thinking === 'off' && a.isInstruct === b.isInstruct)
    return `${family}; ${off.model} does not think by ${b.thinkingWhy}${seen}`;
  if (a.thinking === 'on' && b.thinking === null && b.isInstruct && !a.isInstruct)
    return `${family}; Thinking against Instruct${seen}`;
  const isSeen = a.thinking === null && b.thinking === null && isSameFile(a, b);
  return isSeen && reasons(on) === true && reasons(off) === false
    ? `${family}; by what was observed${seen}`
    : null;
}

function isSameForm(on: Subject, off: Subject): boolean {
  const [a, b] = [on.identity, off.identity];
  if (isSameFile(a, b)) return true;
  return a.quant?.key === b.quant?.key && !isApart(a.sizeBytes, b.sizeBytes, 0.02);
}

/** At least half of the answers reasoned, none did, or neither can be said. */
function reasons({ identity: { reasoned } }: Subject): boolean | null {
  if (reasoned === null) return null;
  if (reasoned.answers === 0) return false;
  return reasoned.answers * 2 >= reasoned.of ? true : null;
}

function observed({ model, identity: { reasoned } }: Subject): string {
  return reasoned === null ? '' : `; ${model} reasoned in ${reasoned.answers} of ${reasoned.of} answers`;
}

export function findDistills(subjects: Subject[], denies: Denies): Pair[] {
  const modes = modesOf(subjects);
  return subjects
    .filter(({ identity }) => identity.isDistill)
    .flatMap((distill) => {
      const bases = subjects.flatMap((base) => {
        const why = denies('distill', base, distill) ? null : baseOf(distill.identity, base.identity);
        return why === null || base === distill ? [] : [{ base, why }];
      });
      const order = (base: Subject) => baseRank(base, distill, modes);
      const best = bases.sort((a, b) => compareRanks(order(a.base), order(b.base)))[0];
      if (!best) return [];
      const isOther = modes.get(best.base.model) !== modes.get(distill.model);
      const how = isOther ? `${best.why}; no base with the same thinking mode is here` : best.why;
      return [{ kind: 'distill', first: best.base, second: distill, how, from: 'rule' } as const];
    });
}

/** Least is best, the first figure that differs decides. */
function baseRank(base: Subject, distill: Subject, modes: Map<string, string>): number[] {
  const [a, b] = [base.identity, distill.identity];
  const gap = a.sizeBytes === null || b.sizeBytes === null ? 0 : Math.abs(a.sizeBytes - b.sizeBytes);
  return [
    Number(modes.get(base.model) !== modes.get(distill.model)),
    Number(!base.isComplete),
    Number(a.quant?.key !== b.quant?.key),
    gap,
  ];
}

function compareRanks(a: number[], b: number[]): number {
  return a.map((figure, i) => figure - b[i]!).find((difference) => difference !== 0) ?? 0;
}

/**
 * Thinking by model, in words. Whoever marks one preset as not thinking leaves the other at its default, which is
 * then to think; 'unmarked' where no sibling is marked.
 */
function modesOf(subjects: Subject[]): Map<string, string> {
  const silent = subjects.filter(({ identity }) => identity.thinking === 'off');
  return new Map(
    subjects.map((subject) => {
      const { thinking, effort } = subject.identity;
      const isDefault = thinking === null && silent.some((other) => isSibling(subject, other));
      const mode = thinking ?? (isDefault ? 'on' : 'unmarked');
      return [subject.model, effort === null ? mode : `${mode} ${effort}`];
    }),
  );
}

function isSibling(a: Subject, b: Subject): boolean {
  return sameFamily(a.identity, b.identity) !== null || baseOf(a.identity, b.identity) !== null;
}

export function findQuantisations(subjects: Subject[], denies: Denies): Pair[] {
  const modes = modesOf(subjects);
  const families: Subject[][] = [];
  for (const subject of subjects.filter(({ identity }) => identity.quant !== null)) {
    const family = families.find(([head]) => isSameButQuant(head!, subject, modes));
    if (family) family.push(subject);
    else families.push([subject]);
  }
  return families.flatMap((family) => {
    const forms = bySize(onePerQuant(family));
    return forms.slice(1).flatMap((second, i) => {
      const first = forms[i]!;
      if (denies('quantisation', first, second)) return [];
      const how = sameFamily(first.identity, second.identity)!;
      return [{ kind: 'quantisation', first, second, how, from: 'rule' } as const];
    });
  });
}

function isSameButQuant(a: Subject, b: Subject, modes: Map<string, string>): boolean {
  return (
    modes.get(a.model) === modes.get(b.model) &&
    a.identity.name.distill === b.identity.name.distill &&
    a.identity.isDistill === b.identity.isDistill &&
    a.identity.isInstruct === b.identity.isInstruct &&
    !isSameFile(a.identity, b.identity) &&
    sameFamily(a.identity, b.identity) !== null
  );
}

/** Of several presets of one quantisation a complete one, then the first. */
function onePerQuant(family: Subject[]): Subject[] {
  return [...Map.groupBy(family, ({ identity }) => identity.quant!.key).values()].map(
    (same) => same.find(({ isComplete }) => isComplete) ?? same[0]!,
  );
}

export function bySize(subjects: Subject[]): Subject[] {
  return subjects.toSorted(
    (a, b) => (a.facts?.sizeBytes ?? 0) - (b.facts?.sizeBytes ?? 0) || bits(a) - bits(b),
  );
}

/** 4 of Q4_K_M, where the size of a file is not known. */
function bits({ identity }: Subject): number {
  return Number(/\d+/.exec(identity.quant?.label.replace('i1-', '') ?? '')?.[0] ?? 0);
}
