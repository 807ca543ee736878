/**
 * The same answer has the same points each time, also on a busy machine. A Vitest project of its own:
 * it keeps both cores busy, which nothing else should have to stand.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Score } from '../rubric/rubric.ts';
import { openSandbox } from '../sandbox/open-sandbox.ts';
import { gradeFolder } from './corpus.ts';
import type { Task } from './tasks.ts';
import { tasksHere } from './tasks-here.ts';

const GRADINGS = 20;
/** A task that takes longer to grade has 20 gradings of its two answers together, not of each. */
const SLOW_MS = 1_500;
/** Half of the points: there a wobble of any check shows. */
const MIDDLE = 10;

const { here, elsewhere } = await tasksHere();
const sandbox = await openSandbox();

test.skip.for(elsewhere)('$slug: skipped, $why', () => {});

describe.for(here.map((task) => [task.slug, task] as const))('%s', ([, task]) => {
  let gradings = GRADINGS;

  beforeAll(async () => {
    await task.prepare?.(sandbox, () => {});
    // The first one measures the reference and warms the caches.
    await gradeFolder(task, 'reference', sandbox);
    const startedAt = performance.now();
    await gradeFolder(task, 'reference', sandbox);
    if (performance.now() - startedAt > SLOW_MS) gradings = GRADINGS / 2;
  });

  test.for(['reference', `flaws/${middlingFlaw(task)}`])(
    '%s has the same points each time',
    async (folder) => {
      const scores = await gradeTimes(task, folder, gradings / 2);
      const end = await keepCoresBusy();
      try {
        scores.push(...(await gradeTimes(task, folder, gradings / 2)));
      } finally {
        await end();
      }
      expect(new Set(scores.map(pointsByCheck))).toEqual(new Set([pointsByCheck(scores[0]!)]));
    },
  );
});

/** In the middle of the scale, and not one that loses time by a hang. */
function middlingFlaw({ flaws }: Task): string {
  const distance = (name: string) => {
    const [least, most] = flaws[name]!.band;
    return Math.abs((least + most) / 2 - MIDDLE);
  };
  return Object.keys(flaws)
    .filter((name) => !/hang|infinite|endless|loop/.test(name))
    .sort((a, b) => distance(a) - distance(b))[0]!;
}

async function gradeTimes(task: Task, folder: string, times: number): Promise<Score[]> {
  const scores: Score[] = [];
  while (scores.length < times) scores.push(await gradeFolder(task, folder, sandbox));
  return scores;
}

function pointsByCheck({ points, checks }: Score): string {
  return `${points}: ${checks.map((check) => `${check.id} ${check.points}${check.passed ? '' : ' lost'}`).join(', ')}`;
}

/** Two processes that do nothing but burn; gives the function that ends them. */
async function keepCoresBusy(): Promise<() => Promise<void>> {
  const burners = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  await Promise.all(burners.map((burner) => once(burner, 'spawn')));
  return async () => void (await Promise.all(burners.map(endProcess)));
}

async function endProcess(burner: ChildProcess): Promise<void> {
  const ended = once(burner, 'exit');
  burner.kill('SIGKILL');
  await ended;
}
