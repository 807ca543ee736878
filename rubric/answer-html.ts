/** Code in <pre> or <code> elements. */
import type { NumberedLines } from './answer-block.ts';
import { readInfo } from './answer-names.ts';
import type { RawBlock } from './answer-repair.ts';

const opening = /<(pre|code)\b([^>]{0,300})>(?:\s*<code\b([^>]{0,300})>)?/i;

export function htmlBlocks(lines: NumberedLines): RawBlock[] {
  const blocks: RawBlock[] = [];
  const lastClose = lines.texts.findLastIndex((t) => /<\/(?:pre|code)>/i.test(t));
  for (let i = 0; i < lines.texts.length; i++) {
    const open = opening.exec(lines.texts[i]!.slice(0, 2000));
    // <code> within a sentence is inline code.
    if (!open || (open[1]!.toLowerCase() === 'code' && open.index > 0)) continue;
    const end = lastClose < i ? -1 : findClose(lines.texts, i, open[1]!);
    if (end === i && open[1]!.toLowerCase() === 'code') continue;
    blocks.push(readElement(lines, { open, start: i, end }));
    i = end < 0 ? lines.texts.length : end;
  }
  return blocks;
}

function findClose(texts: string[], from: number, tag: string): number {
  const close = `</${tag.toLowerCase()}>`;
  for (let i = from; i < texts.length; i++) if (texts[i]!.toLowerCase().includes(close)) return i;
  return -1;
}

function readElement(
  lines: NumberedLines,
  at: { open: RegExpExecArray; start: number; end: number },
): RawBlock {
  const end = at.end < 0 ? lines.texts.length - 1 : at.end;
  const body = lines.texts
    .slice(at.start, end + 1)
    .join('\n')
    .slice(at.open.index + at.open[0].length);
  const close = at.end < 0 ? -1 : body.search(/(?:<\/code>\s*)?<\/(?:pre|code)>/i);
  const code = unescapeHtml(close < 0 ? body : body.slice(0, close)).replace(/^\n/, '');
  const tag = /(?:class|lang)=["']?(?:\w+\s+)*?(?:language-|lang-|brush:\s*)?([\w+#-]+)/i;
  const named = tag.exec(at.open[3] ?? '') ?? tag.exec(at.open[2] ?? '');
  const info = readInfo(named?.[1] ?? null, null);
  return {
    form: 'html',
    code,
    info: '',
    language: info.language,
    meta: null,
    file: null,
    heading: null,
    firstUnderHeading: false,
    lead:
      lines.texts
        .slice(0, at.start)
        .findLast((t) => t.trim() !== '')
        ?.slice(-600) ?? '',
    startLine: lines.numbers[at.start]!,
    endLine: lines.numbers[end]!,
    closed: at.end >= 0,
    numbers: lines.numbers.slice(at.start, end + 1),
    fence: '',
    span: { start: at.start, end, isTop: true },
  };
}

const entities: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
  amp: '&',
};

/** Highlighters leave <span>s behind; a program's own tags are escaped. */
function unescapeHtml(text: string): string {
  return text
    .replace(/<\/?span\b[^>\n]{0,300}>|<br\s*\/?>(?=\n)/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/&(lt|gt|quot|apos|#39|#x27|nbsp|amp);/g, (_, name: string) => entities[name]!);
}
