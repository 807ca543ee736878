import { prepareGoCache } from '../../sandbox/go-cache.ts';
import { defineTask } from '../define-task.ts';

export default defineTask({
  title: 'Add Go HTTP middleware',
  column: 'Go',
  order: 5,
  language: 'go',
  toolchains: ['go', 'node'],
  prepare: async (sandbox, tell) => void (await prepareGoCache(sandbox, tell)),
  answerFiles: [{ path: 'main.go', languages: ['go', 'golang'], defines: ['main', 'noteStore', 'api'] }],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).default,
  alternatives: {},
  flaws: {},
});
