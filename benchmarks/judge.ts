/** From a response to an outcome: extract the code, run it in the sandbox, grade it. */
import type { ChatResponse } from '../models/chat.ts';
import { type Extraction, extractAnswer } from '../rubric/answer.ts';
import { grade, type Rubric, SandboxFailed } from '../rubric/rubric.ts';
import { openSandbox } from '../sandbox/open-sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { knownVersions } from '../sandbox/toolchains.ts';
import { SandboxUnavailable, ToolchainMissing } from '../sandbox/unavailable.ts';
import type { Task } from '../tasks/tasks.ts';
import type { RunPlan } from './plan.ts';
import type { ProgressEvent } from './progress-event.ts';
import type { Outcome } from './trial.ts';

/** What judging needs of a trial. */
export interface Judging {
  plan: Pick<RunPlan, 'cacheDir' | 'unsafeNoSandbox'>;
  definition: Task;
  sample: number;
  tell(event: Omit<ProgressEvent, 'model'>): void;
}

export interface Judged {
  outcome: Outcome;
  extraction: Extraction | null;
  sandbox: string | null;
  /** Of the tools that grading this task has used so far, by name. */
  versions: Record<string, string>;
}

export async function judge(context: Judging, response: ChatResponse): Promise<Judged> {
  if (response.failure) {
    const { kind, message } = response.failure;
    return { outcome: { state: 'err', kind, why: message }, extraction: null, sandbox: null, versions: {} };
  }
  const extraction = extractAnswer(response.content, context.definition.answerFiles);
  if (!extraction.ok)
    return {
      outcome: { state: 'err', kind: 'no-code', why: extraction.why },
      extraction,
      sandbox: null,
      versions: {},
    };
  context.tell({
    kind: 'grading',
    task: context.definition.slug,
    sample: context.sample,
    tokens: null,
    elapsedMs: null,
  });
  return gradeFiles(context, extraction);
}

async function gradeFiles(context: Judging, extraction: Extract<Extraction, { ok: true }>): Promise<Judged> {
  const { definition } = context;
  try {
    const rubric: Rubric<unknown> = await definition.rubric();
    const sandbox = definition.toolchains.length === 0 ? NO_SANDBOX : await sandboxOf(context.plan);
    const observed = await rubric.observe(extraction.files, sandbox);
    return {
      outcome: { state: 'graded', score: grade(rubric, observed) },
      extraction,
      sandbox: sandbox.provider,
      versions: knownVersions(definition.toolchains),
    };
  } catch (error) {
    if (!isOurs(error)) throw error;
    const cause = error instanceof ToolchainMissing ? 'toolchain' : 'fault';
    return {
      outcome: { state: 'not-run', why: error.message, cause },
      extraction,
      sandbox: null,
      versions: {},
    };
  }
}

/** For rubrics that only read. Whoever runs something through it has forgotten to name a toolchain. */
const NO_SANDBOX: Sandbox = {
  provider: 'none needed',
  cacheDir: '',
  run() {
    throw new Error('this task names no toolchain, so nothing may run: name it in task.ts, `toolchains`');
  },
};

/** What says nothing of the answer: the trial was not run. */
function isOurs(error: unknown): error is Error {
  return (
    error instanceof SandboxFailed || error instanceof ToolchainMissing || error instanceof SandboxUnavailable
  );
}

// One a worker: its files share it (isolate: false), so the sandbox is probed once.
let sandbox: Promise<Sandbox> | null = null;

function sandboxOf({ cacheDir, unsafeNoSandbox }: Judging['plan']): Promise<Sandbox> {
  sandbox ??= openSandbox({ cacheDir, unsafe: unsafeNoSandbox });
  return sandbox;
}
