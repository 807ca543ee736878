/** Runs an answer in the sandbox and collects what it did. Judges nothing. */
import { readFileSync } from 'node:fs';
import { lintJavaScript } from '../../rubric/js-lint.ts';
import { type JavaScriptFacts, readJavaScriptFacts } from '../../rubric/js-tree.ts';
import { type AnswerFiles, SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox, wallLimitMs } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type AnswerModule, moduleOf } from './answer-module.ts';
import { createDraw } from './draw.ts';
import { type Play, runScenarios } from './run-scenarios.ts';
import type { Scenario } from './scenario.ts';
import type { ModuleSeen } from './scenario-process.ts';
import { createBugScenarios } from './scenarios-bugs.ts';
import { createPartScenarios } from './scenarios-parts.ts';
import { createQueueScenarios } from './scenarios-queue.ts';

export const ANSWER_FILE = 'task-queue.js';

/** The reference gets this long before we say that the machine, not an answer, is at fault. */
const REFERENCE_MS = 60_000;

export interface Observations {
  module: ModuleSeen;
  /** Classes that the answer forgot to export. */
  hidden: string[];
  plays: { scenario: Scenario; play: Play }[];
  /** What the answer wrote on the console. */
  printed: string;
  facts: JavaScriptFacts;
  lints: string[];
  referenceTokens: number;
}

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observations> {
  const reference = await yardstick(sandbox);
  const source = files[ANSWER_FILE] ?? '';
  const facts = await readJavaScriptFacts(source);
  const module = moduleOf(source, facts);
  const scenarios = createScenarios(source);
  const run = await runScenarios({ module, scenarios, sandbox, wallMs: reference.wallMs });
  return {
    module: run.module,
    hidden: module.hidden,
    plays: scenarios.map((scenario) => ({ scenario, play: run.plays.get(scenario.name)! })),
    printed: run.printed,
    facts,
    lints: await lint(module),
    referenceTokens: reference.tokens,
  };
}

/** The prompt forbids console output, also where none of our scenarios leads. */
async function lint({ name, text }: AnswerModule): Promise<string[]> {
  const sourceType = name.endsWith('.cjs') ? 'commonjs' : 'module';
  const problems = await lintJavaScript(text, { sourceType, rules: { 'no-console': 'error' } });
  return problems.map(({ ruleId, line }) => `${ruleId} in line ${line}`);
}

/** The same answer meets the same words and numbers each time. */
function createScenarios(source: string): Scenario[] {
  const draw = createDraw(source);
  return [...createPartScenarios(draw), ...createQueueScenarios(draw), ...createBugScenarios(draw)];
}

const yardstick = oncePerSandbox(async (sandbox) => {
  const source = readFileSync(new URL(`./reference/${ANSWER_FILE}`, import.meta.url), 'utf8');
  const facts = await readJavaScriptFacts(source);
  const startedAt = performance.now();
  const scenarios = createScenarios(source);
  const run = await runScenarios({
    module: moduleOf(source, facts),
    scenarios,
    sandbox,
    wallMs: REFERENCE_MS,
  });
  if (run.module.state !== 'loaded')
    throw new SandboxFailed(
      `js-bug-fix: its reference does not run in the sandbox here: ${run.module.detail}`,
    );
  return { wallMs: wallLimitMs(performance.now() - startedAt), tokens: facts.tokens };
});
