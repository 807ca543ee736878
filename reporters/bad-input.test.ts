import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { makeField, makeModel, makeRun, makeTrial } from './fixtures.ts';
import { parseResults, renderJson } from './json.ts';
import { reportFiles } from './report-files.ts';
import { ReportWriter } from './report-writer.ts';
import { reportTables } from './tables/report-tables.ts';
import { renderTerminal } from './terminal.ts';
import { writeAll } from './write-reports.ts';

const TERMINAL = { columns: 80, colour: false };

const HOSTILE = {
  html: '<img src=x onerror=alert(1)><script>alert(2)</script>',
  'closing HTML comment': '--><b>x</b><!--',
  'Markdown link': '[click](javascript:alert(1))',
  'Markdown image': '![x](http://example.com/x.png)',
  'Markdown table': 'a | b |\n|---|---|',
  'Markdown heading': '# Heading\n\n- item',
  'code fence': '```\nx\n~~~',
  'ANSI colour': '\u001b[31mred\u001b[0m\u001b[2J',
  'ANSI title': '\u001b]0;owned\u0007\u009b31m',
  'carriage return': 'safe\rEVIL',
  'CSV formula': '=HYPERLINK("http://example.com","x")',
  'CSV formula, plus': '+1+cmd|/c calc',
  'CSV formula, at': '@SUM(1)',
  'CSV cell break': 'a","b\r\nc',
  'right-to-left override': 'safe\u202egnp.exe',
  'bidi isolate': '\u2067abc\u2069',
  newlines: 'one\ntwo\u2028three',
  'NUL and lone surrogate': 'a\u0000b\ud800c',
  'zero width': 'a\u200bb\ufeff',
  '300 characters': 'n'.repeat(300),
  '300 wide characters': '模'.repeat(300),
  proto: '__proto__',
  constructor: 'constructor',
  toString: 'toString',
  empty: '',
  blank: '   ',
};

/** The text in every place that a model, a server, a task or a GGUF can fill. */
function hostileRun(text: string): { trials: Trial[]; run: RunFacts } {
  const facts = { quantisation: text, effectiveArgs: ['--x', text], serverBuild: text, order: 0 };
  const graded = makeTrial({ model: text, task: text, points: 3, facts });
  if (graded.outcome.state === 'graded') {
    Object.assign(graded.outcome.score.checks[0]!, { id: text, title: text, detail: text });
    graded.outcome.score.facts = [{ id: text, title: text, value: text }];
  }
  graded.taskFacts = { title: text, column: text, order: 0, language: text };
  graded.sandbox = text;
  const trials = [
    graded,
    makeTrial({ model: text, task: 'js-sse', err: { kind: 'crashed', why: text }, facts }),
    makeTrial({ model: `${text}2`, task: text, notRun: text, facts: { ...facts, order: 1 } }),
  ];
  const told = { model: `${text}3`, modelFacts: { ...graded.modelFacts, order: 2 } };
  const sums = [{ ...told, completed: 1, tasks: 2, points: 4, avgWallMs: null }];
  const missing = [{ model: `${text}4`, task: `${text}5`, sample: 1 }];
  return { trials, run: makeRun(trials, { headline: text, sums, missing }) };
}

const MOVES_A_TERMINAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

describe.each(Object.entries(HOSTILE))('%s in every name and text', (_, text) => {
  const { trials, run } = hostileRun(text);

  test('is shown in the terminal and moves nothing there', () => {
    expect(renderTerminal(trials, run, TERMINAL)).not.toMatch(MOVES_A_TERMINAL);
  });

  test('is plain text in report.md: no HTML, link, image or code of its own', () => {
    const markdown = reportFiles(trials, run)['report.md']!;
    expect(markdown).not.toMatch(MOVES_A_TERMINAL);
    expect(kindsIn(markdown)).toEqual(kindsIn(reportFiles(...harmless())['report.md']!));
    expect(tableShapes(markdown)).toEqual(tableShapes(reportFiles(...harmless())['report.md']!));
  });

  test('starts no formula in results.csv', () => {
    const files = Object.entries(reportFiles(trials, run)).filter(([name]) => name.endsWith('.csv'));
    expect(files.length).toBeGreaterThan(0);
    for (const [name, csv] of files)
      for (const cell of readCells(csv)) expect(cell, name).not.toMatch(/^\s*([=@|%]|[+-](?!\d+(\.\d+)?$))/);
  });

  test('comes back from results.json as it was', () => {
    const read = parseResults(reportFiles(trials, run)['results.json']!);
    expect(read.trials).toEqual(trials);
    expect(read.run).toEqual(run);
  });

  test('has its own row in the tables', () => {
    const scores = reportTables(trials, run).find((table) => table.id === 'scores')!;
    expect(scores.rows.map((row) => row.model)).toEqual([text, `${text}2`, `${text}3`, `${text}4`]);
  });
});

function harmless(): [Trial[], RunFacts] {
  const { trials, run } = hostileRun('harmless');
  return [trials, run];
}

/** Number of cells a line, for each line of a table. */
function tableShapes(markdown: string): number[] {
  return markdown.split('\n').flatMap((line) => (line.startsWith('|') ? [line.split('|').length - 2] : []));
}

/** Kinds of Markdown nodes beside text and the lists and headings that the report makes itself. */
function kindsIn(markdown: string): string[] {
  const kinds = new Set<string>();
  const walk = (node: { type: string; children?: unknown[] }) => {
    kinds.add(node.type);
    for (const child of node.children ?? []) walk(child as { type: string });
  };
  walk(fromMarkdown(markdown));
  return [...kinds].sort();
}

/** Cells by RFC 4180, quotes taken off. */
function readCells(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

describe('a results file', () => {
  const good = () => JSON.parse(renderJson(makeField(2), makeRun(makeField(2))));
  // biome-ignore lint/suspicious/noExplicitAny: the point is to make it wrong.
  const changed = (change: (results: any) => void): string => {
    const results = good();
    change(results);
    return JSON.stringify(results);
  };
  const refusal = (text: string): string => {
    try {
      parseResults(text, 'theirs.json');
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
    return 'was read';
  };

  test.each<[string, () => string, RegExp]>([
    ['is empty', () => '', /is not JSON .*copy it again/],
    ['is half-written', () => JSON.stringify(good()).slice(0, 3000), /is not JSON .*copy it again/],
    ['is HTML', () => '<!doctype html><title>404</title>', /is not JSON/],
    ['is another JSON', () => '{"models":[]}', /not a result of llama-codebench.*got none/],
    ['is null', () => 'null', /not a result of llama-codebench/],
    ['is older', () => changed((r) => (r.schema.version = 1)), /version 1, .*reads 2 and 3.*older.*again/],
    ['is newer', () => changed((r) => (r.schema.version = 4)), /version 4, .*reads 2 and 3.*newer.*update/],
    ['has no trials', () => changed((r) => delete r.trials), /damaged: trials: .*got nothing/],
    [
      'has no expected pairs',
      () => changed((r) => delete r.run.expected),
      /damaged: run\.expected: .*got nothing/,
    ],
    [
      'has an unknown state',
      () => changed((r) => (r.trials[0].outcome.state = 'brilliant')),
      /damaged: trials\.0\.outcome\.state: .*got "brilliant"/,
    ],
    [
      'has an unknown ERR kind',
      () => changed((r) => (r.trials[0].outcome = { state: 'err', kind: 'bored', why: '' })),
      /damaged: trials\.0\.outcome\.kind: .*got "bored"/,
    ],
    [
      'has more points than the check',
      () => changed((r) => (r.trials[0].outcome.score.checks[0].points = 21)),
      /damaged: 'family0-0b.*' 'python-top-k' #1: check 'works' has 21 of 20 points/,
    ],
    [
      'has more points than the task',
      () =>
        changed((r) =>
          r.trials[1].outcome.score.checks.push({ ...r.trials[1].outcome.score.checks[0], points: 19 }),
        ),
      /'js-bug-fix' #1: its checks have 24 of 20 points/,
    ],
    [
      'has negative points',
      () => changed((r) => (r.trials[0].outcome.score.checks[0].points = -1)),
      /has -1 of 20 points/,
    ],
    [
      'has NaN for points',
      // JSON has no NaN: its writer makes null of it.
      () => changed((r) => (r.trials[0].outcome.score.checks[0].points = Number.NaN)),
      /damaged: trials\.0\.outcome\.score\.checks\.0\.points: .*got null/,
    ],
    [
      'has infinite points',
      () => changed(() => {}).replace('"points":0', '"points":1e999'),
      /damaged: trials\.0\.outcome\.score\.points: /,
    ],
    [
      'has a negative time',
      () => changed((r) => (r.trials[0].timings.wallMs = -5)),
      /wallMs is negative: -5/,
    ],
    [
      'has a negative size',
      () => changed((r) => (r.trials[7].modelFacts.sizeBytes = -5)),
      /sizeBytes is negative: -5/,
    ],
    ['has a sample 0', () => changed((r) => (r.trials[0].sample = 0)), /sample 0 is not 1, 2, 3/],
    [
      'has a date that is none',
      () => changed((r) => (r.run.startedAt = 'now')),
      /run\.startedAt is no time: 'now'/,
    ],
    [
      'has a sum of all tasks',
      () =>
        changed((r) =>
          r.run.sums.push({
            model: 'm',
            modelFacts: r.trials[0].modelFacts,
            ...{ completed: 6, tasks: 6, points: 90, avgWallMs: null },
          }),
        ),
      /the sum of 'm' is 90 points of 6 of 6 tasks/,
    ],
    [
      'has ANSI in what is wrong',
      () => changed((r) => (r.trials[0].outcome.state = '\u001b[2J')),
      /got "\\u001b\[2J"/,
    ],
  ])('that %s is refused in words', (_, make, words) => {
    const refused = refusal(make());
    expect(refused).toMatch(words);
    expect(refused).toMatch(/^ResultsUnreadable: theirs\.json /);
    expect(refused).not.toMatch(MOVES_A_TERMINAL);
  });

  test('with a byte order mark is read', () => {
    expect(refusal(`\ufeff${JSON.stringify(good())}`)).toBe('was read');
  });

  test('with a trial twice shows the last one once, and says so', () => {
    const read = parseResults(
      changed((r) => {
        const again = structuredClone(r.trials[0]);
        again.outcome.score.checks[0].points = 11;
        r.trials.push(again);
        r.run.expected.push(r.run.expected[0]);
      }),
    );
    expect(read.trials).toHaveLength(12);
    expect(read.run.expected).toHaveLength(12);
    expect(
      read.trials.filter((t) => t.model.startsWith('family0') && t.task === 'python-top-k'),
    ).toMatchObject([{ outcome: { score: { checks: [{ points: 11 }] } } }]);
    expect(read.warnings).toEqual([
      "'family0-0b-a3b-instruct-2507-q3_k_m' 'python-top-k' #1: more than once in the file; the last one counts.",
    ]);
  });

  test('whose run expected nothing shows its trials, and says so', () => {
    const read = parseResults(changed((r) => (r.run.expected = [])));
    expect(reportFiles(read.trials, read.run)['report.md']).toContain('12 of 12 results');
    expect(read.warnings.join()).toMatch(/and 7 more: not expected by the run; shown all the same/);
  });

  test('with a sum for a model that has trials counts the trials, and says so', () => {
    const read = parseResults(
      changed((r) => {
        const { model, modelFacts } = r.trials[0];
        r.run.sums.push({ model, modelFacts, completed: 1, tasks: 6, points: 9, avgWallMs: null });
      }),
    );
    expect(read.warnings.join()).toContain('with trials and a sum; the trials count');
    expect(reportTables(read.trials, read.run)[0]!.rows).toHaveLength(2);
  });

  test('with names that differ only behind their 300th character keeps them apart', () => {
    const trials = ['a', 'b'].flatMap((end) => makeModel('n'.repeat(300) + end, [1, 2]));
    expect(parseResults(renderJson(trials, makeRun(trials))).trials).toHaveLength(4);
  });
});

test('nothing at all is reported without NaN and without an error', () => {
  for (const state of ['running', 'finished', 'interrupted'] as const) {
    const run = makeRun([], { state, endedAt: state === 'running' ? null : '2026-03-22T10:00:00.000Z' });
    const all = [...Object.values(reportFiles([], run)), renderTerminal([], run, TERMINAL)].join('\n');
    expect(all).not.toMatch(/NaN|Infinity|undefined/);
    expect(reportTables([], run)).toEqual([]);
  }
});

test('answers, details and server words of 10 MB are reported in seconds', () => {
  const long = 'ä|<b>=\u202e'.repeat(1_250_000);
  const trial = makeTrial({ points: 3, response: { content: long, reasoning_content: long } });
  if (trial.outcome.state === 'graded') trial.outcome.score.checks[0]!.detail = long;
  const trials = [trial, makeTrial({ task: 'js-sse', err: { kind: 'crashed', why: long } })];
  const run = makeRun(trials);
  const startedAt = performance.now();
  const files = reportFiles(trials, run);
  const terminal = renderTerminal(trials, run, TERMINAL);
  const tables = JSON.stringify(reportTables(trials, run));
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  expect(files['report.md']!.length).toBeLessThan(20_000);
  expect(terminal.length).toBeLessThan(20_000);
  expect(tables.length).toBeLessThan(100_000);
  expect(parseResults(files['results.json']!).trials).toEqual(trials);
}, 30_000);

describe('an earlier report', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'codebench-bad-'));
    await writeFile(join(dir, 'report.md'), 'earlier');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  test('stays when the next one cannot be made', async () => {
    const writer = new ReportWriter(dir, async () =>
      writeAll(dir, reportFiles(parseResults('{').trials, makeRun([]))),
    );
    await expect(writer.writeLast()).rejects.toThrow(/is not JSON/);
    expect(await readdir(dir)).toEqual(['report.md']);
    expect(await readFile(join(dir, 'report.md'), 'utf8')).toBe('earlier');
  });
});
