/**
 * How long a grading of the reference takes with warm caches: the median a task, beside its limit.
 * `npm run bench:grading`, for some tasks only: `npm run bench:grading -- js-sse python-top-k`.
 */
import { extractAnswer } from '../../rubric/answer.ts';
import { type AnswerFiles, grade } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { readAnswer, replyOf } from '../../tasks/corpus.ts';
import { BUILT_IN_TASKS, loadTasks, type Task } from '../../tasks/tasks.ts';

/** What a grading may take on two cores, ms. */
const LIMIT_MS: Record<string, number> = {
  'python-top-k': 500,
  'js-sse': 500,
  'js-bug-fix': 500,
  'ts-refactor': 1_000,
  'rust-cli': 2_000,
  'go-middleware': 6_000,
};
const ROUNDS = 11;
/** After this long a task has been measured often enough. */
const LONG_MS = 30_000;
const LEAST_ROUNDS = 3;

const wanted = process.argv.slice(2);
const sandbox = await openSandbox();
const tasks = await loadTasks([BUILT_IN_TASKS]);

console.log(`task            median ms   limit ms   fastest to slowest   (${sandbox.provider})`);
for (const task of tasks.filter(({ slug }) => wanted.length === 0 || wanted.includes(slug))) {
  const tookMs = await measure(task, sandbox);
  const medianMs = tookMs[Math.floor(tookMs.length / 2)]!;
  const limitMs = LIMIT_MS[task.slug];
  const isOver = limitMs !== undefined && medianMs > limitMs;
  if (isOver) process.exitCode = 1;
  console.log(
    `${task.slug.padEnd(16)}${String(medianMs).padStart(9)}${String(limitMs ?? 'none').padStart(11)}   ` +
      `${tookMs[0]} to ${tookMs.at(-1)}, ${tookMs.length} gradings${isOver ? ', OVER ITS LIMIT' : ''}`,
  );
}

/** Milliseconds in rising order; the first grading, which measures the reference and fills caches, is not among them. */
async function measure(task: Task, box: Sandbox): Promise<number[]> {
  await task.prepare?.(box, (message) => console.log(message));
  const files = await readAnswer(task, 'reference');
  await gradeReply(task, files, box);
  const tookMs: number[] = [];
  const startedAt = performance.now();
  while (tookMs.length < ROUNDS) {
    const roundAt = performance.now();
    await gradeReply(task, files, box);
    tookMs.push(Math.round(performance.now() - roundAt));
    if (tookMs.length >= LEAST_ROUNDS && performance.now() - startedAt > LONG_MS) break;
  }
  return tookMs.sort((a, b) => a - b);
}

/** All that lies between a chat reply and its points. */
async function gradeReply(task: Task, files: AnswerFiles, box: Sandbox): Promise<void> {
  const extraction = extractAnswer(replyOf(task, files), task.answerFiles);
  if (!extraction.ok) throw new Error(`${task.slug}: its reference is not extracted: ${extraction.why}`);
  const rubric = await task.rubric();
  const { points } = grade(rubric, await rubric.observe(extraction.files, box));
  if (points !== task.maxPoints)
    throw new Error(`${task.slug}: its reference has ${points} of ${task.maxPoints} points`);
}
