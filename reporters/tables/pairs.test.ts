import { expect, test } from 'vitest';
import type { GgufIdentity, ModelFacts, Trial } from '../../benchmarks/trial.ts';
import { makeRun, makeTrial, type TrialFacts } from '../fixtures.ts';
import { NO_CONTEXT, type PairCorrection } from './context.ts';
import type { PairKind } from './pair.ts';
import { findPairs } from './pairs.ts';

function model(name: string, facts: Partial<ModelFacts> = {}, more: TrialFacts = {}): Trial {
  const bare = { sizeBytes: null, quantisation: null, parameters: null, effectiveArgs: [] };
  return makeTrial({ model: name, response: null, ...more, facts: { ...bare, ...facts } });
}

function gguf(known: Partial<GgufIdentity>): GgufIdentity {
  const none = {
    architecture: null,
    name: null,
    basename: null,
    finetune: null,
    sizeLabel: null,
    baseModel: null,
  };
  return { ...none, headerHash: '', chatTemplateHash: null, ...known };
}

function pairsOf(trials: Trial[], pairs: PairCorrection[] = []): string[] {
  return findPairs(trials, makeRun(trials), { ...NO_CONTEXT, pairs }).map(
    ({ kind, first, second }) => `${kind}: ${first.model} / ${second.model}`,
  );
}

const named = (...names: string[]) => pairsOf(names.map((name, order) => model(name, { order })));

const SAME: [PairKind, string, string][] = [
  // Thinking first, each in another style.
  ['thinking', 'qwen35-35b-a3b-q8', 'qwen35-35b-a3b-q8-nonthink'],
  ['thinking', 'qwen3-8b-q8', 'qwen3-8b-q8-no-think'],
  ['thinking', 'qwen3-8b-q8', 'qwen3-8b-no_think-q8'],
  ['thinking', 'qwen3-8b-q8', 'qwen3-8b-q8-nothink'],
  ['thinking', 'qwen3-8b-think-q8', 'qwen3-8b-non-thinking-q8'],
  ['thinking', 'Qwen3-8B-Q8_0', 'Qwen3-8B-Q8_0-NoThink'],
  ['thinking', 'unsloth/Qwen3.5-27B-GGUF:UD-Q8_K_XL', 'qwen3.5-27b-q8kxl-nonthinking'],
  ['thinking', 'qwen35-35b-a3b-q6k-think', 'qwen35-35b-a3b-q6k-nonthink'],
  ['thinking', 'qwen3-8b', 'qwen3-8b/no_think'],
  ['thinking', 'GLM-4.7-Flash-Q4_K_M', 'GLM-4.7-Flash-Q4_K_M-reasoning-off'],
  ['thinking', 'glm47-flash-q4km', 'GLM-4.7-Flash-thinking=off-Q4_K_M'],
  ['thinking', 'deepseek-v3.1-q40 thinking', 'deepseek-v3.1-q40 (without thinking)'],
  ['thinking', 'Qwen3-30B-A3B-Thinking-2507-Q8_0', 'Qwen3-30B-A3B-Instruct-2507-Q8_0'],
  ['thinking', 'Ministral-3-8B-Reasoning-2512-Q8_0', 'Ministral-3-8B-Instruct-2512-Q8_0'],
  // Smaller first; no sizes are known here, so the bits decide.
  ['quantisation', 'qwen3-8b-q4km', 'qwen3-8b-q8'],
  ['quantisation', 'qwen3-8b-q4_k_m', 'qwen3-8b-q8_0'],
  ['quantisation', 'qwen3_8b_Q4_K_M', 'Qwen3-8B.Q8_0.gguf'],
  ['quantisation', 'bartowski/Qwen3-8B-GGUF:IQ4_NL', 'unsloth/Qwen3-8B-GGUF:Q6_K_L'],
  ['quantisation', 'devstral-small-2-24b-2512-q40', 'devstral-small-2-2512-24b-q8kxl'],
  ['quantisation', 'gpt-oss-20b-mxfp4', 'gpt-oss-20b-q8kxl'],
  ['quantisation', 'gpt-oss-20b-MXFP4_MOE', 'gptoss-20b-f16'],
  ['quantisation', 'models\\Qwen3-8B-UD-Q4_K_XL-00001-of-00002.gguf', '/srv/gguf/qwen3-8b-bf16.gguf'],
  ['quantisation', 'qwen3:8b-q4_K_M', 'qwen3:8b-q8_0'],
  ['quantisation', 'smollm2-135m-instruct-q4_0', 'SmolLM2-135M-Instruct-Q8_0'],
  ['quantisation', 'mixtral-8x7b-instruct-v0.1.Q4_K_M', 'mixtral-8x7b-instruct-v0.1.Q8_0'],
  ['quantisation', 'mradermacher/Foo-8B-i1-GGUF:Q4_K_M', 'mradermacher/Foo-8B-i1-GGUF:Q6_K'],
  ['quantisation', 'qwen35-08b-iq4_xs', 'Qwen3.5-0.8B-Q8_0'],
  ['quantisation', '日本語-7b-q4km', '日本語-7b-q8'],
  // Base first.
  ['distill', 'qwen35-35b-a3b-q8', 'qwen35-35b-a3b-claude-distill-q6k'],
  ['distill', 'Qwen3.5-27B-Q8_0', 'Qwen3.5-27B-Claude-4.6-Opus-Reasoning-Distilled-Q8_0'],
  ['distill', 'qwen-7b-q8', 'deepseek-r1-distill-qwen-7b-q8'],
  ['distill', 'gpt-oss-20b-q8kxl', 'gpt-oss-20b-coding-distill-mxfp4'],
  ['distill', 'Qwen3-30B-A3B-Thinking-2507-q8', 'Qwen3-30B-A3B-Thinking-2507-DeepSeek-Distill-q4km'],
  ['distill', 'qwen35-9b', 'qwen35-claude-distill-9b'],
];

test.for(SAME)('%s pair: %s / %s, in either order', ([kind, first, second]) => {
  expect(named(first, second)).toEqual([`${kind}: ${first} / ${second}`]);
  expect(named(second, first)).toEqual([`${kind}: ${first} / ${second}`]);
});

const APART: [string, string][] = [
  ['qwen3-coder-30b-a3b-1m-q8kxl', 'qwen3-coder-30b-a3b-q4kxl'],
  ['qwen3-coder-30b-a3b-1m-q8kxl', 'qwen3-coder-30b-a3b-q8kxl-nonthink'],
  ['qwen35-35b-a3b-q8', 'qwen35-122b-a10b-q4km'],
  ['qwen3-coder-30b-a3b-q8', 'qwen3-30b-a3b-q4km'],
  ['devstral-small-2-24b-2512-q40', 'devstral-2-123b-2512-q8'],
  ['deepseek-r1-distill-qwen-7b-q8', 'deepseek-r1-q4km'],
  ['deepseek-r1-distill-qwen-7b-q8', 'deepseek-r1-distill-llama-8b-q4km'],
  ['deepseek-r1-distill-qwen-7b-q8', 'qwen2.5-7b-q8'],
  ['qwen3-8b-q8', 'qwen3-14b-q8-nothink'],
  ['qwen3-8b-q8', 'qwen35-8b-q8-nothink'],
  ['qwen3-8b-q8', 'qwen3-8b-q4km-nothink'],
  ['qwen25-7b-instruct-q4km', 'qwen25-7b-q8'],
  ['qwen25-coder-7b-base-q4km', 'qwen25-coder-7b-instruct-q8'],
  ['gemma-3-27b-it-qat-q4_0', 'gemma-3-27b-it-q8_0'],
  ['minimax-m25-reap-139b-q4km', 'minimax-m25-230b-q4km'],
  ['qwen3-4b-2507-q8', 'qwen3-4b-q4km'],
  ['phi-4-q8', 'phi-4-reasoning-q8'],
  ['nemotron-cascade-2-30b-a3b-q8', 'nemotron-3-30b-a3b-q4km'],
  ['rethink-7b-q8', 'nothinker-7b-q8'],
  ['q8', 'q4km'],
  ['a', 'b'],
  ['', '---'],
  ['<script>-8b-q8', 'script-8b-q8'],
  ['constructor-8b', '__proto__-8b-nothink'],
];

test.for(APART)('no pair: %s / %s', ([a, b]) => {
  expect(named(a, b)).toEqual([]);
});

test('three quantisations are two steps, not three pairs, and each thinking mode has its own', () => {
  expect(named('x-8b-q8', 'x-8b-q4km', 'x-8b-q6k', 'x-8b-q8-nothink', 'x-8b-q4km-nothink')).toEqual([
    'thinking: x-8b-q8 / x-8b-q8-nothink',
    'thinking: x-8b-q4km / x-8b-q4km-nothink',
    'quantisation: x-8b-q4km / x-8b-q6k',
    'quantisation: x-8b-q6k / x-8b-q8',
    'quantisation: x-8b-q4km-nothink / x-8b-q8-nothink',
  ]);
});

const OFF = [
  ['--reasoning-budget', '0'],
  ['--reasoning', 'off'],
  ['--chat-template-kwargs', '{"enable_thinking":false}'],
  ['--chat-template-kwargs={"enable_thinking": false}'],
  ['--reasoning-effort', 'none'],
];

test.for(OFF)(
  'the arguments %j make it the half that does not think, whatever the names say',
  (effectiveArgs) => {
    const file = { gguf: gguf({ headerHash: 'f'.repeat(64) }) };
    expect(
      pairsOf([
        model('daily-nothink', { ...file, effectiveArgs: ['--reasoning', 'on'] }),
        model('fast', { ...file, effectiveArgs }),
      ]),
    ).toEqual(['thinking: daily-nothink / fast']);
  },
);

test('arguments that limit or shape reasoning do not switch it off', () => {
  const file = { gguf: gguf({ headerHash: 'f'.repeat(64) }) };
  for (const effectiveArgs of [
    ['--reasoning-budget', '4096'],
    ['--reasoning-budget', '-1'],
    ['--reasoning-format', 'none'],
    ['--chat-template-kwargs', '{"enable_thinking":'],
    ['--chat-template-kwargs', '[false]'],
  ])
    expect(
      pairsOf([model('a', file), model('b', { ...file, effectiveArgs })]),
      effectiveArgs.join(' '),
    ).toEqual([]);
});

test('one file is no pair of quantisations, whatever its names say', () => {
  const file = { gguf: gguf({ headerHash: 'f'.repeat(64) }) };
  expect(pairsOf([model('x-8b-q4km', file), model('x-8b-q8', file)])).toEqual([]);
});

test('the same file that reasoned under one preset and not under the other is a pair by observation', () => {
  const file = { gguf: gguf({ headerHash: 'f'.repeat(64) }) };
  const thinks = model('a', file, { response: { reasoningChars: 4000 } });
  const answers = model('b', file, { response: { reasoningChars: 0 } });
  const [pair] = findPairs([answers, thinks], makeRun([answers, thinks]), NO_CONTEXT);
  expect([pair!.first.model, pair!.second.model]).toEqual(['a', 'b']);
  expect(pair!.how).toContain('a reasoned in 1 of 1 answers; b reasoned in 0 of 1 answers');
});

const QWEN = { architecture: 'qwen3moe', basename: 'Qwen3', sizeLabel: '30B-A3B' };

test('metadata pair models whose names tell nothing, and the name says only what they leave out', () => {
  const small = model('daily', {
    gguf: gguf({ ...QWEN, headerHash: '1' }),
    quantisation: 'Q4_K_M',
    sizeBytes: 18e9,
  });
  const large = model('slow', {
    gguf: gguf({ ...QWEN, headerHash: '2' }),
    quantisation: 'Q8_0',
    sizeBytes: 32e9,
  });
  expect(pairsOf([large, small])).toEqual(['quantisation: daily / slow']);
});

test('metadata keep apart what names would join', () => {
  const facts = (known: Partial<GgufIdentity>, parameters: number | null = null) => ({
    gguf: gguf({ ...QWEN, headerHash: JSON.stringify(known), ...known }),
    parameters,
  });
  const pair = (a: Partial<ModelFacts>, b: Partial<ModelFacts>) =>
    pairsOf([model('x-q4km', a), model('x-q8', b)]);
  expect(pair(facts({ name: 'one' }), facts({}))).toEqual(['quantisation: x-q4km / x-q8']);
  expect(pair(facts({ sizeLabel: '235B-A22B' }), facts({}))).toEqual([]);
  expect(pair(facts({ basename: 'Qwen3-Coder' }), facts({}))).toEqual([]);
  expect(pair(facts({ architecture: 'llama' }), facts({}))).toEqual([]);
  expect(pair(facts({ finetune: 'Instruct-1M' }), facts({ finetune: 'Instruct' }))).toEqual([]);
  expect(pair(facts({}, 30e9), facts({ name: 'y' }, 8e9))).toEqual([]);
});

test('metadata that a variant left as they were do not make it the original', () => {
  const same = (headerHash: string) => ({ gguf: gguf({ ...QWEN, headerHash }) });
  for (const name of ['x-abliterated-q8', 'x-1m-q8', 'x-coder-q8', 'x-claude-distill-q8'])
    expect(
      pairsOf([model('x-q4km', same('1')), model(name, same('2'))]).filter((p) => p.startsWith('quant')),
    ).toEqual([]);
});

test('a distill finds the base that its GGUF names', () => {
  const base = model('work', { gguf: gguf({ ...QWEN, headerHash: '1' }) });
  const distill = model('play', {
    gguf: gguf({
      basename: 'Sonnetto',
      finetune: 'Distill',
      sizeLabel: '30B-A3B',
      baseModel: 'Qwen3 30B A3B',
      headerHash: '2',
    }),
  });
  expect(pairsOf([base, distill])).toEqual(['distill: work / play']);
  // Every quantised Instruct names a base, too.
  const instruct = model('i', {
    gguf: gguf({ ...QWEN, finetune: 'Instruct', baseModel: 'Qwen3 30B A3B', headerHash: '3' }),
  });
  expect(pairsOf([base, instruct])).toEqual([]);
});

test('the user names pairs that nobody could find, and denies those that are none', () => {
  const trials = [model('x-8b-q8'), model('x-8b-q4km'), model('elsewhere')];
  const correct = (kind: PairKind, models: [string, string], isPair: boolean) => [{ kind, models, isPair }];
  expect(pairsOf(trials, correct('quantisation', ['x-8b-q8', 'x-8b-q4km'], false))).toEqual([]);
  expect(pairsOf(trials, correct('thinking', ['elsewhere', 'x-8b-q8'], true))).toEqual([
    'thinking: elsewhere / x-8b-q8',
    'quantisation: x-8b-q4km / x-8b-q8',
  ]);
  expect(pairsOf(trials, correct('quantisation', ['x-8b-q8', 'x-8b-q4km'], true))).toHaveLength(1);
  expect(pairsOf(trials, correct('distill', ['gone', 'x-8b-q8'], true))).toHaveLength(1);
});
