/** What a person reads about a preset that cannot be used. */
import { maskIni } from './mask-secrets.ts';
import { codePointName, type PresetLine, readLines } from './preset-lines.ts';
import type { PresetProblem } from './preset-problem.ts';
import { listedName } from './preset-sections.ts';

/** Each problem as file:line, the offending text, what it means and what to do instead. */
export function formatPresetProblems(path: string, problems: readonly PresetProblem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const head =
    errors === 0
      ? `The preset ${path} can be used, but:`
      : `The preset ${path} cannot be used (${errors} ${errors === 1 ? 'problem' : 'problems'}):`;
  return [head, ...problems.map((problem) => formatProblem(path, problem))].join('\n\n');
}

function formatProblem(path: string, { line, text, problem, remedy, severity }: PresetProblem): string {
  const word = severity === 'warning' ? 'warning: ' : '';
  const shown = text === '' ? '' : `    ${showInvisible(text)}\n`;
  return `${path}:${line}\n${shown}  ${word}${problem}.\n  What to do: ${remedy}.`;
}

const LONGEST_SHOWN = 160;

function showInvisible(text: string): string {
  const plain = text.replace(
    /(?![ \t])[\p{Cc}\p{Cf}\p{Z}]/gu,
    (character) => `<${codePointName(character)}>`,
  );
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)} …` : plain;
}

/**
 * llama-server's words at a start that failed, with the line of the preset that they are about (it names none itself).
 * Empty when the words are not about the preset.
 */
export function explainServerRefusal(stderr: string, path: string, text: string): PresetProblem[] {
  const lines = readLines(text);
  for (const [words, explain] of REFUSALS) {
    const match = words.exec(stderr);
    if (match) return [explain({ match, lines, path })];
  }
  return [];
}

interface Refusal {
  match: RegExpExecArray;
  lines: readonly PresetLine[];
  path: string;
}

const REFUSALS: [RegExp, (refusal: Refusal) => PresetProblem][] = [
  [
    /option '([^']*)' not recognized in preset '([^\n]*)'/,
    ({ match: [, key = '', name = ''], lines }) =>
      pointAt(findPair(lines, key, name), {
        problem: `this llama-server has no option "${key}"`,
        remedy: 'correct or remove it; option names change between builds, `llama-server --help` lists them',
      }),
  ],
  [
    /option '--([\w.-]+)' has two values/,
    ({ match: [, key = ''], lines }) =>
      pointAt(findPair(lines, key, null), {
        problem: `"${key}" takes two values, which llama-server does not support in a preset`,
        remedy: 'remove it',
      }),
  ],
  [
    /failed to parse server config file/,
    ({ lines }) => {
      const broken = lines.find((line) => line.kind === 'broken');
      return pointAt(broken, {
        problem: broken?.problem ?? 'llama-server cannot read the preset and names no line',
        remedy: broken?.remedy ?? 'every line must be [section], key = value or a comment, from column 1 on',
      });
    },
  ],
  [
    /(?:alias '([^']*)' for model '([^']*)'|model name '[^']*') conflicts with alias of model '([^'\n]*)'/,
    ({ match: [words, , ofModel, otherModel = ''], lines }) =>
      pointAt(findPair(lines, 'alias', ofModel ?? otherModel) ?? findHeader(lines, ofModel ?? otherModel), {
        problem: words ?? '',
        remedy: 'give each model an alias of its own, or none',
      }),
  ],
  [
    /number of models to load on startup \(\d+\) exceeds models_max \(\d+\)/,
    ({ match: [words], lines }) =>
      pointAt(findPair(lines, 'load-on-startup', null), {
        problem: words ?? '',
        remedy: 'remove load-on-startup: the benchmark loads each model itself',
      }),
  ],
  [
    /preset file does not exist/,
    ({ path }) =>
      pointAt(undefined, { problem: `llama-server finds no file ${path}`, remedy: 'correct the path' }),
  ],
];

function pointAt(
  line: PresetLine | undefined,
  { problem, remedy }: Pick<PresetProblem, 'problem' | 'remedy'>,
): PresetProblem {
  const text = line === undefined ? '' : maskIni(line.text);
  return { line: line?.line ?? 1, text, problem, remedy, severity: 'error' };
}

function findPair(lines: readonly PresetLine[], key: string, section: string | null): PresetLine | undefined {
  let current = 'default';
  return lines.find((line) => {
    if (line.kind === 'header') current = listedName(line.name);
    return line.kind === 'pair' && line.key === key && (section === null || section === current);
  });
}

function findHeader(lines: readonly PresetLine[], name: string): PresetLine | undefined {
  return lines.find((line) => line.kind === 'header' && listedName(line.name) === name);
}
