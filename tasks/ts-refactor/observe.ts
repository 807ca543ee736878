/** Compiles an answer, runs it and reads it; the starter, treated alike, says what is right. Judges nothing. */
import { readFileSync } from 'node:fs';
import { type AnswerFiles, SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Case } from './case.ts';
import { CASES } from './cases.ts';
import { ANSWER_FILE, compile } from './compile.ts';
import type { Compiled } from './diagnostics.ts';
import { type Behaviour, runCases } from './run-cases.ts';
import { readSourceFacts, type SourceFacts } from './source-facts.ts';
import { limitsFrom, NO_COST } from './time-limits.ts';

export interface Observations {
  compiled: Compiled;
  behaviour: Behaviour;
  facts: SourceFacts;
  starter: { outcomes: Map<Case, string | null>; facts: SourceFacts };
  reference: SourceFacts;
}

/** The starter gets this long before we say that the machine, not an answer, is at fault. */
const STARTER_LIMITS = { wallMs: 60_000, cpuMs: 60_000 };
const NOT_EMITTED: Behaviour = {
  load: { exports: null, why: 'the compiler emitted no JavaScript' },
  outcomes: new Map(),
  strays: [],
  cost: NO_COST,
};

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observations> {
  const source = files[ANSWER_FILE] ?? '';
  const { starter, reference, limits } = await recordStarter(sandbox);
  const [facts, compiled] = await Promise.all([
    readSourceFacts(source),
    compile(source, sandbox, limits.compile),
  ]);
  const { javaScript } = compiled;
  const behaviour =
    javaScript === null
      ? NOT_EMITTED
      : await runCases({ javaScript, cases: CASES, sandbox, limits: limits.run });
  return { compiled, behaviour, facts, starter, reference };
}

const recordStarter = oncePerSandbox(async (sandbox: Sandbox) => {
  const source = read('starter');
  const { javaScript, typeErrors, cost } = await compile(source, sandbox, STARTER_LIMITS);
  if (javaScript === null)
    throw new SandboxFailed(`ts-refactor: its starter does not compile: ${typeErrors}`);
  const run = await runCases({ javaScript, cases: CASES, sandbox, limits: STARTER_LIMITS });
  if (run.load.exports === null || [...run.outcomes.values()].includes(null))
    throw new SandboxFailed(`ts-refactor: its starter does not run in the sandbox here: ${run.load.why}`);
  return {
    starter: { outcomes: run.outcomes, facts: await readSourceFacts(source) },
    reference: await readSourceFacts(read('reference')),
    limits: { compile: limitsFrom(cost), run: limitsFrom(run.cost) },
  };
});

function read(folder: string): string {
  return readFileSync(new URL(`${folder}/${ANSWER_FILE}`, import.meta.url), 'utf8');
}
