import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import { makeField, makeModel, makeRun, makeTrial } from './fixtures.ts';
import { renderMarkdown } from './markdown.ts';
import { escapeBlock, escapeMarkdown } from './markdown-text.ts';

const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  'a|b||c\\|d\\',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=cmd()',
  '\u202egnp.exe',
  'x'.repeat(200),
  '[click](javascript:alert(1)) ![i](http://evil.example/a.png)',
  'line one\nline two\r\n| --- |',
  '`code` *bold* _em_ ~~gone~~ $math$ &amp; &#60;',
  '# heading',
  '- item',
  '1. item',
  '> quote',
  '@octocat see https://evil.example and www.evil.example',
  '---',
  '<!-- open',
];

/** The text of a one-paragraph document; throws when anything in it became markup. */
function plainText(markdown: string): string {
  const [paragraph, ...more] = fromMarkdown(markdown).children;
  if (more.length > 0 || paragraph?.type !== 'paragraph') throw new Error(`not a paragraph: ${markdown}`);
  return paragraph.children
    .map((node) => {
      if (node.type !== 'text') throw new Error(`became ${node.type}: ${markdown}`);
      return node.value;
    })
    .join('');
}

/** Cells of a table row as GitHub splits them: at each '|' without a backslash before it. */
function cellsOf(line: string): string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1);
}

function tables(markdown: string): string[][] {
  return markdown
    .split('\n\n')
    .filter((block) => block.startsWith('| '))
    .map((block) => block.split('\n'));
}

describe('escapeMarkdown', () => {
  test('a Markdown parser reads every hostile text as plain text', () => {
    const shown = HOSTILE.map((text) => plainText(escapeBlock(text)));
    expect(shown[1]).toBe('a|b||c\\|d\\');
    expect(shown[2]).toBe(HOSTILE[2]);
    expect(shown[8]).toBe(HOSTILE[8]);
    expect(shown[9]).toBe('# heading');
    expect(shown[11]).toBe('1. item');
    expect(shown[7]).toBe('line one line two | --- |');
  });

  test('any mixture of special characters is read as itself', () => {
    const alphabet = [...'\\|<>&`*_[]()~$#+-=!@.:/1 ax', '://', 'www.', '&lt;'];
    let seed = 7;
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % n;
    };
    for (let i = 0; i < 2000; i++) {
      const text = `a${Array.from({ length: 1 + next(12) }, () => alphabet[next(alphabet.length)]).join('')}z`;
      expect(plainText(escapeMarkdown(text))).toBe(text.replace(/ +/g, ' '));
      const bare = text.slice(1, -1).trim().replace(/ +/g, ' ');
      if (bare !== '') expect(plainText(escapeBlock(bare))).toBe(bare);
    }
  });

  test('ordinary model names stay readable in the file', () => {
    expect(escapeMarkdown('ggml-org/gemma-3-4b-it-GGUF:Q4_K_M')).toBe('ggml-org/gemma-3-4b-it-GGUF:Q4_K_M');
  });
});

describe('renderMarkdown', () => {
  test('says in its first and last line what was benched', () => {
    const trials = makeField(2);
    const run = makeRun(trials, {
      mode: 'sample',
      headline: 'SAMPLE RUN: no preset found, hand-made answers',
    });
    const lines = renderMarkdown(trials, run).trimEnd().split('\n');
    expect(lines[0]).toBe('# SAMPLE RUN: no preset found, hand-made answers');
    expect(lines.at(-1)).toBe('SAMPLE RUN: no preset found, hand-made answers');
  });

  test('an interrupted run says so and names what is missing', () => {
    const trials = makeModel('a', [20]);
    const run = makeRun(trials, {
      state: 'interrupted',
      missing: [{ model: 'a', task: 'js-sse', sample: 1 }],
    });
    const report = renderMarkdown(trials, run);
    expect(report).toContain('**Interrupted: 1 of 2 results; 1 missing, named below.');
    expect(report).toContain('Missing: a / js-sse #1.');
  });

  test('a running report says how far it is and calls nothing missing', () => {
    const trials = makeModel('a', [20]);
    const run = makeRun(trials, {
      state: 'running',
      endedAt: null,
      missing: [{ model: 'a', task: 'js-sse', sample: 1 }],
    });
    const report = renderMarkdown(trials, run);
    expect(report).toContain('Still running: 1 of 2 results so far.');
    expect(report).not.toMatch(/missing/i);
  });

  test('first comes a card for a forum post: hardware, build, date, ten models, who won', () => {
    const machine = {
      ...{ cpu: 'EPYC 9354', cores: 16, memoryBytes: 64 * 2 ** 30, os: 'linux 6.8 x64' },
      gpus: ['NVIDIA H100, 80 GiB'],
    };
    const provenance = { machine, rubricHash: 'a', versions: { 'llama-codebench': '0.1.0' } };
    const trials = Array.from({ length: 12 }, (_, i) =>
      makeModel(`model-${i}`, [20 - i, 20], { facts: { order: i }, wallMs: 20_000 - i * 1000 }),
    )
      .flat()
      .map((trial) => ({ ...trial, provenance }));
    const lost = makeTrial({ model: 'broken', err: { kind: 'crashed', why: 'x' } });
    const report = renderMarkdown([...trials, lost], makeRun([...trials, lost], { headline: 'mine' }));
    const card = report.slice(0, report.indexOf('\n## '));
    expect(card).toContain('# mine\n\n- **Benched**: 13 models, 2 tasks, 25 of 25 results (mode: preset)\n');
    expect(card).toContain(
      '**Hardware**: EPYC 9354, 16 cores, 64 GiB, NVIDIA H100, 80 GiB, linux 6.8 x64\n- **llama.cpp**: b11434-abc\n',
    );
    expect(card).toContain(
      'llama-codebench 0.1.0, sandbox bubblewrap 0.11.0\n- **Date**: 2026-03-22 10:00 UTC, took 1:00:00',
    );
    expect(tables(card)[0]).toHaveLength(12);
    expect(tables(card)[0]![2]).toBe('| 1 | model-0 | 8.0 | 20s | **40** |');
    expect(card).toContain('Not in this table: 2 more ranked models below; 1 model not ranked');
    expect(card).toContain('**Best**: model-0 (40/40, 20s an answer) · **Fastest good**: model-11 (9.0s an');
    expect(card.split('\n').length).toBeLessThan(30);
    expect(report.indexOf('## Lost points')).toBeGreaterThan(card.length);
  });

  test('what a card cannot know it calls not on record', () => {
    const trials = makeModel('a', [20], { facts: { serverBuild: null } });
    expect(renderMarkdown(trials, makeRun(trials))).toContain(
      '- **Hardware**: – (not on record)\n- **llama.cpp**: – (not on record)\n',
    );
  });

  test('every table keeps its number of columns with hostile names and words', () => {
    const trials = HOSTILE.flatMap((name, order) => [
      ...makeModel(name, [20, 0], { facts: { order, effectiveArgs: ['--x', name], quantisation: name } }),
      makeTrial({
        model: name,
        task: 'js-sse',
        facts: { order },
        ...(order % 2 === 0 ? { err: { kind: 'crashed', why: name } as const } : { notRun: name }),
      }),
    ]);
    const report = renderMarkdown(trials, makeRun(trials, { headline: 'x|y<b>' }));
    expect(tables(report).length).toBeGreaterThanOrEqual(4);
    for (const [head, ...rows] of tables(report))
      for (const row of rows) expect(cellsOf(row)).toHaveLength(cellsOf(head!).length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point.
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(report).not.toMatch(/<(script|img|b)\b/);
  });

  test('keeps ERR and not-run apart, with the words of each', () => {
    const trials = [
      ...makeModel('model-a', [18, 17]),
      makeTrial({ model: 'model-a', task: 'js-sse', err: { kind: 'crashed', why: 'proxy error: gone' } }),
      ...makeModel('model-b', [18, 17]),
      makeTrial({ model: 'model-b', task: 'js-sse', notRun: 'bubblewrap is missing' }),
    ];
    const report = renderMarkdown(trials, makeRun(trials));
    expect(report).toContain(
      '| model-a | 8.0 | 30s | 2/3 | 35+ | the model or its server | SSE: ERR crashed: proxy error: gone |',
    );
    expect(report).toContain(
      '| model-b | 8.0 | 30s | 2/3 | 35+ | the run, not the model | SSE: not run: bubblewrap is missing |',
    );
    expect(report).toContain('| model-a | 18 | 17 | ERR |');
    expect(report).toContain('| model-b | 18 | 17 | n/r |');
  });

  test('a toolchain that is missing for all models is told once, one that is not for each', () => {
    const why = 'go is not installed. Install Go 1.22 or newer; `go version` shows it';
    const trials = ['a', 'b', 'c'].flatMap((model) => [
      ...makeModel(model, [18, 17]),
      makeTrial({ model, task: 'go-middleware', notRun: why }),
      makeTrial({ model, task: 'rust-cli', notRun: why }),
      makeTrial({ model, task: 'js-sse', notRun: `the disk was full for ${model}` }),
    ]);
    const report = renderMarkdown(trials, makeRun(trials));
    expect(report.split('go is not installed')).toHaveLength(2);
    expect(report).toContain('Rs, Go: not run for 3 models: go is not installed. Install Go 1.22 or newer;');
    for (const model of ['a', 'b', 'c'])
      expect(report).toContain(
        `| the run, not the model | Rs: not run; Go: not run; SSE: not run: the disk was full for ${model} |`,
      );
  });

  test('a task whose tools are not here is left out of the totals, and why stands once', () => {
    const lacks = 'cargo not found (install Rust)';
    const trials = ['a', 'b'].flatMap((model) => [
      ...makeModel(model, [18, 17]),
      makeTrial({ model, task: 'rust-cli', lacks }),
    ]);
    const report = renderMarkdown(trials, makeRun(trials));
    expect(report).toContain('Totals are over 2 of 3 tasks, without Rs. Rs: not run: cargo not found');
    expect(report).toContain('Models with a score for every task that counts.');
    expect(report.split('cargo not found')).toHaveLength(2);
    expect(report).toContain('| 1 | a | 8.0 | 30s | 18 | 17 | n/r | 35 |');
    expect(report).not.toContain('not ranked');
  });

  test('and stands there too where nobody is ranked', () => {
    const trials = [
      makeTrial({ task: 'python-top-k', err: { kind: 'crashed', why: 'gone' } }),
      makeTrial({ task: 'js-sse' }),
      makeTrial({ task: 'rust-cli', lacks: 'cargo not found (install Rust)' }),
    ];
    const report = renderMarkdown(trials, makeRun(trials));
    expect(report).toContain(
      'No model has a score for every task yet. Totals are over 2 of 3 tasks, without Rs.',
    );
    expect(report).toContain('Rs: not run: cargo not found (install Rust).');
  });

  test('absent sizes, times and rates print as –, never as 0', () => {
    const trials = makeModel('bare', [20, 20], { wallMs: null, response: null, facts: { sizeBytes: null } });
    const blank = trials.map((t) => ({ ...t, timings: { ...t.timings, timeToFirstTokenMs: null } }));
    const report = renderMarkdown(blank, makeRun(blank));
    expect(report).toContain('| 1 | bare | – | – | 20 | 20 | 40 |');
    expect(report).toContain('| bare | 40 | – | – | – | – | – | – | – | – | – |');
  });

  test('means over samples show one decimal', () => {
    const trials = [17, 18].map((points, i) => makeTrial({ points, sample: i + 1 }));
    expect(renderMarkdown(trials, makeRun(trials))).toContain('| 1 | qwen3-8b | 8.0 | 30s | 17.5 | 17.5 |');
  });

  test('arguments that all models share are said once', () => {
    const trials = [
      ...makeModel('a', [1], { facts: { effectiveArgs: ['--jinja', '--temp', '0.2'] } }),
      ...makeModel('b', [1], { facts: { effectiveArgs: ['--jinja', '--temp', '-1', '--api-key', '***'] } }),
    ];
    const report = renderMarkdown(trials, makeRun(trials));
    expect(report).toContain('| Arguments of all models | --jinja |');
    expect(report).toMatch(/\| a \| .*\| --temp 0\.2 \|/);
    expect(report).toMatch(/\| b \| .*\| --temp -1 --api-key \\\*\\\*\\\* \|/);
  });

  test('lost points are named with their evidence', () => {
    const trials = makeModel('a', [15]);
    expect(renderMarkdown(trials, makeRun(trials))).toContain(
      '- a · python-top-k: 15/20\n  - works (−5): expected \\[1, 2\\], got \\[2\\] (5 cases)',
    );
  });
});
