import { defineTask } from '../define-task.ts';
import { flaws } from './flaws.ts';

export default defineTask({
  title: 'Fix JavaScript bugs',
  column: 'JS',
  order: 2,
  language: 'javascript',
  toolchains: ['node'],
  answerFiles: [
    {
      path: 'task-queue.js',
      languages: ['javascript', 'js', 'mjs', 'cjs', 'ecmascript'],
      defines: ['EventEmitter', 'PriorityQueue', 'TaskQueue', 'RateLimiter', 'ScheduledTaskRunner'],
    },
  ],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).default,
  alternatives: {
    // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
    // Below 20: smells that are left alone.
    'blind-bugs-only': 18,
    'blind-drain-own-listener': 19,
    'blind-explained': 19,
    'blind-minimal-diff': 19,
    'blind-modern-idioms': 19,
    'blind-plain-coder': 19,
    'blind-small-helpers': 19,
    'blind-strong-thinker': 19,
    'blind-verbose-explainer': 19,
    commonjs: 20,
    'count-before': 20,
    defensive: 20,
    'derived-statistics': 20,
    'exports-at-the-end': 20,
    'listener-records': 20,
    'node-events': 20,
    'one-smell-mended': 18,
    'other-timers': 20,
    'private-fields': 20,
    prototypes: 20,
    'settled-flag': 20,
    'signal-timeout': 20,
    'smells-left': 17,
    'sorted-array': 19,
    'with-resolvers': 20,
    'without-comments': 20,
    'words-in-comments': 20,
    'wrapper-knows-listener': 19,
  },
  flaws,
});
