/** Loads the long texts of an answer when somebody looks: from a script beside the page, or from the page itself. */
import type { Trial } from '../../../benchmarks/trial.ts';
import {
  embeddedId,
  TRANSCRIPT_CALL,
  TRANSCRIPT_FOLDER,
  type Transcript,
  type TranscriptEntry,
  type TranscriptFacts,
  transcriptFile,
  transcriptId,
  transcriptStamp,
} from '../transcripts.ts';

export type LoadedTranscript = { state: 'loaded'; transcript: Transcript } | { state: 'absent'; why: string };

type Entries = TranscriptEntry[];

/** The files of so many models stay in memory; an older one is read again. */
const KEPT = 12;
const loaded = new Map<string, Promise<Entries | null>>();
const arrived = new Map<string, Entries>();

export async function loadTranscript(trial: Trial, facts: TranscriptFacts): Promise<LoadedTranscript> {
  const why = whyAbsent(trial, facts);
  if (why !== null) return { state: 'absent', why };
  const id = transcriptId(trial);
  const entries = facts.place === 'embedded' ? readEmbedded(id) : await loadFile(transcriptFile(trial.model));
  return pick(
    trial,
    entries?.find(([other]) => other === id),
  );
}

function pick(trial: Trial, entry: TranscriptEntry | undefined): LoadedTranscript {
  if (!entry) {
    const file = `${TRANSCRIPT_FOLDER}/${transcriptFile(trial.model)}`;
    return {
      state: 'absent',
      why: `Transcript not on record: ${file} is not beside this page. Copy the folder ${TRANSCRIPT_FOLDER} together with it.`,
    };
  }
  const [, stamp, transcript] = entry;
  if (stamp === transcriptStamp(trial)) return { state: 'loaded', transcript };
  return {
    state: 'absent',
    why: 'Transcript not on record: the file beside this page is of another answer, of an earlier or a later run.',
  };
}

/** The words for what is absent before anything is read; null: look. */
export function whyAbsent(trial: Trial, facts: TranscriptFacts): string | null {
  if (trial.outcome.state === 'not-run' && trial.response === null)
    return `Not run because ${trial.outcome.why || 'of a reason that is not on record'}`;
  if (trial.modelFacts.kind === 'published')
    return 'Transcript not on record: the published report holds the points, not the answers.';
  if (trial.response === null) return 'The model gave no answer.';
  if (facts.place === 'none')
    return 'Transcript not on record: this page was written without them (a run still going on, or the option htmlTranscripts).';
  if (facts.missing.includes(transcriptId(trial)))
    return 'Transcript not on record: the recording was not on the machine that wrote this page.';
  return null;
}

function readEmbedded(id: string): Entries | null {
  const text = document.getElementById(embeddedId(id))?.textContent;
  return text ? [JSON.parse(text) as TranscriptEntry] : null;
}

function loadFile(file: string): Promise<Entries | null> {
  const reading = loaded.get(file) ?? readBeside(file);
  loaded.delete(file);
  loaded.set(file, reading);
  // What was not there may be copied beside the page and asked for again.
  void reading.then((entries) => entries ?? loaded.delete(file));
  if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value!);
  return reading;
}

/** fetch() is refused to a page from disk; a script element is not. */
function readBeside(file: string): Promise<Entries | null> {
  const script = document.createElement('script');
  script.charset = 'utf-8';
  script.src = `${TRANSCRIPT_FOLDER}/${file}`;
  (window as unknown as Record<string, unknown>)[TRANSCRIPT_CALL] = receive;
  return new Promise((resolve) => {
    const end = () => {
      script.remove();
      resolve(arrived.get(file) ?? null);
      arrived.delete(file);
    };
    script.onload = end;
    script.onerror = end;
    document.head.append(script);
  });
}

/** What the transcript files call. */
function receive(file: string, entries: Entries): void {
  arrived.set(file, entries);
}
