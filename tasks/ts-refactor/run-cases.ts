/** Runs the driver on a compiled answer: all cases in one process, and one process a check if that one fails. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { ExecResult, Sandbox } from '../../sandbox/sandbox.ts';
import type { Case } from './case.ts';
import { type Cost, costOf, NO_COST, type TimeLimits } from './time-limits.ts';

const LoadSchema = z.strictObject({ exports: z.array(z.string()).nullable(), why: z.string() });
const StraysSchema = z.array(z.string());

export interface Behaviour {
  /** Names that the module exports at run time, or why it does not load. */
  load: { exports: string[] | null; why: string };
  /** By case: what was seen, as JSON text; null when the process did not get that far. */
  outcomes: Map<Case, string | null>;
  /** What it printed by itself, and what nobody handled. */
  strays: string[];
  cost: Cost;
}

export interface CaseRunOptions {
  javaScript: string;
  cases: Case[];
  sandbox: Sandbox;
  limits: TimeLimits;
}

export async function runCases(options: CaseRunOptions): Promise<Behaviour> {
  const all = await runProcess(options);
  return typeof all === 'string' ? runByCheck(options, all) : all;
}

/** An answer that hangs or exits on some input loses only the checks that feed it with such input. */
async function runByCheck(options: CaseRunOptions, why: string): Promise<Behaviour> {
  const bare = await runProcess({ ...options, cases: [] });
  if (typeof bare === 'string' || bare.load.exports === null)
    return {
      load: typeof bare === 'string' ? { exports: null, why } : bare.load,
      outcomes: losses(options.cases),
      strays: [],
      cost: NO_COST,
    };
  const groups = Object.values(Object.groupBy(options.cases, ({ check }) => check)) as Case[][];
  const runs: Behaviour[] = [bare];
  const next = groups.values();
  const work = async (): Promise<void> => {
    for (const cases of next) {
      const run = await runProcess({ ...options, cases });
      runs.push(typeof run === 'string' ? { ...bare, outcomes: losses(cases) } : run);
    }
  };
  await Promise.all([work(), work()]);
  return {
    load: bare.load,
    outcomes: new Map(runs.flatMap(({ outcomes }) => [...outcomes])),
    strays: [...new Set(runs.flatMap(({ strays }) => strays))],
    cost: NO_COST,
  };
}

/** A text when the process did not finish: the reason. */
async function runProcess({
  javaScript,
  cases,
  sandbox,
  limits,
}: CaseRunOptions): Promise<Behaviour | string> {
  const result = await sandbox.run({
    toolchains: ['node'],
    cmd: ['node', '--no-warnings', 'driver.mjs'],
    files: { ...ownFiles(), 'answer.mjs': javaScript },
    stdin: JSON.stringify({ answer: './answer.mjs', cases }),
    limits,
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`ts-refactor: ${result.detail}`);
  return readRun(result, cases);
}

function readRun(result: ExecResult, cases: Case[]): Behaviour | string {
  if (result.status !== 'ok') return result.detail;
  const lines = parseResultLines(result.result, [...Array(cases.length + 2).keys()]);
  if (!lines.ok) return lines.why;
  const load = LoadSchema.safeParse(lines.values[0]);
  const strays = StraysSchema.safeParse(lines.values.at(-1));
  if (!load.success || !strays.success) return 'a result is not of the driver’s form';
  const outcomes = cases.map((one, index) => [one, JSON.stringify(lines.values[index + 1])] as const);
  return { load: load.data, outcomes: new Map(outcomes), strays: strays.data, cost: costOf(result) };
}

function losses(cases: Case[]): Map<Case, null> {
  return new Map(cases.map((one) => [one, null]));
}

let files: Record<string, string> | undefined;

function ownFiles(): Record<string, string> {
  const names = ['driver.mjs', 'scenarios.mjs', 'plain.mjs', 'time.mjs'];
  files ??= Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')]),
  );
  return files;
}
