import { defineConfig } from 'vitest/config';
import { llamaCodebench } from './plugin.ts';

export default defineConfig({
  plugins: [llamaCodebench()],
  test: {
    projects: [
      {
        extends: false,
        test: {
          name: 'unit',
          benchmark: { include: ['benchmarks/**/*.bench.ts'] },
          include: ['**/*.test.ts'],
          exclude: ['node_modules/**', '**/*.server.test.ts', 'tasks/determinism.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: false,
        test: {
          name: 'determinism',
          benchmark: { include: [] },
          include: ['tasks/determinism.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // It keeps the cores busy, so it runs when the others are done.
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: false,
        test: {
          name: 'server',
          benchmark: { include: [] },
          include: ['**/*.server.test.ts'],
          exclude: ['node_modules/**'],
          // Prompts of 4,000 tokens on two shared cores: minutes, and an hour where others compute.
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
          // One llama-server at a time: they are compared by what they log.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
