/** The cells of the published report of March 2026, as trials and sums: what our rules must come out on. For tests. */
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { makeModel, makeRun, makeTrial } from './fixtures.ts';

/** Model, GiB (null: an API), average wall in seconds, points in the order of TASKS. */
const COMPLETED: [string, number | null, number, number[]][] = [
  ['claude-haiku-4-5', null, 15, [18, 17, 16, 17, 18, 17]],
  ['gpt-oss-120b-q8kxl', 60.0, 28, [18, 17, 13, 18, 17, 17]],
  ['qwen35-35b-a3b-q8', 34.4, 112, [17, 18, 15, 18, 16, 16]],
  ['gpt-oss-120b-q8kxl-nonthink', 60.0, 28, [18, 17, 13, 18, 17, 16]],
  ['gpt-oss-20b-q8kxl', 12.3, 22, [17, 17, 14, 18, 16, 17]],
  ['qwen35-122b-a10b-iq4nl-nonthink', 57.2, 68, [17, 14, 14, 18, 16, 14]],
  ['devstral-small-2-24b-2512-q8kxl', 27.0, 93, [15, 14, 15, 18, 14, 14]],
  ['qwen35-122b-a10b-iq4nl', 57.2, 204, [17, 14, 14, 15, 15, 15]],
  ['qwen3-coder-next-q40', 42.2, 21, [17, 14, 14, 15, 14, 15]],
  ['qwen3-coder-next-q6k', 61.1, 24, [16, 16, 13, 15, 14, 15]],
  ['llama-4-scout-q40', 57.0, 48, [16, 14, 13, 18, 14, 14]],
  ['qwen35-27b-q8-nonthink', 26.6, 113, [13, 17, 12, 18, 14, 13]],
  ['devstral-2-123b-2512-q40', 66.1, 262, [11, 13, 14, 18, 15, 15]],
  ['qwen35-122b-a10b-q4km', 71.5, 354, [15, 14, 13, 15, 15, 14]],
  ['qwen35-35b-a3b-claude-distill-q6k', 26.6, 54, [17, 16, 10, 15, 14, 14]],
  ['qwen35-35b-a3b-q6k-nonthink', 27.0, 17, [17, 16, 15, 15, 11, 12]],
  ['qwen35-35b-a3b-q8-nonthink', 34.4, 24, [17, 16, 10, 15, 14, 11]],
  ['minimax-m25-reap-139b-q4km', 78.4, 108, [11, 13, 16, 15, 14, 13]],
  ['qwen35-27b-claude-distill-q8-nonthink', 26.6, 186, [6, 14, 11, 18, 14, 14]],
  ['qwen35-9b-q8', 8.9, 68, [11, 14, 15, 15, 12, 14]],
  ['kimi-linear-48b-a3b-q6kl', 37.9, 22, [11, 13, 16, 15, 13, 13]],
  ['qwen3-coder-30b-a3b-1m-q8kxl', 33.5, 18, [11, 10, 12, 15, 14, 14]],
  ['qwen3-coder-30b-a3b-q4kxl', 16.5, 14, [11, 10, 12, 15, 14, 14]],
  ['devstral-small-2-24b-2512-q40', 12.6, 55, [5, 13, 15, 15, 14, 14]],
  ['mistral-small-4-119b-iq4nl-nonthink', 63.7, 64, [9, 13, 11, 15, 14, 14]],
  ['qwen3-coder-30b-a3b-q8kxl', 33.5, 18, [11, 10, 13, 15, 10, 14]],
];

/** Model, GiB, average wall in seconds, completed tasks, points of those. */
const INCOMPLETE: [string, number, number, number, number][] = [
  ['qwen35-27b-q8', 26.6, 388, 5, 83],
  ['nemotron-cascade-2-30b-a3b-q8', 31.3, 156, 4, 83],
  ['qwen35-35b-a3b-q6k-think', 27.0, 94, 5, 76],
  ['gpt-oss-20b-coding-distill-mxfp4', 12.8, 30, 4, 57],
  ['step-35-flash-q4km', 111.7, 545, 3, 54],
  ['nemotron-cascade-2-30b-a3b-q40', 17.0, 159, 3, 51],
  ['qwen35-08b-q8', 0.8, 21, 4, 29],
  ['glm-47-flash-q8kxl', 33.2, 469, 2, 19],
  ['mistral-small-4-119b-iq4nl', 63.7, 347, 1, 15],
];

/** No texts, no tokens, one check a task. */
export function publishedCells(): { trials: Trial[]; run: RunFacts } {
  const trials = COMPLETED.flatMap(([model, gib, seconds, points], order) =>
    makeModel(model, points, {
      wallMs: seconds * 1000,
      response: null,
      facts: {
        order,
        kind: gib === null ? 'reference' : 'published',
        sizeBytes: gib === null ? null : gib * 2 ** 30,
      },
    }),
  );
  const sums = INCOMPLETE.map(([model, gib, seconds, completed, points], i) => ({
    ...{ model, completed, tasks: 6, points, avgWallMs: seconds * 1000 },
    modelFacts: {
      ...makeTrial().modelFacts,
      ...{ order: COMPLETED.length + i, kind: 'published' as const, sizeBytes: gib * 2 ** 30 },
    },
  }));
  return { trials, run: makeRun(trials, { mode: 'published', sums }) };
}
