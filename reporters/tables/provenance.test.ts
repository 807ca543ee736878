import { describe, expect, test } from 'vitest';
import type { Machine, Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeRun } from '../fixtures.ts';
import { provenanceTables } from './provenance.ts';
import type { ReportTable } from './report-table.ts';
import { reportTables } from './report-tables.ts';

const MACHINE: Machine = {
  cpu: 'AMD Ryzen 9',
  cores: 32,
  memoryBytes: 64 * 2 ** 30,
  os: 'linux 6.8.0 x64',
  gpus: null,
};
const GGUF = {
  architecture: 'qwen3',
  name: 'Qwen3 8B',
  basename: 'Qwen3',
  finetune: null,
  sizeLabel: '8B',
  baseModel: 'Qwen3 8B Base',
  headerHash: 'f'.repeat(64),
  chatTemplateHash: null,
};

function model(name: string, facts = {}, machine: Machine | null = MACHINE): Trial[] {
  return makeModel(name, [18, 17], { facts: { gguf: GGUF, ...facts } }).map((trial) => ({
    ...trial,
    provenance: {
      machine,
      rubricHash: 'e'.repeat(64),
      versions: { 'llama-codebench': '0.1.0', node: '24.1.0' },
    },
  }));
}

describe('the provenance', () => {
  test('of a run says build, machine, sandbox, versions and what all models were started with', () => {
    const trials = [
      ...model('a'),
      ...model('b', { order: 1, effectiveArgs: ['--temp', '0.7', '--ctx-size', '32768', '--jinja'] }),
    ];
    expect(facts(trials)).toEqual({
      'llama.cpp build': 'b11434-abc',
      Machine: 'AMD Ryzen 9, 32 cores, 64 GiB memory, GPUs not known, linux 6.8.0 x64',
      Sandbox: 'bubblewrap 0.11.0',
      'Version of llama-codebench': '0.1.0',
      'Version of node': '24.1.0',
      'Arguments of all models': '--ctx-size 32768 --jinja',
    });
    const models = table(trials, 'provenance-models');
    expect(models.rows.map(({ cells }) => cells.at(-1)!.text)).toEqual(['--temp 0.6', '--temp 0.7']);
    expect(texts(models, 'a')).toEqual([
      'a',
      'local',
      '8.0',
      'Q8_0',
      '8.19 B',
      'Qwen3 8B',
      'Qwen3 8B Base',
      'ffffffffffff',
      'b11434-abc',
      '--temp 0.6',
    ]);
    expect(models.rows[0]!.cells[7]!.value).toBe('f'.repeat(64));
  });

  test('of one model has its arguments whole, and none said to be shared', () => {
    expect(facts(model('a'))).not.toHaveProperty('Arguments of all models');
    expect(texts(table(model('a'), 'provenance-models'), 'a').at(-1)).toBe(
      '--temp 0.6 --ctx-size 32768 --jinja',
    );
  });

  test('of a task has the hash of its prompt and of its rubric', () => {
    const { rows } = table(model('a'), 'provenance-tasks');
    expect(rows.map(({ cells }) => cells.map(({ value }) => value))).toEqual([
      ['python-top-k', 'a'.repeat(64), 1200, 'e'.repeat(64)],
      ['js-bug-fix', 'a'.repeat(64), 1200, 'e'.repeat(64)],
    ]);
  });

  test('of a run on two machines says which model ran on which', () => {
    const other = { ...MACHINE, cores: 64, gpus: ['NVIDIA H100, 81559 MiB'] };
    const trials = [...model('a'), ...model('b', { order: 1 }, other), ...model('c', { order: 2 }, null)];
    expect(facts(trials)['Machine 2']).toContain('GPU NVIDIA H100, 81559 MiB');
    const models = table(trials, 'provenance-models');
    const at = models.columns.findIndex(({ id }) => id === 'machine');
    expect(models.rows.map(({ cells }) => cells[at]!.text)).toEqual(['Machine 1', 'Machine 2', '–']);
    expect(table(trials, 'comparability').rows).toHaveLength(1);
  });

  test('that is not on record is said to be so, and is never empty or 0', () => {
    const trials = makeModel('a', [18], {
      response: null,
      facts: { kind: 'published', serverBuild: null, effectiveArgs: [], parameters: null, sizeBytes: null },
    }).map((trial) => ({ ...trial, sandbox: null, request: null }));
    expect(facts(trials)).toEqual({
      'llama.cpp build': 'not on record',
      Machine: 'not on record',
      Sandbox: 'not on record',
    });
    const ids = reportTables(trials, makeRun(trials)).map(({ id }) => id);
    expect(ids).not.toContain('provenance-tasks');
    expect(texts(table(trials, 'provenance-models'), 'a').slice(2)).toEqual(
      ['–', '–', '–', '–', '–', '–', '–', '–'].with(1, 'Q8_0'),
    );
  });

  test('of no trial at all is no table', () => {
    expect(provenanceTables([], makeRun([])).flatMap(({ rows }) => rows)).toEqual([]);
  });

  test('every row has a cell a column', () => {
    const trials = [
      ...makeField(35),
      ...model('a', {}, MACHINE),
      ...model('b', { order: 1 }, { ...MACHINE, cores: 4 }),
    ];
    for (const { rows, columns } of provenanceTables(trials, makeRun(trials)))
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });
});

function table(trials: Trial[], id: string): ReportTable {
  return provenanceTables(trials, makeRun(trials)).find((one) => one.id === id)!;
}

function facts(trials: Trial[]): Record<string, string> {
  return Object.fromEntries(
    table(trials, 'provenance').rows.map(({ cells }) => [cells[0]!.text, cells[1]!.text]),
  );
}

function texts({ rows }: ReportTable, name: string): string[] {
  return rows.find(({ model: own }) => own === name)!.cells.map(({ text }) => text);
}
