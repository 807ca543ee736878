/** Runs an answer in the sandbox and collects what its listeners got. Judges nothing. */
import { type LintProblem, lintJavaScript } from '../../rubric/js-lint.ts';
import { type JavaScriptFacts, readJavaScriptFacts } from '../../rubric/js-tree.ts';
import type { AnswerFiles } from '../../rubric/rubric.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { CLASS_NAME, moduleOf } from './answer-module.ts';
import { createCases, createWords } from './cases.ts';
import { type ClassState, type Outcome, type RunnableCase, runCases } from './run-cases.ts';
import type { ScriptCase } from './script-case.ts';
import { createScripts } from './scripts.ts';
import type { StreamCase } from './stream-case.ts';
import { readReference, wallLimit } from './time-limit.ts';

export const ANSWER_FILE = 'server-sent-events.mjs';

export interface Observations {
  class: ClassState;
  streams: { streamCase: StreamCase; outcome: Outcome }[];
  scripts: { script: ScriptCase; outcome: Outcome }[];
  /** Rejections and exceptions that nobody handled. */
  strays: string[];
  /** What the answer wrote on the console. */
  printed: string;
  facts: JavaScriptFacts;
  lints: LintProblem[];
  referenceTokens: number;
}

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observations> {
  const source = files[ANSWER_FILE] ?? '';
  return observeSource(source, sandbox, await wallLimit(sandbox));
}

/** The words of the cases follow from the answer: the same answer meets the same words each time, and none can know them. */
export async function observeSource(source: string, sandbox: Sandbox, wallMs: number): Promise<Observations> {
  const facts = await readJavaScriptFacts(source);
  const streams = createCases(source);
  const scripts = createScripts(createWords(`scripts ${source}`));
  const cases: RunnableCase[] = [...streams, ...scripts];
  const module = moduleOf(source, facts);
  const sourceType = module.name.endsWith('.cjs') ? 'commonjs' : 'module';
  const [run, lints] = await Promise.all([
    runCases({ module, cases, sandbox, wallMs }),
    lintJavaScript(module.text, { sourceType }),
  ]);
  return {
    class: facts.classNames.includes(CLASS_NAME) || run.class.state === 'loaded' ? run.class : NO_CLASS,
    streams: streams.map((streamCase) => ({ streamCase, outcome: run.outcomes.get(streamCase.id)! })),
    scripts: scripts.map((script) => ({ script, outcome: run.outcomes.get(script.id)! })),
    strays: run.strays,
    printed: run.printed,
    facts,
    lints,
    referenceTokens: await readReferenceTokens(),
  };
}

let referenceTokens: Promise<number> | undefined;

function readReferenceTokens(): Promise<number> {
  referenceTokens ??= readJavaScriptFacts(readReference()).then(({ tokens }) => tokens);
  return referenceTokens;
}

const NO_CLASS: ClassState = { state: 'absent', detail: `the answer declares no class ${CLASS_NAME}` };
