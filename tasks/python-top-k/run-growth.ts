/** Counts the answer's comparisons for growing inputs. */
import type { GrowthCase, Measured } from './growth.ts';
import { CALLS, drawGrowthCases, GROWTH_SEED, MOST_COUNTED } from './growth.ts';
import type { Observed, SeenGrowth } from './observed.ts';
import { Counted } from './observed.ts';
import { createFrequencyJudge } from './oracle.ts';
import { readLines } from './result-lines.ts';
import type { Bench } from './run-program.ts';
import { runProgram } from './run-program.ts';

const CASES = drawGrowthCases().map((one) => ({ ...one, isRight: createFrequencyJudge(one.nums, one.k) }));

export async function countGrowth(
  answer: string,
  bench: Bench,
): Promise<Pick<Observed, 'growth' | 'counterCalls' | 'idleSorts'>> {
  const cases = CASES.map(({ id, nums, k, distinct, size }) => ({
    id,
    nums,
    k,
    most: distinct * MOST_COUNTED,
    small: size === 'small',
  }));
  const stdin = JSON.stringify({ seed: GROWTH_SEED, calls: CALLS, cases });
  const run = await runProgram({ programs: ['growth.py', 'counting.py'], answer, stdin }, bench);
  const { outs, cutShort } = readLines(run, [0, ...CASES.map((one) => one.id)]);
  const lines = outs.slice(1).map((out) => Counted.safeParse(out).data);
  const counterCalls = Math.max(0, ...lines.map((line) => line?.counterCalls ?? 0));
  return { counterCalls, idleSorts: idleSortsOf(lines), growth: toGrowth(lines, cutShort) };
}

/** A sort that is needed moves something in one of the first few inputs. */
const LEAST_SORTS = 6;

function idleSortsOf(lines: (Counted | undefined)[]): number[] {
  const sites = lines.flatMap((line) => (line && 'sorts' in line ? Object.entries(line.sorts) : []));
  const byLine = Map.groupBy(sites, ([at]) => Number(at));
  const isIdle = (seen: typeof sites) =>
    sum(seen.map(([, [times]]) => times)) >= LEAST_SORTS && seen.every(([, [, moves]]) => moves === 0);
  return [...byLine].filter(([, seen]) => isIdle(seen)).map(([at]) => at);
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function toGrowth(lines: (Counted | undefined)[], cutShort: string | null): SeenGrowth {
  const measured: Measured[] = [];
  for (const [at, one] of CASES.entries()) {
    const line = lines[at];
    if (!line) return failed(one, `no result: ${cutShort ?? 'its line is odd'}`);
    if ('raised' in line) return failed(one, `raised ${line.raised}`);
    // How fast a wrong result came says nothing. Ties are judged elsewhere.
    if (!one.isRight(line.items)) return failed(one, 'a wrong result');
    measured.push({ case: one, comparisons: line.comparisons });
  }
  return { state: 'measured', measured };
}

function failed(one: GrowthCase, why: string): SeenGrowth {
  const input = `${one.nums.length} numbers, ${one.distinct} of them distinct, ${one.order}, k = ${one.k}`;
  return { state: 'failed', why: `${input}: ${why}` };
}
