/** Watch mode, as `vitest --ui` has it: the process stays after the run, and single models run again. */
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StandInRouter, startStandInRouter } from '../models/stand-in/router.ts';
import { makeProject, type Project, type RunningVitest } from './rig.ts';

const WATCH = ['--watch', '--project', 'bench'];

let project: Project;
let router: StandInRouter;
let running: RunningVitest | null = null;

beforeEach(async () => {
  project = await makeProject();
  const answers = { 'trivial-001': '```js\nok ok\n```\n', 'trivial-002': '```js\nok\n```\n' };
  router = await startStandInRouter({
    models: ['alpha', 'beta'].map((id) => ({ id, answers })),
    promptToTask: (prompt) => /\((trivial-\d+)\)/.exec(prompt)?.[1] ?? null,
  });
});

afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
  await router.close();
  await project.remove();
});

test('a model that runs again is the only one asked, and the report keeps the others', async () => {
  running = project.start(WATCH, { CODEBENCH_SERVER_URL: router.url, CODEBENCH_ANSWERS: 'record' });
  await waits(running, 1);
  expect(router.log.loads).toEqual(['alpha', 'beta']);
  const stubs = join(project.folder, '.vitest', 'llama-codebench');
  const stub = (await readdir(stubs, { recursive: true })).find((name) => /beta.*\.mjs$/.test(name))!;
  await appendFile(join(stubs, stub), '// touched\n');
  await waits(running, 2);
  expect(router.log.loads).toEqual(['alpha', 'beta', 'beta']);
  expect(askedTasks()).toHaveLength(6);
  const { trials, run } = await project.results();
  expect(trials.map((trial: { model: string; task: string }) => [trial.model, trial.task])).toEqual([
    ['alpha', 'trivial-001'],
    ['alpha', 'trivial-002'],
    ['beta', 'trivial-001'],
    ['beta', 'trivial-002'],
  ]);
  expect(run).toMatchObject({ state: 'finished' });
  expect(run.expected).toHaveLength(4);
  const rerun = running.output().split('Waiting for the next run')[1];
  expect(rerun).toContain('2/2 beta · trivial-002 · graded 10/20');
  expect(rerun).toMatch(/Ranking[\s\S]*alpha .*30[\s\S]*beta .*30/);
});

test('says how to end it, and a signal ends it with the code of an interruption', async () => {
  running = project.start(WATCH, { CODEBENCH_SERVER_URL: router.url });
  await waits(running, 1);
  expect(running.output()).toContain('Press q to quit');
  running.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 143, signal: null });
});

function askedTasks() {
  return router.log.completions.filter(({ task }) => task !== null);
}

/** Resolves when the run has come to rest so many times. */
async function waits(vitest: RunningVitest, times: number): Promise<void> {
  const rests = () => vitest.output().split('Waiting for the next run').length - 1;
  await expect.poll(rests, { timeout: 50_000, interval: 50 }).toBe(times);
}
