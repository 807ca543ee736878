/** The test of the types: other spellings of the same pass, anything that breaks a caller does not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import { ANSWER_FILE, compile } from './compile.ts';

const reference = readFileSync(new URL(`reference/${ANSWER_FILE}`, import.meta.url), 'utf8');
const sandbox = await openSandbox();

async function compileWith(...changes: [from: string, to: string][]) {
  const source = changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  }, reference);
  const compiled = await compile(source, sandbox, { cpuMs: 20_000, wallMs: 60_000 });
  return { ...compiled, lost: compiled.lostExports.map(({ name }) => name) };
}

describe('exports', () => {
  test('in another spelling are the same', async () => {
    const seen = await compileWith(
      [
        'export type LogContext = Record<string, string | number | boolean | undefined>;',
        'export interface LogContext { [key: string]: string | number | boolean | undefined }',
      ],
      ['  level: LogLevel;\n  message: string;', '  readonly level: LogLevel;\n  readonly message: string;'],
      ['summarize(responses: ApiResponse[])', 'summarize(responses: readonly ApiResponse[])'],
      [
        "export type HttpMethod = 'GET' | 'POST' | 'DELETE';",
        'export type HttpMethod = (typeof METHODS)[number];',
      ],
      ['export type Handler', "const METHODS = ['GET', 'POST', 'DELETE'] as const;\n\nexport type Handler"],
      [
        'export function cacheKey({ method, path, query }: ApiRequest): string {',
        'export const cacheKey = ({ method, path, query }: ApiRequest): string => {',
      ],
    );
    expect(seen).toMatchObject({ lost: [], typeErrors: [], extraMembers: [] });
  });

  test('that break their users are lost', async () => {
    const seen = await compileWith(
      ['ttlMs?: number;', 'ttlMs: number | undefined;'],
      ['(request: ApiRequest): string[] {', '(request: ApiRequest): readonly string[] {'].map((text) =>
        text.replace('(request: ApiRequest)', '({ method, path, query, headers, body }: ApiRequest)'),
      ) as [string, string],
      ['use(middleware: Middleware): this {', 'use(middleware: Middleware): RequestPipeline {'],
      ['get size(): number {', 'size(): number {'],
      ['export const logDebug =', 'const logDebug ='],
      [
        'export const logInfo = createLog',
        'export const logInfo: (message: string, context: LogContext) => void = createLog',
      ],
    );
    expect(seen.lost.sort()).toEqual([
      'CacheOptions',
      'LruCache',
      'RequestPipeline',
      'logDebug',
      'logInfo',
      'validateRequest',
    ]);
  });

  test('of type any are lost', async () => {
    const seen = await compileWith(
      ['export interface CacheStats {', 'interface Counts {'],
      ['interface CacheItem', 'export type CacheStats = any;\n\ninterface CacheItem'],
      ['export const logWarn =', 'export const logWarn: any ='],
      ['peek(key: string): V | undefined {', 'peek(key: string): any {'],
      ['counts: CacheStats', 'counts: Counts'],
    );
    expect(seen.lost.sort()).toEqual(['CacheStats', 'LruCache', 'logWarn']);
  });

  test('of a file that does not parse are all lost', async () => {
    expect((await compileWith(['  get size()', '  get get size()'])).lost).toHaveLength(23);
  });
});

test('new public members are named, private ones are nobody’s business', async () => {
  const seen = await compileWith(
    ['  private live()', '  private fresh(): number {\n    return 1;\n  }\n\n  live()'],
    ['private async send', 'protected async send'],
  );
  expect(seen.extraMembers).toEqual([expect.stringContaining('LruCache')]);
  expect(seen.unused).toEqual([expect.stringContaining("'fresh' is declared but its value is never read")]);
  expect(seen.lost).toEqual([]);
});

test('a silenced file still shows what its exports are', async () => {
  const seen = await compileWith(
    ['/** Logging', '// @ts-nocheck\n/** Logging'],
    ['clock: Date.now,', 'clock: 5,'],
    ['export interface CacheStats', 'interface CacheStats'],
  );
  expect(seen).toMatchObject({ typeErrors: [], lost: ['CacheStats'] });
});
