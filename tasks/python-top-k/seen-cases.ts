/** What the results of an answer say, case by case. */
import type { CaseKind, Int } from './inputs.ts';
import type { Observed, SeenCase } from './observed.ts';
import type { Order } from './oracle.ts';
import { expected, sameElements } from './oracle.ts';

/** Ordinary inputs and ties need the right elements here, and sorted-result judges their order; the rest needs both. */
export function rightCases(seen: Observed, kind: CaseKind): SeenCase[] {
  const cases = seen.cases.filter((one) => one.case.kind === kind);
  if (kind === 'ordinary' || kind === 'tie') return cases.filter(hasRightElements);
  const orders = consistentOrders(seen);
  return cases.filter((one) => (orders.length > 0 ? inOrder(one, orders) : hasRightElements(one)));
}

/** Inputs that need a choice: with k = all distinct elements, the least frequent ones would do as well. */
export function rightChoices(seen: Observed): SeenCase[] {
  return rightCases(seen, 'ordinary').filter(({ case: { nums, k } }) => new Set(nums).size > k);
}

/** Orders that all right choices of elements stand in. Where there is none, sorted-result alone is lost by it. */
export function consistentOrders(seen: Observed): Order[] {
  const judged = sortable(seen);
  return (['by value', 'by frequency'] as const).filter((order) =>
    judged.every((one) => inOrder(one, [order])),
  );
}

export function sortable(seen: Observed): SeenCase[] {
  return seen.cases.filter((one) => ['ordinary', 'tie'].includes(one.case.kind) && hasRightElements(one));
}

/** A tuple of the right values is judged by its values too: only list-of-int is lost. */
export function valuesOf({ outcome }: SeenCase): (Int | string)[] | null {
  return outcome.state === 'returned' ? outcome.items : null;
}

function hasRightElements(one: SeenCase): boolean {
  const values = valuesOf(one);
  return values !== null && sameElements(values, one.case.nums, one.case.k);
}

export function inOrder(one: SeenCase, allowed: Order[]): boolean {
  const values = valuesOf(one);
  if (values === null) return false;
  return allowed.some((order) => show(values) === show(expected(one.case.nums, one.case.k, order)));
}

export function describe(one: SeenCase): string {
  const { outcome, case: asked } = one;
  const wanted = `expected ${show(expected(asked.nums, asked.k, 'by frequency'))} in one of the two orders`;
  if (outcome.state === 'returned') return `${showCall(one)} returned ${outcome.shown}, ${wanted}`;
  if (outcome.state === 'raised') return `${showCall(one)} raised ${outcome.error}, ${wanted}`;
  return `${showCall(one)} gave no result: ${outcome.why}`;
}

export function showCall({ case: { nums, k } }: SeenCase): string {
  return `top_k_frequent(${show(nums)}, ${k})`;
}

/** As Python would show it; a text that stands for something odd keeps its quotes. */
export function show(values: (Int | string)[]): string {
  return `[${values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : value)).join(', ')}]`;
}
