import { describe, expect, it } from 'vitest';
import { readJavaScriptFacts } from './js-tree.ts';

const unused = async (source: string) => (await readJavaScriptFacts(source)).unusedNames;

describe('names that are never used', () => {
  it('are private members that nobody reads', async () => {
    const source =
      'export class A { #count = 0; #dead = 1; #old() {} go() { this.#count++; return this.#count; } }';
    expect(await unused(source)).toEqual(['#dead', '#old']);
  });

  it('are properties that are only ever written', async () => {
    const source =
      'export class A { constructor(s) { this.abort = new AbortController(); this.s = s; } go() { return this.s; } }';
    expect(await unused(source)).toEqual(['abort']);
  });

  it('are variables, functions, classes and imports that nobody reads', async () => {
    const source =
      "import { a, b as c } from 'x'; function f() {} class B {} let n = 0; n += 1; export const used = () => a;";
    expect(await unused(source)).toEqual(['c', 'f', 'B', 'n']);
  });

  it('are not public methods, parameters, exports or names in a comment or string', async () => {
    const source = `
      // dead, #dead
      class A { on = (x) => {}; off(y) {} get z() { return '#dead'; } constructor() { this.go = () => {}; } }
      export { A as B };`;
    expect(await unused(source)).toEqual([]);
  });

  it('are not members that are reached by a computed name', async () => {
    expect(await unused('export class A { x = 1; go(name) { return this[name]; } }')).toEqual([]);
  });
});

describe('facts of a module', () => {
  it('tell the style and what is exported', async () => {
    const facts = await readJavaScriptFacts('class A {}\nexport default A;');
    expect(facts).toMatchObject({ style: 'es-module', exportedNames: ['A'], classNames: ['A'] });
    expect((await readJavaScriptFacts('class A {}\nmodule.exports = { A };')).style).toBe('commonjs');
    expect((await readJavaScriptFacts('const A = class {};')).classNames).toEqual(['A']);
  });

  it('find a class although its body has a syntax error', async () => {
    const facts = await readJavaScriptFacts('export class A { go( { if } ');
    expect(facts).toMatchObject({ hasSyntaxError: true, classNames: ['A'] });
  });

  it.each([
    ["import { a } from 'x'; a();", ['x']],
    ["import 'x'; export { b } from 'y'; export * from 'z';", ['x', 'y', 'z']],
    ["const { a } = await import('x');", ['x']],
    ["const a = require('x'); module.exports = { a };", ['x']],
    ["const a = process.getBuiltinModule('x');", ['x']],
    ['const a = await import(name);', ['unknown']],
    ["// import 'x'\nexport const a = \"import('x')\";", []],
    ["export class A { #import(x) { this.require(x); this.#import('y'); } url = import.meta.url; }", []],
  ])('tell what is imported: %s', async (source, modules) => {
    expect((await readJavaScriptFacts(source)).importedModules).toEqual(modules);
  });

  it('count tokens, not comments or layout', async () => {
    const short = await readJavaScriptFacts('const a = 1;');
    const long = await readJavaScriptFacts('// a comment\nconst a\n  = 1 /* one */;\n');
    expect(long.tokens).toBe(short.tokens);
  });
});
