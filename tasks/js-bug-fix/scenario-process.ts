/** One process of the driver in the sandbox: plays scenarios with an answer's module, and tells how far it came. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import type { ExecResult, Sandbox } from '../../sandbox/sandbox.ts';
import type { AnswerModule } from './answer-module.ts';
import type { Scenario } from './scenario.ts';

const ModuleSchema = z.strictObject({
  state: z.enum(['loaded', 'threw']),
  /** By class. */
  exported: z.record(z.string(), z.enum(['named', 'default', 'absent'])),
  /** Public names of an instance, and those of them that its classes' prototypes have. */
  members: z.record(z.string(), z.array(z.string())),
  methods: z.record(z.string(), z.array(z.string())),
  detail: z.string(),
});
const PlaySchema = z.strictObject({
  log: z.array(z.array(z.unknown())),
  threw: z.string().nullable(),
  strays: z.array(z.string()),
});

export type ModuleSeen = Omit<z.infer<typeof ModuleSchema>, 'state'> & { state: 'loaded' | 'threw' | 'lost' };
export type Played = { state: 'played' } & z.infer<typeof PlaySchema>;

export interface ProcessRun {
  module: ModuleSeen;
  /** By the name of the scenario; those that came to their end. */
  plays: Map<string, Played>;
  printed: string;
  /** Why it did not come to its end; null when it did. */
  stopped: string | null;
}

export interface ProcessOptions {
  module: AnswerModule;
  scenarios: Scenario[];
  sandbox: Sandbox;
  wallMs: number;
}

export async function runProcess(options: ProcessOptions): Promise<ProcessRun> {
  const { module, scenarios, sandbox, wallMs } = options;
  const plays = scenarios.map(({ name, params }) => ({ name, params }));
  const result = await sandbox.run({
    toolchains: ['node'],
    cmd: ['node', '--no-warnings', '/box/driver.mjs'],
    files: { ...readDriver(), [module.name]: module.text },
    stdin: JSON.stringify({ answer: `./${module.name}`, plays }),
    // An endless loop ends sooner: a busy machine stretches the time on the wall, not the work, and half is plenty.
    limits: { wallMs, cpuMs: Math.ceil(wallMs / 2) },
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`js-bug-fix: ${result.detail}`);
  return readRun(result, scenarios);
}

function readRun(result: ExecResult, scenarios: Scenario[]): ProcessRun {
  const printed = Buffer.concat([result.stdout, result.stderr]).toString('utf8').slice(0, 500);
  const lines = parseResultLines(result.result, [...Array(scenarios.length + 1).keys()]);
  const isWhole = result.status === 'ok' && lines.ok;
  const stopped = result.status !== 'ok' ? result.detail : lines.ok ? null : lines.why;
  const values = isWhole ? lines.values : readBeginning(result.result);
  const module = ModuleSchema.safeParse(values[0]);
  const played = z.array(PlaySchema).safeParse(values.slice(1));
  if (values.length === 0) return nothingTold(printed, stopped ?? 'it told nothing');
  if (!module.success || !played.success)
    return nothingTold(printed, 'a result is not of the form that the driver writes');
  const named = played.data.map((play, at): [string, Played] => [
    scenarios[at]?.name ?? '',
    { state: 'played', ...play },
  ]);
  return { module: module.data, plays: new Map(named), printed, stopped };
}

function nothingTold(printed: string, why: string): ProcessRun {
  const module: ModuleSeen = { state: 'lost', exported: {}, members: {}, methods: {}, detail: why };
  return { module, plays: new Map(), printed, stopped: why };
}

/** The whole lines of a process that stopped. A line that is out of place makes all of them void. */
function readBeginning(result: Uint8Array): unknown[] {
  const whole = Buffer.from(result).subarray(0, Buffer.from(result).lastIndexOf('\n') + 1);
  const count = whole.filter((byte) => byte === 10).length;
  const lines = parseResultLines(Buffer.concat([whole, Buffer.from('{"end":true}\n')]), [
    ...Array(count).keys(),
  ]);
  return lines.ok ? lines.values : [];
}

const DRIVER_FILES = [
  'driver.mjs',
  'clock.mjs',
  'members.mjs',
  'settles.mjs',
  'scenarios-attempts.mjs',
  'scenarios-emitter.mjs',
  'scenarios-heap.mjs',
  'scenarios-queue.mjs',
  'scenarios-settle.mjs',
  'scenarios-timers.mjs',
  'scenarios-waits.mjs',
  'watch-queue.mjs',
];

let driver: Record<string, string> | undefined;

function readDriver(): Record<string, string> {
  driver ??= Object.fromEntries(
    DRIVER_FILES.map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')]),
  );
  return driver;
}
