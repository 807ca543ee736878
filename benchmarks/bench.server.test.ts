/** The whole thing on the real llama-server, with two real small models and one whose file is missing. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findServerBinary } from '../models/find-server.ts';
import { ensureTestModels } from '../models/test-models.ts';
import { findCacheDir } from '../sandbox/install-bubblewrap.ts';
import { tasksHere } from '../tasks/tasks-here.ts';
import { makeProject, type Project, type RunResult } from './rig.ts';

const SHARED = fileURLToPath(new URL('../../shared/llama.cpp/llama-server', import.meta.url));
const bin = await findServerBinary().catch(() => (existsSync(SHARED) ? SHARED : null));
const BENCH = ['run', '--project', 'bench'];
const MODELS = ['smollm2-135m-instruct-q4_1', 'missing-model', 'gemma-3-270m-q4_k_m'];

if (!bin && process.env.CI)
  throw new Error('CI must have a llama-server: none on PATH, none in ../shared/llama.cpp');

describe.skipIf(!bin)(
  `on ${bin ? 'a real llama-server' : 'no llama-server: set CODEBENCH_SERVER_BIN'}`,
  () => {
    let project: Project;
    let env: Record<string, string>;
    let whole: RunResult;

    beforeAll(async () => {
      const models = await ensureTestModels();
      project = await makeProject({ tasks: 0, builtInTasks: true });
      await mkdir(join(project.folder, 'models'));
      await writeFile(
        join(project.folder, 'models', 'preset.ini'),
        `[*]
ctx-size = 8192
n-predict = 200
temp = 0
seed = 1
threads = 2
verbosity = 4

[${MODELS[0]}]
model = ${models.smollm2}

[${MODELS[1]}]
model = ${join(project.folder, 'no-such-file.gguf')}

[${MODELS[2]}]
model = ${models.gemma3}
`,
      );
      // Crates and Go's build cache are prepared once a machine, not once a test.
      env = { CODEBENCH_SERVER_BIN: bin!, CODEBENCH_CACHE: findCacheDir() };
      whole = await project.run(BENCH, env);
    });

    afterAll(() => project?.remove());

    test('both models answer every task and the one without a file is an ERR row in the words of the server', async () => {
      expect(whole.code, whole.output).toBe(0);
      const { trials } = await project.results();
      const lacking = new Set((await tasksHere()).elsewhere.map(({ slug }) => slug));
      const tasks = new Set(trials.map(({ task }: { task: string }) => task));
      expect([...tasks]).toEqual([
        'python-top-k',
        'js-bug-fix',
        'ts-refactor',
        'rust-cli',
        'go-middleware',
        'js-sse',
      ]);
      expect(trials).toHaveLength(3 * tasks.size);
      for (const trial of trials.filter(({ model }: { model: string }) => model === 'missing-model'))
        expect(trial.outcome).toMatchObject({
          state: 'err',
          kind: 'load-failed',
          why: expect.stringMatching(/no-such-file\.gguf/),
        });
      for (const trial of trials.filter(({ model }: { model: string }) => model !== 'missing-model')) {
        expect(trial.response.contentChars, trial.model).toBeGreaterThan(0);
        expect([lacking.has(trial.task) ? 'not-run' : 'graded', 'err']).toContain(trial.outcome.state);
        if (trial.outcome.state === 'err') expect(trial.outcome.kind).toBe('no-code');
      }
    });

    test('the facts of each model come from its file and its server', async () => {
      const { trials } = await project.results();
      const facts = (model: string) =>
        trials.find((trial: { model: string }) => trial.model === model).modelFacts;
      expect(facts(MODELS[0]!)).toMatchObject({ sizeBytes: 98362432, quantisation: 'Q4_1', order: 0 });
      expect(facts(MODELS[0]!).parameters).toBeGreaterThan(130e6);
      expect(facts(MODELS[2]!)).toMatchObject({ quantisation: 'Q4_K_M', order: 2 });
      expect(facts(MODELS[2]!).effectiveArgs.join(' ')).toMatch(/--ctx-size 8192/);
      expect(facts(MODELS[1]!).sizeBytes).toBeNull();
    });

    test('the timings are what the server logged of each request, with no prompt cache', async () => {
      const { trials } = await project.results();
      const log = await serverLog();
      for (const { response, timings } of trials.filter(
        (trial: { response: { timings: unknown } }) => trial.response?.timings,
      )) {
        expect(response.timings.cache_n ?? 0).toBe(0);
        const { prompt_n, predicted_n } = response.timings;
        expect(response.usage).toMatchObject({ prompt_tokens: prompt_n, completion_tokens: predicted_n });
        expect(log).toMatch(new RegExp(`prompt eval time = .*/ +${prompt_n} tokens`));
        expect(log).toMatch(new RegExp(`eval time = .*/ +${predicted_n} tokens`));
        expect(timings.wallMs).toBeGreaterThan(response.timings.predicted_ms);
        expect(timings.timeToFirstTokenMs).toBeLessThan(timings.wallMs);
      }
    });

    test('each model was loaded once, in the order of the preset, and nothing is left running', async () => {
      expect(spawned(await serverLog())).toEqual(MODELS);
      expect(processesOf(project.folder)).toEqual([]);
    });

    test('a run killed with -9 in the middle goes on where it was, and ends with the same table', async () => {
      await rm(join(project.folder, 'recordings'), { recursive: true });
      await rm(join(project.folder, '.vitest', 'llama-codebench', 'llama-server.log'));
      const running = project.start(BENCH, env);
      const deadline = Date.now() + 900_000;
      while (!existsSync(join(project.folder, 'recordings', MODELS[2]!, 'python-top-k.1.json'))) {
        if (Date.now() > deadline)
          throw new Error(`no recording of ${MODELS[2]} in 900 s:\n${running.output()}`);
        await sleep(20);
      }
      running.kill('SIGKILL');
      await running.ended;
      for (let looks = 0; looks < 60 && processesOf(project.folder).length > 0; looks++) await sleep(500);
      expect(processesOf(project.folder), 'llama-server of the killed run').toEqual([]);
      const before = answered(await serverLog());
      const again = await project.run(BENCH, env);
      expect(again.code, again.output).toBe(0);
      // Model 1 has all its answers: it is not even loaded.
      expect(spawned(await serverLog()).slice(3)).toEqual(MODELS.slice(1));
      expect(answered(await serverLog()) - before).toBeLessThan(before);
      expect(scores(again.output)).toEqual(scores(whole.output));
    });

    function serverLog(): Promise<string> {
      return readFile(join(project.folder, '.vitest', 'llama-codebench', 'llama-server.log'), 'utf8');
    }
  },
);

function spawned(log: string): string[] {
  return [...log.matchAll(/spawning server instance with name=(\S+)/g)].map((match) => match[1]!);
}

/** Requests that the server finished; the warm-up of each load is one of them. */
function answered(log: string): number {
  return [...log.matchAll(/prompt eval time =/g)].length;
}

function scores(output: string): string[] {
  const lines = output.split('\n');
  return lines.slice(
    lines.findIndex((line) => line.startsWith('Scores')),
    lines.findIndex((line) => line.startsWith('Ranking')),
  );
}

/** Command lines that name the folder: the router's and its models'. */
function processesOf(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('llama-server') && line.includes(folder));
}
