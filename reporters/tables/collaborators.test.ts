import { expect, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { checkedTrial, rubricTrial } from './checked-trials.ts';
import { type Collaborator, collaborators, collaboratorTables } from './collaborators.ts';
import { NO_CONTEXT } from './context.ts';
import { STYLES, styleRuleWords, styleWords } from './style-rules.ts';
import type { Traits } from './traits.ts';

function one(trials: Trial[], model: string): Collaborator {
  return collaborators(trials, makeRun(trials)).find((found) => found.model === model)!;
}

const texts = (claims: { text: string }[]) => claims.map(({ text }) => text);

const field = [
  rubricTrial({ model: 'a' }, ['details']),
  rubricTrial({ model: 'b' }, ['edges']),
  rubricTrial({ model: 'c' }, ['edges', 'concise']),
  rubricTrial({ model: 'd' }, ['edges', 'concise']),
];

test('a strength is a costly check that most models lose, a weakness a costly check lost, with the check as evidence', () => {
  const { strengths, weaknesses } = one(field, 'a');
  expect(strengths[0]).toEqual({
    text: 'only model of 4 to pass edges (Py: says edges)',
    evidence: [{ model: 'a', task: 'python-top-k', check: 'edges' }],
  });
  expect(weaknesses[0]).toEqual({
    text: 'loses details (Py: says details; −4), which 3 of 4 models pass',
    evidence: [{ model: 'a', task: 'python-top-k', check: 'details' }],
  });
});

test('a check that half of the models lose is no strength', () => {
  const even = [...field.slice(0, 2), rubricTrial({ model: 'c' }), rubricTrial({ model: 'd' }, ['edges'])];
  expect(texts(one(even, 'a').strengths).join()).not.toContain('edges');
});

test('what costs most comes first', () => {
  expect(texts(one(field, 'c').weaknesses).slice(0, 2)).toEqual([
    'loses edges (Py: says edges; −4), which 1 of 4 models pass',
    'loses concise (Py: says concise; −1), which 2 of 4 models pass',
  ]);
});

test('alone a model loses checks, and nothing is said of others', () => {
  const { strengths, weaknesses } = one(field.slice(0, 1), 'a');
  expect(strengths).toEqual([]);
  expect(texts(weaknesses)).toEqual(['loses details (Py: says details; −4)']);
});

test('of three samples one slip is no weakness, and one lucky pass no strength', () => {
  const samples = (model: string, lostIn: number[]) =>
    [1, 2, 3].map((sample) => rubricTrial({ model, sample }, lostIn.includes(sample) ? ['edges'] : []));
  const trials = [...samples('slip', [2]), ...['x', 'y'].flatMap((model) => samples(model, [1, 2]))];
  expect(
    one(trials, 'slip')
      .strengths.map(({ text }) => text)
      .join(),
  ).not.toContain('edges');
  expect(one(trials, 'slip').weaknesses).toEqual([]);
  expect(texts(one(trials, 'x').weaknesses)[0]).toBe(
    'loses edges in 2 of 3 samples (Py: says edges; −2.7), which 1 of 3 models pass',
  );
});

test('points that a cap takes from passed checks are told as such, not as checks lost', () => {
  const trial = checkedTrial(
    { model: 'capped' },
    { edges: { points: 12, most: 12 }, details: { points: 0, most: 8, withheld: true } },
  );
  expect(one([trial], 'capped').weaknesses).toEqual([
    {
      text: 'Py: 8 points withheld by a cap',
      evidence: [{ model: 'capped', task: 'python-top-k', check: 'details' }],
    },
  ]);
});

test('a check that is passed for part of its points loses nothing to a cap', () => {
  const trial = checkedTrial(
    { model: 'a' },
    { edges: { points: 12, most: 12 }, details: { points: 5, most: 8 } },
  );
  if (trial.outcome.state === 'graded') trial.outcome.score.checks[1]!.passed = true;
  expect(one([trial], 'a').weaknesses).toEqual([]);
});

test('an ERR is told with its kind and its trial', () => {
  const trials = [
    ...makeModel('a', [18]),
    makeTrial({ model: 'a', task: 'js-sse', err: { kind: 'empty', why: '' } }),
  ];
  expect(one(trials, 'a').weaknesses[0]).toEqual({
    text: 'ERR on 1 of 2 answers: SSE empty',
    evidence: [{ model: 'a', task: 'js-sse', sample: 1 }],
  });
  expect(texts(one(trials, 'a').style)).toEqual(['unreliable (share of ERR 50 %)']);
});

test('being steady or small is no strength at the bottom of the table', () => {
  const trials = [
    ...makeModel('best', [20, 20, 20]),
    ...makeModel('worst', [0, 0, 0], { facts: { sizeBytes: 1e8 } }),
  ];
  expect(one(trials, 'worst').strengths).toEqual([]);
  expect(one(trials, 'worst').style).toEqual([]);
});

test('of published cells nothing is said about checks, texts or tokens', () => {
  const { trials, run } = publishedRun();
  const claims = collaborators(trials, run).flatMap((row) => [
    ...row.style,
    ...row.strengths,
    ...row.weaknesses,
  ]);
  expect(claims.length).toBeGreaterThan(60);
  expect(claims.filter(({ text }) => /passes|loses|length|token|comment|reasoning/.test(text))).toEqual([]);
  expect(claims.every(({ evidence }) => evidence.length > 0 && evidence.every(({ check }) => !check))).toBe(
    true,
  );
});

test('of the published run the phrases are those of the printed table, as far as cells can tell them', () => {
  const { trials, run } = publishedRun();
  const found = new Map(collaborators(trials, run).map((row) => [row.model, row]));
  expect(texts(found.get('gpt-oss-20b-q8kxl')!.strengths)).toEqual(
    expect.arrayContaining([
      'smallest of the 4 local models with its points or more (12.3 GiB)',
      'fastest of the 4 local models with its points or more (22s an answer)',
    ]),
  );
  expect(texts(found.get('qwen35-35b-a3b-q8')!.strengths)[0]).toBe('best JS of 26 models (18 of 20)');
  expect(texts(found.get('devstral-small-2-24b-2512-q40')!.weaknesses)[0]).toBe(
    'worst Py of 26 models (5 of 20)',
  );
  expect(texts(found.get('qwen35-27b-claude-distill-q8-nonthink')!.style)[0]).toMatch(/^uneven/);
  expect(texts(found.get('step-35-flash-q4km')!.weaknesses)[0]).toBe('no score on 3 of 6 tasks');
});

test('a style word names the figures that earned it, and an unknown figure earns none', () => {
  const none: Traits = {
    ...{ model: 'a', reference: false, sizeBytes: null, avgWallMs: null, asked: 6, graded: 6, errs: 0 },
    ...{ truncated: 0, share: null, errShare: null, spread: null, lengthRatio: null, commentShare: null },
    ...{
      tokensPerPoint: null,
      tokensRatio: null,
      thinkingShare: null,
      tokensPerSecond: null,
      wallRatio: null,
    },
  };
  expect(styleWords(none)).toEqual([]);
  expect(styleWords({ ...none, lengthRatio: 2.5 })).toEqual([
    { word: 'verbose', reason: "length 2.50 times the field's median" },
  ]);
  const pragmatist = { ...none, share: 0.8, lengthRatio: 0.8, wallRatio: 0.5, spread: 1 };
  expect(styleWords(pragmatist).map(({ word }) => word)).toEqual(['pragmatist', 'fast']);
  expect(styleWords({ ...none, thinkingShare: 0.9, wallRatio: 3 }).map(({ word }) => word)).toContain(
    'overthinking',
  );
});

test('every rule is printed under the tables, once', () => {
  const { trials, run } = publishedRun();
  const tables = collaboratorTables(trials, run, NO_CONTEXT);
  expect(tables.map((table) => table.id)).toEqual([1, 2, 3, 4].map((n) => `collaborators-tier-${n}`));
  const notes = tables.flatMap((table) => table.notes).join('\n');
  for (const rule of STYLES) expect(notes.split(styleRuleWords(rule))).toHaveLength(2);
});

test("a person's notes stand in a column of their own, marked, and only where there are any", () => {
  const notes = [
    {
      model: 'a',
      text: 'Asks back a lot.',
      overrides: [{ task: 'python-top-k', points: 19, reason: 'elegant' }],
    },
  ];
  const [bare] = collaboratorTables(field, makeRun(field), NO_CONTEXT);
  expect(bare!.columns.map((column) => column.id)).not.toContain('your-notes');
  const tables = collaboratorTables(field, makeRun(field), { notes, pairs: [] });
  const cells = tables.flatMap((table) => table.rows).map((row) => [row.model, row.cells.at(-1)]);
  expect(cells).toContainEqual([
    'a',
    expect.objectContaining({
      text: 'Asks back a lot. · would give python-top-k 19: elegant',
      from: 'person',
    }),
  ]);
  expect(cells).toContainEqual(['b', { text: '–', value: null, from: 'person' }]);
});
