import { describe, expect, test } from 'vitest';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import { BUILT_IN_TASKS, loadTasks } from '../tasks.ts';
import { createGrader } from './grade-mutants.ts';
import { idleChecksOf, stateOf, survivorsOf, toMatrix, validRowsOf } from './kill-matrix.ts';
import { readMatrix, writeMatrix } from './matrix-file.ts';
import { createTaskMutants, hashSources, hasMatrix, readCommitted } from './task-mutants.ts';

const LEAST_VALID = 30;
const LEAST_REASON_LENGTH = 15;

const tasks = await loadTasks([BUILT_IN_TASKS]);
const proven = tasks.filter(hasMatrix);

describe.for(proven.map((task) => [task.slug, task] as const))('the kill matrix of %s', ([slug, task]) => {
  const again = `Run: npm run mutate -- ${slug}`;

  test('was made from the rubric and the reference as they are', async () => {
    const { madeFrom } = await readCommitted(task);
    expect(await hashSources(task), again).toEqual(madeFrom);
  });

  test('has the mutants that the operators make, and the checks of the rubric', async () => {
    const { matrix } = await readCommitted(task);
    const mutants = (await createTaskMutants(task)).slice(0, matrix.rows.length);
    expect(matrix.rows.map(({ id }) => id).sort(), again).toEqual(mutants.map(({ id }) => id).sort());
    expect(matrix.checks, again).toEqual((await task.rubric()).checks.map(({ id }) => id));
  });

  test(`has at least ${LEAST_VALID} mutants that load`, async () => {
    const { matrix } = await readCommitted(task);
    expect(validRowsOf(matrix).length).toBeGreaterThanOrEqual(LEAST_VALID);
  });

  test('has a reason for each survivor, and for no other mutant', async () => {
    const { matrix, survivors } = await readCommitted(task);
    expect(Object.keys(survivors).sort()).toEqual(survivorsOf(matrix).sort());
    expect(withoutReason(survivors), `mutants/survivors.json: why are they equivalent?`).toEqual([]);
  });

  test('has a reason for each check that no mutant loses, and a flaw that does', async () => {
    const { matrix, idleChecks } = await readCommitted(task);
    const lostByFlaws = new Set(Object.values(task.flaws).flatMap(({ loses }) => loses));
    expect(Object.keys(idleChecks).sort()).toEqual(idleChecksOf(matrix).sort());
    expect(withoutReason(idleChecks), `mutants/idle-checks.json: why are they kept?`).toEqual([]);
    expect(Object.keys(idleChecks).filter((id) => !lostByFlaws.has(id))).toEqual([]);
  });
});

function withoutReason(reasons: Record<string, string>): string[] {
  return Object.keys(reasons).filter((id) => reasons[id]!.length < LEAST_REASON_LENGTH);
}

test('mutants that are graded again score as in the committed matrix', async () => {
  const task = tasks.find(({ slug }) => slug === 'python-top-k')!;
  const sandbox = await openSandbox();
  const grader = await createGrader(task, { sandbox, cacheDir: null });
  const { matrix } = await readCommitted(task);
  const mutants = await createTaskMutants(task);
  const rows = (['killed', 'wrecked', 'survived'] as const).map(
    (state) => matrix.rows.find((row) => row.state === state)!,
  );
  for (const row of rows) {
    const mutant = mutants.find(({ id }) => id === row.id)!;
    const fresh = toMatrix(grader.checks, [{ mutant, score: await grader.scoreOf(mutant) }]);
    expect(fresh.rows).toEqual([row]);
  }
});

const mutant = {
  id: 'number-1',
  operator: 'number',
  file: 'a.py',
  line: 3,
  before: 'a,\n  "b"',
  after: '',
  source: '',
};

describe('a mutant', () => {
  test.for([
    ['survived', { loads: true, points: 20, lost: [], less: [] }],
    ['killed', { loads: true, points: 19, lost: ['tidy'], less: [] }],
    ['killed', { loads: true, points: 19, lost: [], less: ['tidy'] }],
    ['wrecked', { loads: true, points: 4, lost: ['tidy'], less: [] }],
    ['wrecked', { loads: true, points: 11, lost: ['tidy', 'works'], less: [] }],
    ['does not load', { loads: false, points: 9, lost: ['tidy'], less: [] }],
  ] as const)('is %s by %o', ([state, score]) => {
    expect(stateOf({ ...score, lost: [...score.lost], less: [...score.less] }, 4)).toBe(state);
  });
});

test('a check that only wrecks lose is idle', () => {
  const matrix = toMatrix(
    ['loads', 'works', 'tidy', 'concise'],
    [
      { mutant, score: { loads: true, points: 9, lost: ['works', 'tidy'], less: [] } },
      { mutant, score: { loads: true, points: 18, lost: ['tidy'], less: ['works', 'concise'] } },
    ],
  );
  expect(idleChecksOf(matrix)).toEqual(['loads', 'works', 'concise']);
});

test('a matrix is the same after it was written and read', () => {
  const matrix = toMatrix(
    ['loads', 'works', 'tidy'],
    [{ mutant, score: { loads: true, points: 18, lost: ['tidy'], less: ['loads'] } }],
  );
  expect(readMatrix(writeMatrix(matrix))).toEqual(matrix);
});
