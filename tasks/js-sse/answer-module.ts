/** The module file that the sandbox gets for an answer. */
import type { JavaScriptFacts } from '../../rubric/js-tree.ts';

export const CLASS_NAME = 'ServerSentEvents';

/**
 * The prompt asks for a named export. Another way to hand out the class is a slip of form, not of the
 * client: a CommonJS answer runs as such, and a class that is not exported is exported in our copy.
 */
export function moduleOf(source: string, facts: JavaScriptFacts): { name: string; text: string } {
  if (facts.style === 'commonjs') return { name: 'answer.cjs', text: source };
  const isHidden = facts.topLevelNames.includes(CLASS_NAME) && !facts.exportedNames.includes(CLASS_NAME);
  return { name: 'answer.mjs', text: isHidden ? `${source}\nexport { ${CLASS_NAME} };\n` : source };
}
