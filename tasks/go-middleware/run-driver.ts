/** Builds and runs an answer in the sandbox, once. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { parseResultLines } from '../../sandbox/driver-protocol.ts';
import { GO_PLAIN, GO_RACE, prepareGoCache } from '../../sandbox/go-cache.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { findToolchain } from '../../sandbox/toolchains.ts';
import { hastenSource } from './hasten.ts';
import {
  BuildSchema,
  LifeSchema,
  LimitsSchema,
  type Session,
  SideServerSchema,
  TakenPortSchema,
  YearsSchema,
} from './observed.ts';

const MIB = 1024 * 1024;
const DRIVER_FILES = [
  'driver',
  'build',
  'client',
  'server',
  'bursts',
  'edges',
  'limits',
  'life',
  'side-servers',
  'years',
];
const LINES = [0, 1, 2, 3, 4, 5, 6];
/** Compiled into the copy whose clock leaps: what they take the place of is the runtime's own, and known for one kind. */
const YEARS_FILES = ['years.go', 'clock_amd64.s'];
/** Without it the linker keeps the runtime's names to itself. */
const GO_YEARS = { env: GO_PLAIN.env, flags: ['-ldflags=-s -checklinkname=0'] };

export interface DriverRun {
  source: string;
  sandbox: Sandbox;
  wallMs: number;
  /** Without it `go vet` and `gofmt` are left out. */
  lint?: boolean;
}

/** Or in a sentence why there is no session. */
export async function runDriver({
  source,
  sandbox,
  wallMs,
  lint = true,
}: DriverRun): Promise<Session | string> {
  const cache = await prepareGoCache(sandbox);
  const result = await sandbox.run({
    toolchains: ['node', 'go'],
    cmd: ['node', '--no-warnings', '/box/driver.mjs'],
    files: readDriver(),
    mounts: [cache.mount],
    env: cache.env,
    stdin: JSON.stringify({
      sources: { plain: source, race: await hastenSource(source), module: await moduleFile() },
      kinds: { plain: GO_PLAIN, race: GO_RACE, years: GO_YEARS },
      checks: { lint, years: process.arch === 'x64' ? readYears() : null },
    }),
    limits: {
      wallMs,
      cpuMs: 4 * wallMs,
      memoryBytes: 2_048 * MIB,
      // Go's programs have a thread or more for each core and each blocking call.
      processes: 1_024,
      fileBytes: 64 * MIB,
      tmpBytes: 384 * MIB,
    },
  });
  if (result.status === 'infra-error') throw new SandboxFailed(`go-middleware: ${result.detail}`);
  if (result.status !== 'ok')
    return `${result.detail} ${Buffer.from(result.stderr).toString('utf8').slice(-500)}`;
  const lines = parseResultLines(result.result, LINES);
  return lines.ok ? readSession(lines.values) : lines.why;
}

function readSession([build, limits, life, interrupt, races, years, takenPort]: unknown[]): Session | string {
  try {
    const seen = { limits: LimitsSchema.parse(limits), life: LifeSchema.parse(life) };
    const failed = [seen.limits, seen.life].find((server) => server?.started === false);
    return {
      build: BuildSchema.parse(build),
      limits: seen.limits?.started ? seen.limits : null,
      life: seen.life?.started ? seen.life : null,
      interrupt: SideServerSchema.parse(interrupt),
      races: SideServerSchema.parse(races),
      years: YearsSchema.parse(years),
      takenPort: TakenPortSchema.parse(takenPort),
      notStarted: failed ? failed.output.trim().slice(-300) || 'it said nothing' : null,
    };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return `a result is not of the driver's form: ${z.prettifyError(error)}`;
  }
}

/** The language of the Go that is here: an answer may use all of it. */
async function moduleFile(): Promise<string> {
  const { version } = await findToolchain('go');
  return `module notes\n\ngo ${version.split('.').slice(0, 2).join('.')}\n`;
}

let driver: Record<string, string> | undefined;

function readDriver(): Record<string, string> {
  driver ??= readFiles(DRIVER_FILES.map((name) => `${name}.mjs`));
  return driver;
}

let years: Record<string, string> | undefined;

function readYears(): Record<string, string> {
  years ??= readFiles(YEARS_FILES);
  return years;
}

function readFiles(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(`driver/${name}`, import.meta.url), 'utf8')]),
  );
}
