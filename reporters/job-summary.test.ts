import { describe, expect, test } from 'vitest';
import { makeField, makeModel, makeRun } from './fixtures.ts';
import { renderJobSummary } from './job-summary.ts';

describe('the job summary', () => {
  test('is short: the ranking and the matrix, not the lost points', () => {
    const trials = [...makeModel('a', [20, 20]), ...makeModel('b', [3, 4])];
    const text = renderJobSummary(trials, makeRun(trials));
    expect(text.match(/^#+ .*/gm)).toEqual([
      '## llama-codebench: models/preset.ini on llama-server b11434',
      '### Ranking',
      '### Scores',
    ]);
    expect(text).not.toContain('expected [1, 2]');
  });

  test('says first that a run was interrupted', () => {
    const trials = makeModel('a', [20]);
    const run = makeRun(trials, {
      state: 'interrupted',
      missing: [{ model: 'a', task: 'js-sse', sample: 1 }],
    });
    expect(renderJobSummary(trials, run)).toMatch(/Interrupted: 1 of 2 results[\s\S]*### Ranking/);
  });

  test('stays below what GitHub takes, however many models there are', () => {
    const trials = makeField(800).map((trial) => ({ ...trial, model: `${trial.model} ${'x'.repeat(500)}` }));
    const text = renderJobSummary(trials, makeRun(trials));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('see report.md');
    expect(text).not.toContain('xxx');
  });
});
