import { describe, expect, test } from 'vitest';
import { cutEnd, cutMiddle, escapeControls, padText, shortenNames, textWidth, toOneLine } from './text.ts';

test('a Latin sign is one column, alone and beside what has to be measured', () => {
  const signs = Array.from({ length: 0x300 - 0xa0 }, (_, at) => String.fromCodePoint(0xa0 + at));
  for (const sign of signs.filter((each) => each !== '\u00ad')) {
    expect(textWidth(sign), sign).toBe(1);
    expect(textWidth(`${sign}漢`), sign).toBe(3);
  }
  // An accent of its own and an emoji's mark are no columns, so such a text is not plain.
  expect(textWidth('e\u0301')).toBe(1);
  expect(textWidth('©\ufe0f')).toBe(2);
});

describe('escapeControls', () => {
  test('shows ANSI, C1, bidi overrides, invisible characters and lone surrogates instead of sending them', () => {
    expect(escapeControls('\u001b[31mred\u009b2J')).toBe('\\x1b[31mred\\x9b2J');
    expect(escapeControls('a\u202eb\u2066c\u200bd\ufeff')).toBe('a\\u{202e}b\\u{2066}c\\u{200b}d\\u{feff}');
    expect(escapeControls('x\ud800y')).toBe('x\\u{d800}y');
    expect(escapeControls('a\r\n\tb\u0000\u2028')).toBe('a\\r\\n\\tb\\x00\\u{2028}');
    expect(escapeControls('tag\u{e0041}')).toBe('tag\\u{e0041}');
  });

  test('leaves ordinary names in any script and emoji as they are', () => {
    for (const name of ['ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', '通义千问-7b', 'שלום', '👩‍💻-coder', 'naïve'])
      expect(escapeControls(name)).toBe(name);
  });
});

test('toOneLine folds white space and keeps no line break', () => {
  expect(toOneLine(' a\r\n\tb\u2028c \u001b[0m')).toBe('a b c \\x1b[0m');
});

test('textWidth counts wide characters twice and combining ones not at all', () => {
  const widths = ['abc', '通义', 'ｑ', 'ハンド', '한국', '👩‍💻', '❤️', 'e\u0301', 'שלום', '…†–'].map(
    textWidth,
  );
  expect(widths).toEqual([3, 4, 2, 6, 4, 2, 2, 1, 4, 3]);
});

test('cutting never exceeds its columns and never splits a character', () => {
  const names = [
    'qwen3-coder-30b-a3b-q8kxl',
    '通义千问-7b-instruct-量化版',
    '👩‍💻👩‍💻👩‍💻👩‍💻',
    'e\u0301'.repeat(20),
  ];
  for (const name of names)
    for (let columns = 0; columns < 30; columns++) {
      for (const cut of [cutEnd(name, columns), cutMiddle(name, columns)]) {
        expect(textWidth(cut)).toBeLessThanOrEqual(columns);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut).not.toMatch(/^\u0301|…\u0301/u);
      }
    }
  expect(cutMiddle('qwen3-coder-30b-a3b-q8kxl', 11)).toBe('qwen3…q8kxl');
  expect(padText('通', 4, 'right')).toBe('  通');
});

describe('shortenNames', () => {
  test('keeps names that fit', () => {
    const { shortByName, numbered } = shortenNames(['a', 'b'], 10);
    expect([...shortByName]).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect(numbered).toEqual([]);
  });

  test('moves the cut when names differ only near their middle', () => {
    const names = ['family-instruct-2507-q4_k_m-gguf', 'family-instruct-2506-q4_k_m-gguf'];
    const { shortByName, numbered } = shortenNames(names, 20);
    expect(new Set(shortByName.values()).size).toBe(2);
    expect(numbered).toEqual([]);
  });

  test('numbers names that look the same however they are cut, and says which', () => {
    const names = ['x', 'y', 'z'].map((c) => `${'a'.repeat(60)}${c}${'b'.repeat(60)}`);
    const { shortByName, numbered } = shortenNames([...names, 'short'], 20);
    expect(new Set(shortByName.values()).size).toBe(4);
    for (const short of shortByName.values()) expect(textWidth(short)).toBeLessThanOrEqual(20);
    expect(numbered).toEqual(names);
    expect(shortByName.get('short')).toBe('short');
  });

  test('two names that escape to the same text stay distinct', () => {
    const { shortByName } = shortenNames(['a\u001bb', 'a\\x1bb'], 20);
    expect(new Set(shortByName.values()).size).toBe(2);
  });
});
