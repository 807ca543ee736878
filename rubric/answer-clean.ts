/** Takes away what is not part of the answer: thinking, channel tags, end-of-turn tokens, a BOM, CR. */
import type { NumberedLines } from './answer-block.ts';

/** More than a model writes in 20 minutes; keeps a runaway answer from stalling the run. */
export const maxLines = 10_000;
export const maxChars = 500_000;

export interface CleanAnswer {
  lines: NumberedLines;
  /** The answer ended before its thinking did. */
  endedInThinking: boolean;
  /** It was longer than maxLines or maxChars, so the rest was not read. */
  cut: boolean;
}

const thinkingTags: [open: string, close: string][] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<seed:think>', '</seed:think>'],
  ['[think]', '[/think]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|channel>thought', '<channel|>'],
];

const endTokens = [
  '<|im_end|>',
  '<|eot_id|>',
  '<|endoftext|>',
  '<|end|>',
  '<|return|>',
  '<end_of_turn>',
  '<turn|>',
  '<|end_of_solution|>',
  '<｜end▁of▁sentence｜>',
  '</s>',
  '[/inst]',
];

export function cleanAnswer(markdown: string): CleanAnswer {
  const text = markdown.replace(/^[\uFEFF\u200B]+/, '').replace(/\r\n?/g, '\n');
  const channel = finalChannel(text);
  if (channel === null) return { lines: { texts: [], numbers: [] }, endedInThinking: true, cut: false };
  const numbered = numberLines(channel.text, channel.firstLine);
  const { lines, endedInThinking } = dropThinking(numbered);
  const kept = limitSize(endAtToken(lines));
  return { lines: { ...kept.lines, texts: kept.lines.texts.map(tidyFence) }, endedInThinking, cut: kept.cut };
}

function numberLines(text: string, firstLine: number): NumberedLines {
  const texts = text.split('\n');
  return { texts, numbers: texts.map((_, i) => firstLine + i) };
}

/** gpt-oss: what follows the last `final` channel. null: there are channels, and none of them is final. */
function finalChannel(text: string): { text: string; firstLine: number } | null {
  const all = { text, firstLine: 1 };
  const start = harmonyStart(text);
  if (start === null) return all;
  if (start < 0) return null;
  const rest = text.slice(start);
  const end = rest.search(/<\|(?:return|end|start|call)\|>/);
  const firstLine = text.slice(0, start).split('\n').length;
  return { text: end < 0 ? rest : rest.slice(0, end), firstLine };
}

/** Where the final channel begins; -1: channels without a final one; null: no channels at all. */
function harmonyStart(text: string): number | null {
  const head = text.slice(0, 200).trimStart();
  const tag = text.lastIndexOf('<|channel|>final');
  if (tag >= 0 && isOutsideCode(text, tag)) {
    const message = text.indexOf('<|message|>', tag);
    if (message >= 0) return message + '<|message|>'.length;
  }
  if (/^(?:<\|start\|>assistant)?<\|channel\|>(?:analysis|commentary)/.test(head)) return -1;
  // The same with its special tokens left out, as some servers print it.
  const joined = head.startsWith('analysis') ? text.lastIndexOf('assistantfinal') : -1;
  return joined < 0 ? null : joined + 'assistantfinal'.length;
}

/** A tag that a program holds in a string literal is not a tag. */
function isOutsideCode(text: string, at: number): boolean {
  const before = text[at - 1];
  return before !== '"' && before !== "'" && before !== '`';
}

function dropThinking(all: NumberedLines): { lines: NumberedLines; endedInThinking: boolean } {
  const orphan = lastOrphanClose(all.texts);
  const kept: NumberedLines = { texts: [], numbers: [] };
  let close: string | null = null;
  let fenced = false;
  const keep = (text: string, i: number) => {
    kept.texts.push(text);
    kept.numbers.push(all.numbers[i]!);
  };
  for (let i = orphan ? orphan.index : 0; i < all.texts.length; i++) {
    let text = i === orphan?.index ? orphan.rest : all.texts[i]!;
    // One line may close one thought and open the next.
    for (;;) {
      if (close !== null) {
        const at = text.toLowerCase().indexOf(close);
        if (at < 0) break;
        text = text.slice(at + close.length);
        close = null;
        if (text.trim() === '') break;
      }
      const opened: [string, string] | undefined = fenced ? undefined : openedThinking(text);
      if (!opened) {
        keep(text, i);
        if (isFenceLine(text)) fenced = !fenced;
        break;
      }
      text = text.trimStart().slice(opened[0].length);
      close = opened[1];
    }
  }
  return { lines: kept, endedInThinking: close !== null };
}

function openedThinking(line: string): [string, string] | undefined {
  const start = line.trimStart().slice(0, 24).toLowerCase();
  return thinkingTags.find(([open]) => start.startsWith(open));
}

/** A chat template may have written the opening tag already, so that only the closing one is in the answer. */
function lastOrphanClose(texts: string[]): { index: number; rest: string } | null {
  let thinking = false;
  let fenced = false;
  let found: { index: number; rest: string } | null = null;
  texts.forEach((text, index) => {
    if (isFenceLine(text)) fenced = !fenced;
    const opened = openedThinking(text);
    const closed = closedThinking(text, fenced);
    if (closed && !thinking && !opened) found = { index, rest: afterTag(text, closed) };
    thinking = closed === null && (thinking || opened !== undefined);
  });
  return found;
}

/** In a code block only a tag that begins its line counts; others are strings and comments of a program. */
function closedThinking(text: string, fenced: boolean): string | null {
  if (!text.includes('>') && !text.includes(']')) return null;
  const line = text.trim().toLowerCase();
  const tag = thinkingTags.find(([open, close]) => {
    if (line.startsWith(close)) return true;
    if (line.startsWith(open)) return line.includes(close);
    if (fenced || line.includes(open)) return false;
    const at = line.indexOf(close);
    return at >= 0 && isOutsideQuotes(line.slice(at + close.length));
  });
  return tag ? tag[1] : null;
}

/** What stands behind a tag tells whether a program quotes it. */
function isOutsideQuotes(rest: string): boolean {
  return rest.startsWith('```') || !/^["'`]/.test(rest);
}

function afterTag(text: string, tag: string): string {
  return text.slice(text.toLowerCase().lastIndexOf(tag) + tag.length);
}

function isFenceLine(text: string): boolean {
  return /^ {0,3}(?:```|~~~)/.test(text);
}

/** Cuts at an end-of-turn token behind the text: alone on a line, behind a fence, or at the very end. */
function endAtToken(lines: NumberedLines): NumberedLines {
  const last = lines.texts.findLastIndex((text) => text.trim() !== '');
  const texts = [...lines.texts];
  let isAnswered = false;
  for (let i = 0; i <= last; i++) {
    const line = lines.texts[i]!;
    const rest = withoutEndTokens(line);
    const isToken = rest.length < line.trimEnd().length;
    if (isToken && (rest.trim() === '' || isFenceLine(line) || i === last)) {
      texts[i] = rest;
      // A model may begin with the token that ends the turn before its own.
      if (isAnswered || rest.trim() !== '')
        return { texts: texts.slice(0, i + 1), numbers: lines.numbers.slice(0, i + 1) };
    }
    isAnswered ||= rest.trim() !== '';
  }
  return { texts, numbers: lines.numbers };
}

function withoutEndTokens(line: string): string {
  let rest = line.trimEnd();
  // Some models repeat the token; a handful is enough, and a line of millions must not cost more.
  for (let i = 0; i < 8; i++) {
    const token = endTokens.find((t) => rest.slice(-t.length).toLowerCase() === t);
    if (!token) break;
    rest = rest.slice(0, -token.length).trimEnd();
  }
  return rest;
}

function limitSize(lines: NumberedLines): { lines: NumberedLines; cut: boolean } {
  const texts: string[] = [];
  let chars = 0;
  for (const line of lines.texts) {
    if (texts.length >= maxLines || chars >= maxChars) break;
    texts.push(line.slice(0, maxChars - chars));
    chars += line.length + 1;
  }
  const cut = texts.length < lines.texts.length || chars > maxChars + 1;
  return { lines: { texts, numbers: lines.numbers.slice(0, texts.length) }, cut };
}

/** Invisible characters before or behind a fence hide it from the parser. */
function tidyFence(line: string): string {
  if (!/^[\s\u200B-\u200D\u2060\uFEFF]*(?:```|~~~)/.test(line)) return line;
  return line.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').replace(/^\u00A0+/, '');
}
