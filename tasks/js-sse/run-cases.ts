/** Runs the driver on an answer's module: all cases in one process, and one process a check if that one fails. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { ExecResult, Sandbox } from '../../sandbox/sandbox.ts';
import { LogEntrySchema, PlainSchema } from './log-entries.ts';
import type { ScriptCase } from './script-case.ts';
import type { StreamCase } from './stream-case.ts';

const STRETCH = 2;

/** More than any case has cuts. */
const MOST_RUNS = 4_096;

const ClientLogSchema = z.strictObject({
  log: z.array(LogEntrySchema),
  entries: z.number(),
  tally: z.array(z.strictObject({ entry: LogEntrySchema, times: z.number() })).optional(),
  retry: PlainSchema,
  cancels: z.number(),
});
const VariantsSchema = z.array(
  z.strictObject({ observed: ClientLogSchema, runs: z.array(z.int().min(0).max(MOST_RUNS)) }),
);
const ClassSchema = z.strictObject({
  state: z.enum(['loaded', 'threw', 'not-exported', 'incomplete']),
  detail: z.string(),
});
const StraysSchema = z.array(z.string());

/** What one client reported: its listeners' log, and at the end `retry` and how often its stream was cancelled. */
export type ClientLog = z.infer<typeof ClientLogSchema>;

export interface ClassState {
  state: 'loaded' | 'threw' | 'not-exported' | 'incomplete' | 'absent' | 'lost';
  detail: string;
}

/** The client logs of a case in the order of its cuts, or why there are none. */
export type Outcome = { state: 'ran'; clients: ClientLog[] } | { state: 'lost'; why: string };

export interface CaseRun {
  class: ClassState;
  outcomes: Map<string, Outcome>;
  strays: string[];
  printed: string;
}

export type RunnableCase = StreamCase | ScriptCase;

export interface CaseRunOptions {
  module: { name: string; text: string };
  cases: RunnableCase[];
  sandbox: Sandbox;
  wallMs: number;
}

export async function runCases(options: CaseRunOptions): Promise<CaseRun> {
  const all = await runProcess(options, options.cases);
  return all.class.state === 'lost' ? runByCheck(options) : all;
}

/** An answer that hangs or exits on some input loses only the checks that feed it with such input. */
async function runByCheck(options: CaseRunOptions): Promise<CaseRun> {
  const bare = await runProcess(options, []);
  if (bare.class.state !== 'loaded') return { ...bare, outcomes: losses(options.cases, bare.class.detail) };
  const groups = Object.values(Object.groupBy(options.cases, (one) => one.check)) as RunnableCase[][];
  const outcomes = new Map<string, Outcome>();
  const runs: CaseRun[] = [];
  const next = groups.values();
  const work = async (): Promise<void> => {
    for (const group of next) runs.push(await runProcess(options, group));
  };
  await Promise.all([work(), work()]);
  for (const [id, outcome] of runs.flatMap((run) => [...run.outcomes])) outcomes.set(id, outcome);
  const strays = runs.flatMap((run) => run.strays);
  return { class: bare.class, outcomes, strays, printed: runs.map((run) => run.printed).join('') };
}

async function runProcess(
  { module, sandbox, wallMs }: CaseRunOptions,
  cases: RunnableCase[],
): Promise<CaseRun> {
  const result = await sandbox.run({
    toolchains: ['node'],
    cmd: ['node', '--no-warnings', '/box/driver.mjs'],
    files: { ...readDriver(), [module.name]: module.text },
    stdin: JSON.stringify({ answer: `./${module.name}`, cases: cases.map(toDriver) }),
    // A busy machine stretches the time on the wall, not what an endless loop burns.
    limits: { cpuMs: wallMs, wallMs: STRETCH * wallMs },
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`js-sse: ${result.detail}`);
  return readRun(result, cases);
}

function readRun(result: ExecResult, cases: RunnableCase[]): CaseRun {
  const printed = Buffer.concat([result.stdout, result.stderr]).toString('utf8').slice(0, 500);
  const lost = (why: string): CaseRun => ({
    class: { state: 'lost', detail: why },
    outcomes: losses(cases, why),
    strays: [],
    printed,
  });
  if (result.status !== 'ok') return lost(result.detail);
  const lines = parseResultLines(result.result, [...Array(cases.length + 2).keys()]);
  if (!lines.ok) return lost(lines.why);
  try {
    const outcomes = cases.map((one, index) => [one.id, readOutcome(lines.values[index + 1])] as const);
    const strays = StraysSchema.parse(lines.values.at(-1));
    return { class: ClassSchema.parse(lines.values[0]), outcomes: new Map(outcomes), strays, printed };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return lost(`a result is not of the driver's form: ${z.prettifyError(error)}`);
  }
}

function readOutcome(value: unknown): Outcome {
  const clients: ClientLog[] = [];
  for (const { observed, runs } of VariantsSchema.parse(value))
    for (const index of runs) clients[index] = observed;
  return clients.length > 0 ? { state: 'ran', clients } : { state: 'lost', why: 'no client was made' };
}

function losses(cases: RunnableCase[], why: string): Map<string, Outcome> {
  return new Map(cases.map((one) => [one.id, { state: 'lost', why }]));
}

/** Nothing that is expected goes along. */
function toDriver(one: RunnableCase): object {
  if ('steps' in one) {
    const { types, owesEnd, cancelFails, steps } = one;
    return { types, owesEnd, cancelFails, steps };
  }
  const { types, times, views, cuts } = one;
  return { types, times, views, cuts, base64: Buffer.from(one.bytes).toString('base64') };
}

let driver: Record<string, string> | undefined;

function readDriver(): Record<string, string> {
  const names = ['driver.mjs', 'client.mjs', 'source.mjs'];
  driver ??= Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')]),
  );
  return driver;
}
