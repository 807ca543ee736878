/** Foreign text (model names, server words) made safe and measured for a terminal. Pure. */

/**
 * C0, C1 (ANSI starts there), bidi controls, line separators, zero-width and other invisible characters, lone
 * surrogates. The joiners U+200C and U+200D stay: scripts and emoji need them, and they move nothing.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

const SHORT_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Shows what would move the cursor, turn the reading direction or hide, as `\x1b` or `\u{202e}`. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** For words that may span lines: runs of white space become one blank, the rest is escaped. */
export function toOneLine(text: string): string {
  return escapeControls(text.replace(/[\t\n\r\f\v\u2028\u2029 ]+/g, ' ').trim());
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  return SHORT_ESCAPES[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}

/** Inclusive ranges that terminals draw two columns wide (East Asian Wide and Fullwidth, Unicode 16). */
const WIDE_RANGES: [first: number, last: number][] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Latin letters and signs, without combining marks: each is one column. `·` stands in every line of a run. */
const PLAIN = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text without control characters takes. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return splitGraphemes(text).reduce((columns, grapheme) => columns + graphemeWidth(grapheme), 0);
}

function splitGraphemes(text: string): string[] {
  return PLAIN.test(text) ? text.split('') : Array.from(graphemes.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0)!;
  if (grapheme.includes('\ufe0f') || /^\p{Emoji_Presentation}/u.test(grapheme)) return 2;
  if (/^[\p{M}\p{Cf}]/u.test(grapheme)) return 0;
  return WIDE_RANGES.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Code units that so many columns can need; only a pile of accents has more. Keeps a text of megabytes from being split up. */
function mostUnits(columns: number): number {
  return 64 + 16 * Math.max(0, columns);
}

/** The start of a text, as much as can matter for so many columns; half a surrogate pair is left out. */
function startFor(text: string, columns: number): string {
  return text.length <= mostUnits(columns)
    ? text
    : text.slice(0, mostUnits(columns)).replace(/[\ud800-\udbff]$/, '');
}

function isWider(text: string, columns: number): boolean {
  const start = startFor(text, columns);
  return start !== text || textWidth(start) > columns;
}

/** Cuts at the end, with '…' where something is gone. */
export function cutEnd(text: string, columns: number): string {
  if (!isWider(text, columns)) return text;
  return columns < 1 ? '' : `${takeColumns(splitGraphemes(startFor(text, columns)), columns - 1)}…`;
}

/** Cuts in the middle: of a model name, the family at its start and the quantisation at its end tell most. */
export function cutMiddle(text: string, columns: number, headShare = 0.5): string {
  if (!isWider(text, columns)) return text;
  if (columns < 3) return cutEnd(text, columns);
  const most = mostUnits(columns);
  const parts = splitGraphemes(text.length > 2 * most ? text.slice(0, most) + text.slice(-most) : text);
  const head = takeColumns(parts, Math.max(1, Math.floor((columns - 1) * headShare)));
  const tail = takeColumns(parts.toReversed(), columns - 1 - textWidth(head));
  return `${head}…${splitGraphemes(tail).toReversed().join('')}`;
}

function takeColumns(parts: string[], columns: number): string {
  let width = 0;
  const end = parts.findIndex((part) => {
    width += graphemeWidth(part);
    return width > columns;
  });
  return parts.slice(0, end === -1 ? parts.length : end).join('');
}

export interface ShortNames {
  /** Short form by full name; distinct for distinct names. */
  shortByName: Map<string, string>;
  /** Names that look alike when cut, so that they got a number: they need a legend. */
  numbered: string[];
}

const HEAD_SHARES = [0.5, 0.3, 0.7];

/** Shortens names to a width so that no two look the same. */
export function shortenNames(names: string[], columns: number): ShortNames {
  const unique = [...new Set(names)];
  const shown = new Map(unique.map((name) => [name, escapeControls(name)]));
  for (const headShare of HEAD_SHARES) {
    const shortByName = new Map(
      unique.map((name) => [name, cutMiddle(shown.get(name)!, columns, headShare)]),
    );
    if (new Set(shortByName.values()).size === unique.length) return { shortByName, numbered: [] };
  }
  return numberNames(unique, shown, columns);
}

function numberNames(names: string[], shown: Map<string, string>, columns: number): ShortNames {
  const cut = Map.groupBy(names, (name) => cutMiddle(shown.get(name)!, columns));
  const taken = new Set([...cut].filter(([, group]) => group.length === 1).map(([short]) => short));
  const shortByName = new Map<string, string>();
  const numbered: string[] = [];
  let next = 1;
  for (const [short, group] of cut)
    for (const name of group) {
      if (group.length === 1) {
        shortByName.set(name, short);
        continue;
      }
      let label: string;
      do label = numberedLabel(shown.get(name)!, next++, columns);
      while (taken.has(label));
      taken.add(label);
      shortByName.set(name, label);
      numbered.push(name);
    }
  return { shortByName, numbered };
}

function numberedLabel(name: string, number: number, columns: number): string {
  const mark = `~${number}`;
  return `${cutMiddle(name, Math.max(0, columns - mark.length))}${mark}`;
}

export type Align = 'left' | 'right';

export function padText(text: string, columns: number, align: Align): string {
  const blanks = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Lines of at most so many columns, broken at blanks; a longer word is cut up. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (!isWider(longer, columns)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (isWider(line, columns)) {
      const head = cutEnd(line, columns).slice(0, -1);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}
