/** A check's detail -> its parts, as far as the rubrics' own words tell them apart. Pure. */

export interface EvidencePart {
  label: 'input' | 'expected' | 'got' | 'seen';
  text: string;
}

export interface Withheld {
  points: number;
  /** Most points in all under this cap. */
  most: number;
  cap: string;
  reason: string;
}

export interface EvidenceParts {
  parts: EvidencePart[];
  /** What a cap took although the check passed or earned it (rubric.ts, `withhold`). */
  withheld: Withheld | null;
}

const WITHHELD = /\s*\[([\d.]+) withheld, ([\d.]+) in all at most \(([^()]*)\): ([\s\S]*)\]$/;

/** What cannot be told apart for certain stays one text: a wrong label would be worse than none. */
export function readEvidence(detail: string): EvidenceParts {
  const note = WITHHELD.exec(detail);
  const words = note ? detail.slice(0, note.index) : detail;
  return {
    parts:
      words.trim() === '' ? [] : (expectedGot(words) ?? returned(words) ?? insteadOf(words) ?? [seen(words)]),
    withheld: note
      ? { points: Number(note[1]), most: Number(note[2]), cap: note[3]!, reason: note[4]! }
      : null,
  };
}

function seen(text: string): EvidencePart {
  return { label: 'seen', text };
}

/** 'three cases wrong, the first: "data: x" cut at 7: expected [1], got [2]' */
function expectedGot(words: string): EvidencePart[] | null {
  const [lead, rest, ...more] = words.split(/(?:^|(?<=[:,;] ))expected /);
  if (rest === undefined || more.length > 0) return null;
  const [expected, got, ...others] = rest.split(', got ');
  if (got === undefined || others.length > 0) return null;
  return [...inputPart(lead!), { label: 'expected', text: expected! }, { label: 'got', text: got }];
}

/** 'top_k_frequent([1], 0) raised IndexError: …, expected []' */
function returned(words: string): EvidencePart[] | null {
  const match = /^([\s\S]*?) ((?:returned|raised) [\s\S]*), expected ([\s\S]*)$/.exec(words);
  if (!match || words.split(', expected ').length !== 2) return null;
  return [...inputPart(match[1]!), { label: 'expected', text: match[3]! }, { label: 'got', text: match[2]! }];
}

/** 'tasks remove 37: left no task instead of "39 done"' */
function insteadOf(words: string): EvidencePart[] | null {
  const match = /^([^:]*): ([\s\S]*) instead of ([\s\S]*)$/.exec(words);
  if (!match || words.split(' instead of ').length !== 2) return null;
  return [...inputPart(match[1]!), { label: 'expected', text: match[3]! }, { label: 'got', text: match[2]! }];
}

function inputPart(lead: string): EvidencePart[] {
  const text = lead.replace(/[:,;]\s*$/, '').trim();
  return text === '' ? [] : [{ label: 'input', text }];
}
