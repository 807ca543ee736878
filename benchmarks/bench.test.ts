/** Whole runs: the real Vitest command line, against the stand-in router over HTTP. */
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type StandInOptions, type StandInRouter, startStandInRouter } from '../models/stand-in/router.ts';
import { sha256 } from './names.ts';
import { makeProject, type Project, type RunningVitest } from './rig.ts';

const REPO = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const GOOD = 'Here it is:\n\n```js\nconst answer = "ok ok";\n```\n';
const HALF = '```js\nconst answer = "ok";\n```\n';
const BENCH = ['run', '--project', 'bench'];

let project: Project;
const routers: StandInRouter[] = [];

beforeEach(async () => {
  project = await makeProject();
});

afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.close()));
  await project.remove();
});

describe('a run', () => {
  test('asks every model every task, one model at a time, and ranks them', async () => {
    const router = await standIn([good('beta'), { id: 'alpha', answers: answers(HALF) }]);
    const { code, output } = await project.run(BENCH, at(router));
    expect(output).toMatch(/1 +beta .*40/);
    expect(output).toMatch(/2 +alpha .*20/);
    expect(code, output).toBe(0);
    expect(router.log.loads).toEqual(['alpha', 'beta']);
    expect(router.log.unloads).toEqual(['alpha', 'beta']);
    const { schema, trials } = await project.results();
    expect(schema).toEqual({ name: 'llama-codebench-results', version: 3 });
    expect(trials).toHaveLength(4);
    expect(trials[2]).toMatchObject({
      model: 'beta',
      task: 'trivial-001',
      sample: 1,
      maxPoints: 20,
      outcome: {
        state: 'graded',
        score: { points: 20, checks: [{ id: 'first', points: 10, maxPoints: 10, passed: true }, {}] },
      },
      response: { content: GOOD, finish_reason: 'stop', source: 'server' },
    });
  });

  test('sends no sampling parameter, streams, and keeps the prompt cache out of timed requests', async () => {
    const router = await standIn([good('m')]);
    await project.run(BENCH, at(router));
    const asked = router.log.completions.filter(({ task }) => task !== null);
    expect(asked).toHaveLength(2);
    for (const { body } of asked)
      expect(body).toEqual({
        model: 'm',
        messages: [{ role: 'user', content: expect.stringContaining('ok twice') }],
        stream: true,
        stream_options: { include_usage: true },
        cache_prompt: false,
      });
  });

  test('warms a model up before its first timed request, and tells load time apart from it', async () => {
    const router = await standIn([{ ...good('m'), loadMs: 120 }]);
    await project.run(BENCH, at(router));
    expect(router.log.completions.map(({ task }) => task)).toEqual([null, 'trivial-001', 'trivial-002']);
    const { trials } = await project.results();
    expect(trials[0].timings.loadMs).toBeGreaterThanOrEqual(120);
    expect(trials[0].timings.wallMs).toBeLessThan(trials[0].timings.loadMs);
    expect(trials[1].timings).toMatchObject({ loadMs: null, warmUpMs: null });
  });

  test('asks each pair as often as CODEBENCH_SAMPLES says, each with a recording of its own', async () => {
    const router = await standIn([good('m')]);
    await project.run(BENCH, { ...at(router), CODEBENCH_SAMPLES: '3' });
    expect(router.log.completions.filter(({ task }) => task !== null)).toHaveLength(6);
    expect(await readdir(join(project.folder, 'recordings', 'm'))).toHaveLength(6);
    expect((await project.results()).trials.map(({ sample }: { sample: number }) => sample)).toEqual([
      1, 2, 3, 1, 2, 3,
    ]);
  });
});

describe('what is selected', () => {
  test.for([
    ['-t with a model', ['-t', 'alpha']],
    ['-t with a model and a task', ['-t', 'alpha > trivial-001']],
    ['a file filter', ['alpha']],
    ['a tags filter', ['--tags-filter', 'model:alpha']],
  ])('%s loads no other model', async ([, args]) => {
    const router = await standIn([good('beta'), good('alpha')]);
    const { code, output } = await project.run([...BENCH, ...(args as string[])], at(router));
    expect(code, output).toBe(0);
    expect(router.log.loads).toEqual(['alpha']);
    expect(output).not.toMatch(/missing/);
  });

  test('a -t that matches nothing is an error that names the nearest models', async () => {
    const router = await standIn([good('qwen3.5-9b'), good('gemma')]);
    const { code, output } = await project.run([...BENCH, '-t', 'qwen3.5-8b'], at(router));
    expect(code).toBe(1);
    expect(output).toMatch(/No trial matches .*nearest names are\n +qwen3\.5-9b\n/);
    expect(router.log.loads).toEqual([]);
  });

  test('`vitest list` names models and tasks and asks no server', async () => {
    await writeAnswers('m', GOOD);
    const { output } = await project.run(['list', '--project', 'bench'], {
      CODEBENCH_ANSWERS_FROM: 'answers',
    });
    expect(output).toMatch(/m > trivial-001/);
  });

  test('a bare run without the project bench asks no server', async () => {
    const { output } = await project.run(['run', '--passWithNoTests'], {
      CODEBENCH_SERVER_URL: 'http://127.0.0.1:9',
    });
    expect(output).toMatch(/No test files found/);
  });
});

describe('the store of answers', () => {
  test('a second run asks for nothing and loads nothing', async () => {
    const router = await standIn([good('m')]);
    const first = await project.run(BENCH, at(router));
    const before = router.log.completions.length;
    const second = await project.run(BENCH, at(router));
    expect(router.log.completions).toHaveLength(before);
    expect(router.log.loads).toEqual(['m']);
    expect(table(second.output)).toBe(table(first.output));
  });

  test('record asks anew and keeps the old answer beside it', async () => {
    const router = await standIn([good('m')]);
    await project.run(BENCH, at(router));
    await project.run(BENCH, { ...at(router), CODEBENCH_ANSWERS: 'record' });
    expect(router.log.loads).toEqual(['m', 'm']);
    expect(await readdir(join(project.folder, 'recordings', 'm'))).toHaveLength(4);
  });

  test('replay talks to no server and gives the same table', async () => {
    const router = await standIn([good('m')]);
    const first = await project.run(BENCH, at(router));
    const replayed = await project.run(BENCH, {
      CODEBENCH_ANSWERS: 'replay',
      CODEBENCH_SERVER_URL: 'http://127.0.0.1:9',
    });
    expect(replayed.code, replayed.output).toBe(0);
    expect(table(replayed.output)).toBe(table(first.output));
  });

  test('an answer to another prompt is asked again, and not replayed', async () => {
    const router = await standIn([good('m')]);
    await project.run(BENCH, at(router));
    const prompt = join(project.folder, 'my-tasks', 'trivial-001', 'prompt.md');
    await writeFile(prompt, 'Write ok three times.\n');
    const replayed = await project.run(BENCH, { CODEBENCH_ANSWERS: 'replay' });
    expect(replayed.code).toBe(1);
    expect(replayed.output).toMatch(/recorded for another request/);
    await project.run(BENCH, at(router));
    expect(
      router.log.completions.filter(({ body }) => JSON.stringify(body).includes('three times')),
    ).toHaveLength(1);
  });

  test('an ERR is asked again, and what failed stays readable', async () => {
    const router = await standIn([
      { ...good('m'), faults: { 'trivial-001': { fault: 'crash-mid-answer', times: 1 } } },
    ]);
    const first = await project.run(BENCH, at(router));
    expect(first.output).toMatch(/ERR crashed/);
    expect(first.code).toBe(0);
    const second = await project.run(BENCH, at(router));
    expect(second.output).toMatch(/1 +m .*40/);
    const files = await readdir(join(project.folder, 'recordings', 'm'));
    expect(files).toHaveLength(3);
    const failed = files.find((file) => /^trivial-001\.1\..+\.json$/.test(file))!;
    expect(await readFile(join(project.folder, 'recordings', 'm', failed), 'utf8')).toMatch(
      /"kind": "crashed"/,
    );
  });

  test('an answer without code is an ERR, and asked again', async () => {
    const router = await standIn([{ ...good('m'), faults: { 'trivial-001': { fault: 'prose', times: 1 } } }]);
    expect((await project.run(BENCH, at(router))).output).toMatch(/ERR no-code/);
    expect((await project.run(BENCH, at(router))).output).toMatch(/1 +m .*40/);
  });

  test('a router that dies makes trials not-run, with the reason in every report', async () => {
    const router = await standIn([{ ...good('m'), faults: { 'trivial-001': 'endless' } }]);
    const running = project.start(BENCH, { ...at(router), CODEBENCH_ANSWER_TIMEOUT_MS: '3000' });
    await until(() => router.log.completions.length === 2, running);
    await router.close();
    const { code, output } = await running.ended;
    expect(code).toBe(1);
    expect(output).not.toMatch(/nothing was run/);
    const { trials } = await project.results();
    expect(trials).toHaveLength(2);
    expect(trials[1].outcome).toMatchObject({ state: 'not-run', why: expect.stringContaining('127.0.0.1') });
  });

  test('a toolchain that is not on the machine skips its task with the reason, and the run succeeds', async () => {
    const task = await readFile(join(project.folder, 'my-tasks', 'trivial-002', 'task.js'), 'utf8');
    const asksRust = task
      .replace('toolchains: []', "toolchains: ['rust']")
      .replace(
        'observe: async (files) =>',
        'observe: async (files, sandbox) => (await sandbox.run(RUST)) &&',
      );
    const rust = { toolchains: ['rust'], cmd: ['rustc', '--version'], files: {} };
    await writeFile(
      join(project.folder, 'my-tasks', 'trivial-002', 'task.js'),
      `const RUST = ${JSON.stringify(rust)};\n${asksRust}`,
    );
    const router = await standIn([good('m')]);
    const PATH = await linkPath(join(project.folder, 'bin'), ['cargo', 'rustc']);
    const { code, output } = await project.run(BENCH, { ...at(router), PATH });
    expect(output).toMatch(/m +20 +n\/r/);
    expect(output).toMatch(/not run: cargo not found \(install Rust/);
    expect(code, output).toBe(0);
  });

  test('a corrupt recording is set aside, named and asked again', async () => {
    const router = await standIn([good('m')]);
    await project.run(BENCH, at(router));
    await writeFile(join(project.folder, 'recordings', 'm', 'trivial-001.1.json'), '{"half":');
    const { output, code } = await project.run(BENCH, at(router));
    expect(code, output).toBe(0);
    expect(output).toMatch(/corrupt recording.*trivial-001\.1\.corrupt-/s);
    expect(router.log.completions.filter(({ task }) => task === 'trivial-001')).toHaveLength(2);
  });

  test('answers from a folder are graded with no server', async () => {
    await writeAnswers('org/model.1', GOOD);
    const { code, output } = await project.run(BENCH, { CODEBENCH_ANSWERS_FROM: 'answers' });
    expect(code, output).toBe(0);
    expect(output).toMatch(/1 +org\/model\.1 .*40/);
  });
});

describe('what goes wrong', () => {
  test('a model that fails to load is an ERR row, and the run goes on', async () => {
    const router = await standIn([{ ...good('broken'), faults: { load: 'fails' } }, good('fine')]);
    const { code, output } = await project.run(BENCH, at(router));
    expect(code, output).toBe(0);
    expect(output).toMatch(/broken .*0\/2/);
    expect(output).toMatch(/ERR load-failed/);
    expect(output).toMatch(/1 +fine .*40/);
    // Asked for once, not once a task.
    expect(router.log.loads.filter((model) => model === 'broken')).toHaveLength(1);
  });

  test.for([
    ['crash-before-answer', 'crashed'],
    ['crash-mid-answer', 'crashed'],
    ['reset-mid-answer', 'connection-lost'],
    ['invalid-json-body', 'invalid-json'],
    ['invalid-json-event', 'invalid-json'],
    ['error-event', 'stream-error'],
    ['cut-off', 'cut-off'],
    ['parse-error', 'parse-failed'],
    ['parse-error-channel-tags', 'parse-failed'],
    ['stall', 'stalled'],
    ['endless', 'timed-out'],
    ['empty-content', 'empty'],
    ['reasoning-only', 'reasoning-only'],
    ['prose', 'no-code'],
    [{ fault: 'http', status: 400 }, 'refused'],
    [{ fault: 'http', status: 503 }, 'server-error'],
  ] as const)(
    '%s is ERR %s down to results.json and CSV, and costs no other trial',
    async ([fault, kind]) => {
      const router = await standIn([{ ...good('m'), faults: { 'trivial-001': fault } }]);
      const limits = { CODEBENCH_STALL_MS: '600', CODEBENCH_ANSWER_TIMEOUT_MS: '2500' };
      const { code, output } = await project.run(BENCH, { ...at(router), ...limits });
      expect(code, output).toBe(0);
      const { trials } = await project.results();
      expect(trials[0].outcome).toMatchObject({ state: 'err', kind });
      expect(trials[1].outcome).toMatchObject({ state: 'graded', score: { points: 20 } });
      expect(output).toMatch(/20\+/);
      expect(await readFile(join(project.folder, 'results', 'results.csv'), 'utf8')).toContain(kind);
    },
  );

  test('an answer cut by length that has code is graded and flagged', async () => {
    const router = await standIn([
      { id: 'm', answers: answers(`${GOOD}${'and so on '.repeat(200)}`), faults: { '*': 'length' } },
    ]);
    await project.run(BENCH, at(router));
    const { trials } = await project.results();
    expect(trials[0]).toMatchObject({
      outcome: { state: 'graded' },
      response: { truncated: true, finish_reason: 'length' },
    });
  });

  test('a gate makes an ERR or a low score fail the run', async () => {
    await project.remove();
    project = await makeProject({ options: 'gate: { noErr: true, leastScore: 15 }' });
    const router = await standIn([{ id: 'm', answers: answers(HALF), faults: { 'trivial-002': 'prose' } }]);
    const { code, output } = await project.run(BENCH, at(router));
    expect(code).toBe(1);
    expect(output).toMatch(/gate leastScore/);
    expect(output).toMatch(/gate noErr: ERR no-code/);
  });

  test('a recordings folder that cannot be written makes trials not-run, asks for no more answers, and fails', async () => {
    const router = await standIn([good('m')]);
    await writeFile(join(project.folder, 'recordings'), 'a file is in the way');
    const { code, output } = await project.run(BENCH, at(router));
    expect(code).toBe(1);
    expect(output).toMatch(/not run: .*could not be written/s);
    expect(output).not.toMatch(/\n +at /);
    const { trials } = await project.results();
    expect(trials[0].outcome.state).toBe('not-run');
    expect(router.log.completions.filter(({ task }) => task !== null)).toHaveLength(0);
  });

  test('a results folder that cannot be written is found before the first request', async () => {
    const router = await standIn([good('m')]);
    await writeFile(join(project.folder, 'results'), 'a file is in the way');
    const { code, output } = await project.run(BENCH, at(router));
    expect(code).toBe(1);
    expect(output).toMatch(/results/);
    expect(router.log.loads).toEqual([]);
  });

  test.for([
    ['single', /router mode/],
    ['stranger', /not.*llama-server|llama-server/],
  ] as const)('a server that is %s is refused with what to do, without a stack', async ([mode, words]) => {
    const router = await startStandInRouter({ models: [], mode });
    routers.push(router);
    const { code, output } = await project.run(BENCH, { CODEBENCH_SERVER_URL: router.url });
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/\n +at /);
  });

  test('a server that does not answer is named', async () => {
    const { code, output } = await project.run(BENCH, { CODEBENCH_SERVER_URL: 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(output).toMatch(/127\.0\.0\.1:9/);
    expect(output).not.toMatch(/\n +at /);
  });

  test('a setting that cannot be used is named with its value', async () => {
    const { code, output } = await project.run(BENCH, { CODEBENCH_SAMPLES: 'many' });
    expect(code).toBe(1);
    expect(output).toMatch(/samples = "many"/);
    expect(output).not.toMatch(/\n +at /);
  });
});

describe('beside other things', () => {
  test('another reporter on the command line keeps the ranking, the files and the exit code', async () => {
    await writeAnswers('m', GOOD);
    const env = { CODEBENCH_ANSWERS_FROM: 'answers' };
    const { output } = await project.run([...BENCH, '--reporter=verbose'], env);
    expect(output).toMatch(/1 +m .*40/);
    expect((await project.results()).trials).toHaveLength(2);
    expect((await project.run([...BENCH, '--reporter=verbose', '-t', 'zzz'], env)).code).toBe(1);
  });

  test('another reporter gets every check as an annotation', async () => {
    await writeAnswers('m', HALF);
    const args = [...BENCH, '--reporter=junit', '--outputFile=junit.xml'];
    await project.run(args, { CODEBENCH_ANSWERS_FROM: 'answers' });
    const xml = await readFile(join(project.folder, 'junit.xml'), 'utf8');
    expect(xml).toMatch(/name="score" value="10\/20\s+✓ 10\/10 first"/);
    expect(xml).toMatch(/name="lost" value="✗ 0\/10 second: saw 1"/);
  });

  test("the user's own failing test is told", async () => {
    await writeAnswers('m', GOOD);
    const own = `import { expect, test } from '${join(REPO, 'node_modules/vitest/dist/index.js')}';
test('my own', () => expect(1).toBe(2));`;
    await writeFile(join(project.folder, 'own.test.mjs'), own);
    const { code, output } = await project.run(['run', '--project', '*'], {
      CODEBENCH_ANSWERS_FROM: 'answers',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/my own: .*expected 1 to be 2/s);
  });

  test('a second run in the same project is refused and names the first', { timeout: 30_000 }, async () => {
    const router = await standIn([{ ...good('m'), faults: { '*': 'endless' } }]);
    const first = project.start(BENCH, at(router));
    await until(() => router.log.completions.length === 2, first);
    const second = await project.run(BENCH, at(router));
    first.kill('SIGKILL');
    await first.ended;
    expect(second.code).toBe(1);
    expect(second.output).toContain(`Another run (pid ${first.pid}) is under way`);
    // A killed run's lock holds nobody up.
    const third = await project.run([...BENCH, '-t', 'nothing'], at(router));
    expect(third.output).toMatch(/No trial matches/);
  });

  test('two models of one name are refused', async () => {
    await project.remove();
    project = await makeProject({
      options: "references: [{ name: 'm', baseUrl: 'http://127.0.0.1:9/v1', model: 'x' }]",
    });
    const { code, output } = await project.run(BENCH, at(await standIn([good('m')])));
    expect(code).toBe(1);
    expect(output).toMatch(/Two models are called m/);
    expect(output).not.toMatch(/\n +at /);
  });

  test('a task folder that does not exist is told without a stack', async () => {
    await project.remove();
    project = await makeProject({ options: "tasks: ['nowhere']" });
    const { code, output } = await project.run(BENCH, at(await standIn([good('m')])));
    expect(code).toBe(1);
    expect(output).toMatch(/nowhere/);
    expect(output).not.toMatch(/\n +at /);
  });
});

describe('a run that is ended', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s stops the answer at the server and has its report',
    { timeout: 30_000 },
    async ([signal, exitCode]) => {
      const router = await standIn([{ ...good('m'), faults: { 'trivial-002': 'endless' } }]);
      const running = project.start(BENCH, at(router));
      await until(() => router.log.completions.length === 3, running);
      await sleep(200);
      running.kill(signal);
      const { code, output } = await running.ended;
      expect(output).toMatch(/interrupted/i);
      expect(code, output).toBe(exitCode);
      expect(router.log.completions[2]!.aborted).toBe(true);
      expect(await readFile(join(project.folder, 'results', 'report.md'), 'utf8')).toMatch(/interrupted/i);
      expect((await project.results()).trials).toHaveLength(1);
    },
  );

  test('by kill -9 repeats no finished request, and ends with the same table', {
    timeout: 60_000,
  }, async () => {
    await project.remove();
    project = await makeProject({ tasks: 6 });
    const undisturbed = await standIn([good('a'), good('b')], { ttftMs: 30 });
    const whole = await project.run(BENCH, at(undisturbed));
    await rm(join(project.folder, 'recordings'), { recursive: true });
    const router = await standIn([good('a'), good('b')], { ttftMs: 30 });
    const running = project.start(BENCH, at(router));
    await until(() => tasksAsked(router).length === 8, running);
    running.kill('SIGKILL');
    await running.ended;
    await sleep(100);
    const again = await project.run(BENCH, at(router));
    const finished = router.log.completions.filter(({ task, finished }) => task !== null && finished);
    const pairs = finished.map(({ model, task }) => `${model} ${task}`);
    // The one in flight when the process died may have been answered without anybody to record it.
    expect(pairs.length - new Set(pairs).size).toBeLessThanOrEqual(1);
    expect(new Set(pairs).size).toBe(12);
    expect(table(again.output)).toBe(table(whole.output));
  });
});

describe('several machines', () => {
  test('two shards, merged, give the report of one undivided run', { timeout: 60_000 }, async () => {
    const models = [
      good('alpha'),
      { id: 'beta', answers: answers(HALF) },
      good('gamma'),
      { ...good('delta'), faults: { '*': 'prose' } },
    ];
    const router = await standIn(models);
    const whole = await project.run(BENCH, at(router));
    await rm(join(project.folder, 'recordings'), { recursive: true });
    for (const shard of ['1/2', '2/2'])
      expect((await project.run([...BENCH, `--shard=${shard}`, '--reporter=blob'], at(router))).code).toBe(0);
    expect(router.log.loads).toHaveLength(8);
    await rm(join(project.folder, 'results'), { recursive: true });
    // The machine that merges need not have benched.
    await rm(join(project.folder, '.vitest', 'llama-codebench'), { recursive: true });
    const merged = await project.run(['run', '--merge-reports', '--project', 'bench']);
    expect(table(merged.output)).toBe(table(whole.output));
    expect(merged.code, merged.output).toBe(0);
    expect((await project.results()).trials).toHaveLength(8);
  });

  test('a shard that is missing from a merge is named by its models', { timeout: 60_000 }, async () => {
    const router = await standIn([good('alpha'), good('beta')]);
    for (const shard of ['1/2', '2/2'])
      await project.run([...BENCH, `--shard=${shard}`, '--reporter=blob'], at(router));
    const blobs = join(project.folder, '.vitest', 'blob');
    await rm(join(blobs, (await readdir(blobs)).find((file) => file.includes('2-2'))!));
    const merged = await project.run(['run', '--merge-reports', '--project', 'bench']);
    expect(merged.output).toMatch(/Missing.*beta/s);
  });

  test('several routers take models in parallel, each one at a time', { timeout: 60_000 }, async () => {
    const models = ['a', 'b', 'c', 'd'].map((id) => ({ ...good(id), loadMs: 150 }));
    const [left, right] = [await standIn(models), await standIn(models)];
    const { code, output } = await project.run(BENCH, { CODEBENCH_SERVER_URL: `${left.url},${right.url}` });
    expect(code, output).toBe(0);
    expect([...left.log.loads, ...right.log.loads].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(left.log.loads.length).toBeGreaterThan(0);
    expect(right.log.loads.length).toBeGreaterThan(0);
    expect((await project.results()).trials).toHaveLength(8);
  });
});

describe('a reference model', () => {
  test('has a row with †, no size, and its key is nowhere', async () => {
    const api = await startStandInRouter({
      models: [{ ...good('big-model'), faults: { 'trivial-002': 'echo-key' } }],
      promptToTask: (prompt) => taskOf(prompt),
      apiKey: 'sk-very-secret-123',
    });
    routers.push(api);
    await project.remove();
    project = await makeProject({
      options: `references: [{ name: 'big', baseUrl: '${api.url}/v1', model: 'big-model', apiKeyEnv: 'MY_SECRET_KEY' }]`,
    });
    const router = await standIn([good('mine')]);
    const { output } = await project.run(BENCH, { ...at(router), MY_SECRET_KEY: 'sk-very-secret-123' });
    expect(output).toMatch(/big †/);
    expect(output).not.toContain('sk-very-secret-123');
    for (const file of await filesUnder(project.folder))
      expect(await readFile(file, 'utf8'), file).not.toContain('sk-very-secret-123');
  });
});

describe('a reference model behind the same name', () => {
  test('is asked anew when another model stands there', async () => {
    const api = await standIn([good('big'), { id: 'small', answers: answers(HALF) }]);
    const reference = (model: string) =>
      makeProject({ options: `references: [{ name: 'ref', baseUrl: '${api.url}/v1', model: '${model}' }]` });
    await project.remove();
    project = await reference('big');
    expect((await project.run(BENCH)).output).toMatch(/ref † .*40/);
    const config = join(project.folder, 'vitest.config.mjs');
    await writeFile(config, (await readFile(config, 'utf8')).replace("'big'", "'small'"));
    expect((await project.run(BENCH)).output).toMatch(/ref † .*20/);
  });
});

describe('a server that the run starts', () => {
  test('is started on the preset, benched in its order, and gone afterwards', async () => {
    const { env, log } = await fakeServer(
      '[zeta]\nmodel = /nowhere/zeta.gguf\n\n[alpha.1]\nmodel = /nowhere/alpha.gguf\n',
    );
    const { code, output } = await project.run(BENCH, env);
    expect(code, output).toBe(0);
    expect((await events(log)).filter(({ event }) => event === 'load').map(({ model }) => model)).toEqual([
      'zeta',
      'alpha.1',
    ]);
    expect(await readdir(join(project.folder, 'cache', 'servers')).catch(() => [])).toEqual([]);
  });

  test.for([
    [
      'a preset that is missing',
      { LLAMA_ARG_MODELS_PRESET: 'nowhere.ini' },
      '',
      /nowhere\.ini does not exist.*LLAMA_ARG_MODELS_PRESET/s,
    ],
    ['a preset that cannot be parsed', {}, '[m]\nmodel = /a.gguf\n  ctx-size = 1\n', /preset\.ini:3/],
    ['a preset without models', {}, '; nothing here\n', /names no model/],
    [
      'a server that is missing',
      { CODEBENCH_SERVER_BIN: '/nowhere/llama-server' },
      '[m]\nmodel = /a.gguf\n',
      /\/nowhere\/llama-server/,
    ],
  ] as const)('%s is told without a stack', async ([, env, preset, words]) => {
    const fake = await fakeServer(preset || '[m]\nmodel = /a.gguf\n');
    const { code, output } = await project.run(BENCH, { ...fake.env, ...env });
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/\n +at /);
  });

  test('a taken port is told with its number', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { env } = await fakeServer('[m]\nmodel = /a.gguf\n');
    const { code, output } = await project.run(BENCH, { ...env, CODEBENCH_SERVER_PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`Port ${port} .*is taken`));
  });
});

type Model = StandInOptions['models'][number];

/** A folder that stands for this machine's PATH, without some programs. */
async function linkPath(folder: string, without: string[]): Promise<string> {
  await mkdir(folder);
  for (const place of process.env.PATH!.split(':'))
    for (const name of await readdir(place).catch(() => []))
      if (!without.includes(name)) await symlink(join(place, name), join(folder, name)).catch(() => {});
  return folder;
}

function answers(text: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`trivial-00${index + 1}`, text]));
}

function good(id: string): Model {
  return { id, answers: answers(GOOD) };
}

function taskOf(prompt: string): string | null {
  return /\((trivial-\d+)\)/.exec(prompt)?.[1] ?? (prompt.includes('three times') ? 'trivial-001' : null);
}

async function standIn(models: Model[], options: Partial<StandInOptions> = {}): Promise<StandInRouter> {
  const router = await startStandInRouter({ models, promptToTask: taskOf, ...options });
  routers.push(router);
  return router;
}

function at(router: StandInRouter): { CODEBENCH_SERVER_URL: string } {
  return { CODEBENCH_SERVER_URL: router.url };
}

function tasksAsked(router: StandInRouter) {
  return router.log.completions.filter(({ task }) => task !== null);
}

/** The score matrix and the ranking without what is measured, who was fastest included: it differs from run to run. */
function table(output: string): string {
  const lines = output.split('\n');
  const from = lines.findIndex((line) => line.startsWith('Scores'));
  const to = lines.findIndex((line) => line.startsWith('Efficiency'));
  return lines
    .slice(from, to)
    .map((line) => line.replace(/\b\d+(\.\d+)?s\b|\b\d+:\d\d\b|<\d+s/g, '').replace(/ +/g, ' '))
    .map((line) => line.replace(/^( *Fastest good) .*/, '$1'))
    .join('\n');
}

async function writeAnswers(model: string, text: string): Promise<void> {
  const folder = join(project.folder, 'answers', encodeURIComponent(model));
  await mkdir(folder, { recursive: true });
  for (const task of Object.keys(project.prompts)) await writeFile(join(folder, `${task}.md`), text);
}

/** The stand-in behind llama-server's own flags, started by the run as if it were llama-server. */
async function fakeServer(preset: string) {
  const main = fileURLToPath(new URL('../models/stand-in/main.ts', import.meta.url));
  const bin = join(project.folder, 'llama-server');
  await writeFile(bin, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  await chmod(bin, 0o755);
  await mkdir(join(project.folder, 'models'));
  await writeFile(join(project.folder, 'models', 'preset.ini'), preset);
  await writeAnswers('zeta', GOOD);
  await writeAnswers('alpha.1', HALF);
  const script = join(project.folder, 'script.json');
  const tasks = Object.fromEntries(
    Object.entries(project.prompts).map(([task, prompt]) => [sha256(prompt), task]),
  );
  await writeFile(script, JSON.stringify({ models: [], tasks }));
  const log = join(project.folder, 'server.jsonl');
  const env = {
    CODEBENCH_SERVER_BIN: bin,
    STAND_IN_ANSWERS: join(project.folder, 'answers'),
    STAND_IN_LOG: log,
    STAND_IN_SCRIPT: script,
  };
  return { env, log };
}

async function events(log: string): Promise<{ event: string; model: string }[]> {
  const text = await readFile(log, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function until(holds: () => boolean, running: RunningVitest): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain; the run said:\n${running.output()}`);
    await sleep(5);
  }
}
