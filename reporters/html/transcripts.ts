/**
 * Trial[] -> the long texts of the answers as files beside the page. Pure; the naming and the reading run in the page, too.
 *
 * A page opened from disk may not fetch, but it may add a script. So each file is a call of one function with JSON in it.
 * A file holds the answers of one model: hundreds of small files take longer to make than what is in them.
 */
import type { Trial } from '../../benchmarks/trial.ts';

/** Texts of one answer. null: not on record; '' was recorded and is empty. */
export interface Transcript {
  reasoning: string | null;
  answer: string | null;
  /** [path, text] of the files that were graded; null: could not be told. Pairs, since a path may be '__proto__'. */
  files: [path: string, text: string][] | null;
}

/** The task's side of a trial, by slug: equal for all of its answers, so it stands in the page once. */
export interface TaskText {
  prompt: string;
  /** By path; {} where a task starts from nothing. */
  starter: Record<string, string>;
  language: string;
}
export type TaskTexts = Record<string, TaskText>;

/** The files that were taken out of an answer, by path; null where there are none or they cannot be told. */
export type FilesOf = (trial: Trial) => Promise<Record<string, string> | null>;

/** beside: a file a model, loaded when somebody looks. embedded: in the page. none: left out. */
export type TranscriptPlace = 'beside' | 'embedded' | 'none';

/** What the page knows of its transcripts. */
export interface TranscriptFacts {
  place: TranscriptPlace;
  /** Ids of trials that have an answer and no transcript, so that nobody asks for a file that is not there. */
  missing: string[];
}

/** What a page shows beside its trials. */
export interface PageTexts {
  tasks: TaskTexts;
  transcripts: TranscriptFacts;
  /** Elements to put into the page as they are; '' unless they are embedded. */
  embedded: string;
}

type TrialKey = Pick<Trial, 'model' | 'task' | 'sample'>;

export const TRANSCRIPT_FOLDER = 'transcripts';
/** Global function of the page that a transcript file calls. */
export const TRANSCRIPT_CALL = 'codebenchTranscript';

/** Names that `transcriptFile` makes; nothing else in the folder is ours. */
export const TRANSCRIPT_NAME = /^[a-z0-9-]{1,72}\.[0-9a-f]{14}\.js$/;

/**
 * Name of the file that holds a model's transcripts: readable, the same in every run, safe on every file system. The hash
 * of the exact name tells apart what the readable part does not: case, odd characters, the end of a long name.
 */
export function transcriptFile(model: string): string {
  return `${slug(`model ${model}`, 72)}.${hash53(model)}.js`;
}

/** Identifies a trial's transcript, in its file and in the page. */
export function transcriptId({ model, task, sample }: TrialKey): string {
  return hash53(JSON.stringify([model, task, sample]));
}

/** Lower case, since some file systems do not tell it apart from upper case. */
function slug(text: string, length: number): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-+|-+$/g, '');
}

/** cyrb53 (bryc, public domain): 53 bits, so that a million names collide once in 18,000 runs. Not for secrets. */
function hash53(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}

/**
 * Tells a transcript of this answer from one of an earlier run under the same name, while the new one is not yet
 * written or could not be.
 */
export function transcriptStamp({ response }: Trial): string {
  if (response === null) return 'no answer';
  const { recordedAt, contentChars, reasoningChars } = response;
  return JSON.stringify([recordedAt, contentChars, reasoningChars]);
}

/** Is there anything to look up beside the page? Published trials and trials that never ran have nothing. */
export function hasTranscript({ response }: Trial): boolean {
  return response !== null && (response.content !== null || response.reasoning_content !== null);
}

async function makeTranscript(trial: Trial, filesOf: FilesOf): Promise<Transcript> {
  const files = await filesOf(trial).catch(() => null);
  return {
    reasoning: trial.response?.reasoning_content ?? null,
    answer: trial.response?.content ?? null,
    files: files === null ? null : Object.entries(files),
  };
}

/** One answer as it stands in a file or in the page. */
export type TranscriptEntry = [id: string, stamp: string, transcript: Transcript];

async function makeEntry(trial: Trial, filesOf: FilesOf): Promise<TranscriptEntry> {
  return [transcriptId(trial), transcriptStamp(trial), await makeTranscript(trial, filesOf)];
}

/** The whole file. */
export function renderTranscripts(file: string, entries: TranscriptEntry[]): string {
  return `${TRANSCRIPT_CALL}(${safeJson(file)},${safeJson(entries)});\n`;
}

/** Files by name, one after the other: all texts of 6,000 answers at once may not fit into memory. */
export async function* transcriptFiles(
  trials: Trial[],
  filesOf: FilesOf,
): AsyncGenerator<[name: string, text: string]> {
  for (const [model, own] of Map.groupBy(trials.filter(hasTranscript), (trial) => trial.model)) {
    const entries: TranscriptEntry[] = [];
    for (const trial of own) entries.push(await makeEntry(trial, filesOf));
    const name = transcriptFile(model);
    yield [name, renderTranscripts(name, entries)];
  }
}

/** The same for a page that carries its transcripts: a data element an answer, parsed when somebody looks. */
export async function embeddedTranscripts(trials: Trial[], filesOf: FilesOf): Promise<string> {
  const elements: string[] = [];
  for (const trial of trials.filter(hasTranscript)) {
    const entry = await makeEntry(trial, filesOf);
    elements.push(`<script type="application/json" id="${embeddedId(entry[0])}">${safeJson(entry)}</script>`);
  }
  return elements.join('\n');
}

export function embeddedId(id: string): string {
  return `transcript-${id}`;
}

/** The trial for the page's data, without what stands beside it. */
export function withoutTexts(trial: Trial): Trial {
  if (trial.response === null) return trial;
  return { ...trial, response: { ...trial.response, content: null, reasoning_content: null } };
}

/** JSON that can stand in a script of a page: it cannot end the element, nor a line of JavaScript. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
