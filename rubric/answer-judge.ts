/** Says of each block what it is: code or not, whole or part, the answer or an example of its use. */
import type { Block, ExpectedFile } from './answer-block.ts';
import {
  type DefinedAt,
  definedAt,
  familyOf,
  isBalanced,
  type MaskedCode,
  maskCode,
  startsCode,
} from './answer-code.ts';
import { isMarkdown, type LanguageMatch, matchLanguage } from './answer-languages.ts';
import { commentName, fileNamesIn } from './answer-names.ts';

/** A block with its place in the answer and the file names that were found for it. */
export interface Candidate extends Block {
  index: number;
  /** Named in the info string, the heading or the first comment. */
  name: string | null;
  /** Named in the sentence above. */
  mention: string | null;
  /** The words that introduce it, the nearest first. */
  cues: string[];
}

export function nameBlock(block: Block & { file?: string | null }, index: number): Candidate {
  const inHeading = block.firstUnderHeading && block.heading ? fileNamesIn(block.heading) : [];
  const inLead = fileNamesIn(lastSentence(block.lead));
  return {
    ...block,
    index,
    name: block.file ?? commentName(block.code) ?? only(inHeading),
    mention: only(inLead),
    cues: [firstComment(block.code), lastSentence(block.lead), block.heading ?? ''],
  };
}

function only(names: string[]): string | null {
  return names.length === 1 ? names[0]! : null;
}

/** What stands before the last sentence speaks of something else. */
function lastSentence(text: string): string {
  const tail = text.slice(-300).trimEnd();
  const starts = [...tail.slice(0, -1).matchAll(/[.!?]\s+(?=[A-Z`*])|\n\n/g)];
  const last = starts.at(-1);
  return last ? tail.slice(last.index + 1).trim() : tail;
}

function firstComment(code: string): string {
  return /^\s*(?:#|\/\/|\/\*+)\s*([^\n]{0,120})/.exec(code.slice(0, 400))?.[1] ?? '';
}

/** A block as seen by one expected file. */
export interface Judged {
  block: Candidate;
  masked: MaskedCode;
  language: LanguageMatch;
  /** The expected names that it defines. */
  defines: string[];
  /** One of them only inside something else, e.g. as a method. */
  isNested: boolean;
  /** It speaks of the expected names and defines none: a usage example or a test. */
  isUsage: boolean;
  isCode: boolean;
  isComplete: boolean;
}

export function judgeBlock(block: Candidate, file: ExpectedFile): Judged {
  const language = matchLanguage(block.language, file.languages);
  const spoken = language === 'same' || block.language === null ? (file.languages[0] ?? '') : block.language;
  const masked = maskCode(block.code, familyOf(language === 'untagged' ? (file.languages[0] ?? '') : spoken));
  const levels = new Map<string, DefinedAt>(file.defines.map((name) => [name, definedAt(masked.text, name)]));
  const defines = file.defines.filter((name) => levels.get(name) !== null);
  const isUsage = defines.length === 0 && file.defines.some((name) => mentions(masked.text, name));
  return {
    block,
    masked,
    language,
    defines,
    isNested: defines.some((name) => levels.get(name) === 'nested'),
    isUsage,
    isCode: isCode(block, { language, masked, definesAny: defines.length > 0 }),
    isComplete: !isElided(block.code) && (block.closed || (isBalanced(masked) && !endsMidway(masked.text))),
  };
}

function mentions(masked: string, name: string): boolean {
  const at = masked.indexOf(name);
  return at >= 0 && !/[\w$]/.test(masked[at + name.length] ?? ' ');
}

/** The line where the answer was cut off goes on after these. */
function endsMidway(masked: string): boolean {
  const line = masked.trimEnd().split('\n').at(-1) ?? '';
  return (
    (/(?:[,=+*/%&|<([{\\]|\b(?:def|class|if|for|while|return|and|or|not|in|import|const|let|function) *\S*)$/.test(
      line.slice(-200),
    ) &&
      !/^\s*return\b.*[\w)\]};]$/.test(line.slice(-200))) ||
    /^\s*(?:def|class|if|elif|else|for|while|try|with)\b.*:$/.test(line.slice(-200))
  );
}

/** `# ... rest of the code`: the model left something out. */
function isElided(code: string): boolean {
  return /^[ \t]*(?:#|\/\/|\/\*|--)[ \t]*(?:(?:\.{3}|…)[^\n]*|(?:\.{3})?[ \t]*(?:rest of|same as (?:before|above)|existing (?:code|implementation)|your code here|unchanged|previous code)[^\n]*)$/im.test(
    code,
  );
}

function isCode(
  block: Candidate,
  seen: { language: LanguageMatch; masked: MaskedCode; definesAny: boolean },
): boolean {
  if (seen.masked.text.trim() === '') return false;
  if (seen.definesAny) return true;
  if (seen.language === 'shell' || seen.language === 'data' || isMarkdown(block.language)) return false;
  if (isShellCommands(block.code)) return false;
  if (block.form === 'unfenced') return isProgram(block.code);
  return seen.language === 'untagged' ? looksLikeCode(block.code) : true;
}

const command =
  /^\s*(?:[$%>]\s+\S|#|(?:sudo |uv |poetry )?(?:pip3?|npm|npx|pnpm|yarn|bun|apt(?:-get)?|brew|cargo|rustc|go (?:run|mod|get|test|build)|python3?|pytest|node|deno|git|cd|mkdir|touch|cat|echo|ls|curl|wget|export \w+=|source|chmod|docker|tsc|make|cp|mv|rm)(?:\s+[^=(\s]|$))/;

/** `pip install x` in a python fence is still a command. */
function isShellCommands(code: string): boolean {
  const lines = code
    .slice(0, 20_000)
    .split('\n')
    .filter((l) => l.trim() !== '');
  return lines.every((l) => command.test(l)) && lines.some((l) => !/^\s*#/.test(l));
}

/** Without a fence only a definition, or several lines that begin like code, count: prose may have one such line. */
function isProgram(code: string): boolean {
  const lines = code.split('\n').filter((l) => l.trim() !== '');
  if (lines.length >= 3) return true;
  return (
    lines.length > 0 &&
    lines.some((l) => startsCode(l) && !/^\s*(?:import|from|use|package|@|type|enum|class \w+$)\b/.test(l))
  );
}

/** A fence without a language may hold output, a drawing or prose. */
function looksLikeCode(code: string): boolean {
  const lines = code
    .slice(0, 50_000)
    .split('\n')
    .filter((l) => l.trim() !== '');
  if (lines.some(startsCode)) return true;
  const codelike = lines.filter((l) =>
    /[;{}]\s*$|\w\s?\(.*\)|\w\s*[-+*/]?=\s*\S|^\s*(?:if|for|while|return)\b.*[:;)]$/.test(l.slice(0, 300)),
  );
  return codelike.length * 2 > lines.length;
}

const putsAside =
  /alternativ|another (?:way|approach|version|option|method)|comparison|na[iï]ve|brute|usage|\buse (?:it|this)|examples?\b|\btests?\b|testing|\bdemo|explanation|how it works|walk-?through|breakdown|original|buggy|broken|incorrect|wrong|previous|starter|signature|skeleton|you (?:can|could|might|may) (?:also|then)|optional|less efficient|if you (?:prefer|want|need|must)|instead of|\bdon't\b|do not|\bslow\b|\bbefore\b|bonus/i;
const supersedes =
  /correct(?:ed|ion)|fixed|revised|updated|improved|\bfinal|refined|optimi[sz]ed|cleaned|refactored|rewritten|\bbetter\b|polished/i;

/** 'aside': an example, an alternative, what was wrong. 'supersedes': the corrected, final version. */
export type Cue = 'aside' | 'supersedes' | null;

/** The nearest words that say anything decide: a heading holds for more than one block. */
export function readCue({ cues }: Candidate): Cue {
  for (const text of cues) {
    const cue = readWords(text);
    if (cue !== null) return cue;
  }
  return null;
}

/** `Option 1 (recommended)`: the model itself says which of its versions to take. */
export function isRecommended({ cues }: Candidate): boolean {
  return cues.some(
    (text) => /\b(?:recommended|preferred)\b/i.test(text) && !/\bnot (?:recommended|preferred)/i.test(text),
  );
}

function readWords(text: string): Cue {
  if (supersedes.test(text)) return 'supersedes';
  const own = text.replace(
    /\b(?:with|including|and|plus)\b[^\n]{0,40}\b(?:examples?|usage|tests?|demo)\b/gi,
    '',
  );
  return putsAside.test(own) ? 'aside' : null;
}
