/** The module file that the sandbox gets for an answer. */
import type { JavaScriptFacts } from '../../rubric/js-tree.ts';

export const CLASS_NAMES = [
  'EventEmitter',
  'PriorityQueue',
  'TaskQueue',
  'RateLimiter',
  'ScheduledTaskRunner',
] as const;

export interface AnswerModule {
  name: string;
  text: string;
  /** Classes that the answer forgot to export; our copy exports them, so that the rest can be judged. */
  hidden: string[];
}

/** CommonJS runs as such: `import { TaskQueue }` works with either. */
export function moduleOf(source: string, facts: JavaScriptFacts): AnswerModule {
  if (facts.style === 'commonjs') return { name: 'answer.cjs', text: source, hidden: [] };
  const hidden = CLASS_NAMES.filter(
    (name) => facts.topLevelNames.includes(name) && !facts.exportedNames.includes(name),
  );
  const text = hidden.length > 0 ? `${source}\nexport { ${hidden.join(', ')} };\n` : source;
  return { name: 'answer.mjs', text, hidden };
}
