/** Checks count by the point; the caps put an answer into the report's band for its worst gap. */
import type { Cap, Rubric } from '../../rubric/rubric.ts';
import { checks, findWarnings } from './checks.ts';
import { BUGS, brokeItself, findHarm, fixedBugs, judgeBug, judgeEdit } from './judge.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import type { Bug } from './transplant.ts';

const POLISH = ['unharmed', 'warnings', 'lints', 'concise'];

/** So many warnings are a mess, wherever they come from. */
const MESS = 5;
const BUGS_MISSED = [0, 1, 2, 3];

export const rubric: Rubric<Observed> = {
  observe,
  checks,
  // A copy that compiles only with a mend is measured too, but proves nothing of what the mutant does.
  loads: ({ builtFrom, mends }) => builtFrom === 'answer' && mends.length === 0,
  caps: [
    // 15 for three bugs and edit, 11 for two, 8, 4: polish makes up for no bug beyond the half point.
    ...Array.from({ length: 21 }, (_, maxPoints) => ({
      id: `bugs-missed-${maxPoints}`,
      maxPoints,
      applies: (seen: Observed) =>
        proportion(seen) === maxPoints ? `missed: ${missed(seen).join(', ')}` : null,
    })),
    cap('edit-missed', 16, (seen) => judgeEdit(seen).state === 'missed' && 'there is no edit'),
    cap('edit-incomplete', 16, (seen) => judgeEdit(seen).points <= 1 && judgeEdit(seen).detail),
    cap('edit-gap', 17, (seen) => judgeEdit(seen).state === 'partial' && judgeEdit(seen).detail),
    cap(
      'bug-half-fixed',
      16,
      (seen) => BUGS.some((bug) => judgeBug(seen, bug).state === 'partial') && 'half fixed',
    ),
    ...[16, 14, 12].map((most, index) =>
      cap(`harmed-${index + 1}`, most, (seen) => findHarm(seen).length > index && findHarm(seen).join('; ')),
    ),
    // Each alone costs little; together they add up.
    ...[15, 14, 13].map((most, index) =>
      cap(`gaps-${index + 2}`, most, (seen) => gaps(seen).length >= index + 2 && gaps(seen).join('; ')),
    ),
    // The last points are for an answer that a reviewer would take as it is.
    cap('unpolished', 19, (seen) => lost(seen).join(', ')),
    cap('unpolished-2', 18, (seen) => lost(seen).length >= 2 && lost(seen).join(', ')),
    cap('messy', 16, (seen) => (lost(seen).length >= 3 || isMessy(seen)) && lost(seen).join(', ')),
    // It breaks what compiled but for the given bugs: a notable gap, although the rest can be measured.
    ...BUGS_MISSED.map((count) =>
      cap(
        `new-compile-error-${count}`,
        Math.floor(12 - 3.5 * count) || 1,
        (seen) => brokeItself(seen) && missed(seen).length >= count && seen.errors,
      ),
    ),
    // Significant issues at least: nobody could run it.
    ...BUGS_MISSED.map((count) =>
      cap(
        `only-pieces-compile-${count}`,
        8 - 2 * count || 1,
        (seen) => seen.builtFrom !== 'answer' && missed(seen).length >= count && seen.errors,
      ),
    ),
    cap(
      'no-program',
      4,
      (seen) => seen.builtFrom !== 'answer' && !seen.syntax.isProgram && 'it is no whole program',
    ),
  ],
  facts: [
    ...BUGS.map((bug) => ({
      id: `bug-${bug}`,
      title: `${checks.find(({ id }) => id === bug)!.title}`,
      tell: (seen: Observed) => tellBug(seen, bug),
    })),
    { id: 'value-enum-how', title: 'how clap reads a priority', tell: tellValueEnum },
    { id: 'edit', title: 'the subcommand edit', tell: tellEdit },
  ],
};

function cap(id: string, maxPoints: number, why: (seen: Observed) => string | false): Cap<Observed> {
  return { id, maxPoints, applies: (seen) => why(seen) || null };
}

/** Points of the report's count, rounded up, when a bug is missed. */
function proportion(seen: Observed): number | null {
  if (missed(seen).length === 0) return null;
  return Math.ceil(
    checks.filter(({ id }) => !POLISH.includes(id)).reduce((sum, { id }) => sum + pointsOf(seen, id), 0),
  );
}

/** What is there, but not quite as documented. */
function gaps(seen: Observed): string[] {
  const halfFixed = BUGS.filter((bug) => judgeBug(seen, bug).state === 'partial');
  const edit = judgeEdit(seen);
  return [
    ...halfFixed.map((bug) => `${bug} is half fixed`),
    ...(edit.state === 'added' ? [] : [`edit: ${edit.detail}`]),
    ...findHarm(seen),
  ];
}

function isMessy({ lint, usualLints }: Observed): boolean {
  return lint !== null && findWarnings(lint.warnings, usualLints).length >= MESS;
}

function pointsOf(seen: Observed, id: string): number {
  const check = checks.find((one) => one.id === id)!;
  const { passed, points } = check.judge(seen);
  return points ?? (passed ? check.maxPoints : 0);
}

function missed(seen: Observed): Bug[] {
  const fixed = fixedBugs(seen);
  return BUGS.filter((bug) => !fixed.includes(bug));
}

function lost(seen: Observed): string[] {
  return POLISH.filter((id) => pointsOf(seen, id) === 0);
}

function tellBug(seen: Observed, bug: Bug): string | null {
  if (seen.builtFrom === 'nothing') return null;
  return judgeBug(seen, bug).state === 'missed' ? 'missed' : 'fixed';
}

function tellValueEnum(seen: Observed): string | null {
  if (tellBug(seen, 'value-enum') !== 'fixed') return tellBug(seen, 'value-enum');
  return seen.syntax.derivesValueEnum ? 'ValueEnum' : 'FromStr';
}

/** Pieces are measured without their edit. */
function tellEdit(seen: Observed): string | null {
  return seen.builtFrom === 'answer' ? judgeEdit(seen).state : null;
}
