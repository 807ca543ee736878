import { expect, test } from 'vitest';
import { makeField, makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { NO_CONTEXT } from './context.ts';
import { pairTables } from './pairs-table.ts';
import type { ReportTable } from './report-table.ts';
import { reportTables } from './report-tables.ts';

/** Texts of the columns named, a line a row. */
function texts(table: ReportTable | undefined, ...ids: string[]): string[] {
  const places = ids.map((id) => table!.columns.findIndex((column) => column.id === id));
  return table!.rows.map((row) => places.map((place) => row.cells[place]!.text).join(' | '));
}

const published = () => {
  const { trials, run } = publishedRun();
  return new Map(pairTables(trials, run, NO_CONTEXT).map((table) => [table.id, table]));
};

test('the five printed thinking pairs come out of the names alone, and the sixth that the report left out', () => {
  const columns = ['base', 'think-score', 'think-wall', 'nothink-score', 'nothink-wall', 'delta'];
  expect(texts(published().get('pairs-thinking'), ...columns).sort()).toEqual(
    [
      'qwen35-35b-a3b-q8 | 100 | 112s | 83 | 24s | +17',
      'gpt-oss-120b-q8kxl | 100 | 28s | 99 | 28s | +1',
      'qwen35-27b-q8 | 83+ | 388s | 87 | 113s | -4+',
      'qwen35-122b-a10b-iq4nl | 90 | 204s | 93 | 68s | -3',
      'qwen35-35b-a3b-q6k-think | 76+ | 94s | 86 | 17s | -10+',
      // Printed nowhere, although both are in the report.
      'mistral-small-4-119b-iq4nl | 15+ | 347s | 76 | 64s | -61+',
    ].sort(),
  );
});

test('the printed distill pairs come out; the 27b distill with the sum of its cells (77, printed 82)', () => {
  expect(
    texts(published().get('pairs-distill'), 'base', 'base-score', 'distill', 'distill-score', 'delta'),
  ).toEqual([
    'qwen35-35b-a3b-q8 | 100 | qwen35-35b-a3b-claude-distill-q6k | 86 | -14',
    'qwen35-27b-q8-nonthink | 87 | qwen35-27b-claude-distill-q8-nonthink | 77 | -10',
    'gpt-oss-20b-q8kxl | 99 | gpt-oss-20b-coding-distill-mxfp4 | 57+ | -42+',
  ]);
});

test('the four printed quantisation pairs come out, and those that the report left out', () => {
  const columns = ['family', 'quant-a', 'score-a', 'quant-b', 'score-b', 'better'];
  expect(texts(published().get('pairs-quantisation'), ...columns).sort()).toEqual(
    [
      'qwen35-122b-a10b | IQ4_NL (57 GiB) | 90 | Q4_K_M (72 GiB) | 86 | Smaller',
      'devstral-small-2-2512-24b | Q4_0 (13 GiB) | 76 | Q8_K_XL (27 GiB) | 90 | Larger',
      'qwen3-coder-30b-a3b | Q4_K_XL (17 GiB) | 76 | Q8_K_XL (34 GiB) | 73 | Smaller',
      'qwen35-35b-a3b (nonthink) | Q6_K (27 GiB) | 86 | Q8 (34 GiB) | 83 | Smaller',
      'qwen3-coder-next | Q4_0 (42 GiB) | 89 | Q6_K (61 GiB) | 89 | Equal',
      'qwen35-35b-a3b (think) | Q6_K (27 GiB) | 76+ | Q8 (34 GiB) | 100 | –',
      'nemotron-cascade-2-30b-a3b | Q4_0 (17 GiB) | 51+ | Q8 (31 GiB) | 83+ | –',
    ].sort(),
  );
});

test('says what the published totals show, that a side is incomplete, and that all but nothing is noise', () => {
  const thinking = published().get('pairs-thinking')!;
  expect(thinking.intro).toBe(
    'Thinking helped 2 of 6 pairs and hurt 1; 3 cannot be told, because a side is incomplete. Each difference is within noise.',
  );
  const sentences = texts(thinking, 'base', 'conclusion');
  expect(sentences).toContain(
    'qwen35-35b-a3b-q8 | 100 points with thinking, 83 without (+17), in 4.7x the time: within noise (permutation test over 6 tasks, p = 0.063; sign test, p = 0.063).',
  );
  expect(sentences.find((line) => line.startsWith('qwen35-27b-q8 '))).toBe(
    'qwen35-27b-q8 | 83+ points with thinking, 87 without, in 3.4x the time: not comparable in total, because a side is incomplete and its points a task are not known.',
  );
});

test('an incomplete side is compared on the tasks that both completed, with the ERR named', () => {
  const trials = [
    ...makeModel('qwen3-8b-q8', [20, 20, 20, 20, 20]),
    makeTrial({ model: 'qwen3-8b-q8', task: 'js-sse', err: { kind: 'crashed', why: 'proxy error' } }),
    ...makeModel('qwen3-8b-q8-nonthink', [10, 12, 14, 16, 18, 19]),
  ];
  const [thinking] = reportTables(trials, makeRun(trials)).filter(({ id }) => id === 'pairs-thinking');
  expect(texts(thinking, 'think-score', 'delta', 'common')).toEqual(['100+ (ERR SSE) | +11+ | +30 (5)']);
  expect(texts(thinking, 'conclusion')[0]).toContain('+30 on the 5 tasks that both completed, within noise');
});

test('names the checks that changed, each with its evidence in both models', () => {
  const trials = ['qwen3-8b-q8', 'qwen3-8b-q8-nonthink'].map((model, i) => {
    const trial = makeTrial({ model, task: 'rust-cli' });
    const check = (id: string, points: number) => ({
      id,
      title: id,
      points,
      maxPoints: 5,
      passed: points === 5,
      detail: '',
    });
    if (trial.outcome.state === 'graded')
      trial.outcome.score.checks = [
        check('value-enum', i === 0 ? 5 : 0),
        check('edit', i === 0 ? 4 : 5),
        check('ids', 5),
      ];
    return trial;
  });
  const [thinking] = pairTables(trials, makeRun(trials), NO_CONTEXT);
  const cell = thinking!.rows[0]!.cells[thinking!.columns.findIndex(({ id }) => id === 'changed')]!;
  expect(cell.claims).toEqual([
    {
      text: 'Rs +4 (value-enum +5, edit -1)',
      evidence: [
        { model: 'qwen3-8b-q8', task: 'rust-cli', check: 'value-enum' },
        { model: 'qwen3-8b-q8', task: 'rust-cli', check: 'edit' },
        { model: 'qwen3-8b-q8-nonthink', task: 'rust-cli', check: 'value-enum' },
        { model: 'qwen3-8b-q8-nonthink', task: 'rust-cli', check: 'edit' },
      ],
    },
  ]);
});

test('one model, no graded answer at all, and an empty run make no pair and no table', () => {
  const alone = makeModel('qwen3-8b-q8', [20]);
  const dead = ['a-8b-q8', 'a-8b-q8-nothink'].map((model) =>
    makeTrial({ model, err: { kind: 'empty', why: '' } }),
  );
  expect(reportTables([], makeRun([])).map(({ id }) => id)).toEqual([]);
  expect(reportTables(alone, makeRun(alone)).filter(({ id }) => id.startsWith('pairs-'))).toEqual([]);
  const [thinking] = pairTables(dead, makeRun(dead), NO_CONTEXT);
  expect(texts(thinking, 'think-score', 'delta', 'common', 'conclusion')).toEqual([
    '– (ERR Py) | – | – | – (ERR Py) points with thinking, – (ERR Py) without: nothing to compare, because a-8b-q8 has no graded answer.',
  ]);
});

test('a thousand models take well under the ten seconds of the whole report', () => {
  const trials = makeField(1000);
  const startedAt = performance.now();
  pairTables(trials, makeRun(trials), NO_CONTEXT);
  expect(performance.now() - startedAt).toBeLessThan(5000);
});
