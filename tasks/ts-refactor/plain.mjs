/** Values as JSON that tells `undefined`, numbers that JSON lacks and errors apart from what looks like them. */

const { isFinite: isNumber } = Number;
const { isArray } = Array;

export function toPlain(value, depth = 0) {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number' && !isNumber(value)) return { $: String(value) };
  if (value instanceof Error) return { $: describeError(value) };
  if (typeof value === 'function' || typeof value === 'symbol') return { $: typeof value };
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 8) return { $: 'deep' };
  if (isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  // A property that is undefined is as good as absent, and their order is nobody's concern.
  const known = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known.sort(byName).map(([name, item]) => [name, toPlain(item, depth + 1)]));
}

/** What a case says, with the `undefined` that JSON lacks. */
export function fromPlain(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (value.$ === 'undefined') return undefined;
  if (isArray(value)) return value.map(fromPlain);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fromPlain(item)]));
}

export function describeError(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;
}

function byName([a], [b]) {
  return a < b ? -1 : 1;
}
