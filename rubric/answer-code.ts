/** Reads code just far enough to judge it: strings and comments blanked, which names it defines. */

export type Family = 'python' | 'rust' | 'slash';

const families: Record<string, Family> = {
  python: 'python',
  python3: 'python',
  py: 'python',
  py3: 'python',
  pycon: 'python',
  ruby: 'python',
  rb: 'python',
  rust: 'rust',
  rs: 'rust',
};

/** How comments and strings are written in a language. */
export function familyOf(language: string): Family {
  return families[language] ?? 'slash';
}

export interface MaskedCode {
  /** The code with spaces for strings and comments, up to a comment that never ends. */
  text: string;
  /** What the code ends inside of: a comment, docstring or string of several lines; a template; or neither. */
  open: 'text' | 'template' | null;
}

const starts: Record<Family, RegExp> = {
  python: /"""|'''|"|'|#/g,
  rust: /\/\/|\/\*|"|'/g,
  slash: /\/\/|\/\*|"|'|`|\//g,
};

export function maskCode(code: string, family: Family): MaskedCode {
  const start = new RegExp(starts[family]);
  const parts: string[] = [];
  let done = 0;
  let open: MaskedCode['open'] = null;
  for (let match = start.exec(code); match; match = start.exec(code)) {
    const [mark] = match;
    if (mark === '`' && open === 'template') continue;
    const end = spanEnd(code, match.index, mark, family);
    if (end === Infinity && mark !== '`')
      return { text: parts.join('') + code.slice(done, match.index), open: 'text' };
    // A backtick without a partner may stand in a regular expression, so what follows is read on.
    if (end === Infinity) open = 'template';
    else if (end > match.index) {
      parts.push(code.slice(done, match.index), code.slice(match.index, end).replace(/[^\n]/g, ' '));
      done = end;
      start.lastIndex = end;
    }
  }
  return { text: parts.join('') + code.slice(done), open };
}

/** Where the string or comment that begins at `at` ends; `at` itself: it is none; Infinity: never. */
function spanEnd(code: string, at: number, mark: string, family: Family): number {
  if (mark === '#' || mark === '//') return endOfLine(code, at);
  if (mark === '/*') return after(code, '*/', at + 2);
  if (mark.length === 3) return after(code, mark, at + 3);
  if (mark === '`') return quotedEnd(code, at, { several: true });
  if (mark === '/') return regexEnd(code, at);
  if (family === 'rust' && mark === "'") return rustCharEnd(code, at);
  return quotedEnd(code, at, { several: family === 'rust' });
}

function endOfLine(code: string, at: number): number {
  const end = code.indexOf('\n', at);
  return end < 0 ? code.length : end;
}

function after(code: string, mark: string, from: number): number {
  const at = code.indexOf(mark, from);
  return at < 0 ? Infinity : at + mark.length;
}

function quotedEnd(code: string, at: number, { several }: { several: boolean }): number {
  const quote = code[at];
  for (let i = at + 1; i < code.length; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === quote) return i + 1;
    else if (code[i] === '\n' && !several) return i;
  }
  return several ? Infinity : code.length;
}

/** A quote in a regular expression must not open a string, so the expression is skipped as a whole. */
function regexEnd(code: string, at: number): number {
  const before = code.slice(Math.max(0, at - 40), at).trimEnd();
  if (before !== '' && !/(?:[=(,:[!&|?{};]|\breturn|\btypeof|=>)$/.test(before)) return at;
  let inClass = false;
  for (let i = at + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i + 1;
  }
  return at;
}

/** 'x' and '\n' are characters, 'a without a closing quote is a lifetime. */
function rustCharEnd(code: string, at: number): number {
  const char = /^'(?:\\[^\n]{1,8}?|[^\\\n]{1,2})'/.exec(code.slice(at, at + 12));
  return char ? at + char[0].length : at;
}

/** Do the brackets of masked code close? */
export function isBalanced(masked: MaskedCode): boolean {
  let depth = 0;
  for (const char of masked.text) {
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
  }
  return !masked.open && depth <= 0;
}

/** 'top': at the outermost level; 'nested': inside another definition; null: not defined here. */
export type DefinedAt = 'top' | 'nested' | null;

const keyword =
  /(?:^|[\s({;,])(?:def|class|function\s*\*?|const|let|var|interface|type|enum|struct|union|trait|fn|func(?:\s*\([^)]*\))?|mod|static(?:\s+mut)?|macro_rules!|object|record|val|module|namespace)\s+\*?$|\bfunction\s*\*\s*$/;
const importing = /^\s*(?:import|use|from|pub use|export\s+\*|using)\b/;
const assigned = /^\s*(?::[^=\n]*)?=(?![=>])/;
const required = /^\s*=\s*(?:await\s+)?(?:require|import)\b/;
const assignTarget = /^(?:export\s+default\s+|(?:module\.)?exports\.|window\.|globalThis\.)?$/;
const method = /^\s*(?:(?:async|static|get|set|public|private|protected|override)\s+)*[*#]?$/;
const methodBody = /^\s*(?:<[^\n]*>)?\([^\n]*\)\s*(?::[^{\n]*)?\{/;

/** More mentions than a sane file has; keeps a runaway answer cheap. */
const maxMentions = 2000;

export function definedAt(masked: string, name: string): DefinedAt {
  const last = name.split('.').at(-1)!;
  let found: DefinedAt = null;
  let at = last === '' ? -1 : masked.indexOf(last);
  for (let n = 0; at >= 0 && n < maxMentions; n++) {
    const level = definitionLevel(masked, at, at + last.length);
    if (level === 'top') return 'top';
    found ??= level;
    at = masked.indexOf(last, at + last.length);
  }
  return found;
}

function definitionLevel(masked: string, start: number, end: number): DefinedAt {
  if (isWordChar(masked[start - 1]) || isWordChar(masked[end])) return null;
  const lineStart = masked.lastIndexOf('\n', start - 1) + 1;
  const before = masked.slice(Math.max(lineStart, start - 160), start);
  const behind = masked.slice(end, end + 160);
  if (importing.test(before) || required.test(behind)) return null;
  if (keyword.test(before)) return /^\s/.test(before) ? 'nested' : 'top';
  if (assignTarget.test(before) && assigned.test(behind)) return 'top';
  return method.test(before) && methodBody.test(behind) ? 'nested' : null;
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\w$]/.test(char);
}

const declaration =
  /^([ \t]*)(?:(?:export|default|declare|pub(?:\([^)\n]*\))?|async|abstract|unsafe)[ \t]+)*(?:def|class|function|const|let|var|interface|type|enum|struct|trait|fn|func)\b[ \t]*\*?[ \t]*(?:\([^)\n]*\)[ \t]*)?([A-Za-z_$][\w$]*)/gm;
const importLine =
  /^[ \t]*(?:import|from|use)\b[^\n]*|^[ \t]*const[ \t]*\{[^}\n]*\}[ \t]*=[ \t]*require[^\n]*/gm;
const assignment = /^([ \t]*)([A-Za-z_$][\w$]*)[ \t]*(?::[^=\n]*)?=(?![=>])/gm;
const importWords = new Set(['import', 'from', 'use', 'as', 'const', 'require', 'type', 'node', 'std']);

/** Names that masked code brings by import, definition or (upper case) constant. `top`: at the outermost level only. */
export function declaredNames(masked: string, { top }: { top: boolean }): Set<string> {
  const names = new Set<string>();
  for (const [, indent, name] of masked.matchAll(declaration)) if (!top || indent === '') names.add(name!);
  for (const [line] of masked.matchAll(importLine))
    for (const word of line.match(/[A-Za-z_$][\w$]*/g) ?? []) if (!importWords.has(word)) names.add(word);
  for (const [, indent, name] of masked.matchAll(assignment))
    if (!top || (indent === '' && /^[A-Z][A-Z0-9_]*$/.test(name!))) names.add(name!);
  return names;
}

/** Names that masked code mentions, but for the `b` of `a.b`. */
export function mentionedNames(masked: string): Set<string> {
  return new Set(masked.match(/(?<![\w$.])[A-Za-z_$][\w$]*/g) ?? []);
}

const declarative =
  /^(?:import|from|def|class|async|@|[A-Z_][A-Z0-9_]*\s*[:=]|if TYPE_CHECKING|[)\]}>;]|export|function|const|let|var|interface|type|enum|declare|abstract|use|pub|fn|struct|impl|trait|mod|static|macro_rules|unsafe|extern|#|func|package|module\.exports|exports\.)/;

/** Nothing would run if this masked code stood alone: only imports and definitions at the outermost level. */
export function isDeclarationsOnly(masked: string): boolean {
  let depth = 0;
  for (const line of masked.split('\n')) {
    if (depth <= 0 && /^\S/.test(line) && !declarative.test(line)) return false;
    for (const bracket of line.match(/[()[\]{}]/g) ?? []) depth += '([{'.includes(bracket) ? 1 : -1;
  }
  return true;
}

const codeLine =
  /^\s*(?:(?:async\s+)?def \w+|(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class \w+(?:<[^\n]*>)?\s*(?:[:({]|(?:extends|implements) )|(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*\w*\s*[(<]|(?:export\s+)?(?:const|let|var) [\w${[][^=\n]{0,200}=|(?:import|const|var|type) \($|import [\w.{*"'][^\n]*['";\w)]$|from [\w.]+ import |package \w+;?$|func [\w(]|(?:pub(?:\(\w+\))? )?(?:fn|struct|enum|impl|trait|mod|use) [\w<{:]|(?:export )?(?:interface|type|enum) \w+[^\n]*[={]|@\w[\w.]*(?:\(.*\))?$|#include\b|#\[|(?:public|private|protected|static) [\w<])/;

/** A line that begins a definition or an import: prose hardly ever looks like it. */
export function startsCode(line: string): boolean {
  return (
    codeLine.test(line.length > 400 ? line.slice(0, 400) : line) && !/^\s*import [a-z]+ [a-z]+ /.test(line)
  );
}
