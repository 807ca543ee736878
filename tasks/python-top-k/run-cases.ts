/** Calls the answer with every hidden input. */
import type { Case } from './inputs.ts';
import { drawCases } from './inputs.ts';
import type { CaseOutcome, Observed, SeenCase } from './observed.ts';
import { Loaded, Returned } from './observed.ts';
import { readLines } from './result-lines.ts';
import type { Bench } from './run-program.ts';
import { runProgram } from './run-program.ts';

/** There are six kinds of cases; an answer that hangs in four of them is told well enough. */
const MOST_RUNS = 4;
const CASES = drawCases();

type Called = Pick<Observed, 'notLoaded' | 'cases' | 'printed'>;

/** A case that hangs or ends the process takes the rest of its kind along; the other kinds go on in a fresh process. */
export async function callCases(answer: string, bench: Bench): Promise<Called> {
  const outcomes = new Map<number, CaseOutcome>();
  let printed = '';
  let rest = CASES;
  for (let runs = 0; runs < MOST_RUNS && rest.length > 0; runs++) {
    const stdin = JSON.stringify({ cases: rest.map(toDriver) });
    const run = await runProgram({ programs: ['driver.py'], answer, stdin }, bench);
    printed += new TextDecoder().decode(run.stdout) + new TextDecoder().decode(run.stderr);
    const { outs, cutShort } = readLines(run, [0, ...rest.map((one) => one.id)]);
    const notLoaded = whyNotLoaded(outs[0], cutShort);
    if (notLoaded) return { notLoaded, printed, cases: CASES.map((one) => missing(one, notLoaded)) };
    for (const [at, out] of outs.slice(1).entries()) outcomes.set(rest[at]!.id, toOutcome(out));
    const culprit = rest[outs.length - 1];
    if (!cutShort || !culprit) break;
    outcomes.set(culprit.id, { state: 'missing', why: cutShort });
    rest = rest.slice(outs.length).filter((one) => one.kind !== culprit.kind);
    // It never came past its first input.
    if (outcomes.size === 1) break;
  }
  const cases = CASES.map((one): SeenCase => {
    const outcome = outcomes.get(one.id);
    return outcome ? { case: one, outcome } : missing(one, 'a case before it ended the run');
  });
  return { notLoaded: null, printed, cases };
}

function toDriver({ id, nums, k }: Case) {
  return { id, k, nums: nums.map((num) => (typeof num === 'bigint' ? String(num) : num)) };
}

function missing(one: Case, why: string): SeenCase {
  return { case: one, outcome: { state: 'missing', why } };
}

function whyNotLoaded(out: unknown, cutShort: string | null): string | null {
  const line = Loaded.safeParse(out);
  if (!line.success)
    return `solution.py did not finish importing: ${cutShort ?? 'the driver’s first line is odd'}`;
  if ('raised' in line.data) return `importing solution.py raised ${line.data.raised}`;
  return line.data.loaded ? null : 'solution.py defines no function top_k_frequent';
}

function toOutcome(out: unknown): CaseOutcome {
  const line = Returned.safeParse(out);
  if (!line.success)
    return { state: 'missing', why: 'the result pipe held something other than the driver’s lines' };
  if ('raised' in line.data) return { state: 'raised', error: line.data.raised };
  return { state: 'returned', ...line.data.returned, numsAfter: line.data.numsAfter };
}
