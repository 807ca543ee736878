/** The compiler inside: it finds its libraries, says what is wrong, and reads no file of this machine. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sandboxOfTests, toText } from './programs.ts';
import type { ExecResult } from './sandbox.ts';
import { findToolchain } from './toolchains.ts';

async function compile(source: string, options: string[] = []): Promise<ExecResult> {
  const sandbox = await sandboxOfTests();
  return sandbox.run({
    toolchains: ['typescript'],
    cmd: ['tsc', '--strict', '--target', 'es2023', '--pretty', 'false', ...options, 'main.ts'],
    files: { 'main.ts': source },
  });
}

describe('tsc inside the sandbox', () => {
  test('is the version of our dependency', async () => {
    const { version } = await findToolchain('typescript');
    expect(version).toMatch(/^7\.\d+\.\d+/);
    expect(toText((await compile('', ['--version'])).stdout)).toBe(`Version ${version}\n`);
  });

  test('accepts what is right and names what is wrong', async () => {
    expect(await compile('console.log([1].at(-1))', ['--noEmit'])).toMatchObject({ status: 'ok' });
    const wrong = await compile('const x: number = "one";', ['--noEmit']);
    expect(wrong.status).toBe('exit');
    expect(toText(wrong.stdout)).toMatch(/^main\.ts\(1,7\): error TS2322: /);
  });

  test('emits JavaScript that Node can run', async () => {
    const sandbox = await sandboxOfTests();
    const result = await sandbox.run({
      toolchains: ['node', 'typescript'],
      cmd: ['node', 'main.mjs'],
      files: {
        'main.mjs': `import { execFileSync } from 'node:child_process';
execFileSync('tsc', ['--target', 'es2023', '--module', 'esnext', '--outDir', '/tmp', 'enum.mts']);
console.log((await import('/tmp/enum.mjs')).Level.High);`,
        'enum.mts': 'export enum Level { Low, High }',
      },
    });
    expect([toText(result.stderr), toText(result.stdout)]).toEqual(['', '1\n']);
  });

  test('cannot read a file of this machine that the source refers to', async () => {
    const here = fileURLToPath(import.meta.url);
    const { stdout } = await compile(`/// <reference path="${here}" />\nimport "${here}";`, ['--noEmit']);
    expect(toText(stdout)).toMatch(/main\.ts\(1,22\): error TS6053: File '.*' not found\./);
  });
});
