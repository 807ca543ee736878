/** Builds and runs an answer; what does not compile is mended if little is missing, and then counts for less. */
import { readFileSync } from 'node:fs';
import type { AnswerFiles } from '../../rubric/rubric.ts';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox, wallLimitMs } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type GoFacts, readGoFacts } from './go-tree.ts';
import { mendSource } from './mend.ts';
import type { Session } from './observed.ts';
import { runDriver } from './run-driver.ts';

export const ANSWER_FILE = 'main.go';
/** The reference gets this long before we say that the machine, not an answer, is at fault. */
const REFERENCE_WALL_MS = 120_000;
/** The compiler does not always say all at once. */
const MEND_ROUNDS = 3;
/** The driver gives up by itself on servers that hang, one after the other; this is for the rest. */
const TIMES_LIMIT = 4;

export interface Observed {
  /** Or in a sentence why there is none. */
  session: Session | string;
  /** What had to be mended before it compiled. */
  mends: string[];
  /** What the compiler said of the answer as it came; null: it compiled. */
  compileError: string | null;
  facts: GoFacts;
  reference: GoFacts;
  starter: GoFacts;
}

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observed> {
  const source = files[ANSWER_FILE] ?? '';
  const [facts, reference, starter, wallMs] = await Promise.all([
    readGoFacts(source),
    readGoFacts(readOwnFile('reference/main.go')),
    readGoFacts(readOwnFile('starter/main.go')),
    measureWallLimit(sandbox),
  ]);
  return { ...(await runMended(source, { sandbox, wallMs })), facts, reference, starter };
}

async function runMended(source: string, bench: { sandbox: Sandbox; wallMs: number }) {
  let session = await runDriver({ source, ...bench });
  const compileError = compileErrorOf(session);
  const mends: string[] = [];
  let mended = source;
  for (let round = 0; round < MEND_ROUNDS; round++) {
    const error = compileErrorOf(session);
    const next = error === null ? null : mendSource(mended, error);
    if (next === null) break;
    mended = next.source;
    mends.push(...next.mends);
    session = await runDriver({ source: mended, lint: false, ...bench });
  }
  return { session, compileError, mends };
}

function compileErrorOf(session: Session | string): string | null {
  if (typeof session === 'string' || session.build.programs.plain.exitCode === 0) return null;
  return session.build.programs.plain.output;
}

const measureWallLimit = oncePerSandbox(async (sandbox) => {
  const startedAt = performance.now();
  const session = await runDriver({
    source: readOwnFile('reference/main.go'),
    sandbox,
    wallMs: REFERENCE_WALL_MS,
  });
  const why = typeof session === 'string' ? session : (session.notStarted ?? compileErrorOf(session));
  if (why !== null) throw new SandboxFailed(`go-middleware: its own reference does not run here: ${why}`);
  return TIMES_LIMIT * wallLimitMs(performance.now() - startedAt);
});

const sources = new Map<string, string>();

function readOwnFile(path: string): string {
  const text = sources.get(path) ?? readFileSync(new URL(path, import.meta.url), 'utf8');
  sources.set(path, text);
  return text;
}
