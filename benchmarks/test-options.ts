/** What Vitest is told of a test beside its name. The stub files leave it to the worker: Vite reads each of their lines. */
import type { TestOptions } from 'vitest';
import type { PlannedTask, RunPlan } from './plan.ts';
import type { Pair } from './recording.ts';
import type { Planned } from './trial.ts';

/** Tags by which `--tags-filter` selects exactly; Vitest's filter language owns the characters that are replaced. */
export function tagsOf(model: string, task: Pick<PlannedTask, 'slug' | 'language'>): string[] {
  return [`model:${model}`, `task:${task.slug}`, `lang:${task.language}`].map((tag) =>
    tag.replace(/[\s()&|!*'"]/g, '_'),
  );
}

export function testOptions(plan: RunPlan, { model, task, sample }: Pair): TestOptions {
  const { mode, headline, models, tasks } = plan;
  const isFirst = task === tasks[0]!.slug && sample === 1;
  const planned: Planned = {
    model,
    task,
    sample,
    mode,
    headline,
    ...(isFirst ? { models: models.map(({ id }) => id) } : {}),
  };
  return { tags: tagsOf(model, tasks.find(({ slug }) => slug === task)!), meta: { planned } };
}
