/** The stub test file of each model: real files, because Vitest finds test files on disk (docs/architecture.md). */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stubName } from './names.ts';
import type { PlannedModel, PlannedTask, RunPlan } from './plan.ts';

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

/** Tags by which `--tags-filter` selects exactly; Vitest's filter language owns the characters that are replaced. */
export function tagsOf(model: PlannedModel, task: PlannedTask): string[] {
  return [`model:${model.id}`, `task:${task.slug}`, `lang:${task.language}`].map((tag) =>
    tag.replace(/[\s()&|!*'"]/g, '_'),
  );
}

type Stubbed = Pick<RunPlan, 'models' | 'tasks' | 'samples' | 'mode' | 'headline'>;

function modelFile(model: PlannedModel, plan: Stubbed): string {
  const { mode, headline } = plan;
  const models = plan.models.map(({ id }) => id);
  const tests = plan.tasks.flatMap((task, at) =>
    Array.from({ length: plan.samples }, (_, index) => {
      const sample = index + 1;
      const title = plan.samples === 1 ? task.slug : `${task.slug} #${sample}`;
      const isFirst = at === 0 && index === 0;
      const planned = {
        model: model.id,
        task: task.slug,
        sample,
        mode,
        headline,
        ...(isFirst ? { models } : {}),
      };
      const options = { tags: tagsOf(model, task), meta: { planned } };
      return `  test(${JSON.stringify(title)}, ${JSON.stringify(options)}, runTask(${JSON.stringify(task.slug)}, ${sample}));`;
    }),
  );
  return [
    '// Written by llama-codebench for one run; changes are lost.',
    `import { benchModel, describe } from ${JSON.stringify(WORKER)};`,
    '',
    `const { test, runTask } = benchModel(${JSON.stringify(model.id)});`,
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
