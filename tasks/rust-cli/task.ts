import { defineTask } from '../define-task.ts';

export default defineTask({
  title: 'Fix and extend a Rust CLI',
  column: 'Rs',
  order: 4,
  language: 'rust',
  toolchains: ['rust', 'node'],
  prepare: async (sandbox, tell) => {
    await (await import('./crates.ts')).prepareCrates(sandbox, tell);
  },
  answerFiles: [
    {
      path: 'src/main.rs',
      languages: ['rust', 'rs'],
      defines: ['Cli', 'Command', 'Priority', 'Task', 'TaskStore', 'main'],
    },
  ],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).rubric,
  alternatives: {},
  flaws: {},
});
