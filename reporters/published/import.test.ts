import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseResults, renderJson } from '../json.ts';
import { renderMarkdown } from '../markdown.ts';
import { incomplete } from '../tables/incomplete.ts';
import { ranking } from '../tables/standings.ts';
import { importPublished, PUBLISHED_TASKS } from './import.ts';

const SOURCE = '../shared/published/results-2026-03.json';
const SHIPPED = 'reporters/published/results-2026-03.json';

const shipped = () => parseResults(readFileSync(SHIPPED, 'utf8'), SHIPPED);

const model = {
  kind: 'local',
  sizeGB: 12.3,
  avgWallSeconds: 22,
  scores: { 'python-top-k': 17, 'js-sse': 3 },
  printedRank: 7,
  printedTotal: 99,
};
const source = {
  taskMax: 20,
  completed: [
    { ...model, model: 'api', kind: 'api', sizeGB: null },
    { ...model, model: 'a-iq4nl-nonthink' },
    { ...model, model: 'a-q8' },
  ],
  incomplete: [
    { model: 'b-q4km', sizeGB: 1.5, avgWallSeconds: 9, completed: 1, tasks: 2, printedScore: '15+' },
    { model: 'c-q40-think', sizeGB: 2, avgWallSeconds: 9, completed: 1, tasks: 2, printedScore: '14' },
  ],
  printed: { efficiency: [], thinkVsNothink: [], distillVsBase: [], quantisation: [] },
};

test('cells are carried, totals and ranks are computed, whatever was printed', () => {
  const { trials, run } = importPublished(source);
  expect(ranking(trials, run).map((row) => [row.model, row.rank, row.points, row.avgWallMs])).toEqual([
    ['api', 1, 20, 22_000],
    ['a-iq4nl-nonthink', 1, 20, 22_000],
    ['a-q8', 1, 20, 22_000],
  ]);
  expect(
    incomplete(trials, run).map((row) => [row.model, row.completed, row.tasks, row.atLeastPoints]),
  ).toEqual([
    ['b-q4km', 1, 2, 15],
    ['c-q40-think', 1, 2, 14],
  ]);
});

test('an API model is a reference without a size, sizes are GiB, a quantisation is named where it is certain', () => {
  const { trials, run } = importPublished(source);
  const facts = (name: string) => trials.find((t) => t.model === name)!.modelFacts;
  expect(facts('api')).toMatchObject({ kind: 'reference', sizeBytes: null, quantisation: null });
  expect(facts('a-iq4nl-nonthink')).toMatchObject({
    kind: 'published',
    sizeBytes: Math.round(12.3 * 2 ** 30),
    quantisation: 'IQ4_NL',
  });
  expect(facts('a-q8').quantisation).toBeNull();
  expect(run.sums.map((one) => one.modelFacts.quantisation)).toEqual(['Q4_K_M', 'Q4_0']);
});

test('says whose run it is, and makes up neither text nor time of day', () => {
  const { trials, run } = importPublished(source);
  expect(run.headline).toMatch(/Published run of March 2026.*graded by hand/);
  expect(run).toMatchObject({ mode: 'published', startedAt: '2026-03-22', endedAt: '2026-03-24' });
  expect(trials.every((t) => t.response === null && t.request === null && t.timings.loadMs === null)).toBe(
    true,
  );
});

test('another shape and a score without a number are refused', () => {
  expect(() => importPublished({ models: [] })).toThrow(/taskMax/);
  const bad = { ...source, incomplete: [{ ...source.incomplete[0]!, printedScore: 'n/a' }] };
  expect(() => importPublished(bad)).toThrow(/printedScore/);
});

test('its tasks are ours, with our titles and columns', () => {
  for (const [slug, { title, column, order, language }] of Object.entries(PUBLISHED_TASKS)) {
    const definition = readFileSync(`tasks/${slug}/task.ts`, 'utf8');
    for (const line of [
      `title: '${title}'`,
      `column: '${column}'`,
      `order: ${order}`,
      `language: '${language}'`,
    ])
      expect(definition, slug).toContain(line);
  }
});

test('the file that we ship has 26 ranked models and nine that are not, and no odd word', () => {
  const { trials, run, warnings } = shipped();
  expect(warnings).toEqual([]);
  expect(ranking(trials, run)).toHaveLength(26);
  expect(incomplete(trials, run)).toHaveLength(9);
  const markdown = renderMarkdown(trials, run);
  expect(markdown).toMatch(/^# Published run of March 2026/);
  expect(markdown).toContain('| qwen35-27b-q8 | 26.6 | 388s | 5/6 | 83+ | not told by the source |');
  expect(markdown).not.toContain('NaN');
});

// Skipped where the published run itself is not beside the checkout.
test.skipIf(!existsSync(SOURCE))('the file that we ship is what the importer makes', () => {
  const { trials, run } = importPublished(JSON.parse(readFileSync(SOURCE, 'utf8')));
  expect(renderJson(trials, run)).toBe(readFileSync(SHIPPED, 'utf8'));
});
