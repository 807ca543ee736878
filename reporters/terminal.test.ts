import { describe, expect, test } from 'vitest';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { wantsColour } from './colour.ts';
import { makeField, makeModel, makeRun, makeTrial } from './fixtures.ts';
import { renderTerminal } from './terminal.ts';
import { textWidth } from './text.ts';

function renderPlain(trials: Trial[], run: RunFacts = makeRun(trials), columns = 80): string[] {
  return renderTerminal(trials, run, { columns, colour: false }).split('\n');
}

function section(lines: string[], title: string): string[] {
  const start = lines.findIndex((line) => line.startsWith(title));
  const end = lines.findIndex((line, i) => i > start && line === '');
  return lines.slice(start + 1, end);
}

describe('at 80 columns', () => {
  test.each([1, 2, 35])('%i models fit, and each has its row in the matrix', (models) => {
    const trials = makeField(models);
    const lines = renderPlain(trials);
    for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(80);
    const rows = section(lines, 'Scores').slice(1, 1 + models);
    expect(new Set(rows).size).toBe(models);
    expect(rows.every((row) => /\d|ERR/.test(row))).toBe(true);
  });

  test('more tasks than fit are split, and every part repeats the model names', () => {
    const tasks = Array.from({ length: 25 }, (_, i) => `task-number-${i}`);
    const trials = tasks.map((task) => makeTrial({ task, points: 7 }));
    const lines = renderPlain(trials);
    for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(80);
    const heads = lines.filter((line) => /^Model .*task-num/.test(line));
    expect(heads.length).toBeGreaterThan(1);
    expect(lines.filter((line) => /^qwen3-8b( +7)+$/.test(line))).toHaveLength(heads.length);
    expect(section(lines, 'Ranking')[1]).toMatch(/^ +1 qwen3-8b +8\.0 +30s +175$/);
  });

  test('hostile, wide and endless names neither break the lines nor reach the terminal raw', () => {
    const names = [
      '\u001b[31mred\u001b[2J',
      '通义千问-7b-instruct-量化版-通义千问-7b-instruct-量化版-q4',
      '👩‍💻-coder-👩‍💻',
      '\u202egnp.exe',
      'x'.repeat(200),
      `${'x'.repeat(199)}y`,
      'a\nb\tc',
      '<script>|`=cmd()',
      'שלום-עולם',
    ];
    const trials = names.flatMap((model, order) => [
      ...makeModel(model, [20, 10, 0], { facts: { order } }),
      makeTrial({
        model,
        task: 'js-sse',
        facts: { order },
        err: { kind: 'server-error', why: `500\n${model}` },
      }),
    ]);
    const lines = renderPlain(trials, makeRun(trials, { headline: `bench of ${names[0]} ${names[4]}` }));
    for (const line of lines) {
      expect(textWidth(line), line).toBeLessThanOrEqual(80);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point.
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
    const rows = section(lines, 'Incomplete').slice(1, 1 + names.length);
    expect(new Set(rows.map((row) => row.split('  ')[0])).size).toBe(names.length);
  });

  test('names that differ only in a middle that is cut away are told apart by a legend', () => {
    const long = (c: string) => `${'a'.repeat(50)}${c}${'b'.repeat(50)}`;
    const trials = [...makeModel(long('1'), [20]), ...makeModel(long('2'), [19], { facts: { order: 1 } })];
    const lines = renderPlain(trials);
    const rows = section(lines, 'Ranking')
      .slice(1, 3)
      .map((row) => row.split(/ +/)[2]);
    expect(new Set(rows).size).toBe(2);
    const legend = lines.indexOf(`${rows[0]} =`);
    expect(legend).toBeGreaterThan(0);
    expect(lines[legend + 1]).toMatch(/^a{50}1b+$/);
  });
});

describe('what is said', () => {
  test('the first and the last line are the headline', () => {
    const trials = makeField(2);
    const lines = renderPlain(trials, makeRun(trials, { headline: 'SAMPLE RUN: no preset was found' }));
    expect(lines[0]).toBe('SAMPLE RUN: no preset was found');
    expect(lines.slice(-2)).toEqual(['SAMPLE RUN: no preset was found', '']);
  });

  test('ties share a rank and a reference carries its mark and no size', () => {
    const trials = [
      ...makeModel('api', [20, 20], { facts: { order: 0, kind: 'reference' } }),
      ...makeModel('b', [10, 10], { facts: { order: 1 } }),
      ...makeModel('c', [10, 10], { facts: { order: 2 } }),
      ...makeModel('d', [9, 9], { facts: { order: 3 } }),
    ];
    const rows = section(renderPlain(trials), 'Ranking').slice(1);
    expect(rows.map((row) => row.trim().split(/ +/).slice(0, 2).join(' '))).toEqual([
      '1 api',
      '2 b',
      '2 c',
      '4 d',
    ]);
    expect(rows[0]).toMatch(/^ +1 api † +– +30s +20 +20 +40$/);
  });

  test('under the ranking stands who won for whom, and at the end where the report lies', () => {
    const trials = [
      ...makeModel(`${'long-'.repeat(20)}a`, [18, 18], { facts: { order: 0 } }),
      ...makeModel('quick', [15, 15], { wallMs: 9_000, facts: { order: 1, sizeBytes: 2 ** 30 } }),
    ];
    const text = renderTerminal(trials, makeRun(trials), {
      columns: 80,
      colour: false,
      folder: '/x/results',
    });
    expect(text).toMatch(/^ +2 quick .*30\n\nBest +long-.*…[a-z-]*long-a {2}36\/40, 30s an answer$/m);
    expect(text).toMatch(/^Fastest good {2}quick {2}9\.0s an answer, 30\/40$/m);
    expect(text).toMatch(/^Best per GiB {2}quick {2}30\.0 points a GiB, 30\/40, 1\.0 GiB$/m);
    expect(text).toMatch(/^Report: \/x\/results\/index\.html$/m);
    for (const line of text.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(80);
  });

  test('of one model alone nothing is said to have won', () => {
    expect(renderPlain(makeModel('only', [20])).join('\n')).not.toMatch(/^Best/m);
  });

  test('ERR, not-run and missing are named apart with their words', () => {
    const trials = [
      ...makeModel('m', [18, 17]),
      makeTrial({ model: 'm', task: 'ts-refactor', err: { kind: 'crashed', why: 'proxy error' } }),
      makeTrial({ model: 'm', task: 'rust-cli', err: { kind: 'crashed', why: 'proxy error' } }),
      makeTrial({ model: 'm', task: 'go-middleware', notRun: 'no Go toolchain' }),
    ];
    const run = makeRun(trials, {
      state: 'interrupted',
      missing: [{ model: 'm', task: 'js-sse', sample: 1 }],
    });
    const text = renderPlain(trials, run).join('\n');
    expect(text).toMatch(/^m +18 17 ERR ERR n\/r +miss$/m);
    expect(text).toMatch(/^m +8\.0 +30s +2\/6 +35\+ both$/m);
    expect(text).toContain('  m · ts-refactor, rust-cli\n    ERR crashed: proxy error');
    expect(text).toContain(
      "Not run (our fault or the machine's):\n  m · go-middleware\n    not run: no Go toolchain",
    );
    expect(text).toContain('Missing:\n  m · js-sse\n    no result');
    expect(text).toContain('Interrupted: 5 of 6 results; 1 missing, named below.');
  });

  test('a toolchain that is missing for all models is told once', () => {
    const notRun = 'cargo not found (install Rust)';
    const trials = ['a', 'b'].map((model) => makeTrial({ model, task: 'rust-cli', notRun }));
    expect(renderPlain(trials, makeRun(trials)).join('\n')).toContain(
      "Not run (our fault or the machine's):\n  2 models · rust-cli\n    not run: cargo not found (install Rust)\n",
    );
  });

  test('a task whose tools are not here is named once below the ranking, which is over the others', () => {
    const lacks = 'cargo not found (install Rust)';
    const trials = ['a', 'b'].flatMap((model) => [
      ...makeModel(model, [18, 17]),
      makeTrial({ model, task: 'rust-cli', lacks }),
    ]);
    const lines = renderPlain(trials);
    expect(section(lines, 'Scores')[1]).toMatch(/^a +18 17 n\/r$/);
    expect(section(lines, 'Ranking').slice(0, 4)).toEqual([
      expect.stringMatching(/^Rank Model +GiB Wall Py JS +Rs \/40$/),
      expect.stringMatching(/^ +1 a +8\.0 +30s 18 17 n\/r +35$/),
      expect.stringMatching(/^ +1 b +8\.0 +30s 18 17 n\/r +35$/),
      'Totals are over 2 of 3 tasks, without Rs. Rs: not run: cargo not found (install',
    ]);
    const text = lines.join('\n');
    expect(text.split('cargo not found')).toHaveLength(2);
    expect(text).not.toContain('Incomplete');
    expect(text).toMatch(/^Best/m);
  });

  test('what is absent prints as – and a graded 0 as 0', () => {
    const trials = makeModel('m', [0], { wallMs: null, response: null, facts: { sizeBytes: null } });
    const lines = renderPlain(trials);
    expect(section(lines, 'Scores')[1]).toMatch(/^m +0$/);
    expect(section(lines, 'Ranking')[1]).toMatch(/^ +1 m +– +– +0 +0$/);
    expect(section(lines, 'Efficiency')[1]).toMatch(/^m +0 +– +– +– +– +– +– +0\.7s +–$/);
  });

  test('no trial at all still says what was benched', () => {
    expect(renderPlain([]).join('\n')).toContain('No trial yet.');
  });
});

describe('colour', () => {
  test('is there when wanted and changes no visible character', () => {
    const trials = makeField(6);
    const options = { columns: 80 };
    const coloured = renderTerminal(trials, makeRun(trials), { ...options, colour: true });
    const plain = renderTerminal(trials, makeRun(trials), { ...options, colour: false });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is counted.
    const stripped = coloured.replace(/\u001b\[\d+m/g, '');
    expect(coloured).not.toBe(plain);
    expect(stripped).toBe(plain);
  });

  test('follows NO_COLOR, the terminal and FORCE_COLOR', () => {
    expect(wantsColour({}, true)).toBe(true);
    expect(wantsColour({}, false)).toBe(false);
    expect(wantsColour({ NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(wantsColour({ NO_COLOR: '' }, true)).toBe(true);
    expect(wantsColour({ TERM: 'dumb' }, true)).toBe(false);
    expect(wantsColour({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(wantsColour({ FORCE_COLOR: '0' }, true)).toBe(false);
  });
});
