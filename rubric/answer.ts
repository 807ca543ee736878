/** Finds the code in a model's answer as a careful person would, and says which part was taken and why. Pure. */
import type { Block, ExpectedFile } from './answer-block.ts';
import { readBlocks } from './answer-blocks.ts';
import { type Choice, type ChosenFile, chooseFiles } from './answer-choose.ts';
import { cleanAnswer, maxChars, maxLines } from './answer-clean.ts';
import { familyOf } from './answer-code.ts';
import { jsonBlocks, undress } from './answer-forms.ts';
import { type Candidate, judgeBlock, nameBlock } from './answer-judge.ts';
import { type LineRange, linesOf } from './answer-lines.ts';
import { commentLineName, meansPath } from './answer-names.ts';
import { unfencedBlocks } from './answer-unfenced.ts';

export type { ExpectedFile } from './answer-block.ts';

/** A piece of code in the answer, whether it was taken or not. Lines count from 1 in the answer as it came. */
export interface AnswerBlock {
  index: number;
  language: string | null;
  meta: string | null;
  heading: string | null;
  startLine: number;
  endLine: number;
  chars: number;
  /** False: the closing fence is missing, perhaps because the answer was cut off. */
  closed: boolean;
}

/** A block that went into a file, and the lines of the answer that are the file word for word; null: it was put together or undressed. */
export interface ChosenBlock extends Choice {
  lines: LineRange | null;
}

/** The files of an answer, or in a sentence why there are none. A file that was not found is absent from `files`. */
export type Extraction =
  | { ok: true; files: Record<string, string>; blocks: AnswerBlock[]; chosen: ChosenBlock[] }
  | { ok: false; why: string; blocks: AnswerBlock[] };

/** Takes the expected files out of a Markdown answer. Never throws; time grows with the answer, up to a limit. */
export function extractAnswer(markdown: string, expected: ExpectedFile[]): Extraction {
  if (markdown.trim() === '') return { ok: false, why: 'The answer is empty.', blocks: [] };
  const { lines, endedInThinking, cut } = cleanAnswer(markdown);
  const { blocks, outside } = readBlocks(lines);
  let candidates = toCandidates(blocks, expected);
  if (!holdsEverything(candidates, expected)) {
    const whole: Block = { ...textBlock(lines.texts.join('\n')), startLine: 1, endLine: lines.texts.length };
    const json = [whole, ...blocks].flatMap(jsonBlocks);
    const unfenced = unfencedBlocks(outside, familyOf(expected[0]?.languages[0] ?? ''));
    const apart = blocks.filter((b) => b.form !== 'indented' || !unfenced.some((u) => contains(u, b)));
    candidates = toCandidates([...apart, ...json, ...unfenced], expected);
  }
  const files = chooseFiles(candidates, expected);
  const chosen = expected.flatMap((file) => placed(markdown, candidates, files.get(file.path)));
  const shown = candidates.map(showBlock);
  if (chosen.every((choice) => choice.block === null))
    return {
      ok: false,
      why: explain(candidates, { endedInThinking, isBlank: isBlank(lines.texts) }),
      blocks: shown,
    };
  const found = [...files].flatMap(([path, { code }]) => (code === null ? [] : [[path, code] as const]));
  const note = cut
    ? `; only the first ${maxLines} lines or ${maxChars} characters of the answer were read`
    : '';
  return {
    ok: true,
    files: Object.fromEntries(found),
    blocks: shown,
    chosen: chosen.map((choice) => ({ ...choice, reason: choice.reason + note })),
  };
}

function placed(markdown: string, blocks: Candidate[], file: ChosenFile | undefined): ChosenBlock[] {
  const { code, choices } = file ?? { code: null, choices: [] };
  const block = choices.length === 1 ? blocks.find(({ index }) => index === choices[0]!.block) : undefined;
  const lines = block && code !== null ? linesOf(markdown, block, code) : null;
  return choices.map((choice) => ({ ...choice, lines }));
}

function toCandidates(blocks: Block[], expected: ExpectedFile[]): Candidate[] {
  return blocks
    .map(undress)
    .filter((block) => block.code.trim() !== '')
    .flatMap((block) => (expected.length > 1 ? splitAtNames(block, expected) : [block]))
    .sort((a, b) => a.startLine - b.startLine)
    .map(nameBlock);
}

/** One block with several files, each below a comment with its name. */
function splitAtNames(block: Block, expected: ExpectedFile[]): Block[] {
  const lines = block.code.split('\n');
  const starts = lines.flatMap((line, i) => {
    const name = commentLineName(line);
    return name !== null && expected.some((file) => meansPath(name, file.path)) ? [i] : [];
  });
  if (starts.length < 2) return [block];
  return starts.map((start, n) => {
    const code = lines.slice(n === 0 ? 0 : start, starts[n + 1]).join('\n');
    return { ...block, file: commentLineName(lines[start]!), code };
  });
}

/** Some fence holds each file in full, so what stands outside of fences is prose. */
function holdsEverything(candidates: Candidate[], expected: ExpectedFile[]): boolean {
  return expected.every((file) =>
    candidates.some((block) => {
      if (block.form !== 'fenced' && block.form !== 'html') return false;
      const judged = judgeBlock(block, file);
      if (!judged.isCode || judged.language === 'foreign') return false;
      return judged.defines.length === file.defines.length;
    }),
  );
}

function contains(outer: Block, inner: Block): boolean {
  return outer.startLine <= inner.startLine && inner.endLine <= outer.endLine;
}

function textBlock(code: string) {
  const nothing = { language: null, meta: null, heading: null, firstUnderHeading: false, lead: '' };
  return { ...nothing, form: 'json' as const, code, closed: true };
}

function isBlank(texts: string[]): boolean {
  return texts.every((text) => text.trim() === '');
}

function showBlock(block: Candidate): AnswerBlock {
  const { index, language, meta, heading, startLine, endLine, code, closed } = block;
  return { index, language, meta, heading, startLine, endLine, chars: code.length, closed };
}

function explain(blocks: Candidate[], seen: { endedInThinking: boolean; isBlank: boolean }): string {
  if (seen.endedInThinking) return 'The answer ends in its thinking, before any code.';
  if (seen.isBlank) return 'The answer is empty but for its thinking or special tokens.';
  if (blocks.length === 0) return 'The answer is prose without any code.';
  const kinds = [...new Set(blocks.map((b) => b.language ?? 'untagged'))].slice(0, 5).join(', ');
  return `The answer has no program: its ${blocks.length} block(s) (${kinds}) are commands, data or text.`;
}
