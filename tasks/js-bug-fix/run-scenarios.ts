/** Runs the driver on an answer's module: all scenarios in one process, and one process each if that one fails. */
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
/** What a scenario logged, or why there is nothing. */
export type Play = ({ state: 'played' } & z.infer<typeof PlaySchema>) | { state: 'lost'; why: string };

export interface ScenarioRun {
  module: ModuleSeen;
  /** By the name of the scenario. */
  plays: Map<string, Play>;
  printed: string;
}

export interface ScenarioRunOptions {
  module: AnswerModule;
  scenarios: Scenario[];
  sandbox: Sandbox;
  wallMs: number;
}

export async function runScenarios(options: ScenarioRunOptions): Promise<ScenarioRun> {
  const all = await runProcess(options, options.scenarios);
  return all.module.state === 'lost' ? runOneByOne(options) : all;
}

/** An answer that hangs or exits in some scenarios loses those, and what is decided with them. */
async function runOneByOne(options: ScenarioRunOptions): Promise<ScenarioRun> {
  const bare = await runProcess(options, []);
  if (bare.module.state !== 'loaded')
    return { ...bare, plays: losses(options.scenarios, bare.module.detail) };
  const plays = new Map<string, Play>();
  const printed: string[] = [];
  const lost = new Set<string>();
  const next = options.scenarios.values();
  const work = async (): Promise<void> => {
    for (const scenario of next) {
      const run = lost.has(subjectOf(scenario))
        ? notRun(bare, scenario)
        : await runProcess(options, [scenario]);
      if (run.module.state === 'lost') lost.add(subjectOf(scenario));
      for (const [name, play] of run.plays) plays.set(name, play);
      printed.push(run.printed);
    }
  };
  await Promise.all([work(), work()]);
  return { module: bare.module, plays, printed: printed.join('') };
}

/** One lost scenario decides these: the others of the same subject need not be waited for. */
function subjectOf({ part, area }: Scenario): string {
  return area ?? part;
}

function notRun(bare: ScenarioRun, scenario: Scenario): ScenarioRun {
  const why = `not run: another scenario of ${subjectOf(scenario)} did not come to its end`;
  return { ...bare, plays: losses([scenario], why), printed: '' };
}

async function runProcess(
  { module, sandbox, wallMs }: ScenarioRunOptions,
  scenarios: Scenario[],
): Promise<ScenarioRun> {
  const plays = scenarios.map(({ name, params }) => ({ name, params }));
  const result = await sandbox.run({
    toolchains: ['node'],
    cmd: ['node', '--no-warnings', '/box/driver.mjs'],
    files: { ...readDriver(), [module.name]: module.text },
    stdin: JSON.stringify({ answer: `./${module.name}`, plays }),
    limits: { wallMs, cpuMs: 2 * wallMs },
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`js-bug-fix: ${result.detail}`);
  return readRun(result, scenarios);
}

function readRun(result: ExecResult, scenarios: Scenario[]): ScenarioRun {
  const printed = Buffer.concat([result.stdout, result.stderr]).toString('utf8').slice(0, 500);
  const lost = (why: string): ScenarioRun => ({
    module: { state: 'lost', exported: {}, members: {}, methods: {}, detail: why },
    plays: losses(scenarios, why),
    printed,
  });
  if (result.status !== 'ok') return lost(result.detail);
  const lines = parseResultLines(result.result, [...Array(scenarios.length + 1).keys()]);
  if (!lines.ok) return lost(lines.why);
  const module = ModuleSchema.safeParse(lines.values[0]);
  const plays = z.array(PlaySchema).safeParse(lines.values.slice(1));
  if (!module.success || !plays.success) return lost('a result is not of the form that the driver writes');
  const named = scenarios.map(({ name }, at): [string, Play] => [
    name,
    { state: 'played', ...plays.data[at]! },
  ]);
  return { module: module.data, plays: new Map(named), printed };
}

function losses(scenarios: Scenario[], why: string): Map<string, Play> {
  return new Map(scenarios.map(({ name }) => [name, { state: 'lost', why }]));
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
