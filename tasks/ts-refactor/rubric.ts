import type { FactQuestion, Rubric } from '../../rubric/rubric.ts';
import { caps } from './caps.ts';
import { checks } from './checks.ts';
import { isStillTheModule } from './faults.ts';
import { isLonger, judgeLogFunctions, judgeShouldLog } from './judge-source.ts';
import { type Observations, observe } from './observe.ts';

/** Nothing is told of a file that is no longer this module. */
function fact(id: string, title: string, tell: (seen: Observations) => string): FactQuestion<Observations> {
  return { id, title, tell: (seen) => (isStillTheModule(seen) ? tell(seen) : null) };
}

const facts: FactQuestion<Observations>[] = [
  fact('log-functions', 'The four log functions', (seen) =>
    judgeLogFunctions(seen).passed ? 'unified' : 'left',
  ),
  fact('should-log', 'shouldLog', (seen) => (judgeShouldLog(seen).passed ? 'simplified' : 'left')),
  fact('length', 'The code got', (seen) => (isLonger(seen) ? 'longer' : 'shorter')),
  {
    id: 'exports',
    title: 'The 23 exports',
    tell: ({ compiled, behaviour }) => {
      if (!behaviour.load.exports?.length) return null;
      return compiled.lostExports.length === 0 ? 'kept' : 'broken';
    },
  },
];

/** What does not pass the compiler is no mutant that works otherwise. */
function loads({ compiled, behaviour }: Observations): boolean {
  return behaviour.load.exports !== null && compiled.typeErrors.length === 0;
}

const rubric: Rubric<Observations> = { observe, checks, caps, facts, loads };

export default rubric;
