/** Verdicts over what was observed. Pure; nothing of this is known inside the sandbox. */

import type { Check, Verdict } from '../../rubric/rubric.ts';
import { CLASS_NAMES } from './answer-module.ts';
import { type Fault, resultOf } from './faults.ts';
import { addedMembers, interfaceFaults } from './interface.ts';
import type { Observations } from './observe.ts';
import type { Part } from './scenario.ts';

type BugFixCheck = Check<Observations>;

export const BUGS = ['bubble-up', 'once', 'clear'] as const;

export const checks: BugFixCheck[] = [
  { id: 'loads', title: 'The module loads and keeps its interface', maxPoints: 1, judge: judgeInterface },
  worksCheck('parts-work', 'Emitter, heap, limiter and scheduler work as before'),
  worksCheck('queue-works', 'The task queue works as before'),
  bugCheck('bubble-up', { title: 'Bug: the heap keeps its order (_bubbleUp)', maxPoints: 5 }),
  bugCheck('once', { title: 'Bug: once() unregisters its listener', maxPoints: 4 }),
  bugCheck('clear', { title: 'Bug: clear() adjusts the statistics', maxPoints: 3 }),
  {
    id: 'tidy',
    title: 'Nothing unused, printed or objected to by ESLint',
    maxPoints: 1,
    judge: judgeTidiness,
  },
  { id: 'concise', title: 'No longer than it takes, no new public methods', maxPoints: 1, judge: judgeSize },
  smellCheck('smell-timeout', 'Bonus: a timed out promise is not settled again'),
  smellCheck('smell-get-task', 'Bonus: getTask() compares strictly'),
  smellCheck('smell-drain', 'Bonus: drain() leaves no listeners behind'),
];

function pass(detail: string): Verdict {
  return { passed: true, detail };
}

function fail(detail: string): Verdict {
  return { passed: false, detail };
}

/** The bands begin at 1: an answer with one of the classes is an answer to this task, if a broken one. */
function judgeInterface(observed: Observations): Verdict {
  const faults = interfaceFaults(observed);
  if (faults.length === 0) return pass('all classes and members are there');
  const isAttempt = observed.facts.classNames.some((name) =>
    (CLASS_NAMES as readonly string[]).includes(name),
  );
  return { passed: false, points: isAttempt ? 1 : 0, detail: faults.join('; ') };
}

function worksCheck(id: Part, title: string): BugFixCheck {
  return {
    id,
    title,
    maxPoints: 1,
    judge: (observed) => {
      const { faults } = resultOf(observed, id);
      return faults.length === 0 ? pass('as it was in all scenarios') : fail(listed(faults));
    },
  };
}

/** A fine point that is missed costs one point of a bug that is fixed. */
function bugCheck(id: Part, { title, maxPoints }: { title: string; maxPoints: number }): BugFixCheck {
  return {
    id,
    title,
    maxPoints,
    judge: (observed) => {
      const { faults, isKnown } = resultOf(observed, id);
      if (!isKnown) return fail('cannot be told: what it builds on does not work');
      if (faults.length === 0) return pass('fixed');
      if (faults.some((fault) => !fault.isFinePoint)) return fail(`missed. ${listed(faults)}`);
      return { passed: false, points: maxPoints - 1, detail: `fixed, but ${listed(faults)}` };
    },
  };
}

function smellCheck(id: Part, title: string): BugFixCheck {
  return {
    id,
    title,
    maxPoints: 1,
    judge: (observed) => {
      const { faults, isKnown } = resultOf(observed, id);
      if (!isKnown) return fail('cannot be told: what it builds on does not work');
      return faults.length === 0 ? pass('mended') : fail('left as it was, which only forgoes the bonus');
    },
  };
}

function listed(faults: Fault[]): string {
  const count = `${faults.length} ${faults.length === 1 ? 'scenario' : 'scenarios'} wrong`;
  return `${count}, the first: ${faults[0]?.text}`;
}

export function fixedBugs(observed: Observations): Part[] {
  return BUGS.filter((id) => isFixed(observed, id));
}

export function isFixed(observed: Observations, id: Part): boolean {
  const { faults, isKnown } = resultOf(observed, id);
  return isKnown && faults.every((fault) => fault.isFinePoint);
}

const NOTHING_FIXED = 'not counted: no bug is fixed';

function judgeTidiness(observed: Observations): Verdict {
  if (fixedBugs(observed).length === 0) return fail(NOTHING_FIXED);
  const { facts, lints, printed } = observed;
  // Others may read a public property, such as the name of an error; ESLint looks after variables.
  const unused = facts.unusedNames.filter((name) => /^[#_]/.test(name));
  const faults = [
    ...(unused.length > 0 ? [`never used: ${unused.join(', ')}`] : []),
    ...(lints.length > 0 ? [`ESLint: ${lints.slice(0, 3).join(', ')}`] : []),
    ...(printed.trim() === '' ? [] : [`printed: ${JSON.stringify(printed.slice(0, 100))}`]),
  ];
  return faults.length === 0 ? pass('nothing unused, printed or objected to') : fail(faults.join('; '));
}

/** Generous: checks of arguments and another structure fit well into it; a second implementation does not. */
const TIMES_REFERENCE = 1.5;
/** A helper whose name lacks its underscore is forgiven. */
const MOST_ADDED = 1;

function judgeSize(observed: Observations): Verdict {
  if (fixedBugs(observed).length === 0) return fail(NOTHING_FIXED);
  const { facts, referenceTokens } = observed;
  const most = Math.floor(TIMES_REFERENCE * referenceTokens);
  const detail = `${facts.tokens} tokens without comments; the reference has ${referenceTokens}, ${most} are fine`;
  const added = addedMembers(observed);
  if (added.length > MOST_ADDED) return fail(`nobody asked for ${added.slice(0, 6).join(', ')}`);
  return facts.tokens <= most ? pass(detail) : fail(detail);
}
