import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../benchmarks/progress-event.ts';
import { makeTrial } from './fixtures.ts';
import {
  estimateLeftMs,
  finishedLine,
  type Progress,
  renderLine,
  startProgress,
  updateProgress,
} from './progress.ts';
import { textWidth } from './text.ts';

function event(kind: ProgressEvent['kind'], more: Partial<ProgressEvent> = {}): ProgressEvent {
  return { kind, model: 'qwen3-8b', task: 'js-sse', sample: 1, tokens: null, elapsedMs: null, ...more };
}

/** Plays [second, news] pairs. */
function play(total: number, news: [second: number, news: Parameters<typeof updateProgress>[1]][]): Progress {
  return news.reduce(
    (state, [second, what]) => updateProgress(state, what, second * 1000),
    startProgress(total, 0),
  );
}

const asked = makeTrial({ task: 'js-sse' });
const replayed = makeTrial({ task: 'js-sse', response: { source: 'recording' } });

describe('the live line', () => {
  test('says done of total, model, task, phase, speed, time and ETA', () => {
    const state = play(12, [
      [0, event('loading', { task: null, sample: null })],
      ...Array.from({ length: 7 }, (_, i): [number, typeof asked] => [(i + 1) * 62, asked]),
      [434, event('asking')],
      [440, event('answering', { tokens: 10, elapsedMs: 6000 })],
      [475, event('answering', { tokens: 1207, elapsedMs: 41_000 })],
    ]);
    expect(renderLine(state, 80, 475_000)).toBe(
      '  7/12 qwen3-8b · js-sse · answering 34.2 tok/s · 0:41 · ETA 4:29',
    );
  });

  test('where it is narrow, the word gives way before the name and the ETA', () => {
    const model = 'qwen3-coder-30b-a3b-instruct-q4_k_m';
    const state = play(12, [
      [0, event('asking', { model, task: 'go-middleware' })],
      [1, event('answering', { model, task: 'go-middleware', tokens: 0, elapsedMs: 1000 })],
      [2, event('answering', { model, task: 'go-middleware', tokens: 34, elapsedMs: 2000 })],
    ]);
    expect(renderLine(state, 80, 41_000)).toContain('answering 34.0 tok/s · 0:41 · ETA –');
    expect(renderLine(state, 70, 41_000)).toMatch(
      /^ {2}0\/12 qwen3.*q4_k_m · go-middleware · 34\.0 tok\/s · 0:41 · ETA –$/,
    );
  });

  test('a loading model has no task yet', () => {
    const state = play(2, [[0, event('loading', { task: null, sample: null })]]);
    expect(renderLine(state, 80, 3000)).toBe(' 0/2 qwen3-8b · loading · 0:03 · ETA –');
  });

  test('a rate needs two counts of tokens', () => {
    const state = play(2, [[0, event('answering', { tokens: 5, elapsedMs: 100 })]]);
    expect(renderLine(state, 80, 0)).not.toContain('tok/s');
  });

  test('a new sample starts its own clock and its own count', () => {
    const state = play(2, [
      [0, event('asking')],
      [1, event('answering', { tokens: 5, elapsedMs: 1000 })],
      [2, event('answering', { tokens: 50, elapsedMs: 2000 })],
      [60, event('asking', { sample: 2 })],
      [61, event('answering', { sample: 2, tokens: 3, elapsedMs: 900 })],
    ]);
    expect(renderLine(state, 80, 65_000)).toBe(' 0/2 qwen3-8b · js-sse #2 · answering · 0:05 · ETA –');
  });

  test('two routers at work show the one heard of last and count the other', () => {
    const state = play(2, [
      [0, event('asking', { model: 'a' })],
      [1, event('asking', { model: 'b' })],
    ]);
    expect(renderLine(state, 80, 2000)).toContain('b (+1 at work) · js-sse · asking');
    const after = updateProgress(state, makeTrial({ model: 'b', task: 'js-sse' }), 3000);
    expect(renderLine(after, 80, 4000)).toContain(' 1/2 a · js-sse · asking · 0:04');
  });

  test('counts ERRs, and is never wider than the terminal', () => {
    const err = makeTrial({ err: { kind: 'crashed', why: '' } });
    for (const model of ['m'.repeat(200), '通义'.repeat(50), '\u001b[2Jx'])
      for (const columns of [20, 40, 80, 120]) {
        const line = renderLine(
          play(100, [
            [1, err],
            [2, event('asking', { model })],
          ]),
          columns,
          5000,
        );
        expect(textWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toContain('\u001b');
        if (columns >= 80) expect(line).toMatch(/^ {3}1\/100 \(1 ERR\) .* · js-sse · asking · 0:03 · ETA /);
      }
  });
});

describe('the ETA', () => {
  test('is unknown until a server has answered once; answers from disk do not count', () => {
    const state = play(4, [
      [0, replayed],
      [1, replayed],
      [2, event('asking')],
    ]);
    expect(estimateLeftMs(state, 3000)).toBeNull();
  });

  test('takes the pace since the first request, loads included, and counts down', () => {
    const state = play(4, [
      [100, event('loading', { task: null })],
      [110, event('asking')],
      [130, asked],
    ]);
    expect(estimateLeftMs(state, 130_000)).toBe(90_000);
    expect(estimateLeftMs(state, 150_000)).toBe(70_000);
    expect(estimateLeftMs(state, 999_000)).toBe(0);
  });

  test('is 0 when all is done', () => {
    expect(estimateLeftMs(play(1, [[0, replayed]]), 0)).toBe(0);
  });
});

describe('the line of a finished trial', () => {
  test('says score, ERR or not-run in words', () => {
    expect(finishedLine(makeTrial({ points: 18, wallMs: 41_000 }), 80)).toBe(
      'qwen3-8b · python-top-k · graded 18/20 · 0:41',
    );
    expect(finishedLine(makeTrial({ err: { kind: 'crashed', why: 'proxy error:\n gone' } }), 80)).toBe(
      'qwen3-8b · python-top-k · ERR crashed: proxy error: gone',
    );
    expect(finishedLine(makeTrial({ notRun: 'no sandbox', sample: 2 }), 80)).toBe(
      'qwen3-8b · python-top-k #2 · not run: no sandbox',
    );
    expect(finishedLine({ ...replayed, model: 'm' }, 80, play(3, [[0, replayed]]))).toBe(
      ' 1/3 m · js-sse · graded 18/20 · 0:30 · from disk',
    );
  });

  test('says when an answer was cut off', () => {
    expect(finishedLine(makeTrial({ response: { truncated: true } }), 90)).toContain(
      '(cut off by the length limit)',
    );
  });

  test('fits its columns and sends no control character', () => {
    const hostile = makeTrial({
      model: `\u001b[31m${'通'.repeat(90)}`,
      err: { kind: 'server-error', why: `\u001b]0;title\u0007${'w'.repeat(500)}` },
    });
    for (const columns of [20, 80, 120]) {
      const line = finishedLine(hostile, columns);
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).not.toContain('\u001b');
    }
  });
});
