/** What is read from the tree: also from code that would fool a search in the text. */
import { describe, expect, test } from 'vitest';
import { readSourceFacts } from './source-facts.ts';

const COPY = (name: string, other: string): string => `
function ${name}(${other}: string[]): string[] {
  const all: string[] = [];
  for (const one of ${other}) {
    if (one.trim() !== '' && one.length < 100) all.push(\`\${one} ${name}\`);
  }
  return all.toSorted();
}`;

describe('clones', () => {
  test('are found whatever their names and texts are', async () => {
    const { clones } = await readSourceFacts(COPY('first', 'names') + COPY('second', 'values'));
    expect(clones.tokens).toBeGreaterThan(40);
    expect(clones.places).toEqual(['line 10']);
  });

  test('are none in one function, in types, in comments or in calls that only hand on', async () => {
    const handOvers = ['get', 'post', 'put'].map(
      (name) => `function ${name}(path: string, query: Record<string, string> = {}) {
        const request = { method: '${name}', path, query, headers: {}, body: undefined, kept: true, at: 0 };
        return send(request, { label: '${name}', path, query, nothing: [], none: null });
      }`,
    );
    const types = ['A', 'B'].map(
      (name) =>
        `interface ${name} { one: string; two: number; three: boolean; four: string[]; five: unknown; six: null }`,
    );
    const source = [COPY('only', 'names'), ...handOvers, ...types, `/*${COPY('only', 'names')}*/`].join('\n');
    expect((await readSourceFacts(source)).clones).toEqual({ tokens: 0, places: [] });
  });
});

describe('old style', () => {
  test('is found in code only', async () => {
    const { indexLoops, concatenations, oldIdioms } = await readSourceFacts(`
      // for (let i = 0; i < list.length; i++) use(list[i]); 'a' + b; charAt(0); { path: path }
      const text = "for (let i = 0; i < n; i++) list[i] + 'a'";
      const sum = 1 + list.length + count;
      for (let n = 0; n < 3; n++) use(n);
      for (const one of list) use(one);
      while (queue.length > 0) use(queue.shift());
      const rank = LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? { path, name: other } : undefined;
    `);
    expect({ indexLoops, concatenations, oldIdioms }).toEqual({
      indexLoops: [],
      concatenations: [],
      oldIdioms: [],
    });
  });

  test('is found in its variants', async () => {
    const facts = await readSourceFacts(`
      for (let i = list.length - 1; i >= 0; i--) use(list[i]);
      let n = 0;
      while (n < list.length) { use(list[n]); n += 1; }
      const a = b + ' ' + (c + d) + \`\${e}\`;
      const f = 'x' + (g + 1);
      const h = text.indexOf('..') !== -1 && -1 < text.indexOf('/') && text.charAt(0) === '/';
      const i = j === undefined ? k : j;
      const l = m !== undefined ? m : o;
      const p = { q: q, r: s };
    `);
    expect(facts.indexLoops).toHaveLength(2);
    expect(facts.concatenations).toHaveLength(2);
    expect(facts.oldIdioms).toHaveLength(6);
  });
});

describe('the checking of types', () => {
  test('is weakened by any, silencers and double assertions', async () => {
    const { weakened } = await readSourceFacts(
      'let a: any;\n// @ts-ignore: no\nlet b = c as unknown as D;\n/* @ts-expect-error */\nf<any>();',
    );
    expect(weakened).toHaveLength(5);
  });

  test('is not weakened by the words', async () => {
    const { weakened } = await readSourceFacts(
      "// no any, and no @ts-ignore\nconst any = 'any'; const b = c as D; const x: unknown = { any };",
    );
    expect(weakened).toEqual([]);
  });
});

test.for([
  [
    'export function a() {} export class B {} export interface C {} export type D = 1; export enum E {}',
    'a B C D E',
  ],
  ['export const a = 1, b = 2; export const { c, d: e } = f; export const [g, , h = 1] = i;', 'a b c e g h'],
  ['const a = 1; type B = 1; export { a as c }; export type { B };', 'c B'],
  ['export default class A {}', 'default'],
  ['function a() {} const text = "export const b = 1";', ''],
] as const)('%s exports %s', async ([source, names]) => {
  const { exportedNames } = await readSourceFacts(source);
  expect(exportedNames.join(' ')).toBe(names);
});

test.for([
  ['function logInfo(m: string) { log("info", m); }', 11],
  ['const logInfo = (m: string): void => log("info", m);', 8],
  ['const logInfo = log.bind(null, "info");', 10],
  ['const { info: logInfo } = loggers;', null],
  ['const [logInfo] = all;', null],
] as const)('%s has %s tokens of its own', async ([source, tokens]) => {
  expect((await readSourceFacts(source)).logFunctionTokens).toBe(tokens);
});
