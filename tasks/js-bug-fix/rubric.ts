/** Checks count by the point; the caps put an answer into the report's band for its worst gap. */
import type { Cap, FactQuestion, Rubric } from '../../rubric/rubric.ts';
import { BUGS, checks, fixedBugs, isFixed } from './checks.ts';
import { resultOf } from './faults.ts';
import { classesNotExportedByName, missingClasses, missingMembers } from './interface.ts';
import { type Observations, observe } from './observe.ts';
import type { Part } from './scenario.ts';

type BugFixCap = Cap<Observations>;

const rubric: Rubric<Observations> = {
  observe,
  checks,
  caps: [
    {
      id: 'nothing-fixed',
      maxPoints: 4,
      applies: (observed) => (fixedBugs(observed).length === 0 ? 'no bug is fixed' : null),
    },
    {
      id: 'not-exported',
      maxPoints: 12,
      applies: (observed) => listed(classesNotExportedByName(observed), 'cannot be imported by name'),
    },
    {
      id: 'class-missing',
      maxPoints: 4,
      applies: (observed) => listed(missingClasses(observed), 'missing from the file'),
    },
    ...countedCaps('members-missing', { 1: 8, 3: 4 }, missingMembers),
    ...countedCaps('no-longer-works', { 1: 14, 2: 11, 3: 8, 6: 6 }, brokenAreas),
    ...countedCaps('fine-points', { 1: 16 }, missedFinePoints),
    ...countedCaps('bugs-missed', { 1: 16, 2: 12 }, missedBugs),
    {
      id: 'heap-broken',
      maxPoints: 12,
      applies: (observed) => (isFixed(observed, 'bubble-up') ? null : 'the heap loses its order'),
    },
  ],
  facts: [
    bugFact('bubble-up', 'Bug: _bubbleUp() operator precedence'),
    bugFact('once', 'Bug: once() wrong reference'),
    bugFact('clear', 'Bug: clear() order of operations'),
    bugFact('smell-timeout', 'Smell: _executeWithTimeout() resolves after it rejected'),
    bugFact('smell-get-task', 'Smell: getTask() compares loosely'),
    bugFact('smell-drain', 'Smell: drain() piles up listeners'),
  ],
};

export default rubric;

/** `most`: from how many findings on, how many points at most. */
function countedCaps(
  id: string,
  most: Record<number, number>,
  find: (observed: Observations) => string[],
): BugFixCap[] {
  return Object.entries(most).map(([count, maxPoints]) => ({
    id: `${id}-${count}`,
    maxPoints,
    applies: (observed) => {
      const found = find(observed);
      return found.length >= Number(count) ? listed(found, id.replaceAll('-', ' ')) : null;
    },
  }));
}

const WORKS = ['parts-work', 'queue-works'] as const;

function brokenAreas(observed: Observations): string[] {
  const faults = WORKS.flatMap((part) => resultOf(observed, part).faults);
  return [...new Set(faults.filter((fault) => !fault.isFinePoint).map(({ area }) => area))];
}

function missedFinePoints(observed: Observations): string[] {
  const parts = [...WORKS, ...fixedBugs(observed)];
  const faults = parts.flatMap((part) => resultOf(observed, part).faults);
  return faults.filter((fault) => fault.isFinePoint).map(({ scenario }) => scenario);
}

function missedBugs(observed: Observations): string[] {
  return BUGS.filter((id) => !isFixed(observed, id));
}

function listed(names: string[], what: string): string | null {
  return names.length > 0 ? `${what}: ${names.join(', ')}` : null;
}

/** Of the parts that are not of the TaskQueue. */
const CLASS_OF: Partial<Record<Part, string>> = { 'bubble-up': 'PriorityQueue', once: 'EventEmitter' };

function bugFact(part: Part, title: string): FactQuestion<Observations> {
  const id = (BUGS as readonly Part[]).includes(part) ? `bug-${part}` : part;
  return {
    id,
    title,
    tell: (observed) => {
      if (observed.module.state !== 'loaded' || !resultOf(observed, part).isKnown) return null;
      if (missingClasses(observed).includes(CLASS_OF[part] ?? 'TaskQueue')) return null;
      return isFixed(observed, part) ? 'fixed' : 'missed';
    },
  };
}
