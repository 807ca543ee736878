import { expect, test } from 'vitest';
import { makeField, makeRun, makeTrial } from './fixtures.ts';
import { parseResults, renderJson } from './json.ts';

test('what is written is read back whole', () => {
  const trials = makeField(5);
  const run = makeRun(trials, { mode: 'sample', state: 'interrupted' });
  const results = parseResults(renderJson(trials, run));
  expect(results.trials).toEqual(trials);
  expect(results.run).toEqual(run);
  expect(results.schema).toEqual({ name: 'llama-codebench-results', version: 3 });
});

test('reads version 2, and what it did not have is absent', () => {
  const trials = makeField(3);
  const old = JSON.parse(renderJson(trials, makeRun(trials)));
  old.schema.version = 2;
  delete old.run.sums;
  for (const trial of old.trials) {
    delete trial.provenance;
    delete trial.modelFacts.gguf;
  }
  const results = parseResults(JSON.stringify(old));
  expect(results.trials).toEqual(trials);
  expect(results.run).toEqual(makeRun(trials));
  expect(results.schema.version).toBe(3);
  expect(results.warnings).toEqual([]);
});

test('names the schema before anything else, for readers that only look at the head', () => {
  expect(renderJson([], makeRun([]))).toMatch(
    /^\{\s*"schema": \{\s*"name": "llama-codebench-results",\s*"version": 3/,
  );
});

test('a carried total that contradicts its checks is not written', () => {
  const trial = makeTrial({ points: 12 });
  if (trial.outcome.state === 'graded') trial.outcome.score.points = 20;
  expect(parseResults(renderJson([trial], makeRun([trial]))).trials[0]!.outcome).toMatchObject({
    score: { points: 12 },
  });
});

test('hostile names and texts survive byte for byte', () => {
  const model = '\u001b[31m=cmd()|<script>\u202e"\\\u0000';
  const trials = [makeTrial({ model, err: { kind: 'crashed', why: model } })];
  expect(parseResults(renderJson(trials, makeRun(trials))).trials[0]!.model).toBe(model);
});

test('refuses another file, another version and a damaged one, each with what to do', () => {
  const good = renderJson([makeTrial()], makeRun([makeTrial()]));
  const changed = (change: (results: { schema: { version: number }; trials: object[] }) => void) => {
    const results = JSON.parse(good);
    change(results);
    return JSON.stringify(results);
  };
  const failure = (text: string) => {
    try {
      parseResults(text, 'old/results.json');
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
    return 'was read';
  };
  expect(failure(good.slice(0, -50))).toMatch(
    /ResultsUnreadable: old\/results.json is not JSON .* copy it again/,
  );
  expect(failure('[]')).toMatch(/is not a result of llama-codebench.*got none/);
  expect(failure('{"schema":{"name":"other","version":1}}')).toMatch(/got 'other'/);
  expect(failure(changed((r) => (r.schema.version = 4)))).toMatch(
    /version 4, .* reads 2 and 3\. .*newer.*update/,
  );
  expect(failure(changed((r) => (r.schema.version = 0)))).toMatch(
    /version 0, .* reads 2 and 3\. .*older.*run the benchmark again/,
  );
  expect(failure(changed((r) => (r.trials[0] = { model: 'x' })))).toMatch(/damaged: trials\.0\./);
  expect(failure(good)).toBe('was read');
});
