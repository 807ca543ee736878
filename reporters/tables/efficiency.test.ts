import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { efficiency, tokensPerSecond } from './efficiency.ts';
import { timeAccount } from './time-parts.ts';

test('99 points at 22 s an answer are 270 points a minute', () => {
  const trials = makeModel('gpt-oss-20b', [17, 17, 14, 18, 16, 17], { wallMs: 22_000 });
  expect(efficiency(trials, makeRun(trials))[0]!.pointsPerMinute).toBeCloseTo(270);
});

test('rates are all tokens over all milliseconds, not a mean of rates', () => {
  const timing = (predicted_n: number, predicted_ms: number) => ({
    response: { timings: { cache_n: 0, prompt_n: 100, prompt_ms: 50, predicted_n, predicted_ms } },
  });
  const trials = [makeTrial({ ...timing(1000, 10_000) }), makeTrial({ task: 'js-sse', ...timing(10, 1000) })];
  const [row] = efficiency(trials, makeRun(trials));
  expect(row!.generationTokensPerSecond).toBeCloseTo(1010 / 11);
  expect(row!.promptTokensPerSecond).toBeCloseTo(2000);
});

test('what is absent or divided by nothing is null, never 0 or Infinity', () => {
  const trials = makeModel('a', [20], {
    wallMs: 0,
    facts: { sizeBytes: 0 },
    response: {
      usage: null,
      timings: { cache_n: null, prompt_n: 0, prompt_ms: 0, predicted_n: 5, predicted_ms: 0 },
    },
  });
  expect(efficiency(trials, makeRun(trials))[0]).toMatchObject({
    pointsPerMinute: null,
    pointsPerGib: null,
    generationTokensPerSecond: null,
    promptTokensPerSecond: null,
    avgAnswerTokens: 5,
    loadMs: null,
  });
  const bare = makeModel('b', [20], { wallMs: null, response: null, facts: { sizeBytes: null } });
  expect(efficiency(bare, makeRun(bare))[0]).toMatchObject({
    avgWallMs: null,
    sizeBytes: null,
    avgAnswerTokens: null,
    generationTokensPerSecond: null,
  });
  expect(tokensPerSecond(0, 100)).toBeNull();
});

test('an incomplete model keeps its speeds and has no points a minute', () => {
  const trials = [makeTrial({ points: 18 }), makeTrial({ task: 'js-sse', err: { kind: 'empty', why: '' } })];
  expect(efficiency(trials, makeRun(trials))[0]).toMatchObject({
    points: 18,
    complete: false,
    pointsPerMinute: null,
    pointsPerGib: null,
    generationTokensPerSecond: 40,
  });
});

test('the shares of the run add up to its wall clock, and answers from disk take none of it', () => {
  const asked = makeTrial({ wallMs: 30_000 });
  const replayed = makeTrial({ task: 'js-sse', wallMs: 900_000, response: { source: 'recording' } });
  const trials = [{ ...asked, timings: { ...asked.timings, loadMs: 4000, warmUpMs: 500 } }, replayed];
  const run = makeRun(trials, { startedAt: '2026-03-22T10:00:00.000Z', endedAt: '2026-03-22T10:00:40.000Z' });
  const { all, idleMs, wallMs } = timeAccount(trials, run);
  expect(all.parts.harness).toBeNull();
  const shares = { ...all.parts, 'harness and idle': idleMs };
  expect(shares).toEqual({
    loading: 4000,
    'warm-up': 500,
    prompt: 600,
    generation: 25_000,
    'other request time': 4400,
    grading: 400,
    harness: null,
    'harness and idle': 5100,
  });
  expect(all.sumMs + idleMs!).toBe(40_000);
  expect(wallMs).toBe(40_000);
});

test('a model of which only a sum is told has its size and time, and no points a minute', () => {
  const trials = makeModel('a', [20]);
  const told = {
    model: 'told',
    modelFacts: { ...trials[0]!.modelFacts, sizeBytes: 2 ** 30 },
    ...{ completed: 1, tasks: 2, points: 15, avgWallMs: 60_000 },
  };
  const run = makeRun(trials, { sums: [told] });
  expect(efficiency(trials, run)[1]).toMatchObject({
    model: 'told',
    points: 15,
    complete: false,
    avgWallMs: 60_000,
    sizeBytes: 2 ** 30,
    pointsPerMinute: null,
    pointsPerGib: null,
    tokensPerPoint: null,
  });
});

test('tokens a point are those of graded answers over their points', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 900, total_tokens: 901 };
  const trials = [
    makeTrial({ points: 10, response: { usage } }),
    makeTrial({ task: 'js-sse', points: 5, response: { usage } }),
    makeTrial({ task: 'rust-cli', err: { kind: 'cut-off', why: '' }, response: { usage } }),
  ];
  expect(efficiency(trials, makeRun(trials))[0]!.tokensPerPoint).toBe(120);
  const nothing = [makeTrial({ points: 0 })];
  expect(efficiency(nothing, makeRun(nothing))[0]!.tokensPerPoint).toBeNull();
});

test('of a published run nobody knows where the time went', () => {
  const trials = makeModel('a', [20], { response: null });
  expect(timeAccount(trials, makeRun(trials, { mode: 'published' }))).toMatchObject({
    wallMs: null,
    idleMs: null,
  });
});
