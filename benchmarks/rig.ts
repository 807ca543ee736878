/** A throw-away project with trivial tasks, for tests and benchmarks of whole runs: real Vitest, real HTTP. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPO = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const VITEST = join(REPO, 'node_modules', 'vitest', 'vitest.mjs');
/** Variables of the surrounding test run that would steer the inner one. */
const OURS =
  /^(CODEBENCH_|LLAMA_|VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|FORCE_COLOR$|NO_COLOR$|CI$|GITHUB_)/;

export interface RunResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** stdout and stderr as they came. */
  output: string;
  wallMs: number;
}

export interface Project {
  folder: string;
  /** Prompts of the trivial tasks: task slug -> the exact text. */
  prompts: Record<string, string>;
  start(args: string[], env?: Record<string, string>): RunningVitest;
  run(args: string[], env?: Record<string, string>): Promise<RunResult>;
  /** results/results.json of the last run. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by hand.
  results(): Promise<any>;
  remove(): Promise<void>;
}

export interface RunningVitest {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  output(): string;
  ended: Promise<RunResult>;
}

/** A trivial task counts `ok` words of the answer: 10 points each, 20 at most. */
const TRIVIAL_TASK = (order: number) => `export default {
  title: 'Trivial ${order}', column: 'T${order}', order: ${order}, language: 'text', toolchains: [],
  answerFiles: [{ path: 'answer.js', languages: ['js'], defines: [] }], maxPoints: 20, alternatives: {}, flaws: {},
  rubric: async () => ({
    observe: async (files) => files['answer.js'].split('ok').length - 1,
    checks: ['first', 'second'].map((id, at) => ({
      id, title: id, maxPoints: 10, judge: (seen) => ({ passed: seen > at, detail: 'saw ' + seen }),
    })),
    caps: [],
  }),
};
`;

/** `options` is the source text of the plugin's options beside the tasks, e.g. "gate: { noErr: true }". */
export async function makeProject({ tasks = 2, options = '', builtInTasks = false } = {}): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-project-'));
  const prompts: Record<string, string> = {};
  for (let order = 1; order <= tasks; order++) {
    const slug = `trivial-${String(order).padStart(3, '0')}`;
    prompts[slug] = `Write ok twice, please (${slug}).\n`;
    await mkdir(join(folder, 'my-tasks', slug), { recursive: true });
    await writeFile(join(folder, 'my-tasks', slug, 'task.js'), TRIVIAL_TASK(order));
    await writeFile(join(folder, 'my-tasks', slug, 'prompt.md'), prompts[slug]);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await writeFile(join(folder, 'vitest.config.mjs'), configText(options, builtInTasks));
  const start = (args: string[], env = {}) => startVitest(folder, args, env);
  return {
    folder,
    prompts,
    start,
    run: (args, env) => start(args, env).ended,
    results: async () => JSON.parse(await readFile(join(folder, 'results', 'results.json'), 'utf8')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function configText(options: string, builtInTasks: boolean): string {
  const plugin = JSON.stringify(join(REPO, 'plugin.ts'));
  const tasks = builtInTasks ? '' : "builtInTasks: false, tasks: ['my-tasks'], ";
  return `import { llamaCodebench } from ${plugin};
export default { plugins: [llamaCodebench({ ${tasks}${options} })] };
`;
}

function startVitest(folder: string, args: string[], env: Record<string, string>): RunningVitest {
  const startedAt = performance.now();
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const child = spawn(process.execPath, [VITEST, ...args], {
    cwd: folder,
    env: { ...inherited, NO_COLOR: '1', CODEBENCH_CACHE: join(folder, 'cache'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const output = () => Buffer.concat(chunks).toString('utf8');
  const ended = new Promise<RunResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code, signal, output: output(), wallMs: performance.now() - startedAt }),
    );
  });
  return { pid: child.pid!, kill: (signal) => child.kill(signal), output, ended };
}
