/** What a whole run leaves for people who look at single checks: Allure results, and a task.meta that stays small. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeProject, type Project } from './rig.ts';

const BENCH = ['run', '--project', 'bench'];
const HUGE = 400_000;

let project: Project;
afterEach(() => project.remove());

test('with CODEBENCH_ALLURE a run leaves a result a trial, with a step a check and its texts attached', async () => {
  project = await makeProject();
  await writeAnswers('m', {
    'trivial-001': '```js\nok ok\n```\n',
    'trivial-002': 'Half of it:\n\n```js\nok\n```\n',
  });
  const { code, output } = await project.run(BENCH, fromAnswers({ CODEBENCH_ALLURE: '1' }));
  expect(code, output).toBe(0);
  const [full, half] = await allureResults();
  expect(full).toMatchObject({ name: 'trivial-001 · 20/20', status: 'passed' });
  expect(half).toMatchObject({ name: 'trivial-002 · 10/20', status: 'failed' });
  expect(half!.labels).toContainEqual({ name: 'parentSuite', value: 'm' });
  expect(half!.steps.map(({ name, status }) => [name, status])).toEqual([
    ['first: first · 10/10', 'passed'],
    ['second: second · 0/10', 'failed'],
  ]);
  const answer = half!.attachments.find(({ name }) => name === 'answer')!;
  expect(await readFile(join(allureFolder(), answer.source), 'utf8')).toContain('Half of it');
});

test('without it no Allure results are written', async () => {
  project = await makeProject();
  await writeAnswers('m', { 'trivial-001': '```js\nok\n```\n' });
  await project.run(BENCH, fromAnswers());
  expect(await readdir(project.folder)).not.toContain('allure-results');
});

test('task.meta stays under 20 kB when answers, errors and outputs are huge', {
  timeout: 120_000,
}, async () => {
  project = await makeProject({ builtInTasks: true });
  const padding = 'x'.repeat(HUGE);
  await writeAnswers('raises', { 'python-top-k': python(`raise ValueError("${padding}")`) });
  await writeAnswers('prints', { 'python-top-k': python(`print("${padding}")\n    return nums`) });
  await writeAnswers('returns', { 'python-top-k': python(`return ["${padding}"]`) });
  await writeAnswers('talks', { 'python-top-k': `I cannot say. ${padding}` });
  const { output } = await project.run(
    [...BENCH, '-t', 'python-top-k', '--reporter=json', '--outputFile=vitest.json'],
    fromAnswers(),
  );
  const { testResults } = JSON.parse(
    await readFile(join(project.folder, 'vitest.json'), 'utf8'),
  ) as VitestJson;
  const metas = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ meta }) => (meta.trial === undefined ? [] : [meta]));
  expect(metas.map(({ trial }) => trial!.outcome.state).sort(), output).toEqual([
    'err',
    'graded',
    'graded',
    'graded',
  ]);
  for (const meta of metas) {
    expect(meta.trial!.response.contentChars).toBeGreaterThanOrEqual(HUGE);
    expect(JSON.stringify(meta).length).toBeLessThan(20_000);
  }
});

interface VitestJson {
  testResults: { assertionResults: { meta: { trial?: TrialMeta } }[] }[];
}

interface TrialMeta {
  outcome: { state: string };
  response: { contentChars: number };
}

interface AllureResult {
  name: string;
  status: string;
  labels: { name: string; value: string }[];
  steps: { name: string; status: string }[];
  attachments: { name: string; source: string }[];
}

function python(body: string): string {
  return `\`\`\`python\ndef top_k_frequent(nums: list[int], k: int) -> list[int]:\n    ${body}\n\`\`\`\n`;
}

async function writeAnswers(model: string, answers: Record<string, string>): Promise<void> {
  const folder = join(project.folder, 'answers', model);
  await mkdir(folder, { recursive: true });
  for (const [task, text] of Object.entries(answers)) await writeFile(join(folder, `${task}.md`), text);
}

function fromAnswers(more: Record<string, string> = {}): Record<string, string> {
  return { CODEBENCH_ANSWERS_FROM: join(project.folder, 'answers'), ...more };
}

function allureFolder(): string {
  return join(project.folder, 'allure-results');
}

async function allureResults(): Promise<AllureResult[]> {
  const names = (await readdir(allureFolder())).filter((name) => name.endsWith('-result.json'));
  const results = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(allureFolder(), name), 'utf8')) as AllureResult),
  );
  return results.sort((a, b) => a.name.localeCompare(b.name));
}
