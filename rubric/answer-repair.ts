/** Mends what models do to fences: left open, closed with text behind, torn by a fence inside a comment. */
import type { Block, NumberedLines } from './answer-block.ts';
import { familyOf, maskCode } from './answer-code.ts';
import { isKnownLanguage, isMarkdown } from './answer-languages.ts';
import { isFileName, readInfo } from './answer-names.ts';

export interface RawBlock extends Block {
  /** A file named in the info string. */
  file: string | null;
  info: string;
  /** Line of the answer of each line of code. */
  numbers: number[];
  fence: string;
  /** Index of the first and last line in the text that was parsed. */
  span: { start: number; end: number; isTop: boolean };
}

/** More fences than this inside one block are a runaway answer; the rest of it is left as it is. */
const maxAsked = 200;
/** Longer chains of fences inside one comment are not written by anyone. */
const maxJoins = 8;

/**
 * A doc comment with a fence of its own ends the block in the middle of the comment. If the code is whole
 * once a later fence is taken for the end, that one was the end.
 */
export function mergeTorn(blocks: RawBlock[], lines: NumberedLines): RawBlock[] {
  const merged: RawBlock[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const torn = blocks[i]!;
    const end = isTorn(torn) ? findTrueEnd(torn, blocks.slice(i + 1, i + 1 + maxJoins), lines) : null;
    merged.push(end === null ? torn : extendTo(torn, end, lines));
    while (end !== null && blocks[i + 1] && blocks[i + 1]!.span.start <= end) i++;
  }
  return merged;
}

function isTorn(block: RawBlock): boolean {
  if (block.form !== 'fenced' || !block.closed || !block.span.isTop) return false;
  if (isMarkdown(block.language)) return false;
  return maskCode(block.code, familyOf(block.language ?? guessLanguage(block.code))).open === 'text';
}

function guessLanguage(code: string): string {
  return /^\s*(?:async )?def \w+.*:\s*$/m.test(code) ? 'python' : 'javascript';
}

function findTrueEnd(torn: RawBlock, later: RawBlock[], lines: NumberedLines): number | null {
  const family = familyOf(torn.language ?? guessLanguage(torn.code));
  const fences = later
    .filter((b) => b.form === 'fenced' && b.span.isTop)
    .flatMap(({ span, closed }) => (closed ? [span.start, span.end] : [span.start]));
  const end = fences.find((at) => {
    if (lines.texts[at]!.trim() !== torn.fence) return false;
    return maskCode(lines.texts.slice(torn.span.start + 1, at).join('\n'), family).open === null;
  });
  return end ?? null;
}

function extendTo(block: RawBlock, end: number, lines: NumberedLines): RawBlock {
  return {
    ...block,
    code: lines.texts.slice(block.span.start + 1, end).join('\n'),
    numbers: lines.numbers.slice(block.span.start + 1, end),
    endLine: lines.numbers[end]!,
    span: { ...block.span, end },
  };
}

/**
 * Inside a block a fence with words behind it is text to Markdown. To a person it opens the next block
 * (```python), or closes this one (``` Hope this helps!).
 */
export function splitSloppy(block: RawBlock): RawBlock[] {
  const start = withFirstLine(block);
  if (!start.code.includes(start.fence.slice(0, 3))) return [start];
  if (isMarkdown(start.language) && start.fence.length > 3) return [start];
  const texts = start.code.split('\n');
  const cuts = findCuts(start, texts);
  if (cuts.length === 0) return [start];
  return [{ at: -1, opens: start.info, keeps: '' }, ...cuts].flatMap((cut, n) => {
    if (cut.opens === null) return [];
    const next = cuts[n];
    return [pieceOf(start, texts, { from: cut.at + 1, to: next?.at ?? texts.length, cut, next })];
  });
}

interface Cut {
  at: number;
  /** Info string of the block that begins here; null: prose begins. */
  opens: string | null;
  /** Code before the fence on its line: `return x````. */
  keeps: string;
}

function findCuts(block: RawBlock, texts: string[]): Cut[] {
  const cuts: Cut[] = [];
  let isCode = true;
  let from = 0;
  let asked = 0;
  texts.forEach((text, at) => {
    const cut = readCut(text, block, isCode);
    if (!cut) return;
    if (isCode && !isMarkdown(block.language)) {
      const inComment = ++asked > maxAsked || isInComment(block, texts.slice(from, at));
      if (inComment) return;
    }
    cuts.push({ at, ...cut });
    isCode = cut.opens !== null;
    from = at + 1;
  });
  return cuts;
}

function readCut(text: string, block: RawBlock, isCode: boolean): Omit<Cut, 'at'> | null {
  const mark = block.fence.slice(0, 3);
  const at = text.indexOf(mark);
  if (at < 0) return null;
  const before = text.slice(0, at);
  const info = text
    .slice(at)
    .replace(/^[`~]+/, '')
    .trim();
  if (before.trim() === '') {
    // A bare fence that is still here was indented too far to close anything in Markdown.
    if (info === '') return isCode && before.length > 3 ? { opens: null, keeps: '' } : null;
    if (text.trimStart().length - info.length < block.fence.length) return null;
    const word = info.split(/[\s:{]/)[0]!;
    if (isKnownLanguage(word) || isFileName(word)) return { opens: info, keeps: '' };
    return isCode ? { opens: null, keeps: '' } : null;
  }
  const isGlued =
    isCode && info === '' && !/^\s*(?:[*#>]|\/\/|--|["'])/.test(before) && !before.includes('`');
  return isGlued ? { opens: null, keeps: before } : null;
}

function isInComment(block: RawBlock, before: string[]): boolean {
  const code = before.join('\n').slice(-100_000);
  return maskCode(code, familyOf(block.language ?? guessLanguage(code))).open === 'text';
}

function pieceOf(
  block: RawBlock,
  texts: string[],
  part: { from: number; to: number; cut: Cut; next: Cut | undefined },
): RawBlock {
  const { from, to, cut, next } = part;
  const [lang = null, ...rest] = (cut.opens ?? '').split(/\s+/);
  const isFirst = cut.at < 0;
  const info = readInfo(lang, rest.join(' ') || null);
  const code = [...texts.slice(from, to), ...(next?.keeps ? [next.keeps] : [])];
  const above = isFirst ? '' : (texts.slice(0, cut.at).findLast((t) => t.trim() !== '') ?? '');
  return {
    ...block,
    code: code.join('\n'),
    ...(isFirst
      ? {}
      : { language: info.language, meta: rest.join(' ') || null, file: info.file, lead: above }),
    firstUnderHeading: isFirst && block.firstUnderHeading,
    startLine: isFirst ? block.startLine : (block.numbers[cut.at] ?? block.startLine),
    endLine: next ? (block.numbers[next.at] ?? block.endLine) : block.endLine,
    closed: next ? next.opens === null : block.closed,
    numbers: block.numbers.slice(from, to),
    span: { ...block.span, isTop: false },
  };
}

/** ```def f(x):  — the code began on the line of its fence. */
function withFirstLine(block: RawBlock): RawBlock {
  if (!/^(?:def|class|function|import|const|from|async|fn|func|pub)\b.*[({:;\w]$/.test(block.info))
    return block;
  if (!/\s/.test(block.info)) return block;
  return { ...block, code: `${block.info}\n${block.code}`, language: null, meta: null, file: null };
}
