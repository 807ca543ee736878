/** Observed values as short text for a person, and the first place where two of them differ. Pure. */

/** What stands for `undefined`, errors and functions in an observation, see plain.mjs. */
function isMark(value: object): value is { $: string } {
  return '$' in value && typeof value.$ === 'string';
}

function isThrown(value: object): value is { threw: string } {
  return 'threw' in value && typeof value.threw === 'string';
}

/** Deeper objects are `{…}`, longer texts end in `…`. */
export function show(value: unknown, depth = 9, mostOfText = Infinity): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return JSON.stringify(value.length > mostOfText ? `${value.slice(0, mostOfText)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isMark(value)) return value.$;
  if (isThrown(value)) return `throws ${value.threw}`;
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([name, item]) => {
    const text = show(item, depth - 1, mostOfText);
    return isList ? text : `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${text}`;
  });
  const inside = items.length > 0 && depth <= 0 ? '…' : items.join(', ');
  return isList ? `[${inside}]` : `{${inside}}`;
}

/** Arguments of a call: as much of them as there is room for. */
export function showArguments(args: unknown[], room: number): string {
  const texts = [9, 1, 0].map((depth) =>
    args.map((one) => show(one, depth, depth > 1 ? Infinity : 16)).join(', '),
  );
  return texts.find(({ length }) => length <= room) ?? clip(texts.at(-1)!, room);
}

export function clip(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

export interface Difference {
  /** Where in the value, like `.body.errors[0]`. */
  path: string;
  expected: string;
  got: string;
}

/** Goes down only as far as is needed to show both. */
export function findDifference(expected: unknown, got: unknown, room: number, path = ''): Difference {
  const texts = [show(expected), show(got)] as const;
  if (texts.every(({ length }) => length <= room)) return { path, expected: texts[0], got: texts[1] };
  if (isComposite(expected) && isComposite(got) && Array.isArray(expected) === Array.isArray(got)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    const name = names.find((one) => show(expected[one]) !== show(got[one]));
    if (name !== undefined) {
      const step = Array.isArray(expected) ? `[${name}]` : `.${clip(name, 16)}`;
      return findDifference(expected[name], got[name], room, path + step);
    }
  }
  const [from, to] = [partingAt(...texts) - Math.floor(room / 3), room];
  return { path, expected: excerpt(texts[0], from, to), got: excerpt(texts[1], from, to) };
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isMark(value) && !isThrown(value);
}

function partingAt(one: string, other: string): number {
  const at = [...one].findIndex((_, index) => one[index] !== other[index]);
  return at === -1 ? one.length : at;
}

function excerpt(text: string, from: number, room: number): string {
  const start = Math.max(0, Math.min(from, text.length - room));
  return (start > 0 ? '…' : '') + clip(text.slice(start), room);
}
