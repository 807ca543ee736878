/** A model's name, or what its GGUF says of it -> what it is made of. Pure. */
import {
  DISTILL_WORD,
  INSTRUCT_WORDS,
  MONTH_WORD,
  NOISE_WORDS,
  QUANT,
  SIZE_WORD,
  TEACHER_WORDS,
  THINKING_OFF,
  THINKING_ON,
} from './name-words.ts';

export interface Quant {
  /** Equal for equal quantisations, however they are written: 'Q8_0'. */
  key: string;
  /** As a person would write it: 'Q8', 'Q4_K_M'. */
  label: string;
}

export interface NameParts {
  /** Of the family, version included: ['qwen35'], ['devstral', 'small', '2', '2512']. */
  words: string[];
  /** ['35b', 'a3b'] */
  sizes: string[];
  isInstruct: boolean;
  /** What is said about a distillation, '' when only that it is one; null: it is none. */
  distill: string | null;
  /** null: the name does not say. */
  thinking: 'on' | 'off' | null;
  quant: Quant | null;
  /** Of words and sizes: equal for one model, however its name is written. */
  key: string;
}

/** Reads the file part of a path, a repository or a preset's section, in any common style. */
export function readName(text: string): NameParts {
  const thinkingOff = matches(text, THINKING_OFF);
  const bare = text.replace(THINKING_OFF, ' ');
  const thinkingOn = matches(bare, THINKING_ON);
  const name = lastPart(bare.replace(THINKING_ON, ' '));
  const quants = name.match(QUANT);
  const tokens = splitWords(name.replace(QUANT, ' '));
  const split = splitDistill(tokens);
  const words = [...new Set(split.base.filter((token) => !SIZE_WORD.test(token)).map(withoutDots))];
  const sizes = [...new Set(tokens.flatMap(sizesOf))];
  return {
    words,
    sizes,
    key: `${words.join('')} ${sizes.toSorted().join(' ')}`,
    isInstruct: tokens.some((token) => INSTRUCT_WORDS.has(token)),
    distill: split.distill === null ? null : split.distill.map(withoutDots).join('-'),
    thinking: thinkingOff ? 'off' : thinkingOn ? 'on' : null,
    quant: quants ? readQuant(quants.at(-1)!, tokens.includes('i1')) : null,
  };
}

/** For people: 'qwen35-35b-a3b'. */
export function familyLabel({ words, sizes }: NameParts): string {
  return [...words, ...sizes].join('-');
}

function matches(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}

function lastPart(name: string): string {
  const path = name
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/[\s/]+$/, '');
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.gguf$/, '')
    .replace(/-\d{5}-of-\d{5}$/, '');
}

/** Dots stay within numbers only: 'qwen3.5', '1.7b'. */
function splitWords(name: string): string[] {
  return name
    .replace(/(\d)p(\d+b)(?![a-z0-9])/g, '$1.$2')
    .split(/(?:(?!(?<=\d)\.(?=\d))[^\p{L}\p{N}])+/u)
    .filter((token) => token !== '' && !NOISE_WORDS.has(token));
}

/**
 * '35b claude distill' took what stands after the size from elsewhere; 'r1 distill qwen 7b' put it into what
 * follows. The month of a release belongs to the base in both.
 */
function splitDistill(tokens: string[]): { base: string[]; distill: string[] | null } {
  const plain = tokens.filter((token) => !INSTRUCT_WORDS.has(token) && token !== 'i1');
  const at = plain.findIndex((token) => DISTILL_WORD.test(token));
  if (at === -1) return { base: plain, distill: null };
  const size = plain.findIndex((token) => SIZE_WORD.test(token));
  const isOther = (token: string) => !SIZE_WORD.test(token) && !MONTH_WORD.test(token);
  if (size !== -1 && size < at) {
    const told = plain.slice(size).filter((token) => isOther(token) && !DISTILL_WORD.test(token));
    return { base: plain.filter((token, i) => i < size || !isOther(token)), distill: told };
  }
  const before = plain.slice(0, at);
  const after = plain.slice(at + 1);
  if (after.some(isOther)) return { base: after, distill: before };
  const lastOwn = before.findLastIndex((token) => !TEACHER_WORDS.has(token) && !/^[\d.]+$/.test(token));
  return { base: [...before.slice(0, lastOwn + 1), ...after], distill: before.slice(lastOwn + 1) };
}

/** '08b' is how a name without dots writes 0.8b. */
function sizesOf(token: string): string[] {
  if (!SIZE_WORD.test(token)) return [];
  const parts = /^(.*b)(a\d.*b)$/.exec(token)?.slice(1) ?? [token];
  return parts.map((part) => part.replace(/^0(\d)/, '0.$1'));
}

function withoutDots(token: string): string {
  return token.replaceAll('.', '');
}

/** In a bare q8 and q6 there is one common meaning; a bare q4 may be two things and stays itself. */
const SHORT_QUANTS: Record<string, string> = { Q8: 'Q8_0', Q6: 'Q6_K' };

export function readQuant(text: string, isImatrix = false): Quant {
  const flat = text
    .toUpperCase()
    .replace(/[-_. ]/g, '')
    .replace(/^UD/, '')
    .replace(/MOE$/, '');
  const label = flat
    .replace(/^(I?Q\d|TQ\d)(K)?(.*)$/, (_, head, k = '', tail) =>
      [head, k, tail].filter((part) => part !== '').join('_'),
    )
    .replace(/^FP(16|32)$/, 'F$1');
  const key = SHORT_QUANTS[label] ?? label;
  return isImatrix ? { key: `i1-${key}`, label: `i1-${label}` } : { key, label };
}
