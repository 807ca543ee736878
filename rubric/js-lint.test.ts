import { describe, expect, it } from 'vitest';
import { lintJavaScript } from './js-lint.ts';

const rules = async (source: string, sourceType: 'module' | 'commonjs' | 'script' = 'module') =>
  (await lintJavaScript(source, { sourceType })).map(({ ruleId }) => ruleId);

describe('the linter', () => {
  it('names rule, line and message', async () => {
    const source = 'export function f() {\n  return 1;\n  f();\n}';
    expect(await lintJavaScript(source, { sourceType: 'module' })).toEqual([
      { ruleId: 'no-unreachable', line: 3, message: 'Unreachable code.' },
    ]);
  });

  it('holds nothing against what careful reviewers let pass', async () => {
    const source = `
      const [_first, second] = [1, 2];
      export function f(a = second, { b, ...rest }, unused) {
        let field = '';
        if (a) field = 'x'; else field = 'y';
        try { JSON.parse(a); } catch (error) {}
        do { if (/\\0|^\\uFEFF/.test(field)) break; } while (true);
        for (;;) if (new TextDecoder().decode(rest)) return typeof window === 'undefined' ? null : window;
      }`;
    expect(await rules(source)).toEqual([]);
  });

  it('knows what Node 24 and the web offer, and CommonJS its own names', async () => {
    const web =
      'ReadableStream, TextDecoderStream, EventTarget, CustomEvent, AbortController, queueMicrotask, structuredClone';
    expect(await rules(`export default [${web}, process, Buffer, setTimeout, globalThis];`)).toEqual([]);
    expect(await rules("const { a } = require('x'); module.exports = { a };", 'commonjs')).toEqual([]);
    expect(await rules("export default require('x') + nowhere;")).toEqual(['no-undef', 'no-undef']);
  });

  it('leaves the top-level names of a script to whoever loads it', async () => {
    expect(await rules('class A {} function f() { let dead; }', 'script')).toEqual(['no-unused-vars']);
  });

  it('finds an assignment to a constant and a private member that nobody reads', async () => {
    expect(await rules('export class A { #dead = 1; f() { const a = 1; a = 2; return a; } }')).toEqual([
      'no-unused-private-class-members',
      'no-const-assign',
    ]);
  });

  it('does not take instructions from the answer', async () => {
    const source =
      '/* eslint-disable */ /* global nowhere */\nexport const a = nowhere; // eslint-disable-line';
    expect(await rules(source)).toEqual(['no-undef']);
  });

  it('says of broken source that it is broken', async () => {
    expect(await rules('export class A { f( { ')).toEqual(['syntax-error']);
    expect(await rules('\0')).toEqual(['syntax-error']);
    expect(await rules(`export default ${'['.repeat(9000)}`)).toEqual(['syntax-error']);
  });

  it('says of source that nests too deeply that it cannot be read', async () => {
    expect(await rules(`export default globalThis${'.a'.repeat(30_000)};`)).toEqual(['not-lintable']);
    let endless = 'f();';
    for (let depth = 0; depth < 40; depth++) endless = `try { f(); } finally { ${endless} }`;
    expect(await rules(`export function f() { ${endless} }`)).toEqual(['not-lintable']);
  });
});
