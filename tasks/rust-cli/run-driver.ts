/** One run of the driver in the sandbox: build, lint, cases. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { ExecResult, Sandbox } from '../../sandbox/sandbox.ts';
import type { Case } from './case.ts';
import { prepareCrates } from './crates.ts';
import { type SeenStep, StepSchema } from './expected.ts';

const MIB = 1024 * 1024;
const CRATES = '/crates';

/** A text to compile, and the same one for the linter. */
export interface Candidate {
  text: string;
  lintText: string;
}

const DiagnosticSchema = z.strictObject({
  level: z.string(),
  code: z.string().nullable(),
  message: z.string(),
  line: z.number().nullable(),
  imports: z.array(z.string()),
});
const BuildSchema = z.strictObject({
  /** Which candidate was the first to compile. */
  compiled: z.int().min(0).nullable(),
  attempts: z.array(z.strictObject({ compiled: z.boolean(), diagnostics: z.array(DiagnosticSchema) })),
  lint: z
    .strictObject({
      tool: z.enum(['clippy-driver', 'rustc']),
      finished: z.boolean(),
      warnings: z.array(DiagnosticSchema),
    })
    .nullable(),
});

export type Diagnostic = z.infer<typeof DiagnosticSchema>;
export type Build = z.infer<typeof BuildSchema>;

export type DriverRun =
  | { state: 'ran'; build: Build; cases: SeenStep[][]; wallMs: number }
  /** It killed the driver, hung in the compiler or the like. */
  | { state: 'lost'; why: string };

export interface Limits {
  wallMs: number;
  compileMs: number;
  stepMs: number;
}

export interface Job {
  candidates: Candidate[];
  cases: Case[];
  limits: Limits;
}

export async function runDriver({ candidates, cases, limits }: Job, sandbox: Sandbox): Promise<DriverRun> {
  const crates = await prepareCrates(sandbox);
  const externs = JSON.parse(readFileSync(path.join(crates, 'externs.json'), 'utf8')) as object;
  const order = {
    ...{ candidates, externs, compileMs: limits.compileMs, stepMs: limits.stepMs },
    cases: cases.map(({ kind, file, path: at, env, steps }) => ({
      ...{ kind, file, path: at, env },
      steps: steps.map(({ args }) => args),
    })),
  };
  const result = await sandbox.run({
    toolchains: ['rust', 'node'],
    cmd: ['node', '--no-warnings', '/box/driver.mjs', `${CRATES}/deps`],
    files: readPrograms(),
    mounts: [{ source: crates, target: CRATES }],
    stdin: JSON.stringify(order),
    limits: {
      wallMs: limits.wallMs,
      cpuMs: 3 * limits.wallMs,
      // Shared pages count once a process, and the compiler is a large library.
      memoryBytes: 3072 * MIB,
      processes: 512,
      fileBytes: 128 * MIB,
      tmpBytes: 512 * MIB,
    },
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`rust-cli: ${result.detail}`);
  return readRun(result, cases.length);
}

function readPrograms(): Record<string, Uint8Array> {
  const names = ['driver.mjs', 'process.mjs'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, import.meta.url))]));
}

function readRun(result: ExecResult, cases: number): DriverRun {
  if (result.status !== 'ok') {
    const words = Buffer.from(result.stderr).toString('utf8').trim().slice(-300);
    return { state: 'lost', why: `${result.detail}${words && ` ${words}`}` };
  }
  const build = readBuild(result.result);
  const count = build?.compiled === null ? 0 : cases;
  const lines = parseResultLines(result.result, [...Array(count + 1).keys()]);
  if (!lines.ok) return { state: 'lost', why: lines.why };
  const seen = z.array(z.array(StepSchema)).safeParse(lines.values.slice(1));
  if (!build || !seen.success)
    return { state: 'lost', why: 'a result is not of the form that the driver gives' };
  return { state: 'ran', build, cases: seen.data, wallMs: result.wallMs };
}

/** The first line alone, for it says how many more there must be. */
function readBuild(result: Uint8Array): Build | null {
  const line = Buffer.from(result).toString('utf8').split('\n')[0]!;
  const lines = parseResultLines(Buffer.from(`${line}\n{"end":true}\n`), [0]);
  const read = lines.ok ? BuildSchema.safeParse(lines.values[0]) : null;
  return read?.success ? read.data : null;
}
