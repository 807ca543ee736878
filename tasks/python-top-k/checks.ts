/** The checks in the order of the table; a cap withholds points from the last ones first. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import { judgeGrowth } from './growth.ts';
import type { CaseKind, Int } from './inputs.ts';
import { lengthOf } from './length.ts';
import type { Observed } from './observed.ts';
import {
  consistentOrders,
  describe,
  inOrder,
  rightCases,
  show,
  showCall,
  sortable,
  valuesOf,
} from './seen-cases.ts';

type PyCheck = Check<Observed>;

export const checks: PyCheck[] = [
  {
    id: 'defines-function',
    title: 'solution.py imports and defines top_k_frequent',
    maxPoints: 2,
    judge: judgeDefined,
  },
  { id: 'no-counter', title: 'does without collections.Counter', maxPoints: 1, judge: judgeCounter },
  {
    id: 'returns-something',
    title: 'returns elements for an ordinary input',
    maxPoints: 2,
    judge: judgeReturns,
  },
  { id: 'list-of-int', title: 'returns a list of int every time', maxPoints: 1, judge: judgeTypes },
  caseCheck('right-elements', 'finds the k most frequent elements', 2, 'ordinary'),
  caseCheck('tie-break', 'prefers the smaller of equally frequent elements', 1, 'tie'),
  {
    id: 'sorted-result',
    title: 'sorts the result, in one order throughout',
    maxPoints: 1,
    judge: judgeOrder,
  },
  {
    id: 'growth',
    title: 'does less work than sorting all distinct elements',
    maxPoints: 2,
    judge: judgeWork,
  },
  {
    id: 'type-hints',
    title: 'annotates both parameters and the return value',
    maxPoints: 1,
    judge: judgeHints,
  },
  caseCheck('k-zero', 'returns [] for k = 0', 1, 'k-zero'),
  caseCheck('k-beyond', 'returns all distinct elements when k is larger than their number', 1, 'k-beyond'),
  caseCheck('empty-input', 'returns [] for an empty list', 1, 'empty'),
  caseCheck('any-integer', 'handles zero, negative and very large integers', 1, 'any-integer'),
  { id: 'input-untouched', title: 'leaves its input unchanged', maxPoints: 1, judge: judgeUntouched },
  {
    id: 'clean',
    title: 'has no idle code, nothing that linters mind, and prints nothing',
    maxPoints: 1,
    judge: judgeClean,
  },
  { id: 'concise', title: 'is not needlessly long', maxPoints: 1, judge: judgeLength },
];

/** Did it ever give anything back? The quality of code that never ran earns nothing. */
export function runs(seen: Observed): boolean {
  return judgeReturns(seen).passed;
}

function judgeDefined(seen: Observed): Verdict {
  if (!seen.syntax.parses)
    return { passed: false, points: 1, detail: `does not parse: ${seen.syntax.error}` };
  if (seen.notLoaded) return { passed: false, points: 1, detail: seen.notLoaded };
  return { passed: true, detail: 'imported, top_k_frequent is callable' };
}

function judgeCounter({ syntax, counterCalls }: Observed): Verdict {
  if (!syntax.parses) return { passed: false, detail: 'does not parse' };
  if (syntax.counterUses.length > 0)
    return { passed: false, detail: `uses Counter: ${syntax.counterUses.join('; ')}` };
  if (counterCalls > 0) return { passed: false, detail: `made ${counterCalls} Counter objects while it ran` };
  return { passed: true, detail: 'no use of Counter in the syntax tree, none made while it ran' };
}

function judgeReturns(seen: Observed): Verdict {
  const ordinary = seen.cases.filter((one) => one.case.kind === 'ordinary');
  const some = ordinary.filter((one) => (valuesOf(one)?.length ?? 0) > 0);
  if (some.length > 0)
    return { passed: true, detail: `${some.length} of ${ordinary.length} ordinary inputs gave elements` };
  return { passed: false, detail: `no ordinary input gave a list of elements: ${describe(ordinary[0]!)}` };
}

function judgeTypes(seen: Observed): Verdict {
  const odd = seen.cases.find(({ outcome }) => outcome.state === 'returned' && !isListOfInt(outcome));
  if (odd) return { passed: false, detail: describe(odd) };
  if (!runs(seen)) return { passed: false, detail: 'it returned nothing to look at' };
  return { passed: true, detail: 'every result is a list, every element an int' };
}

function isListOfInt(outcome: { type: string; items: (Int | string)[] | null }): boolean {
  return outcome.type === 'list' && (outcome.items ?? ['']).every((value) => typeof value !== 'string');
}

function caseCheck(id: string, title: string, maxPoints: number, kind: CaseKind): PyCheck {
  const judge = (seen: Observed): Verdict => {
    if (!runs(seen)) return { passed: false, detail: 'it gave nothing for ordinary inputs' };
    const cases = seen.cases.filter((one) => one.case.kind === kind);
    const right = rightCases(seen, kind);
    const wrong = cases.filter((one) => !right.includes(one));
    const detail = `${cases.length - wrong.length} of ${cases.length} right`;
    return { passed: wrong.length === 0, detail: wrong[0] ? `${detail}; ${describe(wrong[0])}` : detail };
  };
  return { id, title, maxPoints, judge };
}

function judgeOrder(seen: Observed): Verdict {
  const judged = sortable(seen);
  if (judged.length === 0) return { passed: false, detail: 'no result had the right elements' };
  const orders = consistentOrders(seen);
  if (orders.length > 0)
    return { passed: true, detail: `${orders.join(' and ')} in ${judged.length} results` };
  const unsorted = judged.find((one) => !inOrder(one, ['by value', 'by frequency']));
  if (unsorted) return { passed: false, detail: `in neither order: ${describe(unsorted)}` };
  return { passed: false, detail: 'some results are sorted by value and others by frequency' };
}

function judgeWork({ growth }: Observed): Verdict {
  if (growth.state === 'failed') return { passed: false, detail: growth.why };
  const { linear, detail } = judgeGrowth(growth.measured);
  return { passed: linear, detail };
}

function judgeHints({ syntax }: Observed): Verdict {
  if (!syntax.parses) return { passed: false, detail: 'does not parse' };
  const missing = syntax.untyped;
  return {
    passed: missing.length === 0,
    detail: missing.length ? `no type hint: ${missing.join(', ')}` : 'annotated',
  };
}

function judgeUntouched(seen: Observed): Verdict {
  if (!runs(seen)) return { passed: false, detail: 'it gave nothing for ordinary inputs' };
  const touched = seen.cases.find(({ case: { nums }, outcome }) => {
    return outcome.state === 'returned' && show(outcome.numsAfter) !== show(nums);
  });
  return touched
    ? { passed: false, detail: `nums was changed: ${showCall(touched)}` }
    : { passed: true, detail: 'nums is the same after each call' };
}

function judgeClean(seen: Observed): Verdict {
  if (!seen.syntax.parses || !runs(seen)) return { passed: false, detail: 'it does not run' };
  const found = [
    ...seen.syntax.unusedImports.map((text) => `unused import, ${text}`),
    ...seen.syntax.deadCode,
    ...seen.syntax.lints,
    ...seen.idleSorts.map((line) => `line ${line}: this sort never moves anything`),
    ...(seen.printed === '' ? [] : [`printed ${JSON.stringify(seen.printed.slice(0, 80))}`]),
  ];
  return {
    passed: found.length === 0,
    detail: found.join('; ') || 'no unused import, no idle code, no lint, no output',
  };
}

function judgeLength(seen: Observed): Verdict {
  if (!seen.syntax.parses || !runs(seen)) return { passed: false, detail: 'it does not run' };
  const { times, most } = lengthOf(seen);
  const detail = `${times.toFixed(1)} times the code of the reference, at most ${most.fine} allowed`;
  return { passed: times <= most.fine, detail };
}
