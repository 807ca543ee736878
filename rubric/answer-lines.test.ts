import { describe, expect, test } from 'vitest';
import { extractAnswer } from './answer.ts';
import { fileAt } from './answer-lines.ts';

const FILE = { path: 'a.js', languages: ['js'], defines: ['a', 'b'] };
const A = 'export const a = 1;';
const B = 'export const b = 2;';

function taken(answer: string) {
  const extraction = extractAnswer(answer, [FILE]);
  if (!extraction.ok) throw new Error(extraction.why);
  return { code: extraction.files['a.js']!, lines: extraction.chosen[0]!.lines };
}

describe('a file that stands in the answer word for word', () => {
  test.for([
    ['in a fence', `Here:\n\n\`\`\`js\n${A}\n${B}\n\`\`\`\nDone.`, [4, 5]],
    ['in a fence that is never closed', `\`\`\`js\n${A}\n${B}`, [2, 3]],
    ['with CRLF', `Here:\r\n\`\`\`js\r\n${A}\r\n${B}\r\n\`\`\`\r\n`, [3, 4]],
    ['with blank lines around it', `\`\`\`js\n\n${A}\n${B}\n\n\n\`\`\``, [2, 6]],
    ['behind its thinking', `<think>\nno\n</think>\n\`\`\`js\n${A}\n${B}\n\`\`\``, [5, 6]],
    ['without a fence', `${A}\n${B}\n`, [1, 2]],
  ] as const)('%s is named by its lines', ([, answer, lines]) => {
    const found = taken(answer);
    expect(found.lines).toEqual(lines);
    expect(found.code).toBe(`${A}\n${B}\n`);
    expect(fileAt(answer, found.lines!)).toBe(found.code);
  });
});

describe('a file that does not stand there as it was taken has no lines', () => {
  test.for([
    ['put together from two blocks', `\`\`\`js\n${A}\n\`\`\`\nand\n\`\`\`js\n${B}\n\`\`\``],
    ['a diff', `\`\`\`diff\n+${A}\n+${B}\n\`\`\``],
    ['indented in a list', `1. Here:\n   \`\`\`js\n   ${A}\n   ${B}\n   \`\`\``],
    ['a JSON text', JSON.stringify({ 'a.js': `${A}\n${B}\n` })],
    ['an end-of-turn token behind it', `\`\`\`js\n${A}\n${B}<|im_end|>`],
  ] as const)('%s', ([, answer]) => {
    const found = taken(answer);
    expect(found.code.split('\n')).toEqual(expect.arrayContaining([A, B]));
    expect(found.lines).toBeNull();
  });
});
