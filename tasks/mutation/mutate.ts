/**
 * Breaks a task's reference and shows which checks notice: `npm run mutate -- <slug> [--jobs 2] [--most 60] [--dry]`.
 * Writes mutants/ in the task's folder; reasons that stand there stay. Can be interrupted: graded mutants are kept.
 */
import { parseArgs } from 'node:util';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import { BUILT_IN_TASKS, loadTasks, type Task } from '../tasks.ts';
import { createGrader, type Grader, mapSome } from './grade-mutants.ts';
import { idleChecksOf, type KillMatrix, stateOf, survivorsOf, toMatrix, validRowsOf } from './kill-matrix.ts';
import type { Mutant } from './mutants.ts';
import { showProgress } from './progress.ts';
import {
  createTaskMutants,
  hashSources,
  hasMatrix,
  type Reasons,
  readCommitted,
  writeCommitted,
} from './task-mutants.ts';

/** Of a new matrix. */
const MOST = 60;
/** Where compilers refuse many mutants, more are tried. */
const LEAST_VALID = 40;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: '2' },
    most: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
});
const tasks = await loadTasks([BUILT_IN_TASKS]);
const chosen = tasks.filter(({ slug }) => positionals.includes(slug));
if (chosen.length === 0 || chosen.length < positionals.length)
  throw new Error(
    `Usage: npm run mutate -- <slug> [--jobs 2] [--most 60] [--dry]; the slugs are ${tasks.map(({ slug }) => slug).join(', ')}`,
  );
for (const task of chosen) await mutate(task);

async function mutate(task: Task): Promise<void> {
  const sandbox = await openSandbox();
  await task.prepare?.(sandbox, console.log);
  const grader = await createGrader(task, { sandbox, cacheDir: sandbox.cacheDir });
  const mutants = await createTaskMutants(task);
  const matrix = await fillMatrix(mutants, grader, await readMost(task));
  report(task, matrix, mutants.length);
  if (!values.dry) await write(task, matrix);
}

/** As many as the last time, so that a rerun has the same rows. */
async function readMost(task: Task): Promise<number> {
  if (values.most) return Number(values.most);
  return hasMatrix(task) ? (await readCommitted(task)).matrix.rows.length : MOST;
}

async function fillMatrix(mutants: Mutant[], grader: Grader, most: number): Promise<KillMatrix> {
  const results: Awaited<ReturnType<typeof gradeAll>> = [];
  for (let wanted = most; results.length < Math.min(wanted, mutants.length); ) {
    results.push(...(await gradeAll(mutants.slice(results.length, wanted), grader)));
    const valid = validRowsOf(toMatrix(grader.checks, results)).length;
    if (valid < Math.min(LEAST_VALID, most)) wanted += LEAST_VALID - valid;
  }
  const inOrder = results.toSorted(
    (a, b) => a.mutant.file.localeCompare(b.mutant.file) || a.mutant.line - b.mutant.line,
  );
  return toMatrix(grader.checks, inOrder);
}

async function gradeAll(mutants: Mutant[], grader: Grader) {
  const progress = showProgress(mutants.length);
  const results = await mapSome(mutants, Number(values.jobs), async (mutant) => {
    const score = await grader.scoreOf(mutant);
    progress.tell(stateOf(score, grader.checks.length));
    return { mutant, score };
  });
  progress.end();
  return results;
}

function report(task: Task, matrix: KillMatrix, all: number): void {
  const counts = Map.groupBy(matrix.rows, ({ state }) => state);
  const shown = [...counts].map(([state, rows]) => `${rows.length} ${state}`).join(', ');
  console.log(
    `${task.slug}: ${matrix.rows.length} of ${all} mutants, ${validRowsOf(matrix).length} valid: ${shown}`,
  );
  for (const { id, place, change } of counts.get('survived') ?? [])
    console.log(`  survived ${id}  ${place}  ${change}`);
  for (const id of idleChecksOf(matrix)) console.log(`  no mutant that works otherwise loses ${id}`);
}

async function write(task: Task, matrix: KillMatrix): Promise<void> {
  const known = hasMatrix(task) ? await readCommitted(task) : null;
  const survivors = keepReasons(survivorsOf(matrix), known?.survivors);
  const idleChecks = keepReasons(idleChecksOf(matrix), known?.idleChecks);
  await writeCommitted(task, { matrix, survivors, idleChecks, madeFrom: await hashSources(task) });
  const open = [...Object.entries(survivors), ...Object.entries(idleChecks)].filter(
    ([, reason]) => reason === '',
  );
  if (open.length > 0)
    console.log(
      `Give a reason in ${task.slug}/mutants, or sharpen the rubric and run again: ${open.map(([id]) => id).join(', ')}`,
    );
}

function keepReasons(ids: string[], known: Reasons = {}): Reasons {
  return Object.fromEntries(ids.map((id) => [id, known[id] ?? '']));
}
