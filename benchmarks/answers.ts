/** Where the answer of one trial comes from: a folder, the recordings, or the model itself. */
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ChatRequest, ChatResponse } from '../models/chat.ts';
import type { PlannedTask, RunPlan } from './plan.ts';
import type { ProgressEvent } from './progress-event.ts';
import { type ModelIdentity, type Recording, RecordingFailed, staleness } from './recording.ts';
import { requestHash } from './request.ts';
import type { ModelSession } from './session.ts';
import type { Machine } from './trial.ts';

/** An answer, or why there is none through no fault of the model. */
export type Obtained =
  | {
      state: 'answered';
      response: ChatResponse;
      source: 'server' | 'recording' | 'folder';
      file: string;
      recordedAt: string | null;
      identity: ModelIdentity;
      /** Where the model ran; null: not known. */
      machine: Machine | null;
      loadMs: number | null;
      warmUpMs: number | null;
    }
  | { state: 'not-run'; why: string };

export interface Asking {
  plan: RunPlan;
  session: ModelSession;
  task: PlannedTask;
  sample: number;
  request: ChatRequest;
  signal: AbortSignal;
  tell(event: Omit<ProgressEvent, 'model'>): void;
}

/** Takes the answer from where the plan says; asks the model only for what is missing or stale. */
export async function obtainAnswer(asking: Asking): Promise<Obtained> {
  const { source } = asking.session.model;
  if (source.via === 'folder') return fromFolder(asking, source.folder);
  const { plan, session, task, sample } = asking;
  if (plan.answers === 'record') return askAnew(asking);
  const found = await session.store.find({ model: session.model.id, task: task.slug, sample });
  if (found.state === 'corrupt')
    process.emitWarning(
      `a corrupt recording was set aside as ${found.setAside}: ${found.why}`,
      'llama-codebench',
    );
  const replay = !mayAsk(asking);
  if (found.state !== 'found') return replay ? notRecorded(asking) : askAnew(asking);
  const { recording, file } = found;
  const now = await session.identity();
  const stale = staleness(recording, requestHash(asking.request), now);
  if (replay)
    return stale
      ? notRun(`${file}: ${stale}. Run with CODEBENCH_ANSWERS=auto to ask again`)
      : replayed(recording, file, now);
  return stale || recording.response.failure ? askAnew(asking) : replayed(recording, file, now);
}

/** Whether a model stands behind the recordings, and may be asked. */
export function mayAsk({ plan, session }: Asking): boolean {
  return plan.answers !== 'replay' && session.model.source.via !== 'recordings';
}

function replayed(recording: Recording, file: string, now: ModelIdentity): Obtained {
  const { response, recordedAt, machine } = recording;
  const { fileFingerprint, gguf } = recording.identity;
  // An older recording does not know what its file says, but the same file may lie here.
  const isSameFile = fileFingerprint !== null && fileFingerprint === now.fileFingerprint;
  const identity = { ...recording.identity, gguf: gguf ?? (isSameFile ? now.gguf : null) };
  // The load happened in another run: its time is not this run's.
  return {
    state: 'answered',
    response,
    source: 'recording',
    file,
    recordedAt,
    identity,
    machine,
    loadMs: null,
    warmUpMs: null,
  };
}

function notRecorded({ session, task, sample }: Asking): Obtained {
  const file = session.store.fileOf({ model: session.model.id, task: task.slug, sample });
  return notRun(`there is no recording ${file}. Run with CODEBENCH_ANSWERS=auto to ask the model`);
}

function notRun(why: string): Obtained {
  return { state: 'not-run', why };
}

async function fromFolder({ plan, session, task, sample }: Asking, folder: string): Promise<Obtained> {
  const names = sample === 1 ? [`${task.slug}.md`, `${task.slug}.1.md`] : [`${task.slug}.${sample}.md`];
  for (const name of names) {
    const path = join(folder, name);
    const content = await readFile(path, 'utf8').catch(() => null);
    if (content === null) continue;
    const { mtime } = await stat(path);
    const file = relative(plan.root, path);
    const identity = await session.identity();
    const response = withoutTimes(content);
    return {
      state: 'answered',
      response,
      source: 'folder',
      file,
      recordedAt: mtime.toISOString(),
      identity,
      machine: null,
      loadMs: null,
      warmUpMs: null,
    };
  }
  return notRun(`there is no answer file ${relative(plan.root, join(folder, names[0]!))}`);
}

/** A bare text as response. Blank text is what a model gives that answers nothing. */
function withoutTimes(content: string): ChatResponse {
  const failure = content.trim()
    ? null
    : { kind: 'empty' as const, message: 'the answer file is empty', httpStatus: null };
  return {
    content,
    reasoning_content: '',
    finish_reason: null,
    usage: null,
    timings: null,
    wallMs: null,
    timeToFirstTokenMs: null,
    serverBuild: null,
    failure,
  };
}

/** Asks, and has the answer on disk before anybody looks at it. */
export async function askAnew(asking: Asking): Promise<Obtained> {
  const { session, task, sample, request, signal, tell } = asking;
  await session.store.prepare({ model: session.model.id, task: task.slug, sample });
  const failed = unkept.get(session.store.folder);
  if (failed) throw failed;
  const ready = await session.ensureReady(signal, tell);
  tell({ kind: 'asking', task: task.slug, sample, tokens: null, elapsedMs: null });
  const response =
    ready.state === 'ready'
      ? await session.complete(request, signal, (event) => tell({ ...event, task: task.slug, sample }))
      : loadFailure(ready.why);
  // An aborted request is no answer: it is asked again by the next run.
  signal.throwIfAborted();
  const known = await session.identity();
  const identity = { ...known, serverBuild: response.serverBuild ?? known.serverBuild };
  const times = session.takeLoadTimes(ready);
  const machine = ready.state === 'ready' ? await session.machine() : null;
  const recordedAt = new Date().toISOString();
  const file = await keep(asking, {
    model: session.model.id,
    task: task.slug,
    sample,
    recordedAt,
    request,
    requestHash: requestHash(request),
    identity,
    response,
    ...times,
    machine,
  });
  return { state: 'answered', response, source: 'server', file, recordedAt, identity, machine, ...times };
}

/** Why answers can no longer be kept, by the store's folder; holds for all files of the worker. */
const unkept = new Map<string, RecordingFailed>();

/** After an answer that could not be kept no other is asked for: hours of work would be lost one by one. */
async function keep({ session }: Asking, recording: Omit<Recording, 'schema'>): Promise<string> {
  try {
    return await session.store.write(recording);
  } catch (error) {
    if (error instanceof RecordingFailed) unkept.set(session.store.folder, error);
    throw error;
  }
}

function loadFailure(why: string): ChatResponse {
  return {
    ...withoutTimes(' '),
    content: '',
    failure: { kind: 'load-failed', message: why, httpStatus: null },
  };
}
