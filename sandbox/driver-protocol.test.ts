import { expect, test } from 'vitest';
import { parseResultLines } from './driver-protocol.ts';

const parse = (text: string, ids = [1, 2]) => parseResultLines(new TextEncoder().encode(text), ids);
const GOOD = '{"id":1,"out":[1,"a"]}\n{"id": 2, "out": null}\n{"end":true}\n';

test('every case in order and then the end gives the values', () => {
  expect(parse(GOOD)).toEqual({ ok: true, values: [[1, 'a'], null] });
});

test('no cases need only the end', () => {
  expect(parse('{"end":true}\n', [])).toEqual({ ok: true, values: [] });
});

test('minus zero, deep values and a key named __proto__ come through unchanged', () => {
  const read = parse('{"id":1,"out":-0}\n{"id":2,"out":{"__proto__":[[[{"a":1e3}]]]}}\n{"end":true}\n');
  expect(read.ok && Object.is(read.values[0], -0)).toBe(true);
  expect(read.ok && JSON.stringify(read.values[1])).toBe('{"__proto__":[[[{"a":1000}]]]}');
});

const lines = (...list: string[]) => `${list.join('\n')}\n`;
const ONE = '{"id":1,"out":1}';
const TWO = '{"id":2,"out":2}';
const END = '{"end":true}';

test.for<[string, string, RegExp]>([
  ['nothing at all', '', /nothing came/],
  ['a missing end', lines(ONE, TWO), /did not finish/],
  ['a missing case', lines(ONE, END), /1 cases were answered, 2/],
  ['a case too many', lines(ONE, TWO, '{"id":3,"out":3}', END), /3 cases were answered, 2/],
  ['a case twice', lines(ONE, ONE, END), /line 2 is for case 1, not for case 2/],
  ['cases out of order', lines(TWO, ONE, END), /line 1 is for case 2/],
  ['an id of another type', lines('{"id":"1","out":1}', TWO, END), /line 1 is for case "1"/],
  ['a line after the end', lines(ONE, TWO, END, END), /3 cases were answered/],
  ['an end that is not true', lines(ONE, TWO, '{"end":1}'), /did not finish/],
  ['an end with more in it', lines(ONE, TWO, '{"end":true,"score":20}'), /did not finish/],
  ['a last line without its newline', lines(ONE, TWO) + END, /ends within a line/],
  ['an empty line', lines(ONE, '', TWO, END), /3 cases were answered/],
  ['a case with more in it', lines('{"id":1,"out":1,"passed":true}', TWO, END), /exactly id and out/],
  ['a case without a value', lines('{"id":1}', TWO, END), /exactly id and out/],
  ['an array for a case', lines('[1]', TWO, END), /line 1 is no JSON object/],
  ['a key twice', lines('{"id":1,"out":1,"out":2}', TWO, END), /"out" stands twice/],
  [
    'a key twice in different spelling',
    lines('{"id":1,"out":{"a":1,"\\u0061":2}}', TWO, END),
    /stands twice/,
  ],
  ['NaN', lines('{"id":1,"out":NaN}', TWO, END), /not strict JSON/],
  ['Infinity', lines('{"id":1,"out":-Infinity}', TWO, END), /not strict JSON/],
  ['a number beyond all numbers', lines('{"id":1,"out":1e400}', TWO, END), /too large/],
  ['an integer that would lose digits', lines('{"id":1,"out":9007199254740993}', TWO, END), /read exactly/],
  [
    'a nest of brackets',
    lines(`{"id":1,"out":${'['.repeat(500)}${']'.repeat(500)}}`, TWO, END),
    /nested deeper/,
  ],
  ['a byte order mark', `\uFEFF${lines(ONE, TWO, END)}`, /not strict JSON/],
])('%s makes the result void', ([, text, why]) => {
  const read = parse(text);
  expect(read).toMatchObject({ ok: false, why: expect.stringMatching(why) });
});

test('the same key in different objects, and keys that look like values, are no doubles', () => {
  const out = '[{"a":"b","b":["a","a"]},{"a":{"a":"a, {"}}]';
  expect(parse(lines(`{"id":1,"out":${out}}`, TWO, END)).ok).toBe(true);
});

test('bytes that are no UTF-8 make the result void', () => {
  expect(parseResultLines(Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a), [])).toMatchObject({ ok: false });
});

test('a result above the size limit is not read', () => {
  const bytes = new TextEncoder().encode(GOOD);
  expect(parseResultLines(bytes, [1, 2], bytes.length - 1)).toMatchObject({
    ok: false,
    why: expect.stringMatching(/at most/),
  });
});
