import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ranking } from '../tables/standings.ts';
import { holds } from './claim.ts';
import { CLAIMS } from './claims.ts';
import { printedFigures } from './compare.ts';
import { COMPARED_FIGURES, renderContradictions } from './document.ts';
import { TABLE_EXCEPTIONS } from './exceptions.ts';
import { importPublished } from './import.ts';
import { lookUp, type TaskName, TOLD } from './look-up.ts';
import { publishedRun } from './shipped.ts';
import { PublishedSource } from './source.ts';

const REPORT = '../shared/published/report-2026-03.md';
const SOURCE = '../shared/published/results-2026-03.json';

const { trials, run } = publishedRun();
const published = lookUp(trials, run);
const claims = CLAIMS.flatMap((part) => part.claims);

test.each(claims)('$about: "$quote" is $ours by its cells', (claim) => {
  expect(claim.compute(published)).toBe(claim.ours);
});

test('a statement that does not hold says why, and one that holds has nothing to explain', () => {
  for (const claim of claims) expect(claim.because === undefined, claim.quote).toBe(holds(claim));
});

test('the document is what the claims and exceptions make', () => {
  expect(readFileSync('docs/published-run.md', 'utf8')).toBe(renderContradictions());
});

// Skipped where the published run itself is not beside the checkout.
describe.skipIf(!existsSync(SOURCE) || !existsSync(REPORT))('the published run', () => {
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const report = read(REPORT);
  const source = () => PublishedSource.parse(JSON.parse(read(SOURCE)));

  test('comes out of our tables as printed, but for the documented exceptions', () => {
    const figures = printedFigures(source());
    const differing = figures.filter(({ printed, ours }) => printed !== ours);
    expect(differing).toEqual(TABLE_EXCEPTIONS.map(({ because: _, ...figure }) => figure));
    expect(figures).toHaveLength(COMPARED_FIGURES);
  });

  test('with its one wrong total made true in the cells gives all 26 printed ranks', () => {
    const { completed, ...rest } = source();
    const repaired = completed.map((row) => {
      const gap = row.printedTotal - Object.values(row.scores).reduce((a, b) => a + b);
      return { ...row, scores: { ...row.scores, 'python-top-k': row.scores['python-top-k']! + gap } };
    });
    const mended = importPublished({ ...rest, completed: repaired });
    const ranks = ranking(mended.trials, mended.run).map((row) => [row.model, row.rank]);
    expect(new Map(ranks as [string, number][])).toEqual(
      new Map(completed.map((row) => [row.model, row.printedRank])),
    );
  });

  test('is one thing in its JSON and in its report', () => {
    for (const row of source().completed) {
      const size = row.sizeGB === null ? 'API' : row.sizeGB.toFixed(1);
      const cells = [...Object.values(row.scores), row.printedTotal].join(' | ');
      expect(report).toMatch(
        new RegExp(
          `\\| ${row.printedRank} \\| ${row.model}( †)? \\| ${size} \\| ~?${row.avgWallSeconds}s \\| ${cells.replaceAll('|', '\\|')} \\|`,
        ),
      );
    }
    for (const row of source().incomplete)
      expect(report).toContain(
        `| ${row.model} | ${row.sizeGB!.toFixed(1)} | ${row.avgWallSeconds}s | ${row.completed}/${row.tasks} | ${row.printedScore} |`,
      );
  });

  test.each(claims)('$about: says "$quote"', ({ quote }) => {
    expect(report).toContain(quote);
  });

  test('each "Python (17)" in its prose is that cell, or stands among what only prose tells', () => {
    const wrong = toldPoints(report).filter(({ model, task, points }) => {
      const known = published.models.find((m) => m.model === model)?.points.get(task) ?? TOLD[model]?.[task];
      return known !== points;
    });
    expect(wrong).toEqual([]);
    expect(toldPoints(report).length).toBeGreaterThan(30);
  });

  test('its table of agentic picks has the totals, times and sizes of the ranking', () => {
    const rows = [...report.matchAll(/^\| (\S+)(?: †)? \| (\d+) \| ~?(\d+)s \| (\S+) \| 6\/6 \|/gm)];
    expect(rows).toHaveLength(6);
    for (const [, model, score, wall, size] of rows) {
      const { total, wallSeconds, gib } = published.one(model!);
      expect([total, wallSeconds, gib === null ? 'API' : gib.toFixed(1)]).toEqual([
        Number(score),
        Number(wall),
        size,
      ]);
    }
  });
});

const TASK_WORDS: Record<string, TaskName> = {
  Python: 'python-top-k',
  JS: 'js-bug-fix',
  TS: 'ts-refactor',
  Rust: 'rust-cli',
  Go: 'go-middleware',
  SSE: 'js-sse',
};

/** `Good Python (17)` in a line that begins with a model's name. */
function toldPoints(report: string): { model: string; task: TaskName; points: number }[] {
  return report.split('\n').flatMap((line) => {
    const model = line.match(/^(?:\| |- )?([a-z][\w.]*-[\w.-]+)/)?.[1];
    if (model === undefined) return [];
    return [...line.matchAll(/(Python|Rust|JS|TS|SSE|Go)\b[^.()|]{0,40}\((\d+)\b(?! lines)[^)]*\)/g)].map(
      ([, word, points]) => ({ model, task: TASK_WORDS[word!]!, points: Number(points) }),
    );
  });
}
