/**
 * Effective arguments -> the section of preset.ini that gives them again. Pure. llama.cpp's parser knows no quotes and no
 * escapes, so some values cannot stand in a preset: those are left out, and a comment says so.
 */
import type { ModelFacts } from '../../benchmarks/trial.ts';
import { type GivenOption, optionsOf } from './arguments.ts';

/** Set by the router or by the machine, not by the section. */
const NOT_OF_THE_SECTION =
  /^(host|port|alias|log-colors|models-(preset|max|dir|autoload)|api-key(-file)?|ssl-.*)$/;

/** null where no argument is on record. Long options without dashes are keys, a switch is `key = true`. */
export function presetSection(model: string, { effectiveArgs }: ModelFacts): string | null {
  const own = [...Map.groupBy(optionsOf(effectiveArgs), ({ flag }) => flag.replace(/^--?/, ''))].filter(
    ([key]) => !NOT_OF_THE_SECTION.test(key),
  );
  if (own.length === 0) return null;
  return [...headerLines(model), ...own.map(([key, given]) => optionLine(key, given))].join('\n');
}

function optionLine(key: string, given: GivenOption[]): string {
  const [value, ...more] = given.flatMap(({ values }) => values);
  const why = given.length > 1 ? 'it is given more than once' : whyNot(key, value, more);
  if (why === null) return value === '' ? `${key} =` : `${key} = ${value ?? 'true'}`;
  const values = given.map(({ values: some }) => shown(some.join(' '))).join(', ');
  return `; ${shown(key).slice(1, -1)} is left out, since ${why}: ${values}`;
}

/** What llama.cpp's preset parser would refuse or read otherwise. */
function whyNot(key: string, value: string | undefined, more: string[]): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key)) return 'its name cannot be a key of a preset';
  if (more.length > 0) return 'a preset takes one value an option';
  return value === undefined ? null : (VALUE_TRAPS.find(({ trap }) => trap.test(value))?.why ?? null);
}

/** The grammar is common/preset.cpp of llama.cpp; models/preset-lines.ts reads it, and refuses the same. */
const VALUE_TRAPS = [
  { trap: /[\r\n]/, why: 'a value in a preset cannot hold a line break' },
  { trap: /[;#]/, why: 'a value in a preset ends at the first ; or #' },
  { trap: /^[ \t]|[ \t]$/, why: 'blanks around a value in a preset are dropped' },
  {
    trap: /^(["']).*\1$|^["']$/s,
    why: 'quotes around a value in a preset look like its marks and are part of it',
  },
  { trap: /(?![ \t])[\p{Cc}\p{Cf}\p{Z}]/u, why: 'it holds a character that nobody sees' },
];

/** On one line, with its invisible characters as escapes. */
function shown(text: string): string {
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return JSON.stringify(cut).replace(
    /(?! )[\p{C}\p{Z}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

const MOST_SHOWN = 120;

/** A name that a header cannot hold, or that llama.cpp would change, is replaced by one that it leaves alone. */
function headerLines(model: string): string[] {
  if (isHeaderName(model)) return [`[${model}]`];
  const name = model.replace(/[^A-Za-z0-9._/-]+/g, '-').replace(/^[-_]+|[-_]+$/g, '') || 'model';
  return [`; a section cannot be called ${shown(model)}`, `[${name}]`];
}

/** Behind the last colon llama.cpp expects a quantisation, and rewrites what is none. */
function isHeaderName(name: string): boolean {
  const [, tag = ''] = /:([^:]*)$/.exec(name) ?? [];
  const isOdd = /[\]\\]|(?! )[\p{C}\p{Z}]|^ | $|^(["']).*\1$/u.test(name);
  return !isOdd && !['', '*', '__proto__'].includes(name) && /^[A-Z0-9_]*$/.test(tag);
}
