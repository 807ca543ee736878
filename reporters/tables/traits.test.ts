import { expect, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeModel, makeRun, makeTrial, TASKS } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { readField } from './field.ts';
import { type Traits, traits } from './traits.ts';
import { traitsTables } from './traits-table.ts';

function traitsOf(trials: Trial[], run = makeRun(trials)): Map<string, Traits> {
  return new Map(traits(readField(trials, run), run).map((one) => [one.model, one]));
}

const steady = [15, 15, 15, 15, 15, 15];

function withChars(model: string, contentChars: number, reasoningChars = 0): Trial[] {
  return makeModel(model, steady, { response: { contentChars, reasoningChars } });
}

test('length and wall clock are measured against the models that did the same task', () => {
  const trials = [
    ...withChars('short', 500),
    ...withChars('middle', 1000),
    ...makeModel('long', steady, { wallMs: 90_000, response: { contentChars: 3000 } }),
  ];
  const found = traitsOf(trials);
  expect(found.get('short')!.lengthRatio).toBeCloseTo(0.5);
  expect(found.get('long')!.lengthRatio).toBeCloseTo(3);
  expect(found.get('long')!.wallRatio).toBeCloseTo(3);
  expect(found.get('middle')!.wallRatio).toBeCloseTo(1);
});

test('two models are no field, and two tasks no habit', () => {
  const two = [...withChars('a', 500), ...withChars('b', 5000)];
  expect(traitsOf(two).get('b')).toMatchObject({ lengthRatio: null, wallRatio: null, tokensRatio: null });
  const short = ['a', 'b', 'c'].flatMap((model) => makeModel(model, [20, 3]));
  expect(traitsOf(short).get('a')).toMatchObject({ lengthRatio: null, wallRatio: null, spread: null });
});

test("an API's wall clock neither counts for the field nor is measured by it", () => {
  const trials = [
    ...['a', 'b', 'c'].flatMap((model) => makeModel(model, steady, { wallMs: 20_000 })),
    ...makeModel('api', steady, { wallMs: 1000, facts: { kind: 'reference' } }),
  ];
  expect(traitsOf(trials).get('a')!.wallRatio).toBe(1);
  expect(traitsOf(trials).get('api')!.wallRatio).toBeNull();
});

test('what was not recorded is null and never 0', () => {
  const trials = makeModel('bare', steady, { response: null, wallMs: null });
  const one = traitsOf(trials).get('bare')!;
  expect(one).toMatchObject({
    ...{ lengthRatio: null, commentShare: null, tokensPerPoint: null, thinkingShare: null },
    ...{ tokensPerSecond: null, avgWallMs: null, wallRatio: null },
  });
  const [table] = traitsTables(trials, makeRun(trials));
  const cells = table!.rows[0]!.cells;
  expect(cells.filter((cell) => cell.text === '–').every((cell) => cell.value === null)).toBe(true);
  expect(cells.filter((cell) => cell.text === '–')).toHaveLength(7);
});

test('comments are counted where the text is at hand, within fences, by the language', () => {
  const content = ['# prose', '```python', '# why', 'x = 1', '', 'y = 2  # not alone', '```', '# more'].join(
    '\n',
  );
  const python = makeTrial({ response: { content } });
  const unknown = makeTrial({ model: 'b', task: 'mine', response: { content } });
  expect(traitsOf([python]).get('qwen3-8b')!.commentShare).toBeCloseTo(1 / 3);
  expect(traitsOf([unknown]).get('b')!.commentShare).toBeNull();
});

test('an ERR counts among the answers asked for, also those that are not there yet', () => {
  const trials = [makeTrial({ points: 18 }), makeTrial({ task: 'js-sse', err: { kind: 'empty', why: '' } })];
  const missing = TASKS.slice(1, 5).map(({ task }) => ({ model: 'qwen3-8b', task, sample: 1 }));
  const found = traitsOf(trials, makeRun(trials, { missing })).get('qwen3-8b')!;
  expect(found).toMatchObject({ asked: 6, graded: 1, errs: 1, errShare: 1 / 6 });
});

test('thinking, tokens a point and speed are sums over the answers, not means of rates', () => {
  const trials = [
    makeTrial({ points: 20, response: { reasoningChars: 3000, contentChars: 1000 } }),
    makeTrial({ task: 'js-sse', points: 5, response: { reasoningChars: 0, contentChars: 1000 } }),
  ];
  const found = traitsOf(trials).get('qwen3-8b')!;
  expect(found.thinkingShare).toBeCloseTo(3 / 5);
  expect(found.tokensPerPoint).toBeCloseTo(2000 / 25);
  expect(found.tokensPerSecond).toBeCloseTo(40);
});

test('the spread is the one of the published report: 1.8 and 1.5', () => {
  const { trials, run } = publishedRun();
  const found = traitsOf(trials, run);
  expect(found.get('qwen35-122b-a10b-iq4nl-nonthink')!.spread!.toFixed(1)).toBe('1.8');
  expect(found.get('devstral-small-2-24b-2512-q8kxl')!.spread!.toFixed(1)).toBe('1.5');
});

test('a task of 10 points and one of 20 spread alike', () => {
  const ten = makeTrial({ task: 'mine', points: 10 });
  if (ten.outcome.state === 'graded') ten.outcome.score.checks[0]!.maxPoints = 10;
  const trials = [{ ...ten, maxPoints: 10 }, ...makeModel('qwen3-8b', [20, 20])];
  expect(traitsOf(trials).get('qwen3-8b')!.spread).toBe(0);
});
