/** Reads the code blocks of a Markdown answer with a Markdown parser. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { NumberedLines } from './answer-block.ts';
import { htmlBlocks } from './answer-html.ts';
import { isMarkdown } from './answer-languages.ts';
import { isFileName, readInfo } from './answer-names.ts';
import { mergeTorn, type RawBlock, splitSloppy } from './answer-repair.ts';

/**
 * Only blocks matter, so inline syntax is off: no backtick in prose can cost time. HTML is off as well,
 * because an HTML block would swallow the fences below a <details> line.
 */
const blocksOnly = {
  disable: {
    null: [
      'attention',
      'autolink',
      'characterEscape',
      'characterReference',
      'codeText',
      'definition',
      'hardBreakEscape',
      'htmlFlow',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
    ],
  },
};

/** A wrapped answer holds fences; nobody wraps more than twice. */
const maxWraps = 2;

/** Deeper nesting of lists and quotes costs the parser quadratic time, and nobody reads it. */
const maxIndent = 120;

export interface ReadAnswer {
  blocks: RawBlock[];
  /** The lines that stand in no fence and no <pre>; the others are ''. */
  outside: NumberedLines;
}

export function readBlocks(answer: NumberedLines, wraps = 0): ReadAnswer {
  const { lines, root } = parseRepaired(unwrapMarkdown(answer));
  const found = collectBlocks(root, lines);
  const merged = mergeTorn(found, lines);
  const fenced = merged.filter((b) => b.form === 'fenced');
  const html = htmlBlocks(blankOut(lines, fenced));
  const outside = blankOut(lines, [...fenced, ...html]);
  const indented = merged.filter((b) => b.form === 'indented' && !html.some((h) => overlaps(h, b)));
  const blocks = [...fenced.flatMap(splitSloppy), ...html, ...indented]
    .flatMap((block) => (wraps < maxWraps ? unwrapBlock(block, wraps) : [block]))
    .sort((a, b) => a.startLine - b.startLine);
  return { blocks, outside };
}

/** A whole answer in a ```markdown fence: its inner fences would close the outer one. */
function unwrapMarkdown(lines: NumberedLines): NumberedLines {
  const first = lines.texts.findIndex((t) => t.trim() !== '');
  const last = lines.texts.findLastIndex((t) => t.trim() !== '');
  const opening = /^(`{3,}|~{3,})\s*(?:markdown|md)\s*$/i.exec(lines.texts[first] ?? '');
  if (!opening || last <= first || lines.texts[last]!.trim() !== opening[1]) return lines;
  const fences = lines.texts.slice(first + 1, last).filter((t) => t.startsWith('```'));
  // An odd count: the last fence closes an inner block, and the outer one was never closed.
  if (fences.length === 0) return lines;
  const end = fences.length % 2 === 0 ? last : last + 1;
  return { texts: lines.texts.slice(first + 1, end), numbers: lines.numbers.slice(first + 1, end) };
}

/** Fences that begin behind text on their line open nothing in Markdown, but were meant to. */
function parseRepaired(lines: NumberedLines): { lines: NumberedLines; root: Root } {
  let current = lines;
  let root = parse(current);
  for (let round = 0; round < 2; round++) {
    const split = splitGluedFences(root, current);
    if (!split) break;
    current = split;
    root = parse(current);
  }
  return { lines: current, root };
}

function parse(lines: NumberedLines): Root {
  return fromMarkdown(parsedText(lines), { extensions: [blocksOnly] });
}

function parsedText(lines: NumberedLines): string {
  return lines.texts.map(limitNesting).join('\n');
}

function limitNesting(line: string): string {
  if (line.length <= maxIndent) return line;
  const nesting = /^(?:[ \t>]|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(line)![0];
  return nesting.length <= maxIndent ? line : nesting.slice(0, maxIndent) + line.slice(nesting.length);
}

function splitGluedFences(root: Root, lines: NumberedLines): NumberedLines | null {
  const glued = new Set<number>();
  for (const node of walk(root)) {
    if (node.type !== 'paragraph' || !node.position) continue;
    for (let i = node.position.start.line - 1; i < node.position.end.line; i++)
      if (gluedFenceAt(lines.texts[i]!) > 0) glued.add(i);
  }
  if (glued.size === 0) return null;
  // Only the first: it changes what the lines behind it are.
  const at = Math.min(...[...glued].slice(0, 1));
  const text = lines.texts[at]!;
  const cut = gluedFenceAt(text);
  return {
    texts: [...lines.texts.slice(0, at), text.slice(0, cut), text.slice(cut), ...lines.texts.slice(at + 1)],
    numbers: [...lines.numbers.slice(0, at + 1), ...lines.numbers.slice(at)],
  };
}

/** `Here it is: ```python`: one run of backticks, with text before it and at most a word behind. */
function gluedFenceAt(line: string): number {
  const at = line.indexOf('```');
  if (at <= 0 || line.slice(0, at).trim() === '') return -1;
  return /^`{3,}[\w+#.-]*\s*$/.test(line.slice(at, at + 60)) && line.length <= at + 60 ? at : -1;
}

function* walk(root: Root): Generator<Nodes> {
  // A stack, not recursion: an answer may nest as deep as it likes.
  const stack: Nodes[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if ('children' in node) for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
  }
}

function collectBlocks(root: Root, lines: NumberedLines): RawBlock[] {
  const text = parsedText(lines);
  const top = new Set<Nodes>(root.children);
  const blocks: RawBlock[] = [];
  let heading: string | null = null;
  let firstUnderHeading = false;
  let lead = '';
  for (const node of walk(root)) {
    if (node.type === 'paragraph' || node.type === 'heading') {
      lead = text.slice(node.position!.start.offset!, node.position!.end.offset!).trim();
      const title = node.type === 'heading' ? lead.replace(/^#+\s*|\s*#+$/g, '') : boldLine(lead);
      if (title !== null) {
        heading = stripMarks(title.slice(0, 300));
        firstUnderHeading = true;
      }
    } else if (node.type === 'code') {
      const around = { heading, firstUnderHeading, lead: lead.slice(-600) };
      blocks.push({ ...readCode(node, lines, top.has(node)), ...around });
      firstUnderHeading = false;
      lead = '';
    }
  }
  return blocks;
}

function boldLine(paragraph: string): string | null {
  const line = paragraph.slice(paragraph.lastIndexOf('\n') + 1).trim();
  if (line.length > 200) return null;
  const bold = /^(?:\*\*|__)([^*\n]+)(?:\*\*|__):?(?:\s*\([^)]*\):?)?$/.exec(line);
  if (bold) return bold[1]!;
  // A file name alone on its line stands for a heading.
  const bare = line.replace(/^(?:file(?:name)?\s*:\s*)?`?|`?:?$/gi, '');
  return isFileName(bare) && !bare.includes(' ') ? bare : null;
}

function stripMarks(text: string): string {
  return text.replace(/[`*_]{1,3}(?=\S)|(?<=\S)[`*]{1,3}/g, (mark) => (mark === '_' ? '_' : '')).trim();
}

type CodeNode = Extract<Nodes, { type: 'code' }>;

function readCode(node: CodeNode, lines: NumberedLines, isTop: boolean) {
  const start = node.position!.start.line - 1;
  const end = node.position!.end.line - 1;
  const opening = lines.texts[start]!.slice(node.position!.start.column - 1);
  const fence = /^\s*(`{3,}|~{3,})/.exec(opening)?.[1] ?? null;
  const isFenced = fence !== null && !(node.lang == null && node.value.trimStart().startsWith(fence));
  const closed = !isFenced || (end > start && closesFence(lines.texts[end]!, fence));
  const bodyEnd = isFenced && closed ? end : end + 1;
  // The parser replaces NUL and the like, so where nothing stands before the code its own text is taken.
  const isVerbatim = isTop && isFenced && node.position!.start.column === 1;
  const code = isVerbatim ? lines.texts.slice(start + 1, bodyEnd).join('\n') : node.value;
  const info = readInfo(isFenced ? (node.lang ?? null) : null, node.meta ?? null);
  return {
    form: isFenced ? ('fenced' as const) : ('indented' as const),
    code,
    info: isFenced ? [node.lang, node.meta].filter((s) => s).join(' ') : '',
    language: info.language,
    meta: node.meta ?? null,
    file: info.file,
    closed,
    startLine: lines.numbers[start]!,
    endLine: lines.numbers[end]!,
    numbers: lines.numbers.slice(isFenced ? start + 1 : start, bodyEnd),
    fence: fence ?? '',
    span: { start, end, isTop },
  };
}

function closesFence(line: string, fence: string): boolean {
  const bare = line.replace(/^[\s>]*/, '').trimEnd();
  return bare.length >= fence.length && bare === fence[0]!.repeat(bare.length);
}

function blankOut(lines: NumberedLines, blocks: RawBlock[]): NumberedLines {
  const texts = [...lines.texts];
  for (const { span } of blocks) texts.fill('', span.start, span.end + 1);
  return { texts, numbers: lines.numbers };
}

function overlaps(a: RawBlock, b: RawBlock): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

/** A fence that holds Markdown with fences of its own is read once more. */
function unwrapBlock(block: RawBlock, wraps: number): RawBlock[] {
  const hasFence = /^\s*(?:```|~~~)/m.test(block.code);
  const isWrapper =
    isMarkdown(block.language) ||
    (block.language === null && /^\s*(?:```|~~~)[\w+#-]+\s*$/m.test(block.code));
  if (!hasFence || !(isWrapper || (block.form === 'indented' && /^(?:```|~~~)/.test(block.code))))
    return [block];
  const inner = readBlocks({ texts: block.code.split('\n'), numbers: block.numbers }, wraps + 1).blocks;
  return inner.length > 0 ? inner.map((b) => ({ ...b, heading: b.heading ?? block.heading })) : [block];
}
