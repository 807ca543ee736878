/** The checks in the order of the table; a cap withholds points from the last ones first. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import { brokeItself, findHarm, fixedBugs, judgeBug, judgeEdit, judgeKind } from './judge.ts';
import type { Observed } from './observed.ts';
import type { Diagnostic } from './run-driver.ts';
import type { Bug } from './transplant.ts';

type RustCheck = Check<Observed>;

/** What a fix by FromStr and a longer edit need at most; measured in README.md. */
const MOST_TIMES_ADDED = 3;
const POINTS_OF_A_BUG = 3.5;
const POINTS_OF_HALF_A_BUG = 2;

export const checks: RustCheck[] = [
  { id: 'program', title: 'is the task manager and shows tasks', maxPoints: 2, judge: judgeProgram },
  bugCheck('value-enum', 'reads a priority from the command line'),
  bugCheck('next-id', 'gives each task the next number'),
  bugCheck('mark-done', 'marks a task as done'),
  bugCheck('remove', 'removes the right task'),
  { id: 'edit', title: 'has the subcommand edit as documented', maxPoints: 2, judge: judgeEditing },
  { id: 'unharmed', title: 'keeps what worked as it was', maxPoints: 0.5, judge: polished(judgeHarm) },
  {
    id: 'warnings',
    title: 'has no warnings of the compiler',
    maxPoints: 0.5,
    judge: polished(judgeWarnings),
  },
  { id: 'lints', title: 'has no warnings of Clippy', maxPoints: 0.5, judge: polished(judgeLints) },
  { id: 'concise', title: 'is a small change', maxPoints: 0.5, judge: polished(judgeLength) },
];

function judgeProgram(observed: Observed): Verdict {
  const { builtFrom, errors, syntax } = observed;
  if (builtFrom !== 'answer') return { passed: false, points: syntax.isProgram ? 1 : 0, detail: errors };
  const { right, detail } = judgeKind(observed, 'shows-tasks');
  return right ? { passed: true, detail } : { passed: false, points: 1, detail };
}

function bugCheck(bug: Bug, title: string): RustCheck {
  const judge = (observed: Observed): Verdict => {
    const { state, detail } = judgeBug(observed, bug);
    return state === 'partial'
      ? { passed: false, points: POINTS_OF_HALF_A_BUG, detail }
      : { passed: state === 'fixed', detail };
  };
  return { id: bug, title, maxPoints: POINTS_OF_A_BUG, judge };
}

function judgeEditing(observed: Observed): Verdict {
  const { state, points, detail } = judgeEdit(observed);
  return { passed: state === 'added', points, detail };
}

/** The polish of code that mends nothing, or does not compile by its own fault, earns nothing. */
function polished(judge: (observed: Observed) => Verdict): (observed: Observed) => Verdict {
  return (observed) => {
    if (brokeItself(observed)) return { passed: false, detail: observed.errors };
    if (fixedBugs(observed).length === 0) return { passed: false, detail: 'no bug is fixed' };
    return judge(observed);
  };
}

function judgeHarm(observed: Observed): Verdict {
  const harm = findHarm(observed);
  return { passed: harm.length === 0, detail: harm.join('; ') || 'every other command is as documented' };
}

function judgeWarnings(observed: Observed): Verdict {
  return judgeFound(observed, (code) => !isOfClippy(code), 'no warning of the compiler');
}

function judgeLints(observed: Observed): Verdict {
  if (observed.lint?.tool === 'clippy-driver')
    return judgeFound(observed, isOfClippy, 'no warning of Clippy');
  const { passed, detail } = judgeWarnings(observed);
  return { passed, detail: `Clippy is not installed, so the compiler's warnings alone decide: ${detail}` };
}

function isOfClippy(code: string): boolean {
  return code.startsWith('clippy::');
}

function judgeFound(
  { lint, usualLints }: Observed,
  counts: (code: string) => boolean,
  nothing: string,
): Verdict {
  if (!lint?.finished) return { passed: false, detail: 'it could not be linted' };
  const found = findWarnings(lint.warnings, usualLints).filter(({ code }) => counts(code ?? ''));
  const shown = found.map(({ message, line }) => `${message}${line === null ? '' : ` (line ${line})`}`);
  return { passed: found.length === 0, detail: shown.slice(0, 4).join('; ') || nothing };
}

export function findWarnings(warnings: Diagnostic[], usualLints: string[]): Diagnostic[] {
  return warnings.filter(({ code }) => !usualLints.includes(code ?? ''));
}

function judgeLength({ addedTokens, referenceAddedTokens }: Observed): Verdict {
  const times = addedTokens / referenceAddedTokens;
  const detail = `it adds ${addedTokens} tokens, ${times.toFixed(1)} times what the reference adds; at most ${MOST_TIMES_ADDED} times is allowed`;
  return { passed: times <= MOST_TIMES_ADDED, detail };
}
