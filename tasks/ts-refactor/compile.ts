/** Compiles an answer inside the sandbox, together with the test of its exports. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Compiled, readDiagnostics } from './diagnostics.ts';
import { EXPORT_TEST_SOURCE, EXPORT_TESTS } from './export-test.ts';
import { type Cost, costOf, type TimeLimits } from './time-limits.ts';

export const ANSWER_FILE = 'request-kit.ts';

const EmittedSchema = z.strictObject({
  status: z.int().nullable(),
  said: z.string(),
  failed: z.string(),
  javaScript: z.string().nullable(),
});

const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, noUnusedLocals: true, noUnusedParameters: true, skipLibCheck: true },
    ...{ target: 'es2023', lib: ['es2023', 'dom'], types: [] },
    ...{ module: 'esnext', moduleResolution: 'bundler', rootDir: '.' },
  },
  files: [ANSWER_FILE, 'starter.ts', 'export-test.ts'],
};

export async function compile(
  source: string,
  sandbox: Sandbox,
  limits: TimeLimits,
): Promise<Compiled & { cost: Cost }> {
  const result = await sandbox.run({
    toolchains: ['node', 'typescript'],
    cmd: ['node', 'compile-driver.mjs', ANSWER_FILE.replace('.ts', '.js')],
    files: { ...ownFiles(), [ANSWER_FILE]: source },
    limits,
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`ts-refactor: ${result.detail}`);
  const cost = costOf(result);
  const lines = result.status === 'ok' ? parseResultLines(result.result, [0]) : null;
  if (!lines?.ok) return { ...lost(lines?.why ?? result.detail), cost };
  const { status, said, failed, javaScript } = EmittedSchema.parse(lines.values[0]);
  if (status === null || (status !== 0 && said === ''))
    return { ...lost(`the compiler failed: ${failed}`), cost };
  return { javaScript, ...readDiagnostics(said), cost };
}

/** A source that the compiler cannot take: then nothing is known of its types. */
function lost(why: string): Compiled {
  const lostExports = EXPORT_TESTS.map(({ name }) => ({ name, why }));
  return { javaScript: null, typeErrors: [why], unused: [], lostExports, extraMembers: [] };
}

let files: Record<string, string> | undefined;

function ownFiles(): Record<string, string> {
  files ??= {
    'compile-driver.mjs': readOwn('compile-driver.mjs'),
    'starter.ts': readOwn(`starter/${ANSWER_FILE}`),
    'export-test.ts': EXPORT_TEST_SOURCE,
    'tsconfig.json': JSON.stringify(TSCONFIG),
  };
  return files;
}

function readOwn(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
