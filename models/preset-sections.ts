/** Lines gathered under their section headers, each option under the server's own name for it. */
import type { BrokenLine, HeaderLine, PairLine, PresetLine } from './preset-lines.ts';
import type { FoundOption, ServerOptions } from './preset-options.ts';

export interface PresetSection {
  header: HeaderLine;
  pairs: PairLine[];
}

export interface PresetSections {
  /** Options before the first header: llama-server makes a model named `default` of them. */
  stray: PairLine[];
  /** In file order, `[*]` among them. */
  sections: PresetSection[];
  broken: BrokenLine[];
}

export const GLOBAL_NAME = '*';

export function gatherSections(lines: readonly PresetLine[]): PresetSections {
  const gathered: PresetSections = { stray: [], sections: [], broken: [] };
  for (const line of lines) {
    if (line.kind === 'header') gathered.sections.push({ header: line, pairs: [] });
    else if (line.kind === 'broken') gathered.broken.push(line);
    else (gathered.sections.at(-1)?.pairs ?? gathered.stray).push(line);
  }
  return gathered;
}

/**
 * The name under which llama-server lists a section: what follows the last colon is taken for a quantisation tag, of
 * which only the last word is kept, in capitals. [gpt-oss:20b] is listed as gpt-oss:20B.
 */
export function listedName(section: string): string {
  const colon = section.lastIndexOf(':');
  if (colon === -1) return section;
  const tag = section.slice(colon + 1);
  const lastWord = /[-.]([A-Za-z0-9_]+)$/.exec(tag)?.[1] ?? tag;
  // Only ASCII letters: the server's toupper goes byte by byte.
  return section.slice(0, colon + 1) + lastWord.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Ignored by llama-server in every section. */
export function isVersion(pair: PairLine): boolean {
  return pair.key === 'version';
}

const ON_WORDS = ['on', 'enabled', 'true', '1'];
const OFF_WORDS = ['off', 'disabled', 'false', '0'];

/** The words that llama-server takes for what they say; every other one has its surprise. */
export function readSwitch(value: string): boolean | null {
  return ON_WORDS.includes(value) ? true : OFF_WORDS.includes(value) ? false : null;
}

/** An option under the server's name for it, switches as true or false: `no-jinja = on` is jinja = false. */
export function readOption(pair: PairLine, known: FoundOption | undefined): [name: string, value: string] {
  if (!known) return [pair.key, pair.value];
  const { option, spelled } = known;
  const on = option.values === 0 ? readSwitch(pair.value) : null;
  return [option.name, on === null ? pair.value : String(spelled === 'negated' ? !on : on)];
}

/** What a section sets; of `version` nothing. */
export function readOptions(pairs: readonly PairLine[], known: ServerOptions): Record<string, string> {
  const entries = pairs
    .filter((pair) => !isVersion(pair))
    .map((pair) => readOption(pair, known.get(pair.key)));
  return Object.fromEntries(entries);
}
