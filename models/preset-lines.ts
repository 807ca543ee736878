/**
 * A preset's text, line by line, as llama.cpp's grammar cuts it (common/preset.cpp). What remains of a line is split by
 * npm `ini`, one line at a time: over a whole text it nests names with dots, merges sections and reorders numbers.
 */
import { parse } from 'ini';

interface Place {
  /** 1-based. */
  line: number;
  /** The line as written. */
  text: string;
}

export interface HeaderLine extends Place {
  kind: 'header';
  /** As llama-server reads it: without leading blanks, with trailing ones. */
  name: string;
}

export interface PairLine extends Place {
  kind: 'pair';
  key: string;
  value: string;
  /** What a `;` or `#` without a blank before it cuts off, else null: a comment that may not be meant as one. */
  cutOff: string | null;
}

/** A line that llama-server and `ini` do not read alike, or that llama-server cannot read at all. */
export interface BrokenLine extends Place {
  kind: 'broken';
  problem: string;
  remedy: string;
}

export type PresetLine = HeaderLine | PairLine | BrokenLine;

/** Every line that says something; comments and blank lines are left out. */
export function readLines(text: string): PresetLine[] {
  return text.split(/\r\n|\n|\r/).flatMap((written, i) => {
    const place = { line: i + 1, text: written };
    return /^[ \t]*([;#].*)?$/s.test(written) ? [] : [readLine(place)];
  });
}

function readLine(place: Place): PresetLine {
  const found = findBreak(place.text);
  if (found) return { kind: 'broken', ...place, ...found };
  return place.text.startsWith('[') ? readHeader(place) : readPair(place);
}

const HEADER = /^\[[ \t]*([^\]]*)\][ \t]*([;#].*)?$/s;
const KEY = /^[A-Za-z_][A-Za-z0-9_.-]*[ \t]*=/;
/** Control characters, and blanks other than space and tab: they stay in llama-server's values, JavaScript trims them. */
const ODD_CHARACTER = /(?![ \t])[\p{Cc}\p{Cf}\p{Z}]/u;

type Break = Pick<BrokenLine, 'problem' | 'remedy'>;

function findBreak(text: string): Break | null {
  const odd = ODD_CHARACTER.exec(
    text.startsWith('[') ? text.replace(/(\]).*/s, '$1') : cutComment(text).kept,
  );
  if (odd) return explainOddCharacter(odd[0], odd.index);
  if (/^[ \t]/.test(text))
    return {
      problem: 'the line is indented, and llama-server does not start with an indented line',
      remedy: 'begin it in column 1',
    };
  return text.startsWith('[') ? findHeaderBreak(text) : findPairBreak(text);
}

function explainOddCharacter(character: string, index: number): Break {
  if (character === '\ufeff' && index === 0)
    return {
      problem: 'the file begins with a byte order mark, which llama-server does not skip',
      remedy: 'save the file as UTF-8 without BOM',
    };
  return {
    problem: `column ${index + 1} holds an invisible character (${codePointName(character)}), which llama-server makes part of the name or value`,
    remedy: 'delete it, or type a plain space in its place',
  };
}

export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function findHeaderBreak(text: string): Break | null {
  const name = HEADER.exec(text)?.[1];
  if (name === undefined)
    return {
      problem: 'llama-server cannot read this section header',
      remedy: 'write [name] alone on the line; the name holds no ], and only a comment may follow',
    };
  if (name === '')
    return { problem: 'the section has no name', remedy: 'write the model’s name between [ and ]' };
  if (/^(["']).*\1$/s.test(name.trim()))
    return {
      problem: 'llama-server makes the quotes part of the name',
      remedy: `write [${name.trim().slice(1, -1)}]`,
    };
  return null;
}

function findPairBreak(text: string): Break | null {
  if (KEY.test(text)) return findQuotes(text);
  const [, dashed] = /^--?([A-Za-z][\w.-]*)/.exec(text) ?? [];
  if (dashed !== undefined)
    return {
      problem: 'the option begins with dashes, and llama-server does not start with such a line',
      remedy: `leave them out: ${dashed} = …`,
    };
  if (!text.includes('='))
    return {
      problem: 'the line has no "=", and llama-server does not start with such a line',
      remedy: 'write option = value; a switch is written option = true',
    };
  const [, list] = /^([\w.-]+)\[\][ \t]*=/.exec(text) ?? [];
  if (list !== undefined)
    return {
      problem: 'a preset has no lists, and llama-server does not start with such a line',
      remedy: `write ${list} = … once; where an option takes several values they stand in one, comma-separated`,
    };
  return {
    problem:
      'what stands before "=" is not an option’s name: letters, digits, dots and dashes, beginning with a letter',
    remedy: 'write it as `llama-server --help` does, without the leading dashes and without quotes',
  };
}

function findQuotes(text: string): Break | null {
  const value = cutComment(text)
    .kept.replace(/^[^=]*=/, '')
    .trim();
  if (!/^(["']).*\1$|^["']$/s.test(value)) return null;
  return {
    problem: 'the value stands in quotes, which llama-server makes part of the value',
    remedy: 'leave the quotes out; blanks inside a value need none',
  };
}

function readHeader(place: Place): HeaderLine {
  const written = HEADER.exec(place.text)?.[1] ?? '';
  // `ini` trims the name, splits it at dots and cuts it at ; and #, llama-server does none of the three.
  const trailing = /[ \t]*$/.exec(written)?.[0] ?? '';
  const escaped = written.replace(/[\\;#.]/g, '\\$&');
  const [name = written] = Object.keys(parse(`[${escaped}]`));
  return { kind: 'header', ...place, name: name + trailing };
}

function readPair(place: Place): PairLine {
  const { kept, cutOff } = cutComment(place.text);
  // A backslash is an escape to `ini` and a backslash to llama-server.
  // It drops the key __proto__, which the server sees and refuses.
  const written = kept.replace(/[ \t]*=.*/s, '');
  const [key = written, value = ''] = Object.entries(parse(kept.replaceAll('\\', '\\\\')))[0] ?? [];
  // `ini` makes true, false and null of these words.
  return { kind: 'pair', ...place, key, value: String(value), cutOff };
}

/** llama-server ends a value at the first ; or #, wherever it stands; nothing escapes it. */
function cutComment(text: string): { kept: string; cutOff: string | null } {
  const at = text.search(/[;#]/);
  if (at === -1) return { kept: text, cutOff: null };
  const isComment = at === 0 || /[ \t=]/.test(text[at - 1] ?? '');
  return { kept: text.slice(0, at), cutOff: isComment ? null : text.slice(at) };
}
