/** The 35 models of the published report of March 2026 as trials, for tests: their names, sizes, times and points. */
import { readFileSync } from 'node:fs';
import type { ModelFacts, RunFacts, Trial } from '../benchmarks/trial.ts';
import { makeRun, makeTrial, TASKS } from './fixtures.ts';

interface Row {
  model: string;
  sizeGiB: number | null;
  wallSeconds: number;
}

interface Published {
  complete: (Row & { scores: number[] })[];
  sums: (Row & { completed: number; points: number })[];
}

export function publishedField(): { trials: Trial[]; run: RunFacts } {
  const file = new URL('./published-models.json', import.meta.url);
  const { complete, sums } = JSON.parse(readFileSync(file, 'utf8')) as Published;
  const trials = complete.flatMap((row, order) =>
    row.scores.map((points, i) =>
      makeTrial({
        model: row.model,
        task: TASKS[i]!.task,
        points,
        wallMs: row.wallSeconds * 1000,
        facts: bareFacts(row, order),
        response: null,
      }),
    ),
  );
  const run = makeRun(trials, {
    mode: 'published',
    sums: sums.map((row, i) => ({
      model: row.model,
      modelFacts: { ...makeTrial().modelFacts, ...bareFacts(row, complete.length + i) },
      completed: row.completed,
      tasks: TASKS.length,
      points: row.points,
      avgWallMs: row.wallSeconds * 1000,
    })),
  });
  return { trials, run };
}

/** A published report tells a name and a size, no more. */
function bareFacts({ sizeGiB }: Row, order: number): Partial<ModelFacts> {
  return {
    order,
    kind: sizeGiB === null ? 'reference' : 'published',
    sizeBytes: sizeGiB === null ? null : sizeGiB * 2 ** 30,
    quantisation: null,
    parameters: null,
    effectiveArgs: [],
    serverBuild: null,
  };
}
