import { expect, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { renderCsv } from '../csv.ts';
import { makeRun, makeTrial } from '../fixtures.ts';
import { renderMarkdown } from '../markdown.ts';
import { factAnswers, valuesOf, withValue } from './fact-answers.ts';

function told(model: string, values: Record<string, string | null>): Trial {
  const trial = makeTrial({ model, task: 'js-sse', points: 14 });
  if (trial.outcome.state !== 'graded') throw new Error('makeTrial makes graded trials');
  trial.outcome.score.facts = Object.entries(values).map(([id, value]) => ({
    id,
    title: `Fact ${id}`,
    value,
  }));
  return trial;
}

const trials = [
  told('a', { once: 'missed', clear: 'missed' }),
  told('b', { once: 'fixed', clear: null }),
  told('c', { once: 'fixed', clear: 'missed' }),
  makeTrial({ model: 'd', task: 'js-sse', err: { kind: 'crashed', why: 'proxy error' } }),
];

test('counts each value over the answers of which it could be told', () => {
  const counted = factAnswers(trials).map((one) => {
    const { task, column, fact, title } = one;
    const values = valuesOf(one).map((value) => ({
      value,
      count: withValue(one, (v) => v === value).length,
    }));
    return { task, column, fact, title, told: withValue(one, () => true).length, values };
  });
  expect(counted).toEqual([
    {
      ...{ task: 'js-sse', column: 'SSE', fact: 'once', title: 'Fact once', told: 3 },
      values: [
        { value: 'fixed', count: 2 },
        { value: 'missed', count: 1 },
      ],
    },
    {
      ...{ task: 'js-sse', column: 'SSE', fact: 'clear', title: 'Fact clear', told: 2 },
      values: [{ value: 'missed', count: 2 }],
    },
  ]);
});

test('stands in report.md and, an answer at a time, in results.csv', () => {
  expect(renderMarkdown(trials, makeRun(trials))).toContain('| SSE | Fact once | 2/3 | Medium | a |');
  const csv = renderCsv(trials, makeRun(trials)).split('\r\n');
  expect(csv[1]).toContain('once=missed clear=missed');
  expect(csv[2]).toContain('once=fixed,');
});
