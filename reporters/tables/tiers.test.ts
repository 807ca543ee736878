import { expect, test } from 'vitest';
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { makeModel, makeRun, makeTrial, TASKS } from '../fixtures.ts';
import { publishedRun } from '../published/shipped.ts';
import { readField } from './field.ts';
import { placings } from './tiers.ts';
import { tierTables } from './tiers-table.ts';

function tiersOf(trials: Trial[], run: RunFacts): Map<string, string | null> {
  return new Map(
    placings(readField(trials, run), run).map(({ traits, tier }) => [traits.model, tier?.name ?? null]),
  );
}

const crash = { kind: 'crashed', why: 'proxy error' } as const;

/** As printed; the tier of a model in CONTRADICTED contradicts the range in its own heading. */
const PRINTED = {
  'Tier 1':
    'claude-haiku-4-5 gpt-oss-120b-q8kxl gpt-oss-120b-q8kxl-nonthink qwen35-35b-a3b-q8 gpt-oss-20b-q8kxl qwen35-122b-a10b-iq4nl-nonthink',
  'Tier 2':
    'devstral-small-2-24b-2512-q8kxl qwen35-122b-a10b-iq4nl qwen3-coder-next-q40 qwen3-coder-next-q6k llama-4-scout-q40 devstral-2-123b-2512-q40 qwen35-122b-a10b-q4km qwen35-35b-a3b-claude-distill-q6k qwen35-35b-a3b-q6k-nonthink',
  'Tier 3':
    'qwen35-27b-q8-nonthink qwen35-35b-a3b-q8-nonthink minimax-m25-reap-139b-q4km qwen35-27b-claude-distill-q8-nonthink qwen35-9b-q8 kimi-linear-48b-a3b-q6kl qwen3-coder-30b-a3b-q4kxl qwen3-coder-30b-a3b-1m-q8kxl devstral-small-2-24b-2512-q40 mistral-small-4-119b-iq4nl-nonthink',
  'Tier 4':
    'qwen3-coder-30b-a3b-q8kxl qwen35-27b-q8 qwen35-35b-a3b-q6k-think nemotron-cascade-2-30b-a3b-q8 nemotron-cascade-2-30b-a3b-q40 gpt-oss-20b-coding-distill-mxfp4 step-35-flash-q4km qwen35-08b-q8 glm-47-flash-q8kxl mistral-small-4-119b-iq4nl',
};

/** 87 points, printed under "Tier 3 (score 76-85)". */
const CONTRADICTED = new Map([['qwen35-27b-q8-nonthink', 'Tier 2']]);

test('the tiers of the published run come out as printed, but for the one that contradicts its own range', () => {
  const { trials, run } = publishedRun();
  const found = tiersOf(trials, run);
  const printed = Object.entries(PRINTED).flatMap(([tier, models]) =>
    models.split(' ').map((model): [string, string] => [model, CONTRADICTED.get(model) ?? tier]),
  );
  expect(found.size).toBe(35);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(printed));
});

test('limits are shares: the same points of fewer tasks are another tier', () => {
  const three = makeModel('a', [19, 18, 17]);
  expect(tiersOf(three, makeRun(three)).get('a')).toBe('Tier 1');
  const rule = tierTables(three, makeRun(three))[0]!.rows[0]!.cells[1]!.text;
  expect(rule).toBe('at least 77.5 % of the points (46.5 of 60), and ERR on at most 10 % of the answers');
});

test('points on a limit are in, one tenth below is out', () => {
  const on = [
    ...makeModel('on', [16, 16, 16, 15, 15, 15]),
    ...makeModel('below', [16, 16, 16, 15, 15, 14.9]),
  ];
  expect(Object.fromEntries(tiersOf(on, makeRun(on)))).toEqual({ on: 'Tier 1', below: 'Tier 2' });
});

test('an ERR in six answers is too many, one in eighteen costs its points only', () => {
  const six = [
    ...makeModel('a', [20, 20, 20, 20, 20]),
    makeTrial({ model: 'a', task: 'js-sse', err: crash }),
  ];
  expect(tiersOf(six, makeRun(six)).get('a')).toBe('Tier 4');
  const eighteen = [1, 2, 3].flatMap((sample) =>
    TASKS.map(({ task }, i) =>
      sample === 3 && i === 5
        ? makeTrial({ task, sample, err: crash })
        : makeTrial({ task, sample, points: 20 }),
    ),
  );
  expect(tiersOf(eighteen, makeRun(eighteen)).get('qwen3-8b')).toBe('Tier 1');
});

test('a model whose results are not all there is not placed, unless its ERRs decide already', () => {
  const trials = [
    ...makeModel('half', [20, 20, 20]),
    ...makeModel('ours', [20, 20, 20, 20, 20]),
    makeTrial({ model: 'ours', task: 'js-sse', notRun: 'no Node' }),
    makeTrial({ model: 'lost', err: crash }),
  ];
  const missing = ['half', 'lost'].flatMap((model) =>
    TASKS.slice(3).map(({ task }) => ({ model, task, sample: 1 })),
  );
  const run = makeRun(trials, { state: 'running', missing });
  expect(Object.fromEntries(tiersOf(trials, run))).toEqual({ half: null, ours: null, lost: 'Tier 4' });
  expect(tierTables(trials, run)[0]!.notes.at(-1)).toMatch(/^Not placed.*: ours, half\.$/);
});

test('a model of which fewer tasks were asked than of others is not placed', () => {
  const trials = [...makeModel('all', [18, 18, 18, 18]), ...makeModel('some', [20, 20])];
  expect(Object.fromEntries(tiersOf(trials, makeRun(trials)))).toEqual({ all: 'Tier 1', some: null });
});

test('nothing graded yet makes no table', () => {
  const run = makeRun([], { state: 'running', missing: [{ model: 'a', task: 'js-sse', sample: 1 }] });
  expect(tierTables([], run)[0]!.rows).toEqual([]);
});

test('an empty tier says so, and each model is a claim of its own', () => {
  const trials = makeModel('a', [20, 20, 20]);
  const [first, second] = tierTables(trials, makeRun(trials))[0]!.rows;
  expect(first!.cells[2]!.claims).toEqual([{ text: 'a (60)', evidence: [{ model: 'a' }] }]);
  expect(second!.cells[2]).toEqual({ text: 'none', value: null });
});

test('a task whose tools are not here keeps no model from its tier', () => {
  const trials = ['good', 'poor'].flatMap((model) => [
    ...makeModel(model, model === 'good' ? [20, 20] : [3, 2]),
    makeTrial({ model, task: 'rust-cli', lacks: 'cargo not found' }),
  ]);
  expect(Object.fromEntries(tiersOf(trials, makeRun(trials)))).toEqual({ good: 'Tier 1', poor: 'Tier 4' });
});
