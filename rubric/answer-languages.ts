/** What the words behind a fence mean. */

const kin: string[][] = [
  ['javascript', 'js', 'mjs', 'cjs', 'jsx', 'node', 'nodejs', 'es6', 'typescript', 'ts', 'tsx', 'mts', 'cts'],
  ['python', 'py', 'python3', 'py3', 'python2', 'pycon', 'ipython', 'py-con', 'cython'],
  ['rust', 'rs'],
  ['go', 'golang'],
  ['ruby', 'rb'],
  ['c', 'cpp', 'c++', 'h', 'hpp', 'cc', 'cxx'],
];
const shells =
  'bash sh shell zsh fish console terminal cmd bat powershell ps1 shellsession sh-session shell-session';
const data =
  'json jsonc json5 yaml yml toml ini xml csv output stdout log logs mermaid latex math tex dockerfile docker makefile env gitignore plaintext-output ascii svg dot properties conf nginx sql http';
const untagged = 'text txt plaintext plain code raw none source snippet pseudocode pseudo';
const others =
  'java kotlin kt swift php csharp cs scala perl lua r haskell hs elixir dart zig julia html css diff patch markdown md vue objc matlab fsharp ocaml clojure';

const known = new Set([
  ...kin.flat(),
  ...words(shells),
  ...words(data),
  ...words(untagged),
  ...words(others),
]);
const shellWords = new Set(words(shells));
const dataWords = new Set(words(data));
const untaggedWords = new Set(words(untagged));

/**
 * same: a language that the file may have, or a dialect of it. untagged: the fence does not say.
 * shell, data: not a program, unless its text proves otherwise.
 */
export type LanguageMatch = 'same' | 'untagged' | 'foreign' | 'shell' | 'data';

export function matchLanguage(language: string | null, expected: string[]): LanguageMatch {
  if (language === null || untaggedWords.has(language)) return 'untagged';
  if (expected.includes(language) || expected.some((e) => areKin(e, language))) return 'same';
  if (shellWords.has(language)) return 'shell';
  if (dataWords.has(language)) return 'data';
  return known.has(language) ? 'foreign' : 'untagged';
}

function areKin(a: string, b: string): boolean {
  return kin.some((group) => group.includes(a.toLowerCase()) && group.includes(b));
}

export function isKnownLanguage(word: string): boolean {
  return known.has(word.toLowerCase());
}

export function isMarkdown(language: string | null): boolean {
  return language === 'markdown' || language === 'md';
}

function words(list: string): string[] {
  return list.split(' ');
}
