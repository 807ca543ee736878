import { expect, test } from 'vitest';
import { makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { agenticPicks, agenticTables } from './agentic.ts';
import { rubricTrial } from './checked-trials.ts';
import { viewRun } from './phrase-view.ts';

function picksOf(trials: ReturnType<typeof makeModel>, run = makeRun(trials)) {
  const rows = agenticPicks(viewRun(trials, run));
  return Object.fromEntries(rows.map((row) => [row.candidate.model, row.verdict.verdict]));
}

/** The printed table names the variant with one point less for 'if VRAM allows'; its cells say this one. */
test('the picks of the published run are the printed ones', () => {
  const { trials, run } = publishedRun();
  expect(picksOf(trials, run)).toEqual({
    'claude-haiku-4-5': 'Best score; API only',
    'gpt-oss-20b-q8kxl': 'Best local agent',
    'gpt-oss-120b-q8kxl': 'Best local if memory allows',
    'qwen3-coder-next-q40': 'Fast but watch quality',
    'kimi-linear-48b-a3b-q6kl': 'Simple tasks only',
    'qwen35-35b-a3b-q8': 'Best local quality, too slow for agents',
  });
  const row = agenticTables(trials, run)[0]!.rows[1]!;
  expect(row.cells.map((cell) => cell.text)).toEqual([
    ...['gpt-oss-20b-q8kxl', '99', '22s', '12.3', '6/6', 'excellent (1.4)', '–', 'Best local agent'],
  ]);
});

const strong = [18, 18, 18, 18, 18, 18];

test('one local model is not the best of anything', () => {
  const trials = [
    ...makeModel('only', strong),
    ...makeModel('api', strong, { facts: { kind: 'reference' } }),
  ];
  expect(picksOf(trials)).toEqual({});
});

test('a model with an ERR is no pick, whatever it scores elsewhere', () => {
  const trials = [
    ...makeModel('a', strong),
    ...makeModel('b', [15, 15, 15, 15, 15, 15]),
    ...makeModel('brilliant', [20, 20, 20, 20, 20], { wallMs: 1000 }),
    makeTrial({ model: 'brilliant', task: 'js-sse', err: { kind: 'timed-out', why: '' } }),
  ];
  expect(picksOf(trials)).toEqual({ a: 'Best local agent' });
});

test('where every answer takes minutes nobody is called an agent', () => {
  const trials = ['a', 'b'].flatMap((model) => makeModel(model, strong, { wallMs: 300_000 }));
  expect(Object.values(picksOf(trials))).toEqual(['Best local quality, too slow for agents']);
});

test('without times on record nothing is said of speed', () => {
  const trials = ['a', 'b'].flatMap((model) => makeModel(model, strong, { wallMs: null, response: null }));
  expect(picksOf(trials)).toEqual({});
});

test('weak models earn no best', () => {
  const trials = ['a', 'b'].flatMap((model) => makeModel(model, [5, 5, 5, 5, 5, 5]));
  expect(picksOf(trials)).toEqual({});
});

test('clean code is told by the checks that ask for it, those of a task of the user too', () => {
  const sized = (model: string, gib: number, lost: string[]) => {
    const facts = { sizeBytes: gib * 2 ** 30 };
    return [rubricTrial({ model, facts }, lost), rubricTrial({ model, task: 'mine', facts })];
  };
  const trials = [...sized('small', 4, ['concise']), ...sized('large', 40, [])];
  const picks = agenticPicks(viewRun(trials, makeRun(trials)));
  const clean = Object.fromEntries(picks.map((row) => [row.candidate.model, row.cleanCode?.claim]));
  expect(clean.small).toEqual({
    text: 'mostly clean (loses Py concise)',
    evidence: [{ model: 'small', task: 'python-top-k', check: 'concise' }],
  });
  expect(clean.large!.text).toBe('clean');
});
