/** Runs one of this folder's Python programs beside the answer. */
import { readFile } from 'node:fs/promises';
import type { ExecResult, Sandbox } from '../../sandbox/sandbox.ts';

const STRETCH = 3;

/** Where an answer is looked at, and how long that may take. */
export interface Bench {
  sandbox: Sandbox;
  wallMs: number;
}

export interface Program {
  /** Files of this folder; the first one is run. */
  programs: [string, ...string[]];
  answer: string;
  stdin?: string;
}

export async function runProgram(
  { programs, answer, stdin = '' }: Program,
  bench: Bench,
): Promise<ExecResult> {
  const own = await Promise.all(programs.map(async (name) => [name, await readOwnFile(name)] as const));
  return bench.sandbox.run({
    toolchains: ['python'],
    // -E -s: nothing of the environment or of a user's packages; -S: starts faster; -B: writes no cache;
    // -W: what a newer Python says of a backslash in a docstring is not the answer's output.
    cmd: ['python3', '-E', '-s', '-S', '-B', '-W', 'ignore::SyntaxWarning', `/box/${programs[0]}`],
    files: { ...Object.fromEntries(own), 'solution.py': answer },
    stdin,
    // A busy machine stretches the time on the wall, not what an endless loop burns.
    limits: { wallMs: STRETCH * bench.wallMs, cpuMs: bench.wallMs },
  });
}

const sources = new Map<string, Promise<string>>();

export function readOwnFile(path: string): Promise<string> {
  const known = sources.get(path) ?? readFile(new URL(path, import.meta.url), 'utf8');
  sources.set(path, known);
  return known;
}
