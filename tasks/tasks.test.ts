/** The proof of every task: right answers keep their points in any style, each flaw loses exactly what it names. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Score } from '../rubric/rubric.ts';
import { openSandbox } from '../sandbox/open-sandbox.ts';
import { gradeFolder } from './corpus.ts';
import type { Flaw } from './define-task.ts';
import { readmeChecks } from './readme-checks.ts';
import type { Task } from './tasks.ts';
import { tasksHere } from './tasks-here.ts';

/** An alternative that declares less than this must say why in the task's README. */
const LEAST_OF_A_RIGHT_ANSWER = 17;
const MIN_ALTERNATIVES = 8;
const MIN_FLAWS = 12;
const MIN_PAIRS = 2;
/** What an answer is worth that gives the starter back. */
const STARTER_BAND = [1, 4] as const;

const { here, elsewhere } = await tasksHere();
const sandbox = await openSandbox();

/** A first build of a standard library takes a minute and more. */
const PREPARE_MS = 20 * 60_000;

test.skip.for(elsewhere)('$slug: skipped, $why', () => {});

describe.for(here.map((task) => [task.slug, task] as const))('%s', ([, task]) => {
  beforeAll(() => task.prepare?.(sandbox, () => {}), PREPARE_MS);

  test('its checks add up to its points, with ids of their own', async () => {
    const { checks } = await task.rubric();
    expect(checks.reduce((sum, check) => sum + check.maxPoints, 0)).toBe(task.maxPoints);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  test('its README tells its checks and their points', async () => {
    const { checks } = await task.rubric();
    const told = readmeChecks(await readFile(join(task.folder, 'README.md'), 'utf8'));
    expect(told).toEqual(Object.fromEntries(checks.map(({ id, maxPoints }) => [id, maxPoints])));
  });

  test('the reference has all points', async () => {
    expect(await lost(task, 'reference')).toEqual({ points: task.maxPoints, failed: [] });
  });

  test.runIf(existsSync(join(task.folder, 'starter')))('the starter alone is broken', async () => {
    const score = await gradeFolder(task, 'starter', sandbox);
    expect(score.points, explain(score)).toBeGreaterThanOrEqual(STARTER_BAND[0]);
    expect(score.points, explain(score)).toBeLessThanOrEqual(STARTER_BAND[1]);
  });

  test.runIf(existsSync(join(task.folder, 'starter')))(
    'its prompt carries the starter as it is',
    async () => {
      for (const { path } of task.answerFiles)
        expect(task.prompt).toContain(await readFile(join(task.folder, 'starter', path), 'utf8'));
    },
  );

  test('what lies in its folders is what it declares', async () => {
    expect(await names(task, 'alternatives')).toEqual(Object.keys(task.alternatives).sort());
    expect(await names(task, 'flaws')).toEqual(Object.keys(task.flaws).sort());
    expect(Object.keys(task.alternatives).length).toBeGreaterThanOrEqual(MIN_ALTERNATIVES);
    expect(Object.keys(task.flaws).length).toBeGreaterThanOrEqual(MIN_FLAWS);
  });

  test('some of its flaws are two mistakes at once', () => {
    const pairs = Object.keys(task.flaws).filter((name) => isPair(name, task.flaws));
    expect(pairs.length, pairs.join(', ')).toBeGreaterThanOrEqual(MIN_PAIRS);
  });

  test.for(Object.entries(task.alternatives))(
    'the right answer %s keeps its points',
    async ([name, least]) => {
      const score = await gradeFolder(task, join('alternatives', name), sandbox);
      expect(least).toBeGreaterThanOrEqual(LEAST_OF_A_RIGHT_ANSWER);
      expect(score.points, explain(score)).toBeGreaterThanOrEqual(least);
    },
  );

  test.for(Object.entries(task.flaws))('the flaw %s loses exactly what it names', async ([name, flaw]) => {
    const score = await gradeFolder(task, join('flaws', name), sandbox);
    const failed = score.checks.filter((check) => !check.passed).map(({ id }) => id);
    expect(failed.sort(), explain(score)).toEqual(flaw.loses.toSorted());
    expect(score.points, explain(score)).toBeGreaterThanOrEqual(flaw.band[0]);
    expect(score.points, explain(score)).toBeLessThanOrEqual(flaw.band[1]);
  });
});

async function lost(task: Task, folder: string): Promise<{ points: number; failed: string[] }> {
  const score = await gradeFolder(task, folder, sandbox);
  return {
    points: score.points,
    failed: score.checks.filter((check) => !check.passed).map(({ id, detail }) => `${id}: ${detail}`),
  };
}

/** It loses what two other flaws lose, and neither of them loses all of it. */
function isPair(name: string, flaws: Record<string, Flaw>): boolean {
  const both = new Set(flaws[name]!.loses);
  const parts = Object.values(flaws)
    .map(({ loses }) => new Set(loses))
    .filter((part) => part.size > 0 && part.size < both.size && part.isSubsetOf(both));
  return parts.some((one) => parts.some((other) => one.union(other).size === both.size));
}

async function names(task: Task, folder: string): Promise<string[]> {
  const path = join(task.folder, folder);
  return existsSync(path) ? (await readdir(path)).sort() : [];
}

function explain(score: Score): string {
  return score.checks
    .map(
      (check) =>
        `${check.passed ? 'ok  ' : 'LOST'} ${check.points}/${check.maxPoints} ${check.id}: ${check.detail}`,
    )
    .join('\n');
}
