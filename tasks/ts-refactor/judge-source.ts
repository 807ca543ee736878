/** Verdicts over the form of the source, measured against the starter and the reference. */
import type { Verdict } from '../../rubric/rubric.ts';
import type { Observations } from './observe.ts';

/** A call that hands on the arguments has about 10 tokens, one that also asks shouldLog 20. */
const LOG_FUNCTION_TOKENS = 25;
const SHOULD_LOG = { tokens: 60, branches: 2 };
/** Shares of the starter's duplicated tokens that may be left, for 3, 2 and 1 points. */
const CLONE_SHARES = [0.045, 0.2, 0.35];
/** Multiples of the reference's length, for 2 and 1 points. */
const LENGTHS = [1.25, 1.4];
const HARDLY_SHORTER = 0.8;
/** One such place may have its reason; `{ path: path }` is a matter of taste. */
const TOLERATED_LOOPS = 1;
const TOLERATED_SUMS = 1;
const TOLERATED_IDIOMS = 6;

export function judgeLogFunctions({ facts }: Observations): Verdict {
  const { logFunctionTokens: longest } = facts;
  if (longest === null) return { passed: true, detail: 'none of them has code of its own' };
  const detail = `the longest has ${longest} tokens of its own, ${LOG_FUNCTION_TOKENS} are fine`;
  return { passed: longest <= LOG_FUNCTION_TOKENS, detail };
}

export function judgeShouldLog({ facts: { shouldLog } }: Observations): Verdict {
  if (shouldLog === null) return { passed: true, detail: 'it has no code of its own' };
  const { tokens, branches } = shouldLog;
  const passed = tokens <= SHOULD_LOG.tokens && branches <= SHOULD_LOG.branches;
  return { passed, detail: `${tokens} tokens, ${branches} branches` };
}

export function cloneShare({ facts, starter }: Observations): number {
  return facts.clones.tokens / starter.facts.clones.tokens;
}

export function judgeClones(observed: Observations): Verdict {
  const { tokens, places } = observed.facts.clones;
  const share = cloneShare(observed);
  const points = CLONE_SHARES.filter((most) => share <= most).length;
  const left = `${tokens} tokens say again what stands elsewhere, ${Math.round(100 * share)} % of the original's`;
  return {
    passed: points === CLONE_SHARES.length,
    points,
    detail: places.length === 0 ? left : `${left}: ${places.slice(0, 6).join(', ')}`,
  };
}

export function judgeLength({ facts, reference, starter }: Observations): Verdict {
  const points = LENGTHS.filter((times) => facts.tokens <= times * reference.tokens).length;
  const detail = `${facts.tokens} tokens without comments; the original has ${starter.facts.tokens}, the reference ${reference.tokens}`;
  return { passed: points === LENGTHS.length, points, detail };
}

export function judgeLoops({ facts, starter }: Observations): Verdict {
  const left = facts.indexLoops;
  return { passed: left.length <= TOLERATED_LOOPS, detail: listLeft(left, starter.facts.indexLoops) };
}

export function judgeSyntax({ facts, starter }: Observations): Verdict {
  const { concatenations, oldIdioms } = facts;
  return {
    passed: concatenations.length <= TOLERATED_SUMS && oldIdioms.length <= TOLERATED_IDIOMS,
    detail: `concatenations: ${listLeft(concatenations, starter.facts.concatenations)}; idioms: ${listLeft(oldIdioms, starter.facts.oldIdioms)}`,
  };
}

function listLeft(left: string[], before: string[]): string {
  return [`${left.length} of ${before.length} left`, ...left.slice(0, 3)].join('; ');
}

/** More tokens; or more lines of code, and that is not a matter of layout alone. */
export function isLonger({ facts, starter }: Observations): boolean {
  if (facts.tokens >= starter.facts.tokens) return true;
  return facts.codeLines > starter.facts.codeLines && facts.tokens > HARDLY_SHORTER * starter.facts.tokens;
}
