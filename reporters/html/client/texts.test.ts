import { expect, test } from 'vitest';
import { splitAnswer } from './answer-parts.ts';
import { compareLines, countChanges, toColumns, toHunks } from './line-diff.ts';
import { cutText, showControls, splitText } from './text-pieces.ts';

test('an answer comes apart into prose and code, and nothing of it is lost', () => {
  const answer = 'Here:\n```python\nx = 1\n```\nand\n~~~~\n```\n~~~~\nend\n````js\nlet open;';
  const parts = splitAnswer(answer);
  expect(parts.map(({ language }) => language)).toEqual([null, 'python', null, '', null, 'js']);
  expect(parts.map(({ text }) => text).join('\n')).toBe(answer);
  expect(parts.map(({ line }) => line)).toEqual([1, 3, 4, 7, 8, 11]);
});

test('a span of backticks is no fence', () => {
  expect(splitAnswer('``` a `b` ```\ntext').map(({ language }) => language)).toEqual([null]);
});

test('control and direction characters are shown, lines and tabs stay', () => {
  expect(showControls('a\tb\n\x1b[31m\u202e\0')).toBe('a\tb\n\\x1b[31m\\u{202e}\\x00');
});

test('a long text is cut at a line, not within a character', () => {
  expect(cutText('0123456789\nabc', 11)).toBe('0123456789');
  expect(cutText('😀😀', 3)).toBe('😀');
  expect(cutText('short', 100)).toBe('short');
});

test('the pieces of a text are the text', () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `line ${i} ${'😀'.repeat(i % 9)}`).join('\n');
  const pieces = splitText(lines, 500);
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.every(({ text }) => text.isWellFormed())).toBe(true);
  const again = pieces
    .map(({ at, text }, i) => (i > 0 && lines[at - 1] === '\n' ? '\n' : '') + text)
    .join('');
  expect(again).toBe(lines);
});

test('a diff numbers the lines of both sides', () => {
  const lines = compareLines('a\nb\nc', 'a\nB\nc\nd\n')!;
  expect(lines).toEqual([
    { kind: 'same', text: 'a', before: 1, after: 1 },
    { kind: 'removed', text: 'b', before: 2, after: null },
    { kind: 'added', text: 'B', before: null, after: 2 },
    { kind: 'same', text: 'c', before: 3, after: 3 },
    { kind: 'added', text: 'd', before: null, after: 4 },
  ]);
  expect(countChanges(lines)).toEqual({ added: 2, removed: 1 });
  expect(toColumns(lines).map(([left, right]) => [left?.text ?? null, right?.text ?? null])).toEqual([
    ['a', 'a'],
    ['b', 'B'],
    ['c', 'c'],
    [null, 'd'],
  ]);
});

test('an empty side and different line ends are no change of their own', () => {
  expect(countChanges(compareLines('', 'a\nb\n')!)).toEqual({ added: 2, removed: 0 });
  expect(countChanges(compareLines('a\r\nb', 'a\nb\n')!)).toEqual({ added: 0, removed: 0 });
});

test('only lines far from every change are hidden', () => {
  const old = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const hunks = toHunks(compareLines(old.join('\n'), old.with(20, 'new').join('\n'))!);
  expect(hunks.map(({ hidden, lines }) => [hidden, lines.length])).toEqual([
    [true, 17],
    [false, 8],
    [true, 16],
  ]);
});

test('two long texts that share nothing are given up in seconds', () => {
  const words = (seed: number) => Array.from({ length: 30_000 }, (_, i) => `${seed} ${i}`).join('\n');
  const startedAt = performance.now();
  compareLines(words(1), words(2));
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
