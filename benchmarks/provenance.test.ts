/** Where a run's numbers come from, through whole runs: the real Vitest command line, against the stand-in router. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type StandInOptions, type StandInRouter, startStandInRouter } from '../models/stand-in/router.ts';
import { encodeGguf, tensor } from '../models/tiny-gguf.ts';
import { makeProject, type Project } from './rig.ts';
import { rubricHash } from './rubric-hash.ts';

const GOOD = '```js\nconst answer = "ok ok";\n```\n';
const BENCH = ['run', '--project', 'bench'];
const REPLAY = { CODEBENCH_ANSWERS: 'replay' };

let project: Project;
let router: StandInRouter | null = null;

beforeEach(async () => {
  project = await makeProject();
  return async () => {
    await router?.close();
    router = null;
    await project.remove();
  };
});

describe('the provenance of a trial', () => {
  test('holds machine, rubric, versions and what the GGUF says of itself', async () => {
    const { code, output } = await project.run(BENCH, at(await standIn([await withFile()])));
    expect(code, output).toBe(0);
    const { trials } = await project.results();
    expect(trials[0]).toMatchObject({
      modelFacts: {
        gguf: {
          name: 'Tiny 1M',
          basename: 'Tiny',
          finetune: 'Distill',
          sizeLabel: '1M',
          baseModel: 'Big 2T',
        },
      },
      provenance: {
        machine: { cores: cpus().length },
        rubricHash: rubricHash(join(project.folder, 'my-tasks', 'trivial-001')),
        versions: {
          'llama-codebench': expect.stringMatching(/^\d/),
          node: process.versions.node,
          vitest: expect.any(String),
        },
      },
      timings: { trialMs: expect.any(Number) },
    });
    const { loadMs, wallMs, trialMs } = trials[1].timings;
    expect(loadMs).toBeNull();
    expect(trialMs).toBeGreaterThanOrEqual(wallMs);
  });

  test('of a replay is the machine that made the answer, and the file that is no longer here', async () => {
    const model = await withFile();
    await project.run(BENCH, at(await standIn([model])));
    const first = (await project.results()).trials[0];
    const path = join(project.folder, first.response.file);
    const recording = JSON.parse(await readFile(path, 'utf8'));
    expect(recording.machine).toEqual(first.provenance.machine);
    await writeFile(
      path,
      JSON.stringify({ ...recording, machine: { ...recording.machine, cpu: 'Another CPU' } }),
    );
    await rm(model.args[1]!);
    await project.run(BENCH, REPLAY);
    const [changed, unchanged] = (await project.results()).trials;
    expect(changed.provenance).toEqual({
      ...first.provenance,
      machine: { ...recording.machine, cpu: 'Another CPU' },
    });
    expect(changed.modelFacts.gguf).toEqual(first.modelFacts.gguf);
    expect(unchanged.provenance.machine).toEqual(recording.machine);
  });

  test('of a recording from before it was on record is unknown, not that of this machine', async () => {
    await project.run(BENCH, at(await standIn([{ id: 'm', answers: ANSWERS }])));
    const { file } = (await project.results()).trials[0].response;
    const path = join(project.folder, file);
    const { machine: _, identity, ...old } = JSON.parse(await readFile(path, 'utf8'));
    const { gguf: __, ...oldIdentity } = identity;
    await writeFile(path, JSON.stringify({ ...old, identity: oldIdentity }));
    const { code, output } = await project.run(BENCH, REPLAY);
    expect(code, output).toBe(0);
    const [trial] = (await project.results()).trials;
    expect(trial.provenance).toMatchObject({
      machine: null,
      rubricHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(trial.modelFacts.gguf).toBeNull();
  });
});

test('notes that were named and are not there stop the run before anything is asked', async () => {
  await standIn([{ id: 'm', answers: ANSWERS }]);
  const { code, output } = await project.run(BENCH, { ...at(router!), CODEBENCH_NOTES: 'my-notes.md' });
  expect(code).not.toBe(0);
  expect(output).toMatch(/my-notes\.md do not exist; the option `notes` or CODEBENCH_NOTES names them/);
  expect(router!.log.completions).toEqual([]);
});

describe('the job summary', () => {
  test('comes after what stands there, with ranking and matrix', async () => {
    const summary = join(project.folder, 'summary.md');
    await writeFile(summary, 'earlier step');
    const env = { ...at(await standIn([{ id: 'm<b>|', answers: ANSWERS }])), GITHUB_STEP_SUMMARY: summary };
    const { code, output } = await project.run([...BENCH, '--reporter=github-actions'], env);
    expect(code, output).toBe(0);
    const text = await readFile(summary, 'utf8');
    expect(text).toMatch(
      /^earlier step[\s\S]*Vitest[\s\S]*## llama-codebench: [\s\S]*### Ranking[\s\S]*### Scores/i,
    );
    expect(text).toContain('| 1 | m&lt;b&gt;&#124; | ');
    expect(text.match(/### Ranking/g)).toHaveLength(1);
  });

  test('that cannot be written is a warning, and the run succeeds', async () => {
    const env = {
      ...at(await standIn([{ id: 'm', answers: ANSWERS }])),
      GITHUB_STEP_SUMMARY: project.folder,
    };
    const { code, output } = await project.run(BENCH, env);
    expect(output).toContain('The job summary ');
    expect(output).toContain('are not affected');
    expect(code).toBe(0);
  });
});

describe("Vitest's own JUnit report", () => {
  test('has a suite a model and a case a task; an ERR is skipped with its reason, what did not run failed', async () => {
    await standIn([
      { id: 'good', answers: ANSWERS },
      { id: 'crashing', answers: ANSWERS, faults: { 'trivial-001': 'crash-mid-answer' } },
    ]);
    await project.run(BENCH, at(router!));
    await rm(join(project.folder, 'recordings', 'crashing', 'trivial-002.1.json'));
    const args = [...BENCH, '--reporter=junit', '--outputFile.junit=junit.xml'];
    const { code } = await project.run(args, REPLAY);
    const xml = await readFile(join(project.folder, 'junit.xml'), 'utf8');
    expect(code).toBe(1);
    expect(casesOf(xml)).toEqual({
      'crashing.bench-model.mjs': {
        'crashing > trivial-001': expect.stringMatching(
          /<skipped\/>[\s\S]*name="ERR crashed" value="proxy error/,
        ),
        'crashing > trivial-002': expect.stringMatching(
          /<failure message="not run: there is no recording [^>]*type="NotRun"/,
        ),
      },
      'good.bench-model.mjs': {
        'good > trivial-001': expect.stringMatching(
          /^\s*<properties>\s*<property name="score" value="20\/20/,
        ),
        'good > trivial-002': expect.not.stringMatching(/skipped|failure/),
      },
    });
    expect(xml).toContain('tests="4" failures="1" errors="0"');
  });
});

/** By suite and name: what stands in each test case. */
function casesOf(xml: string): Record<string, Record<string, string>> {
  const blocks = xml.matchAll(/<testsuite name="[^"]*?([^"/]+)"[^>]*>([\s\S]*?)<\/testsuite>/g);
  return Object.fromEntries(
    [...blocks].map(([, suite, body]) => [
      suite,
      Object.fromEntries(
        [...body!.matchAll(/<testcase [^>]*?\bname="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g)].map(
          ([, name, inside]) => [name!.replace('&gt;', '>'), inside],
        ),
      ),
    ]),
  );
}

const ANSWERS = { 'trivial-001': GOOD, 'trivial-002': GOOD };

/** A model whose GGUF lies here. */
async function withFile() {
  const path = join(project.folder, 'tiny-Q8_0.gguf');
  const metadata = {
    'general.architecture': 'llama',
    'general.name': 'Tiny 1M',
    'general.basename': 'Tiny',
    'general.finetune': 'Distill',
    'general.size_label': '1M',
    'general.base_model.0.name': 'Big 2T',
  };
  await writeFile(path, encodeGguf({ metadata, tensors: [tensor('a', [4, 8], 1)] }));
  return { id: 'm', answers: ANSWERS, args: ['--model', path] };
}

async function standIn(models: StandInOptions['models']): Promise<StandInRouter> {
  router = await startStandInRouter({
    models,
    promptToTask: (prompt) => /\((trivial-\d+)\)/.exec(prompt)?.[1] ?? null,
  });
  return router;
}

function at({ url }: StandInRouter): { CODEBENCH_SERVER_URL: string } {
  return { CODEBENCH_SERVER_URL: url };
}
