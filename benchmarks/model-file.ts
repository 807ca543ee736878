/** The stub test file of each model: real files, because Vitest finds test files on disk (docs/architecture.md). */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stubName } from './names.ts';
import type { PlannedModel, RunPlan } from './plan.ts';

export const STUB_ENDING = '.bench-model.mjs';

/** Under .js in the published package, .ts in the source tree. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
);

/** Writes one stub a model, leaves unchanged ones alone, and removes those of models that are gone. Returns their paths in order. */
export async function writeModelFiles(folder: string, plan: Stubbed): Promise<string[]> {
  const paths = plan.models.map((model) => join(folder, `${stubName(model.id)}${STUB_ENDING}`));
  await mkdir(folder, { recursive: true });
  await removeOthers(folder, new Set(paths));
  await Promise.all(plan.models.map((model, index) => writeIfChanged(paths[index]!, modelFile(model, plan))));
  return paths;
}

type Stubbed = Pick<RunPlan, 'models' | 'tasks' | 'samples'>;

/** A test a line, with its name in it: what only reads the file finds it, and a click in the UI leads there. */
function modelFile(model: PlannedModel, plan: Stubbed): string {
  const tests = plan.tasks.flatMap(({ slug }) =>
    Array.from({ length: plan.samples }, (_, index) => {
      const sample = index + 1;
      const title = plan.samples === 1 ? slug : `${slug} #${sample}`;
      return `  test(${JSON.stringify(title)}, ...task(${JSON.stringify(slug)}, ${sample}));`;
    }),
  );
  return [
    '// Written by llama-codebench for one run; changes are lost.',
    `import { benchModel, describe } from ${JSON.stringify(WORKER)};`,
    '',
    `const { test, task } = benchModel(${JSON.stringify(model.id)});`,
    '',
    `describe(${JSON.stringify(model.id)}, () => {`,
    ...tests,
    '});',
    '',
  ].join('\n');
}

async function writeIfChanged(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function removeOthers(folder: string, wanted: Set<string>): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  const stubs = entries.filter((entry) => entry.endsWith(STUB_ENDING)).map((entry) => join(folder, entry));
  await Promise.all(stubs.filter((path) => !wanted.has(path)).map((path) => rm(path, { force: true })));
}
