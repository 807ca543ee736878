/** Which mutants are tried when there are too many: the same ones each time, spread over operators and lines. */
import { createHash } from 'node:crypto';
import type { Mutant } from './mutants.ts';

/** Takes from the operators in turn; of each, from the line that has fewest so far. The first n are a good sample of n. */
export function spreadMutants(mutants: Mutant[]): Mutant[] {
  const byOperator = Map.groupBy(shuffled(mutants), ({ operator }) => operator);
  const operators = [...byOperator.keys()].sort();
  const onLine = new Map<string, number>();
  const spread: Mutant[] = [];
  while (spread.length < mutants.length) {
    for (const operator of operators) {
      const next = takeLeastCrowded(byOperator.get(operator)!, onLine);
      if (next) spread.push(next);
    }
  }
  return spread;
}

/** By a hash, so that an edit elsewhere changes little. */
function shuffled(mutants: Mutant[]): Mutant[] {
  const hashes = new Map(mutants.map((one) => [one, createHash('sha256').update(one.id).digest('hex')]));
  return mutants.toSorted((a, b) => (hashes.get(a)! < hashes.get(b)! ? -1 : 1));
}

function takeLeastCrowded(left: Mutant[], onLine: Map<string, number>): Mutant | undefined {
  const crowd = (mutant: Mutant) => onLine.get(placeOf(mutant)) ?? 0;
  const least = Math.min(...left.map(crowd));
  const at = left.findIndex((one) => crowd(one) === least);
  const [taken] = at < 0 ? [] : left.splice(at, 1);
  if (taken) onLine.set(placeOf(taken), crowd(taken) + 1);
  return taken;
}

export function placeOf({ file, line }: Mutant): string {
  return `${file}:${line}`;
}
