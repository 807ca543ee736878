/** What our own parts cost beside an answer that takes seconds: `npm run bench:cost`. */
import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../rubric/answer.ts';
import { grade } from '../rubric/rubric.ts';
import { openSandbox } from '../sandbox/open-sandbox.ts';
import { readAnswer, replyOf } from '../tasks/corpus.ts';
import { BUILT_IN_TASKS, loadTasks } from '../tasks/tasks.ts';

const tasks = await loadTasks([BUILT_IN_TASKS]);
const sandbox = await openSandbox();

describe.for(tasks.map((task) => [task.slug, task] as const))('%s', ([, task]) => {
  test('extracting and grading the reference, caches warm', { timeout: 120_000 }, async ({ bench }) => {
    const rubric = await task.rubric();
    const files = await readAnswer(task, 'reference');
    const answer = replyOf(task, files);
    const observed = await rubric.observe(files, sandbox);
    expect(grade(rubric, observed).points).toBe(task.maxPoints);
    const options = { iterations: 8, time: 0, warmup: false };
    await bench.compare(
      bench('extract', () => void extractAnswer(answer, task.answerFiles)),
      bench('observe in the sandbox', async () => void (await rubric.observe(files, sandbox))),
      bench('judge', () => void grade(rubric, observed)),
      options,
    );
  });
});
