/** How observations become a score. Pure: verdicts are made here, never inside the sandbox. */
import type { Sandbox } from '../sandbox/sandbox.ts';

/** What one check says of one answer. `points` is for partial credit; without it: all or nothing. */
export interface Verdict {
  passed: boolean;
  points?: number;
  /** Evidence for a person: input, expected, got. */
  detail: string;
}

/** One assertion of a rubric. Ids are kebab-case, unique in their rubric, stable over versions. */
export interface Check<O> {
  id: string;
  title: string;
  maxPoints: number;
  judge(observed: O): Verdict;
}

/** A limit on the sum, e.g. "uses Counter: 2 in all". `applies` gives the reason, or null. */
export interface Cap<O> {
  id: string;
  maxPoints: number;
  applies(observed: O): string | null;
}

/** What a report counts over models beside the points: was a named bug fixed, which approach was taken. */
export interface FactQuestion<O> {
  /** kebab-case, unique in its rubric, stable over versions. */
  id: string;
  title: string;
  /** A word of a closed list, e.g. 'fixed' or 'missed'; null when nothing can be told, which is not 'missed'. */
  tell(observed: O): string | null;
}

export interface Fact {
  id: string;
  title: string;
  value: string | null;
}

/** Source files of an answer by relative path. */
export type AnswerFiles = Record<string, string>;

export interface Rubric<O> {
  /** Builds and runs the answer in the sandbox. Throws SandboxFailed when the sandbox, not the answer, failed. */
  observe(files: AnswerFiles, sandbox: Sandbox): Promise<O>;
  checks: Check<O>[];
  caps: Cap<O>[];
  facts?: FactQuestion<O>[];
  /** Did the answer compile, or could it be imported? A mutant that did not proves no check. Without it: did the first check pass? */
  loads?(observed: O): boolean;
}

export interface CheckResult {
  id: string;
  title: string;
  /** Counted points: what the check earned, less what a cap withheld. */
  points: number;
  maxPoints: number;
  passed: boolean;
  detail: string;
}

/** Points are the sum over the checks, never carried apart from them. */
export interface Score {
  points: number;
  maxPoints: number;
  checks: CheckResult[];
  facts: Fact[];
}

/** The sandbox failed, so nothing can be said of the answer: the trial becomes `not-run`. */
export class SandboxFailed extends Error {
  override name = 'SandboxFailed';
}

/** Judges every check, then applies the lowest cap by withholding points from the last checks first. */
export function grade<O>(rubric: Pick<Rubric<O>, 'checks' | 'caps' | 'facts'>, observed: O): Score {
  const judged = rubric.checks.map((check) => judgeCheck(check, observed));
  const cap = lowestCap(rubric.caps, observed);
  const checks = cap ? withhold(judged, cap) : judged;
  return {
    points: sum(checks.map((c) => c.points)),
    maxPoints: sum(checks.map((c) => c.maxPoints)),
    checks,
    facts: (rubric.facts ?? []).map(({ id, title, tell }) => ({ id, title, value: tell(observed) })),
  };
}

function judgeCheck<O>(check: Check<O>, observed: O): CheckResult {
  const verdict = check.judge(observed);
  const points = verdict.points ?? (verdict.passed ? check.maxPoints : 0);
  if (points < 0 || points > check.maxPoints)
    throw new RangeError(`check ${check.id} gave ${points} points, allowed are 0 to ${check.maxPoints}`);
  return {
    id: check.id,
    title: check.title,
    points,
    maxPoints: check.maxPoints,
    passed: verdict.passed,
    detail: verdict.detail,
  };
}

interface AppliedCap {
  id: string;
  maxPoints: number;
  reason: string;
}

function lowestCap<O>(caps: Cap<O>[], observed: O): AppliedCap | null {
  const applied = caps.flatMap((cap) => {
    const reason = cap.applies(observed);
    return reason === null ? [] : [{ id: cap.id, maxPoints: cap.maxPoints, reason }];
  });
  return applied.sort((a, b) => a.maxPoints - b.maxPoints)[0] ?? null;
}

/** A withheld check keeps its `passed`: what was seen stays true, only the points are not counted. */
function withhold(checks: CheckResult[], cap: AppliedCap): CheckResult[] {
  let excess = sum(checks.map((c) => c.points)) - cap.maxPoints;
  return checks
    .toReversed()
    .map((check) => {
      if (excess <= 0 || check.points === 0) return check;
      const withheld = Math.min(excess, check.points);
      excess -= withheld;
      const note = `${withheld} withheld, ${cap.maxPoints} in all at most (${cap.id}): ${cap.reason}`;
      return { ...check, points: check.points - withheld, detail: `${check.detail} [${note}]` };
    })
    .toReversed();
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
