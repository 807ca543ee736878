/**
 * The store of answers: one file a model, task and sample. It serves resume, re-grading and sharing.
 * A file is complete or absent at any moment: written beside, synced, renamed.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ChatResponse } from '../models/chat.ts';
import { folderName } from './names.ts';
import { GgufIdentity, Machine } from './trial.ts';

const syncHandle = promisify(fsync);

const SCHEMA = { name: 'llama-codebench-recording', version: 1 } as const;

/** What decides whether an answer still stands for the model. null: not known where the answer was recorded. */
export const ModelIdentity = z.object({
  effectiveArgs: z.array(z.string()),
  argsHash: z.string().nullable(),
  /** Of the model file; see models/gguf.ts. */
  fileFingerprint: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  quantisation: z.string().nullable(),
  parameters: z.number().nullable(),
  serverBuild: z.string().nullable(),
  /** What the file says of itself, for a replay where the file is not; null in older recordings. */
  gguf: GgufIdentity.nullable().default(null),
});
export type ModelIdentity = z.infer<typeof ModelIdentity>;

export const Recording = z.object({
  schema: z.object({ name: z.literal(SCHEMA.name), version: z.literal(SCHEMA.version) }),
  model: z.string(),
  task: z.string(),
  sample: z.number(),
  /** ISO time. */
  recordedAt: z.string(),
  request: z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) }),
  requestHash: z.string(),
  identity: ModelIdentity,
  response: ChatResponse,
  loadMs: z.number().nullable(),
  warmUpMs: z.number().nullable(),
  /** Where the model ran, so that a replay's times are not taken for those of the machine that replays; null: not known. */
  machine: Machine.nullable().default(null),
});
export type Recording = z.infer<typeof Recording>;

/** The key of one recording. `sample` counts from 1. */
export interface Pair {
  model: string;
  task: string;
  sample: number;
}

export type Found =
  | { state: 'found'; recording: Recording; file: string }
  | { state: 'absent' }
  /** It was set aside under another name and counts as absent. */
  | { state: 'corrupt'; setAside: string; why: string };

/** The answer could not be written: the disk is full, the folder is read-only. Nothing recorded before is touched. */
export class RecordingFailed extends Error {
  override name = 'RecordingFailed';
}

export class RecordingStore {
  readonly folder: string;
  readonly #root: string;
  /** Folders that were proven writable, and their handles: a folder is synced after each answer. */
  readonly #prepared = new Map<string, number>();
  /** Of the newest answer's folder; never rejects. */
  #syncing: Promise<void> | null = null;
  #syncFailure: RecordingFailed | null = null;

  /** `root` is the project: recordings are named relative to it. */
  constructor(folder: string, root: string) {
    this.folder = folder;
    this.#root = root;
  }

  /** Path of a pair's recording, relative to the project root. */
  fileOf(pair: Pair): string {
    return relative(this.#root, this.#path(pair));
  }

  /** Fails before the long part: throws RecordingFailed when a pair's answer could not be kept, or one before it was not. */
  async prepare(pair: Pair): Promise<void> {
    if (this.#syncFailure) throw this.#syncFailure;
    await this.#prepareFolder(dirname(this.#path(pair)));
  }

  async #prepareFolder(folder: string): Promise<void> {
    if (this.#prepared.has(folder)) return;
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      this.#prepared.set(folder, openSync(folder, 'r'));
    } catch (error) {
      throw this.#failed(folder, error);
    }
  }

  /** Nothing more is written; the names of all recordings would survive a power cut, or it throws RecordingFailed. */
  async close(): Promise<void> {
    await this.#syncing;
    for (const handle of this.#prepared.values()) closeSync(handle);
    this.#prepared.clear();
    if (this.#syncFailure) throw this.#syncFailure;
  }

  /** Reads a pair's recording. A corrupt one is renamed, so that it stays readable and is asked again. */
  async find(pair: Pair): Promise<Found> {
    const path = this.#path(pair);
    const text = this.#read(path);
    if (text === null) return { state: 'absent' };
    const parsed = parseRecording(text, pair);
    if (parsed.ok) return { state: 'found', recording: parsed.recording, file: this.fileOf(pair) };
    const aside = besideName(path, `corrupt-${stamp(new Date())}`);
    await rename(path, aside);
    return { state: 'corrupt', setAside: relative(this.#root, aside), why: parsed.why };
  }

  /** Writes an answer; an earlier one of the same pair is kept beside it under the time it was recorded. */
  async write(recording: Omit<Recording, 'schema'>): Promise<string> {
    const path = this.#path(recording);
    await this.#prepareFolder(dirname(path));
    try {
      const text = `${JSON.stringify({ schema: SCHEMA, ...recording }, null, 1)}\n`;
      writeDurably(path, text, keepEarlier);
    } catch (error) {
      throw this.#failed(path, error);
    }
    await this.#syncing;
    this.#startSync(path);
    return this.fileOf(recording);
  }

  /** Beside the grading and the next answer: this one is on disk, and a process that ends loses no name. */
  #startSync(path: string): void {
    this.#syncing = syncHandle(this.#prepared.get(dirname(path))!).catch((error) => {
      this.#syncFailure ??= this.#failed(path, error);
    });
  }

  #read(path: string): string | null {
    try {
      return readIfThere(path);
    } catch (error) {
      throw new RecordingFailed(
        `${relative(this.#root, path)} could not be read: ${(error as Error).message}. Allow reading it, then run again.`,
      );
    }
  }

  #failed(path: string, error: unknown): RecordingFailed {
    return new RecordingFailed(
      `${relative(this.#root, path)} could not be written: ${(error as Error).message}. ` +
        'Free space or allow writing there, then run again: every answer recorded before is kept and is not asked again.',
    );
  }

  #path({ model, task, sample }: Pair): string {
    return join(this.folder, folderName(model), `${task}.${sample}.json`);
  }
}

type Parsed = { ok: true; recording: Recording } | { ok: false; why: string };

function parseRecording(text: string, pair: Pair): Parsed {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { ok: false, why: `it is not JSON (${(error as Error).message})` };
  }
  const parsed = Recording.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return { ok: false, why: `${issue.path.join('.') || 'it'}: ${issue.message}` };
  }
  const { model, task, sample } = parsed.data;
  if (model !== pair.model || task !== pair.task || sample !== pair.sample)
    return { ok: false, why: `it is of ${model} > ${task} #${sample}` };
  return { ok: true, recording: parsed.data };
}

/** Why a recording no longer stands for what would be asked now; null when it does. */
export function staleness(recording: Recording, requestHash: string, now: ModelIdentity): string | null {
  if (recording.requestHash !== requestHash) return 'it was recorded for another request';
  const then = recording.identity;
  if (differs(then.fileFingerprint, now.fileFingerprint)) return 'it was recorded for another model file';
  if (differs(then.argsHash, now.argsHash)) return 'it was recorded for other effective arguments';
  return null;
}

/** Unknown on either side says nothing. */
function differs(then: string | null, now: string | null): boolean {
  return then !== null && now !== null && then !== now;
}

/**
 * Same folder, so that the rename is atomic. Without await: the worker has nothing else to do, and ten trips to
 * Node's thread pool cost more than the disk. Syncing the folder, so that the name survives a power cut, is left to the caller.
 */
export function writeDurably(path: string, text: string, beforeRename: (path: string) => void): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    beforeRename(path);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A second name for the old file, not a move: at no moment is the pair without a recording. */
function keepEarlier(path: string): void {
  const text = readIfThere(path);
  if (text === null) return;
  const recordedAt = /"recordedAt":\s*"([^"]+)"/.exec(text)?.[1];
  const when = recordedAt ? new Date(recordedAt) : new Date();
  const beside = besideName(path, stamp(Number.isNaN(when.getTime()) ? new Date() : when));
  if (existsSync(beside)) return;
  try {
    linkSync(path, beside);
  } catch {
    // Some file systems have no hard links.
    copyFileSync(path, beside);
  }
}

/** `a/task.1.json` and `mark` give `a/task.1.mark.json`: beside it, and never mistaken for a sample. */
function besideName(path: string, mark: string): string {
  return path.replace(/\.json$/, `.${mark}.json`);
}

function stamp(date: Date): string {
  return date.toISOString().replaceAll(':', '-');
}

function readIfThere(path: string): string | null {
  // Most are not there, and an exception costs more than this look.
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
