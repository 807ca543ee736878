/**
 * What a run costs beside a bare loop of the same requests, measured as whole processes: `npm run bench:cost`.
 * Medians of paired rounds; the durable write is measured apart, because no careful store can do without it.
 */
import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type StandInRouter, startStandInRouter } from '../../models/stand-in/router.ts';
import { writeDurably } from '../recording.ts';
import { makeProject, type Project } from '../rig.ts';

const REPO = fileURLToPath(new URL('../..', import.meta.url));
const MODELS = ['model-a', 'model-b', 'model-c', 'model-d'];
const ANSWER = '```js\nconst answer = "ok ok";\n```\n';
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const BENCH = ['run', '--project', 'bench'];
/** Cases of a run follow each other about as fast; back to back, a disk that is awake writes twice as fast as in any run. */
const PACE_MS = 2;

/** Removed at the end only: ext4 makes new files up to a millisecond slower where many were deleted in the last minutes. */
const folders: string[] = [];

await slowServer();
await perCase();
for (const folder of folders) await rm(folder, { recursive: true });

/** 4 models x 6 tasks at 50 ms an answer and 200 ms a load. */
async function slowServer(): Promise<void> {
  const project = await projectOf(6);
  const { bare, bareNoWarmUp, ours, loads } = {
    bare: [] as number[],
    bareNoWarmUp: [] as number[],
    ours: [] as number[],
    loads: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const measure = async (run: (url: string) => Promise<void>) => {
      const router = await standIn(project, { loadMs: 200, ttftMs: 50 });
      const wallMs = await timed(() => run(router.url));
      await router.close();
      return { wallMs, loads: router.log.loads.length };
    };
    bareNoWarmUp.push((await measure((url) => bareLoop(project, url, ['--no-warm-up']))).wallMs);
    bare.push((await measure((url) => bareLoop(project, url, []))).wallMs);
    const run = await measure((url) =>
      bench(project, { CODEBENCH_SERVER_URL: url, CODEBENCH_RECORDINGS: `recordings-${round}` }),
    );
    ours.push(run.wallMs);
    loads.push(run.loads);
  }
  console.log(`4 models x 6 tasks, 50 ms an answer, 200 ms a load (median of ${ROUNDS}):`);
  console.log(`  bare loop, same requests        ${ms(median(bare))}`);
  console.log(`  bare loop, without the warm-ups ${ms(median(bareNoWarmUp))}`);
  console.log(
    `  whole run                       ${ms(median(ours))}, loads ${[...new Set(loads)].join('/')}`,
  );
  console.log(
    `  whole run / bare loop           ${median(ours.map((wall, at) => wall / bare[at]!)).toFixed(2)}   (at most 1.25)`,
  );
  console.log(
    `  whole run / without warm-ups    ${median(ours.map((wall, at) => wall / bareNoWarmUp[at]!)).toFixed(2)}`,
  );
}

/** At zero latency, from 24 to 400 cases. */
async function perCase(): Promise<void> {
  const [few, many] = [await projectOf(6), await projectOf(100)];
  const [vitestFew, vitestMany] = [await vitestAlone(6), await vitestAlone(100)];
  const slopes = { ours: [] as number[], vitest: [] as number[], write: [] as number[] };
  const replay: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // A folder of its own each round, so that each answer is asked for anew.
    const recordings = { CODEBENCH_RECORDINGS: `recordings-${round}` };
    const ours = async (project: Project) => {
      const router = await standIn(project, {});
      const wallMs = await timed(() => bench(project, { CODEBENCH_SERVER_URL: router.url, ...recordings }));
      await router.close();
      return wallMs;
    };
    const alone = async (folder: string, project: Project) => {
      const router = await standIn(project, {});
      const wallMs = await timed(() =>
        runNode([vitest(), 'run', '--pool', 'threads', '--no-isolate', '--maxWorkers', '1'], folder, {
          URL_OF_ROUTER: router.url,
        }),
      );
      await router.close();
      return wallMs;
    };
    const cases = 400 - 24;
    slopes.ours.push(((await ours(many)) - (await ours(few))) / cases);
    slopes.vitest.push(((await alone(vitestMany, many)) - (await alone(vitestFew, few))) / cases);
    slopes.write.push(await durableWriteMs(join(many.folder, `durable-${round}`)));
    const replayOf = (project: Project) =>
      timed(() => bench(project, { CODEBENCH_ANSWERS: 'replay', ...recordings }));
    replay.push((await replayOf(many)) - (await replayOf(few)));
  }
  const more = slopes.ours.map((slope, at) => slope - slopes.vitest[at]! - slopes.write[at]!);
  console.log(`Zero latency, from 24 to 400 cases (median of ${ROUNDS}), a case:`);
  console.log(
    `  ours ${ms(median(slopes.ours))}, Vitest alone with the same request ${ms(median(slopes.vitest))}, durable write ${ms(median(slopes.write))}`,
  );
  console.log(`  more than Vitest and the write: ${ms(median(more))}   (at most 1.0 ms)`);
  console.log(
    `Replay and re-grade of 400 answers beyond that of 24: ${ms(median(replay))}   (under 1000 ms)`,
  );
}

async function projectOf(tasks: number): Promise<Project> {
  const project = await makeProject({ tasks });
  folders.push(project.folder);
  return project;
}

function standIn(project: Project, speed: { loadMs?: number; ttftMs?: number }): Promise<StandInRouter> {
  const answers = Object.fromEntries(Object.keys(project.prompts).map((task) => [task, ANSWER]));
  return startStandInRouter({
    models: MODELS.map((id) => ({ id, answers })),
    promptToTask: (prompt) => /\((trivial-\d+)\)/.exec(prompt)?.[1] ?? null,
    ...speed,
  });
}

async function bareLoop(project: Project, url: string, flags: string[]): Promise<void> {
  const prompts = join(project.folder, 'prompts.json');
  await writeFile(prompts, JSON.stringify(project.prompts));
  await runNode(
    [join(REPO, 'benchmarks/cost/bare-loop.ts'), url, MODELS.join(','), prompts, ...flags],
    project.folder,
  );
}

async function bench(project: Project, env: Record<string, string>): Promise<void> {
  const { code, output } = await project.run(BENCH, env);
  if (code !== 0) throw new Error(output);
}

/** Plain Vitest with as many files and tests, each sending the same request by itself. */
async function vitestAlone(tests: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-alone-'));
  folders.push(folder);
  await symlink(join(REPO, 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, 'tests'));
  for (const model of MODELS) {
    const bodies = Array.from(
      { length: tests },
      (_, at) => `  test('t${at}', () => ask('Write ok (trivial-${String(at + 1).padStart(3, '0')}).'));`,
    );
    await writeFile(
      join(folder, 'tests', `${model}.test.mjs`),
      `import { request } from 'undici';
import { describe, expect, test } from 'vitest';
async function ask(content) {
  const body = JSON.stringify({ model: '${model}', messages: [{ role: 'user', content }], stream: true, stream_options: { include_usage: true }, cache_prompt: false });
  const reply = await request(process.env.URL_OF_ROUTER + '/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(await reply.body.text()).toContain('[DONE]');
}
describe('${model}', () => {
${bodies.join('\n')}
});
`,
    );
  }
  return folder;
}

/**
 * What keeping one answer of a recording's size costs: the store's own write at the pace of a run, and nothing of the run
 * around it. Beside the recordings, because a new file can cost ext4 0.02 ms in one place and 0.7 ms in another.
 */
async function durableWriteMs(folder: string): Promise<number> {
  await mkdir(folder);
  const handle = openSync(folder, 'r');
  const text = 'x'.repeat(1200);
  const tookMs: number[] = [];
  for (let at = 0; at < 100; at++) {
    await sleep(PACE_MS);
    const startedAt = performance.now();
    writeDurably(join(folder, `${at}.json`), text, () => {});
    fsyncSync(handle);
    tookMs.push(performance.now() - startedAt);
  }
  closeSync(handle);
  return tookMs.reduce((a, b) => a + b) / tookMs.length;
}

function vitest(): string {
  return join(REPO, 'node_modules/vitest/vitest.mjs');
}

async function runNode(args: string[], cwd: string, env: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${output}`);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 2 : 0)} ms`;
}
