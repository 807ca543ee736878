/** The flow of one trial in one function: take the answer, extract the code, grade it, say what came out. */
import { ApiKeyError } from '../models/openai-api.ts';
import { RouterError } from '../models/router.ts';
import type { Extraction } from '../rubric/answer.ts';
import type { Task } from '../tasks/tasks.ts';
import { type Asking, askAnew, mayAsk, type Obtained, obtainAnswer } from './answers.ts';
import { RecordingFailed } from './recording.ts';
import { requestHash } from './request.ts';
import type { Machine, Provenance, Trial } from './trial.ts';

export interface TrialContext extends Asking {
  definition: Task;
}

let judging: Promise<typeof import('./judge.ts')> | null = null;

/** Extraction and grading take a while to load; a worker does that while its first model loads. Kept: each import is resolved anew. */
export function loadJudge(): Promise<typeof import('./judge.ts')> {
  judging ??= import('./judge.ts');
  return judging;
}

type Answered = Extract<Obtained, { state: 'answered' }>;

export async function runTrial(context: TrialContext): Promise<Trial> {
  const startedAt = performance.now();
  const trial = await tryTwice(context);
  return { ...trial, timings: { ...trial.timings, trialMs: performance.now() - startedAt } };
}

async function tryTwice(context: TrialContext): Promise<Trial> {
  const first = await trialOf(context, obtainAnswer);
  // An ERR is asked again, also one that only shows when the recorded answer is read.
  const { outcome, response } = first;
  const again = outcome.state === 'err' && response?.source === 'recording' && mayAsk(context);
  return again ? trialOf(context, askAnew) : first;
}

async function trialOf(context: TrialContext, obtain: (asking: Asking) => Promise<Obtained>): Promise<Trial> {
  const obtained = await obtain(context).catch(notRunBecause);
  if (obtained.state === 'not-run')
    return { ...blankTrial(context), outcome: { ...obtained, cause: 'fault' } };
  const startedAt = performance.now();
  const { judge } = await loadJudge();
  const judged = await judge(context, obtained.response);
  return {
    ...blankTrial(context),
    outcome: judged.outcome,
    extraction: judged.extraction && extractionRecord(judged.extraction),
    sandbox: judged.sandbox,
    modelFacts: modelFacts(context, obtained),
    provenance: provenanceOf(context, obtained.machine, judged.versions),
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

/** The answer could not be asked for or kept: the machine's or the set-up's fault, never the model's. */
function notRunBecause(error: unknown): Obtained {
  const foreseen =
    error instanceof RecordingFailed || error instanceof RouterError || error instanceof ApiKeyError;
  if (foreseen) return { state: 'not-run', why: error.message };
  throw error;
}

/** All that is known of a trial before it has an answer. */
function blankTrial(context: TrialContext): Omit<Trial, 'outcome'> {
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
      gguf: null,
    },
    taskFacts: { title, column, order, language },
    extraction: null,
    request: { hash: requestHash(request), promptChars: definition.prompt.length },
    response: null,
    timings: { loadMs: null, warmUpMs: null, wallMs: null, timeToFirstTokenMs: null, gradeMs: null },
    sandbox: null,
    provenance: provenanceOf(context, null),
  };
}

/** Nothing is asked or hashed here: this is made for each trial. The node that graded may be another than the one that runs us. */
function provenanceOf(
  { plan, task }: TrialContext,
  machine: Machine | null,
  { node, ...tools }: Record<string, string> = {},
): Provenance {
  const grading = node === undefined || node === plan.versions.node ? {} : { 'node (grading)': node };
  return { machine, rubricHash: task.rubricHash, versions: { ...plan.versions, ...tools, ...grading } };
}

function modelFacts(context: TrialContext, { identity }: Answered): Trial['modelFacts'] {
  const { order, kind } = context.session.model;
  const { sizeBytes, quantisation, parameters, effectiveArgs, serverBuild, gguf } = identity;
  return { order, kind, sizeBytes, quantisation, parameters, effectiveArgs, serverBuild, gguf };
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
