/** Finds code that stands in no fence: the stretches of lines that begin like code and go on like it. */
import type { Block, NumberedLines } from './answer-block.ts';
import { type Family, startsCode } from './answer-code.ts';

/** Stands for a heading: it is neither code nor blank. */
const headingMark = 'Heading.';

/** `outside` are the lines of an answer that no fence holds, with '' for the others. */
export function unfencedBlocks(outside: NumberedLines, family: Family): Block[] {
  const isPython = family === 'python';
  // In other languages a line with # is a heading (or #[derive], #include).
  const texts = outside.texts.map((line) =>
    isPython ? unquote(line) : unquote(line).replace(/^#{1,6} .*/, headingMark),
  );
  const blocks: Block[] = [];
  for (let i = 0; i < texts.length; i++) {
    if (!startsCode(texts[i]!)) continue;
    const start = withComments(texts, i);
    const end = stretchEnd(texts, i);
    blocks.push({
      form: 'unfenced',
      code: texts.slice(start, end + 1).join('\n'),
      language: null,
      meta: null,
      heading: null,
      firstUnderHeading: false,
      lead: lineBefore(texts, start),
      startLine: outside.numbers[start]!,
      endLine: outside.numbers[end]!,
      closed: true,
    });
    i = end;
  }
  return blocks;
}

/** A quoted line, or a line that is one span of inline code. */
function unquote(line: string): string {
  const bare = line.replace(/^ {0,3}> ?/, '');
  const span = /^\s*`([^`]+)`\s*$/.exec(bare.slice(0, 1000));
  return span ? span[1]! : bare;
}

function lineBefore(texts: string[], start: number): string {
  for (let i = start - 1; i >= 0 && i > start - 4; i--)
    if (texts[i]!.trim() !== '') return texts[i]!.slice(-600);
  return '';
}

/** Comments directly above the first line, and a docstring of the module, belong to it. */
function withComments(texts: string[], first: number): number {
  let start = docstringStart(texts, first);
  while (start > 0 && /^\s*(?:\/\/|\/\*|\*\/| \*|#(?!#))/.test(texts[start - 1]!)) start--;
  return start;
}

/** More lines than a docstring above the imports has. */
const maxDocstring = 60;

function docstringStart(texts: string[], first: number): number {
  let end = first - 1;
  while (end >= 0 && texts[end]!.trim() === '') end--;
  const quote = /("""|''')$/.exec(texts[end]?.trimEnd().slice(-3) ?? '')?.[1];
  if (!quote) return first;
  for (let i = end; i >= 0 && i > end - maxDocstring; i--) {
    const at = texts[i]!.indexOf(quote);
    if (at === 0 && (i < end || texts[i]!.trimEnd().length > quote.length)) return i;
  }
  return first;
}

function stretchEnd(texts: string[], start: number): number {
  const indent = indentOf(texts[start]!);
  let end = start;
  let depth = 0;
  let comment: string | null = null;
  for (let i = start; i < texts.length; i++) {
    const line = texts[i]!;
    if (line.trim() === '') continue;
    const inside = depth > 0 || comment !== null;
    if (!inside && i > start && !goesOn(line, indent)) break;
    if (!inside || !isProse(line)) end = i;
    else if (indentOf(line) <= indent && comment === null) break;
    else end = i;
    comment = commentAfter(line, comment);
    if (comment === null) depth = Math.max(0, depth + depthOf(line));
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Does a line that no bracket or comment holds belong to the code above it? */
function goesOn(line: string, indent: number): boolean {
  const own = indentOf(line);
  if (own > indent) return !/^\s*(?:[-*+]|\d+[.)])\s+\S/.test(line);
  return own === indent && (startsCode(line) || isStatement(line.trim().slice(0, 300)));
}

const statement =
  /^(?:(?:if|elif|while|for|with|try|except|finally|else|switch|match|do|loop)\b.*[:{]$|(?:return|raise|yield|throw|await|break|continue|pass|del|assert|go|defer)\b(?:[^.]|\.\S)*$|[\w.[\]'", *$]{1,120}(?::\s*[\w[\], .|<>]{1,80})?\s*(?:[-+*/|&%:]|\*\*|\/\/|<<|>>)?=(?!=)\s*\S|[\w.$]+(?:::<.*>)?\(.*\)?[;,]?$|[)\]}>]+[;,)]*$|\}\s*(?:else|catch|finally|while)\b|['"]{3}|['"]use strict|\/\/|\/\*|\*\/|\*\s|#|if __name__|module\.exports|exports\.|[^ ].*[;{]$)/;

function isStatement(line: string): boolean {
  return statement.test(line);
}

/** A sentence: words, then a full stop or a colon. */
function isProse(line: string): boolean {
  const text = line.trim();
  return (
    text.length < 1000 &&
    /^(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*)?[A-Z][a-z']*,?(?: [\w'`,()-]+){3,}.*[.:!?]$/.test(text)
  );
}

const commentMarks: [open: string, close: string][] = [
  ['"""', '"""'],
  ["'''", "'''"],
  ['/*', '*/'],
];

/** The mark that closes the comment or docstring which is open after this line; null: none is. */
function commentAfter(line: string, open: string | null): string | null {
  if (open !== null) return line.includes(open) ? null : open;
  for (const [from, to] of commentMarks) {
    const at = line.indexOf(from);
    if (at >= 0) return line.includes(to, at + from.length) ? null : to;
  }
  return null;
}

function depthOf(line: string): number {
  let depth = 0;
  for (const char of line.slice(0, 2000).replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, ''))
    depth += '([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0;
  return depth;
}
