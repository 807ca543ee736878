import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestResult } from 'allure-js-commons';
import { parseEnvInfo } from 'allure-js-commons/sdk/reporter';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toAllureResult, writeAllureResults } from './allure.ts';
import { makeModel, makeRun, makeTrial } from './fixtures.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'codebench-allure-test-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const recording = JSON.stringify({ request: { messages: [{ role: 'user', content: 'Write top_k.' }] } });
const readRecording = async () => Buffer.from(recording);
const readNothing = async () => {
  throw new Error('not on this machine');
};

async function readResults(): Promise<TestResult[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('-result.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8'))));
}

test('labels a trial by model and language, and makes a step a check with its points', () => {
  const trial = makeTrial({ points: 15 });
  const result = toAllureResult(trial, makeRun([trial]));
  const labels = Object.fromEntries(result.labels.map((l) => [l.name, l.value]));
  expect(labels).toMatchObject({ parentSuite: 'qwen3-8b', suite: 'python', run_mode: 'preset' });
  expect(result.parameters).toEqual([
    { name: 'model', value: 'qwen3-8b' },
    { name: 'task', value: 'python-top-k' },
  ]);
  expect(result.name).toBe('python-top-k · 15/20');
  expect(result.steps.map((s) => [s.name, s.status, s.statusDetails.message])).toEqual([
    ['works: does what was asked · 15/20', 'failed', 'expected [1, 2], got [2] (5 cases)'],
  ]);
  expect(result.stop! - result.start!).toBe(30_000);
});

test('tags name the task and the band of the points, or what stands in their place', () => {
  const tagsOf = (trial: ReturnType<typeof makeTrial>) =>
    toAllureResult(trial, makeRun([trial]))
      .labels.filter(({ name }) => name === 'tag')
      .map(({ value }) => value);
  const bands = [20, 17, 16, 12, 8, 4, 0].map((points) => tagsOf(makeTrial({ points }))[1]);
  expect(bands).toEqual([
    ...['excellent 17-20', 'excellent 17-20', 'good 13-16', 'functional 9-12'],
    ...['attempted 5-8', 'broken 0-4', 'broken 0-4'],
  ]);
  expect(tagsOf(makeTrial({ err: { kind: 'crashed', why: '' } }))).toEqual(['python-top-k', 'ERR crashed']);
  expect(tagsOf(makeTrial({ notRun: 'no Go' }))).toEqual(['python-top-k', 'not run']);
});

test('full points pass, lost points fail, ERR is broken, not-run is skipped', () => {
  const statusOf = (trial: ReturnType<typeof makeTrial>) => {
    const { status, statusDetails } = toAllureResult(trial, makeRun([trial]));
    return [status, statusDetails.message];
  };
  expect(statusOf(makeTrial({ points: 20 }))).toEqual(['passed', undefined]);
  expect(statusOf(makeTrial({ points: 18 }))).toEqual(['failed', 'Lost points: works (−2)']);
  expect(statusOf(makeTrial({ err: { kind: 'crashed', why: 'proxy error' } }))).toEqual([
    'broken',
    'ERR crashed: proxy error',
  ]);
  expect(statusOf(makeTrial({ notRun: 'no sandbox' }))).toEqual(['skipped', 'no sandbox']);
});

test('a passed check shows what was seen, and points that a cap withheld are not called lost', () => {
  const checks = [
    {
      id: 'right',
      title: 'gives the right output',
      points: 0,
      maxPoints: 2,
      passed: false,
      detail: 'got [2]',
    },
    {
      id: 'tidy',
      title: 'leaves nothing over',
      points: 1,
      maxPoints: 3,
      passed: true,
      detail: 'clean [2 withheld]',
    },
  ];
  const outcome = { state: 'graded' as const, score: { points: 1, maxPoints: 5, checks, facts: [] } };
  const result = toAllureResult({ ...makeTrial(), outcome }, makeRun([]));
  expect(result.statusDetails.message).toBe('Lost points: right (−2)\nWithheld by a cap: tidy (−2)');
  expect(result.steps[1]).toMatchObject({
    name: 'tidy: leaves nothing over · 1/3 (withheld)',
    status: 'passed',
    statusDetails: {},
    parameters: [{ name: 'seen', value: 'clean [2 withheld]' }],
  });
});

test('the history id depends on model, task and sample and on nothing that changes between runs', () => {
  const idOf = (more: Parameters<typeof makeTrial>[0], run = makeRun([])) =>
    toAllureResult(makeTrial(more), run).historyId;
  const later = makeRun([], { startedAt: '2027-01-01T00:00:00.000Z', mode: 'replay' });
  expect(idOf({ points: 3, wallMs: 9 }, later)).toBe(idOf({ points: 20 }));
  const ids = [idOf({}), idOf({ sample: 2 }), idOf({ task: 'js-sse' }), idOf({ model: 'other' })];
  expect(new Set(ids).size).toBe(4);
});

test('prompt, answer, reasoning and check output are attached as plain text', async () => {
  const trial = makeTrial({
    points: 15,
    response: { content: '![x](http://evil.example/)', reasoning_content: 'hm' },
  });
  await writeAllureResults(dir, [trial], makeRun([trial]), readRecording);
  const [result] = await readResults();
  const attached = await Promise.all(
    result!.attachments.map(async (a) => [a.name, a.type, await readFile(join(dir, a.source), 'utf8')]),
  );
  expect(attached).toEqual([
    ['prompt', 'text/plain', '[user]\nWrite top_k.'],
    ['answer', 'text/plain', '![x](http://evil.example/)'],
    ['reasoning', 'text/plain', 'hm'],
    ['checks', 'text/plain', 'FAILED works 15/20 does what was asked\nexpected [1, 2], got [2] (5 cases)\n'],
  ]);
});

test('an answer from a folder is attached as it lies there', async () => {
  const trial = makeTrial({ response: { source: 'folder', file: 'answers/m/t.md' } });
  await writeAllureResults(dir, [trial], makeRun([trial]), async (path) => Buffer.from(`text of ${path}`));
  const answer = (await readResults())[0]!.attachments.find((a) => a.name === 'answer');
  expect(await readFile(join(dir, answer!.source), 'utf8')).toBe('text of answers/m/t.md');
});

test('a recording that is on another machine only leaves its attachments out', async () => {
  const trial = makeTrial();
  await writeAllureResults(dir, [trial], makeRun([trial]), readNothing);
  expect((await readResults())[0]!.attachments.map((a) => a.name)).toEqual(['checks']);
});

test('writing twice changes nothing, stale results of ours go, and those of others stay', async () => {
  const trials = [...makeModel('a', [20, 10]), ...makeModel('b', [5])];
  await writeFile(join(dir, 'other-result.json'), '{}');
  await writeAllureResults(dir, trials, makeRun(trials), readRecording);
  const first = await readdir(dir);
  await writeAllureResults(dir, trials, makeRun(trials), readRecording);
  expect(await readdir(dir)).toEqual(first);
  const fewer = makeModel('a', [20, 10]);
  await writeAllureResults(dir, fewer, makeRun(fewer), readRecording);
  const names = await readdir(dir);
  expect(names.filter((name) => /^codebench-.*-result\.json$/.test(name))).toHaveLength(2);
  expect(names).toContain('other-result.json');
});

test('a missing trial has a skipped result that says why', async () => {
  const trials = makeModel('a', [20]);
  const run = makeRun(trials, { state: 'interrupted', missing: [{ model: 'a', task: 'js-sse', sample: 1 }] });
  await writeAllureResults(dir, trials, run, readRecording);
  const missing = (await readResults()).find((r) => r.status === 'skipped');
  expect([missing!.name, missing!.statusDetails.message]).toEqual([
    'js-sse · missing',
    'No result: the run is interrupted.',
  ]);
});

test('environment and categories say what was benched and what the statuses mean', async () => {
  const trials = makeModel('a', [20]);
  const run = makeRun(trials, { headline: 'SAMPLE RUN = no preset\u001b[31m', mode: 'sample' });
  await writeAllureResults(dir, trials, run, readRecording);
  const environment = parseEnvInfo(await readFile(join(dir, 'environment.properties'), 'utf8'));
  expect(environment).toMatchObject({
    benched: 'SAMPLE RUN = no preset\\x1b[31m',
    mode: 'sample',
    'server build': 'b11434-abc',
  });
  const categories = JSON.parse(await readFile(join(dir, 'categories.json'), 'utf8')) as {
    matchedStatuses: string[];
  }[];
  expect(categories.flatMap((c) => c.matchedStatuses)).toEqual(['broken', 'skipped', 'failed']);
});
