import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { BUILT_IN_TASKS, loadTasks } from '../tasks/tasks.ts';
import { rubricHash } from './rubric-hash.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebench-rubric-'));
  await cp(join(BUILT_IN_TASKS, 'js-bug-fix'), folder, { recursive: true });
  return () => rm(folder, { recursive: true, force: true });
});

describe('the rubric hash', () => {
  test('does not depend on where the task lies', () => {
    expect(rubricHash(folder)).toBe(rubricHash(join(BUILT_IN_TASKS, 'js-bug-fix')));
  });

  test.for(['checks.ts', 'observe.ts', 'reference/queue.js', 'new-helper.ts'])(
    'is another when %s is',
    async (file) => {
      const before = rubricHash(folder);
      await writeFile(join(folder, file), '// changed\n');
      expect(rubricHash(folder)).not.toBe(before);
    },
  );

  test.for(['README.md', 'prompt.md', 'rubric.test.ts', 'flaws/x.js', 'alternatives/x.js', 'mutants/x.js'])(
    'stays when %s changes, which decides about no point',
    async (file) => {
      const before = rubricHash(folder);
      await writeFile(join(folder, file), 'changed\n');
      expect(rubricHash(folder)).toBe(before);
    },
  );

  test('of all tasks takes a few milliseconds', async () => {
    const tasks = await loadTasks([BUILT_IN_TASKS]);
    const startedAt = performance.now();
    const hashes = tasks.map((task) => rubricHash(task.folder));
    console.log(`rubric hashes of ${tasks.length} tasks: ${(performance.now() - startedAt).toFixed(1)} ms`);
    expect(new Set(hashes).size).toBe(tasks.length);
  });
});
