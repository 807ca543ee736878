import { distance } from 'fastest-levenshtein';
import type { RunFacts } from '../benchmarks/trial.ts';

const MAX_NAMES = 5;
/** Not RegExp.escape, which also spells letters as codes: a person will read and type this. */
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** What a person reads when the filter matched nothing: what was asked, and the names that are nearest to it. */
export function nearestNames(asked: string, expected: RunFacts['expected']): string {
  const models = [...new Set(expected.map(({ model }) => model))];
  const tasks = [...new Set(expected.map(({ task }) => task))];
  const text = asked.replaceAll('\\', '').toLowerCase();
  const exact = models.find((name) => name.toLowerCase() === text);
  const near = [...models, ...tasks]
    .map((name) => ({ name, away: howFar(text, name.toLowerCase()) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, MAX_NAMES)
    .map(({ name }) => `  ${name}`);
  return [
    `No trial matches ${asked || 'the filter'}: nothing was run. The nearest names are`,
    ...near,
    ...(exact
      ? [`-t is a regular expression; to take ${exact} alone: -t '^${exact.replace(SPECIAL, '\\$&')} > '`]
      : []),
    "Names join with ' > ', as in -t 'model > task'. `npx vitest list --project bench` lists them all.",
  ].join('\n');
}

/** A name that holds the text, or is held by it, is nearer than any that must be edited. */
function howFar(text: string, name: string): number {
  if (text.includes(name) || name.includes(text)) return 0;
  return distance(text, name) / Math.max(text.length, name.length);
}
