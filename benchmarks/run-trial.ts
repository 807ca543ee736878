/** The flow of one trial in one function: take the answer, extract the code, grade it, say what came out. */
import type { ChatResponse } from '../models/chat.ts';
import { type Extraction, extractAnswer } from '../rubric/answer.ts';
import { grade, type Rubric, SandboxFailed, type Score } from '../rubric/rubric.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { ToolchainMissing } from '../sandbox/unavailable.ts';
import type { Task } from '../tasks/tasks.ts';
import { type Asking, type Obtained, obtainAnswer, requestHash } from './answers.ts';
import { RecordingFailed } from './recording.ts';
import type { Outcome, Trial } from './trial.ts';

export interface TrialContext extends Asking {
  definition: Task;
  /** Opened on first use and kept; a task without a toolchain needs none. */
  openSandbox(): Promise<Sandbox>;
}

type Answered = Extract<Obtained, { state: 'answered' }>;

export async function runTrial(context: TrialContext): Promise<Trial> {
  const obtained = await obtainAnswer(context).catch(notRunForRecording);
  if (obtained.state === 'not-run') return { ...blankTrial(context), outcome: obtained };
  const startedAt = performance.now();
  const judged = await judge(context, obtained.response);
  return {
    ...blankTrial(context),
    outcome: judged.outcome,
    extraction: judged.extraction && extractionRecord(judged.extraction),
    sandbox: judged.sandbox,
    modelFacts: modelFacts(context, obtained),
    response: responseRecord(obtained),
    timings: {
      loadMs: obtained.loadMs,
      warmUpMs: obtained.warmUpMs,
      wallMs: obtained.response.wallMs,
      timeToFirstTokenMs: obtained.response.timeToFirstTokenMs,
      gradeMs: judged.outcome.state === 'graded' ? performance.now() - startedAt : null,
    },
  };
}

interface Judged {
  outcome: Outcome;
  extraction: Extraction | null;
  sandbox: string | null;
}

async function judge(context: TrialContext, response: ChatResponse): Promise<Judged> {
  if (response.failure) {
    const { kind, message } = response.failure;
    return { outcome: { state: 'err', kind, why: message }, extraction: null, sandbox: null };
  }
  const extraction = extractAnswer(response.content, context.definition.answerFiles);
  if (!extraction.ok)
    return { outcome: { state: 'err', kind: 'no-code', why: extraction.why }, extraction, sandbox: null };
  context.tell({
    kind: 'grading',
    task: context.task.slug,
    sample: context.sample,
    tokens: null,
    elapsedMs: null,
  });
  return gradeFiles(context, extraction);
}

async function gradeFiles(
  context: TrialContext,
  extraction: Extract<Extraction, { ok: true }>,
): Promise<Judged> {
  const { definition } = context;
  try {
    const rubric: Rubric<unknown> = await definition.rubric();
    const sandbox = definition.toolchain === 'none' ? NO_SANDBOX : await context.openSandbox();
    const observed = await rubric.observe(extraction.files, sandbox);
    return {
      outcome: { state: 'graded', score: grade(rubric, observed) },
      extraction,
      sandbox: sandbox.provider,
    };
  } catch (error) {
    if (!(error instanceof SandboxFailed || error instanceof ToolchainMissing)) throw error;
    return { outcome: { state: 'not-run', why: error.message }, extraction, sandbox: null };
  }
}

/** For rubrics that only read. Whoever runs something through it has forgotten to name a toolchain. */
const NO_SANDBOX: Sandbox = {
  provider: 'none needed',
  run() {
    throw new Error('this task has toolchain `none`, so nothing may run: name its toolchain in task.ts');
  },
};

/** The answer could not be kept: the machine's fault, never the model's. */
function notRunForRecording(error: unknown): Obtained {
  if (error instanceof RecordingFailed) return { state: 'not-run', why: error.message };
  throw error;
}

/** All that is known of a trial before it has an answer. */
export function blankTrial(context: TrialContext): Omit<Trial, 'outcome'> {
  const { task, session, sample, definition, request } = context;
  const { title, column, order, language } = task;
  return {
    model: session.model.id,
    task: task.slug,
    sample,
    maxPoints: definition.maxPoints,
    modelFacts: {
      order: session.model.order,
      kind: session.model.kind,
      sizeBytes: null,
      quantisation: null,
      parameters: null,
      effectiveArgs: session.model.effectiveArgs,
      serverBuild: null,
    },
    taskFacts: { title, column, order, language },
    extraction: null,
    request: { hash: requestHash(request), promptChars: definition.prompt.length },
    response: null,
    timings: { loadMs: null, warmUpMs: null, wallMs: null, timeToFirstTokenMs: null, gradeMs: null },
    sandbox: null,
  };
}

function modelFacts(context: TrialContext, { identity }: Answered): Trial['modelFacts'] {
  const { order, kind } = context.session.model;
  const { sizeBytes, quantisation, parameters, effectiveArgs, serverBuild } = identity;
  return { order, kind, sizeBytes, quantisation, parameters, effectiveArgs, serverBuild };
}

function responseRecord({ response, source, file, recordedAt }: Answered): NonNullable<Trial['response']> {
  return {
    content: null,
    reasoning_content: null,
    contentChars: response.content.length,
    reasoningChars: response.reasoning_content.length,
    finish_reason: response.finish_reason,
    truncated: response.finish_reason === 'length',
    usage: response.usage,
    timings: response.timings,
    source,
    file,
    recordedAt,
  };
}

function extractionRecord(extraction: Extraction): NonNullable<Trial['extraction']> {
  return { blocks: extraction.blocks.length, chosen: extraction.ok ? extraction.chosen : [] };
}

/** Points of a graded trial; null for every other outcome, which has none rather than zero. */
export function scoreOf(trial: Trial): Score | null {
  return trial.outcome.state === 'graded' ? trial.outcome.score : null;
}
