/** How clean a model's code is, by the checks that ask for it. Pure. */

import { sum } from './numbers.ts';
import type { JudgedCheck } from './phrase-view.ts';
import type { Claim } from './report-table.ts';

/**
 * By convention a check with one of these ids asks for clean code, so tasks that users add take part by the names of
 * their checks. Whole ids, not words in them: `race-clean` and `content-length` are about what code does.
 */
export const CLEAN_CODE_CHECKS = [
  ...['tidy', 'clean', 'concise', 'length', 'lint', 'lints', 'warnings', 'formatted', 'unused', 'dead-code'],
  ...['duplication', 'modern-syntax', 'public-surface'],
];

/** Share of these checks' points that were passed; the first that holds. */
export const CLEAN_CODE_LEVELS = [
  { word: 'clean', atLeast: 0.9 },
  { word: 'mostly clean', atLeast: 0.7 },
  { word: 'mixed', atLeast: 0.4 },
  { word: 'untidy', atLeast: 0 },
];

export interface CleanCode {
  /** 0 to 1, weighted by the points of the checks. Caps do not count: a check that passed did pass. */
  share: number;
  word: string;
  claim: Claim;
}

/** null: no task asks for it, or nothing was graded. */
export function cleanCode(model: string, checks: JudgedCheck[]): CleanCode | null {
  const asked = checks.filter(({ field }) => CLEAN_CODE_CHECKS.includes(field.check));
  const most = sum(asked.map(({ mark }) => mark.maxPoints));
  if (most === 0) return null;
  const share = sum(asked.map(({ mark }) => (mark.maxPoints * mark.passed) / mark.samples)) / most;
  const { word } = CLEAN_CODE_LEVELS.find((level) => share >= level.atLeast)!;
  const lost = asked.filter(({ mark }) => mark.passed < mark.samples);
  const names = lost.map(({ field }) => `${field.label} ${field.check}`);
  return {
    share,
    word,
    claim: {
      text: lost.length === 0 ? word : `${word} (loses ${names.join(', ')})`,
      evidence: (lost.length === 0 ? asked : lost).map(({ field }) => ({
        ...{ model, task: field.task, check: field.check },
      })),
    },
  };
}
