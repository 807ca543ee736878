/** Verdicts over what was observed. Pure; nothing of this is known inside the sandbox. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import type { BehaviourCheck } from './case.ts';
import { behaviourFaults, isStillTheModule } from './faults.ts';
import {
  judgeClones,
  judgeLength,
  judgeLogFunctions,
  judgeLoops,
  judgeShouldLog,
  judgeSyntax,
} from './judge-source.ts';
import type { Observations } from './observe.ts';

type KitCheck = Check<Observations>;

export const checks: KitCheck[] = [
  { id: 'module-loads', title: 'The module compiles to code that loads', maxPoints: 1, judge: judgeLoading },
  { id: 'exports-kept', title: 'All 23 exports keep their types', maxPoints: 1, judge: judgeExports },
  {
    id: 'strict',
    title: 'It compiles under strict, and nothing silences the compiler',
    maxPoints: 1,
    judge: judgeTypes,
  },
  behaviourCheck('logger-behaviour', 'The logger behaves as before'),
  behaviourCheck('cache-behaviour', 'The cache behaves as before'),
  behaviourCheck('request-behaviour', 'Validation, cache keys and summaries are as before'),
  behaviourCheck('pipeline-behaviour', 'The pipeline and its cache behave as before'),
  behaviourCheck('rare-inputs', 'Rare inputs are treated as before'),
  behaviourCheck('details', 'Odd middlewares and sinks meet the same'),
  sourceCheck('log-functions', 'The four log functions share their code', 1, judgeLogFunctions),
  sourceCheck('should-log', 'shouldLog compares ranks instead of listing cases', 1, judgeShouldLog),
  sourceCheck('duplication', 'Nothing is said twice', 3, judgeClones),
  sourceCheck('array-methods', 'No loops over an index are left', 1, judgeLoops),
  sourceCheck('modern-syntax', 'No concatenated strings and few old idioms are left', 1, judgeSyntax),
  sourceCheck('length', 'It is clearly shorter', 2, judgeLength),
  sourceCheck('public-surface', 'It adds no exports, members or properties', 1, judgeSurface),
  sourceCheck('tidy', 'Nothing is unused, printed or left unhandled', 1, judgeTidiness),
];

function pass(detail: string): Verdict {
  return { passed: true, detail };
}

function fail(detail: string): Verdict {
  return { passed: false, detail };
}

function judgeList(faults: string[], good: string): Verdict {
  return faults.length === 0 ? pass(good) : fail(`${faults.length}: ${faults.slice(0, 3).join('; ')}`);
}

/** The bands begin at 1: a file with one of the exports is an answer to this task, if a broken one. */
function judgeLoading({ behaviour: { load }, facts, starter }: Observations): Verdict {
  if (load.exports === null) {
    const isAttempt = facts.exportedNames.some((name) => starter.facts.exportedNames.includes(name));
    return { passed: false, points: isAttempt ? 1 : 0, detail: load.why };
  }
  const isKnown = load.exports.some((name) => starter.facts.exportedNames.includes(name));
  return isKnown ? pass('it loads') : fail('it exports nothing that the module exports');
}

function judgeExports(observed: Observations): Verdict {
  if (!judgeLoading(observed).passed) return fail('not counted: it does not load');
  const faults = observed.compiled.lostExports.map(({ name, why }) => `${name}: ${why}`);
  return judgeList(faults, 'all as they were');
}

function judgeTypes(observed: Observations): Verdict {
  const { compiled, facts } = observed;
  if (!judgeLoading(observed).passed) return fail('not counted: it does not load');
  return judgeList([...compiled.typeErrors, ...facts.weakened], 'no errors');
}

function behaviourCheck(id: BehaviourCheck, title: string): KitCheck {
  const judge = (observed: Observations): Verdict => {
    const faults = behaviourFaults(observed, id);
    const [first] = faults;
    if (first === undefined) return pass('as the original in all cases');
    const cases = faults.length === 1 ? '1 case differs' : `${faults.length} cases differ, the first`;
    return fail(`${cases}: ${first.tell()}`);
  };
  return { id, title, maxPoints: 1, judge };
}

/** A file that is no longer this module is short, without duplication, and worth nothing. */
function sourceCheck(
  id: string,
  title: string,
  maxPoints: number,
  judge: (observed: Observations) => Verdict,
): KitCheck {
  const counted = (observed: Observations): Verdict =>
    isStillTheModule(observed) ? judge(observed) : fail('not counted: too little of the module works');
  return { id, title, maxPoints, judge: counted };
}

function judgeSurface(observed: Observations): Verdict {
  const { compiled, facts, starter } = observed;
  const added = facts.exportedNames.filter((name) => !starter.facts.exportedNames.includes(name));
  return judgeList(
    [
      ...added.map((name) => `exports ${name}`),
      ...compiled.extraMembers,
      ...behaviourFaults(observed, 'request-form').map(({ tell }) => `properties of a request: ${tell()}`),
    ],
    'nothing was added',
  );
}

function judgeTidiness({ compiled, behaviour }: Observations): Verdict {
  return judgeList([...compiled.unused, ...behaviour.strays], 'nothing unused, printed or unhandled');
}
