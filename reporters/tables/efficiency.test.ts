import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial, TASKS } from '../fixtures.ts';
import { efficiency, timeShares, tokensPerSecond } from './efficiency.ts';

const PUBLISHED = '../shared/published/results-2026-03.json';

interface PrintedRow {
  model: string;
  score: number;
  avgWallSeconds: number;
  sizeGB: number;
  scorePerMinute: number;
  scorePerGB: number;
}

test.skipIf(!existsSync(PUBLISHED))(
  'agrees with the printed score/min and score/GB of the published run, as far as its walls are rounded',
  () => {
    const text = readFileSync(PUBLISHED, 'utf8');
    const printed = (JSON.parse(text) as { printed: { efficiency: PrintedRow[] } }).printed.efficiency;
    const slow = efficiencyOf(printed, 0.5);
    const fast = efficiencyOf(printed, -0.5);
    expect(printed.length).toBeGreaterThan(5);
    for (const { model, scorePerMinute, scorePerGB } of printed) {
      // 28 s may be 27.5 s: that is how the report comes to 216 where 28.0 s would give 212.
      expect(slow.get(model)!.pointsPerMinute!, model).toBeLessThanOrEqual(scorePerMinute + 0.5);
      expect(fast.get(model)!.pointsPerMinute!, model).toBeGreaterThanOrEqual(scorePerMinute - 0.5);
      expect(Math.abs(slow.get(model)!.pointsPerGib! - scorePerGB), model).toBeLessThanOrEqual(0.1);
    }
  },
);

/** Any cells with the printed total: the first tasks take what the mean leaves. */
function efficiencyOf(printed: PrintedRow[], addedSeconds: number) {
  const trials = printed.flatMap((row) =>
    TASKS.map(({ task }, i) =>
      makeTrial({
        model: row.model,
        task,
        points: Math.floor(row.score / 6) + (i < row.score % 6 ? 1 : 0),
        wallMs: (row.avgWallSeconds + addedSeconds) * 1000,
        facts: { sizeBytes: row.sizeGB * 2 ** 30 },
      }),
    ),
  );
  return new Map(efficiency(trials, makeRun(trials)).map((row) => [row.model, row]));
}

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
  const shares = new Map(timeShares(trials, run).map((s) => [s.part, s.ms]));
  expect(Object.fromEntries(shares)).toEqual({
    loading: 4000,
    'warm-up': 500,
    prompt: 600,
    generation: 25_000,
    'other request time': 4400,
    grading: 400,
    'harness and idle': 5100,
  });
  expect([...shares.values()].reduce((a, b) => a + b)).toBe(40_000);
});
