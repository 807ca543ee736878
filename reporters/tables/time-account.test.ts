import { describe, expect, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeField, makeRun, makeTrial, type TrialFacts } from '../fixtures.ts';
import type { ReportTable } from './report-table.ts';
import { timeTables } from './time-account.ts';
import { timeAccount } from './time-parts.ts';

/** A trial whose request began and ended at these seconds of the run, with times of its own. */
function timed(facts: TrialFacts, [from, to]: [number, number], timings: Partial<Trial['timings']> = {}) {
  const recordedAt = new Date(Date.parse('2026-03-22T10:00:00.000Z') + to * 1000).toISOString();
  const response = facts.response === null ? null : { recordedAt, ...facts.response };
  const trial = makeTrial({ ...facts, wallMs: (to - from) * 1000, response });
  return { ...trial, timings: { ...trial.timings, ...timings } };
}
const runOf = (trials: Trial[], seconds: number) =>
  makeRun(trials, {
    endedAt: new Date(Date.parse('2026-03-22T10:00:00.000Z') + seconds * 1000).toISOString(),
  });

const LOADED = { loadMs: 4000, warmUpMs: 500, trialMs: 35_200 };
const ONE_AFTER_THE_OTHER = [
  timed({ model: 'a' }, [5, 35], LOADED),
  timed({ model: 'b' }, [40, 70], LOADED),
  timed(
    { model: 'b', task: 'js-sse', err: { kind: 'timed-out', why: 'slow' }, response: { timings: null } },
    [70, 90],
    {
      gradeMs: null,
      trialMs: 20_300,
    },
  ),
];

describe('the time account', () => {
  test('has parts that add up to the wall clock, per model and in all', () => {
    const { rows, all, idleMs, wallMs, sideBySide } = timeAccount(
      ONE_AFTER_THE_OTHER,
      runOf(ONE_AFTER_THE_OTHER, 100),
    );
    expect(rows[0]).toEqual({
      model: 'a',
      parts: {
        loading: 4000,
        'warm-up': 500,
        prompt: 600,
        generation: 25_000,
        'other request time': 4400,
        grading: 200,
        harness: 500,
      },
      sumMs: 35_200,
    });
    expect(rows[1]!.parts).toMatchObject({ 'other request time': 24_400, harness: 800 });
    expect(all.sumMs).toBe(rows[0]!.sumMs + rows[1]!.sumMs);
    expect(all.sumMs + idleMs!).toBe(wallMs);
    expect(wallMs).toBe(100_000);
    expect(sideBySide).toBe(false);
  });

  test('says that trials ran side by side, and names no idle time then', () => {
    const trials = [timed({ model: 'a' }, [0, 30]), timed({ model: 'b' }, [1, 31])];
    for (const seconds of [40, 400]) {
      const run = runOf(trials, seconds);
      expect(timeAccount(trials, run)).toMatchObject({ sideBySide: true, idleMs: null });
      const [table] = timeTables(trials, run);
      expect(table!.notes.join('\n')).toContain('Trials ran side by side: 1:00 of work in ');
      expect(row(table!, 'Start, unloading, idle').at(-2)).toBe('–');
    }
  });

  test('keeps answers from disk out of this run, and tells what they cost when they were made', () => {
    const trials = [
      timed({ model: 'a' }, [5, 35]),
      timed({ model: 'b', response: { source: 'recording' } }, [0, 900]),
      timed({ model: 'c', wallMs: null, response: { source: 'folder', timings: null } }, [0, 0], {
        wallMs: null,
      }),
    ];
    const run = runOf(trials, 60);
    const { rows } = timeAccount(trials, run);
    expect(rows[1]!.parts).toMatchObject({ prompt: null, generation: null, grading: 200 });
    const [, disk] = timeTables(trials, run);
    expect(row(disk!, 'b')).toEqual(['b', '1', '0.6s', '25s', '14:34', '15:00']);
    expect(row(disk!, 'c')).toEqual(['c', '1', '–', '–', '–', '–']);
    expect(row(disk!, 'a')).toEqual([]);
  });

  test('of an unfinished run has parts and no shares', () => {
    const trials = ONE_AFTER_THE_OTHER.slice(0, 1);
    const [table] = timeTables(trials, makeRun(trials, { endedAt: null, state: 'running' }));
    expect(row(table!, 'a')).toEqual([
      'a',
      '4.0s',
      '0.5s',
      '0.6s',
      '25s',
      '4.4s',
      '0.2s',
      '0.5s',
      '35s',
      '–',
    ]);
    expect(row(table!, 'Wall clock').slice(-2)).toEqual(['–', '–']);
    expect(table!.notes.join('\n')).toContain('No clock of this run');
  });

  test('of merged shards takes the moment of merging for no clock, and calls that not side by side', () => {
    const trials = ONE_AFTER_THE_OTHER;
    const [startedAt, endedAt] = ['2026-03-22T12:00:00.000Z', '2026-03-22T12:00:01.000Z'];
    const account = timeAccount(trials, makeRun(trials, { startedAt, endedAt }));
    expect(account).toMatchObject({ wallMs: null, idleMs: null, sideBySide: false });
    expect(account.all.sumMs).toBeGreaterThan(80_000);
  });

  test('of a published run takes its days for no clock', () => {
    const trials = [makeTrial({ wallMs: 15_000, response: null, facts: { kind: 'published' } })];
    expect(timeAccount(trials, makeRun(trials, { mode: 'published' }))).toMatchObject({
      wallMs: null,
      idleMs: null,
    });
  });

  test('of trials that measured nothing is no table', () => {
    const trials = [timed({ notRun: 'no cargo', response: null }, [0, 0], { wallMs: null, gradeMs: null })];
    expect(timeTables(trials, makeRun(trials)).flatMap(({ rows }) => rows)).toEqual([]);
  });

  test('of 1,000 models takes well below a second, and every row has a cell a column', () => {
    const trials = makeField(1000);
    const startedAt = performance.now();
    const tables = timeTables(trials, makeRun(trials));
    expect(performance.now() - startedAt).toBeLessThan(1000);
    for (const { rows, columns } of tables)
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });
});

/** The texts of a row, by its first cell; [] when there is none. */
function row(table: ReportTable, name: string): string[] {
  const found = table.rows.find(({ cells }) => cells[0]!.text === name);
  return found?.cells.map(({ text }) => text) ?? [];
}
