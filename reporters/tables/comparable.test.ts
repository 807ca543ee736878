import { describe, expect, test } from 'vitest';
import type { Machine, Provenance, Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeRun } from '../fixtures.ts';
import { comparabilityTable } from './comparability.ts';
import { COMPARABILITY_RULES, notComparable } from './comparable.ts';

const MACHINE: Machine = {
  cpu: 'AMD Ryzen 9 7950X',
  cores: 32,
  memoryBytes: 64 * 2 ** 30,
  os: 'linux 6.8.0 x64',
  gpus: ['NVIDIA GeForce RTX 3060, 12288 MiB'],
};
const OURS: Provenance = {
  machine: MACHINE,
  rubricHash: 'a'.repeat(64),
  versions: { 'llama-codebench': '0.1.0', node: '24.1.0', vitest: '5.1.1', python: '3.11.7' },
};

function model(name: string, provenance: Partial<Provenance> | null = {}, facts = {}): Trial[] {
  const whole = provenance && { ...OURS, ...provenance };
  return makeModel(name, [18, 17], { facts }).map((trial) => ({ ...trial, provenance: whole }));
}
const machine = (more: Partial<Machine>) => ({ machine: { ...MACHINE, ...more } });

describe('two models are not comparable', () => {
  test('when they were measured on other machines: the reason names what differs, and that it is about times', () => {
    const gpus = ['NVIDIA H100 80GB HBM3, 81559 MiB'];
    expect(notComparable(model('a'), model('b', machine({ gpus })))).toEqual([
      'times: another machine (GPUs: NVIDIA GeForce RTX 3060, 12288 MiB against NVIDIA H100 80GB HBM3, 81559 MiB)',
    ]);
    expect(notComparable(model('a'), model('b', machine({ gpus: [] })))[0]).toContain('against none');
  });

  test('when another llama.cpp build answered', () => {
    expect(notComparable(model('a'), model('b', {}, { serverBuild: 'b9' }))).toEqual([
      'points and times: another llama.cpp build (build: b11434-abc against b9)',
    ]);
  });

  test('when a task that both were asked had another prompt or rubric, and the task is named', () => {
    const [first, second] = model('b', { rubricHash: 'b'.repeat(64) });
    const other = [first!, { ...second!, request: { hash: 'c'.repeat(64), promptChars: 1 } }];
    expect(notComparable(model('a'), other)).toEqual([
      'points and times: another prompt (js-bug-fix: aaaaaaaaaaaa against cccccccccccc)',
      'points: another rubric (python-top-k: aaaaaaaaaaaa against bbbbbbbbbbbb; js-bug-fix: aaaaaaaaaaaa against bbbbbbbbbbbb)',
    ]);
  });

  test('when another version of ours or of a language graded', () => {
    const versions = { ...OURS.versions, 'llama-codebench': '0.1.1', python: '3.12.0' };
    expect(notComparable(model('a'), model('b', { versions }))).toEqual([
      'points: graded with other versions (llama-codebench: 0.1.0 against 0.1.1; python: 3.11 against 3.12)',
    ]);
  });

  test('in their times, when one answers over an API', () => {
    const api = model('haiku', { machine: null }, { kind: 'reference', serverBuild: 'fp_1' });
    expect(notComparable(model('a'), api)).toEqual([
      'times: measured elsewhere (answers: local against over an API)',
    ]);
    expect(notComparable(api, api)).toEqual([]);
  });

  test('in their points, when those of one were given by the authors of a published report', () => {
    const published = model('a', null, { kind: 'published', serverBuild: null });
    expect(notComparable(model('a'), published)).toEqual([
      'points: given by others (points: checks against published)',
    ]);
  });

  test('when one of them was resumed on another machine', () => {
    const [first, second] = [model('b')[0]!, model('b', machine({ cpu: 'Apple M2' }))[1]!];
    expect(notComparable(model('a'), [first, second])[0]).toContain(
      'AMD Ryzen 9 7950X against AMD Ryzen 9 7950X and Apple M2',
    );
  });
});

describe('two models are comparable', () => {
  test.for<[string, Trial[]]>([
    ['they share everything', model('b')],
    ['one does not know its machine, rubric and build', model('b', null, { serverBuild: null })],
    [
      'the memory differs by what a kernel keeps',
      model('b', machine({ memoryBytes: MACHINE.memoryBytes! - 2e7 })),
    ],
    ['the kernel was updated', model('b', machine({ os: 'linux 6.9.1 x64' }))],
    ['the GPUs of one could not be asked', model('b', machine({ gpus: null }))],
    [
      'a patch release of Node or Python differs',
      model('b', { versions: { ...OURS.versions, node: '24.9.0', python: '3.11.9' } }),
    ],
    ['one has no trial', []],
    [
      'they were asked other tasks',
      model('b', { rubricHash: 'b'.repeat(64) }).map((t) => ({ ...t, task: `new-${t.task}` })),
    ],
  ])('when %s', ([, other]) => {
    expect(notComparable(model('a'), other)).toEqual([]);
  });
});

describe('the table of what is not comparable', () => {
  test('marks those that differ from the largest group, with the reason and the rules', () => {
    const gpus = ['NVIDIA H100 80GB HBM3, 81559 MiB'];
    const trials = [
      ...model('odd <b>', machine({ gpus }), { order: 0 }),
      ...['a', 'b', 'c'].flatMap((name, i) => model(name, {}, { order: i + 1 })),
      ...model('unknown', null, { order: 9 }),
      ...model('haiku', { machine: null }, { order: 10, kind: 'reference' }),
    ];
    const { rows, notes } = comparabilityTable(trials, makeRun(trials));
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      [
        'odd <b>',
        '3 other models',
        'times: another machine (GPUs: NVIDIA H100 80GB HBM3, 81559 MiB against NVIDIA GeForce RTX 3060, 12288 MiB)',
      ],
      ['haiku', '4 other models', 'times: measured elsewhere (answers: over an API against local)'],
    ]);
    expect(rows[0]!.cells[2]!.claims).toEqual([
      { text: expect.any(String), evidence: [{ model: 'odd <b>' }] },
    ]);
    expect(notes).toHaveLength(COMPARABILITY_RULES.length);
  });

  test('names the other one of two', () => {
    const trials = [...model('a'), ...model('b', {}, { order: 1, serverBuild: 'b9' })];
    const { rows } = comparabilityTable(trials, makeRun(trials));
    expect(rows.map(({ model: name, cells }) => [name, cells[1]!.text])).toEqual([['b', 'a']]);
  });

  test('is empty for one model, for none, and where all share what matters', () => {
    for (const trials of [model('a'), [], [...model('a'), ...model('b')]])
      expect(comparabilityTable(trials, makeRun(trials)).rows).toEqual([]);
  });

  test('of 1,000 models, each unlike the others, takes seconds at most', () => {
    const trials = makeField(1000).map((trial) => ({
      ...trial,
      provenance: { ...OURS, ...machine({ cpu: trial.model }) },
    }));
    const startedAt = performance.now();
    expect(comparabilityTable(trials, makeRun(trials)).rows.length).toBeGreaterThan(500);
    const ms = performance.now() - startedAt;
    console.log(`not comparable: ${ms.toFixed(0)} ms of 1,000 models`);
    expect(ms).toBeLessThan(3000);
  });
});
