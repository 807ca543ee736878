/** Loads the long texts of an answer when somebody looks: from a script beside the page, or from the page itself. */
import type { Trial } from '../../../benchmarks/trial.ts';
import {
  embeddedId,
  TRANSCRIPT_CALL,
  TRANSCRIPT_FOLDER,
  type Transcript,
  type TranscriptFacts,
  type TranscriptPlace,
  transcriptName,
  transcriptStamp,
} from '../transcripts.ts';

export type LoadedTranscript = { state: 'loaded'; transcript: Transcript } | { state: 'absent'; why: string };

/** So many stay in memory; an older one is read again. */
const KEPT = 12;
const loaded = new Map<string, Promise<LoadedTranscript>>();
const arrived = new Map<string, [stamp: string, transcript: Transcript]>();

export function loadTranscript(trial: Trial, facts: TranscriptFacts): Promise<LoadedTranscript> {
  const why = whyAbsent(trial, facts);
  if (why !== null) return Promise.resolve({ state: 'absent', why });
  const name = transcriptName(trial);
  const known = loaded.get(name);
  loaded.delete(name);
  const promise = known ?? read(trial, facts.place);
  loaded.set(name, promise);
  if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value!);
  return promise;
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
  if (facts.missing.includes(transcriptName(trial)))
    return 'Transcript not on record: the recording was not on the machine that wrote this page.';
  return null;
}

async function read(trial: Trial, place: TranscriptPlace): Promise<LoadedTranscript> {
  const name = transcriptName(trial);
  const found = place === 'embedded' ? readEmbedded(name) : await readBeside(name);
  if (found === null) {
    loaded.delete(name);
    return {
      state: 'absent',
      why: `Transcript not on record: ${TRANSCRIPT_FOLDER}/${name} is not beside this page. Copy the folder ${TRANSCRIPT_FOLDER} together with it.`,
    };
  }
  const [stamp, transcript] = found;
  if (stamp === transcriptStamp(trial)) return { state: 'loaded', transcript };
  return {
    state: 'absent',
    why: 'Transcript not on record: the file beside this page is of another answer, of an earlier or a later run.',
  };
}

function readEmbedded(name: string): [string, Transcript] | null {
  const text = document.getElementById(embeddedId(name))?.textContent;
  return text ? (JSON.parse(text) as [string, Transcript]) : null;
}

/** fetch() is refused to a page from disk; a script element is not. */
function readBeside(name: string): Promise<[string, Transcript] | null> {
  const script = document.createElement('script');
  script.charset = 'utf-8';
  script.src = `${TRANSCRIPT_FOLDER}/${name}`;
  (window as unknown as Record<string, unknown>)[TRANSCRIPT_CALL] = receive;
  return new Promise((resolve) => {
    const end = () => {
      script.remove();
      resolve(arrived.get(name) ?? null);
      arrived.delete(name);
    };
    script.onload = end;
    script.onerror = end;
    document.head.append(script);
  });
}

/** What the transcript files call. */
function receive(name: string, stamp: string, transcript: Transcript): void {
  arrived.set(name, [stamp, transcript]);
}
