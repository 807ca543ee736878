/** Test helper: foreign programs in two languages, and a look at what they leave on this machine. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSandbox } from './open-sandbox.ts';
import type { ExecResult, Limits, Sandbox, SandboxRun } from './sandbox.ts';

export type Language = 'Python' | 'JavaScript';

let opened: Promise<Sandbox> | undefined;

/** One sandbox a test file: probing it is not what the file is about. */
export function sandboxOfTests(): Promise<Sandbox> {
  opened ??= openSandbox();
  return opened;
}

export interface ProgramRun {
  args?: string[];
  limits?: Partial<Limits>;
  stdin?: string;
  signal?: AbortSignal;
  sandbox?: Sandbox;
}

export async function runProgram(
  language: Language,
  source: string,
  run: ProgramRun = {},
): Promise<ExecResult> {
  const { sandbox = await sandboxOfTests(), args = [], ...rest } = run;
  return sandbox.run({ ...programOf(language, source, args), ...rest });
}

function programOf(language: Language, source: string, args: string[]): SandboxRun {
  return language === 'Python'
    ? {
        toolchains: ['python'],
        cmd: ['python3', '-I', '-S', 'main.py', ...args],
        files: { 'main.py': source },
      }
    : { toolchains: ['node'], cmd: ['node', 'main.mjs', ...args], files: { 'main.mjs': source } };
}

export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

/** What the program printed, for comparisons; throws with its stderr when it printed no JSON. */
export function readJson(result: ExecResult): unknown {
  try {
    return JSON.parse(toText(result.stdout));
  } catch {
    throw new Error(`${result.status}: ${result.detail}\n${toText(result.stdout)}\n${toText(result.stderr)}`);
  }
}

/** An argument that tells a test's processes from all others, also after they forked and left. */
export function makeMarker(): string {
  return `marker-${randomBytes(8).toString('hex')}`;
}

export function findMarked(marker: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readCommandLine(name).includes(marker))
    .map(Number);
}

/** A killed process is gone soon, not at once. */
export async function waitUntilGone(marker: string, waitMs = 5_000): Promise<number[]> {
  const giveUpAtMs = Date.now() + waitMs;
  while (findMarked(marker).length > 0 && Date.now() < giveUpAtMs) await sleep(20);
  return findMarked(marker);
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
