/** Which models may be compared: what their points and times depend on beside the model itself. Pure. */
import type { ModelFacts, Trial } from '../../benchmarks/trial.ts';
import { formatFixed, toGib } from './numbers.ts';

/** One fact of a trial. Two models differ where both know it under the same name and their values are not the same. */
type Known = [name: string, value: string];

interface Rule {
  id: string;
  /** What is not comparable when it differs. */
  concerns: 'points' | 'times' | 'points and times';
  /** The rule in a sentence; reports print it. */
  sentence: string;
  /** Between the concern and the values. */
  words: string;
  /** [] where the trial does not know. */
  read(trial: Trial): Known[];
}

/** How many numbers of a version count: 3.11.7 and 3.11.9 give the same points, 0.1.0 and 0.1.1 of our own need not. 0: none. */
const VERSION_NUMBERS: Record<string, number> = {
  'llama-codebench': 3,
  vitest: 0,
  node: 1,
  'node (grading)': 1,
};
const OTHER_VERSION_NUMBERS = 2;

/** What matters. What a side does not know says nothing against it. */
export const COMPARABILITY_RULES: Rule[] = [
  {
    id: 'reference',
    concerns: 'times',
    sentence: 'An answer over an API is timed with the network and on hardware that nobody here knows.',
    words: 'measured elsewhere',
    read: ({ modelFacts }) => [['answers', whereAnswered(modelFacts)]],
  },
  {
    id: 'published',
    concerns: 'points',
    sentence: 'The points of a published report were given by its authors, not by the checks of this one.',
    words: 'given by others',
    read: ({ modelFacts }) => [['points', modelFacts.kind === 'published' ? 'published' : 'checks']],
  },
  {
    id: 'machine',
    concerns: 'times',
    sentence: 'Times belong to the machine: its CPU, cores, memory and GPUs.',
    words: 'another machine',
    read: ({ provenance }) => machineFacts(provenance?.machine ?? null),
  },
  {
    id: 'build',
    concerns: 'points and times',
    sentence: 'Another llama.cpp build may be faster, and may give other answers.',
    words: 'another llama.cpp build',
    read: ({ modelFacts: { kind, serverBuild } }) =>
      serverBuild === null || kind === 'reference' ? [] : [['build', serverBuild]],
  },
  {
    id: 'prompt',
    concerns: 'points and times',
    sentence: 'A task must have been asked in the same words (SHA-256 of the messages).',
    words: 'another prompt',
    read: ({ task, request }) => (request === null ? [] : [[task, shortHash(request.hash)]]),
  },
  {
    id: 'rubric',
    concerns: 'points',
    sentence: 'A task must have been graded by the same rubric (SHA-256 of its files).',
    words: 'another rubric',
    read: ({ task, provenance }) => (provenance === null ? [] : [[task, shortHash(provenance.rubricHash)]]),
  },
  {
    id: 'tools',
    concerns: 'points',
    sentence:
      'What grades must be the same: llama-codebench to the last number, Node to its first, other tools to their second.',
    words: 'graded with other versions',
    read: ({ provenance }) => Object.entries(provenance?.versions ?? {}).flatMap(versionThatCounts),
  },
];

function whereAnswered({ kind }: ModelFacts): string {
  return kind === 'reference' ? 'over an API' : kind === 'sample' ? 'by the stand-in' : 'local';
}

/** Memory to the GiB: what a kernel keeps for itself changes from boot to boot. */
function machineFacts(machine: NonNullable<Trial['provenance']>['machine']): Known[] {
  if (machine === null) return [];
  const { cpu, cores, memoryBytes, gpus } = machine;
  const facts: [string, string | null][] = [
    ['CPU', cpu],
    ['cores', cores === null ? null : String(cores)],
    ['memory', memoryBytes === null ? null : `${formatFixed(toGib(memoryBytes), 0)} GiB`],
    ['GPUs', gpus && (gpus.join(' + ') || 'none')],
  ];
  return facts.filter((fact): fact is Known => fact[1] !== null);
}

function versionThatCounts([name, version]: [string, string]): Known[] {
  const numbers = VERSION_NUMBERS[name] ?? OTHER_VERSION_NUMBERS;
  return numbers === 0 ? [] : [[name, version.split('.').slice(0, numbers).join('.')]];
}

/** Enough to tell two apart by eye; the tables' values have all 64 digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** By rule and name: the values that a model's trials have. */
export type Profile = Map<string, Map<string, Set<string>>>;

export function profileOf(trials: Trial[]): Profile {
  return new Map(
    COMPARABILITY_RULES.map(({ id, read }) => {
      const known = new Map<string, Set<string>>();
      for (const trial of trials)
        for (const [name, value] of read(trial)) known.set(name, (known.get(name) ?? new Set()).add(value));
      return [id, known];
    }),
  );
}

/**
 * Why the points or times of two models, or of one model in two runs, must not be compared; [] when nothing on record
 * speaks against it. A model that was measured on two machines differs from one measured on one of them.
 */
export function notComparable(a: Trial[], b: Trial[]): string[] {
  return differences(profileOf(a), profileOf(b));
}

/** In a sentence each. */
export function differences(a: Profile, b: Profile): string[] {
  return COMPARABILITY_RULES.flatMap(({ id, concerns, words }) => {
    const other = b.get(id)!;
    const values = [...a.get(id)!]
      .filter(([name, mine]) => other.has(name) && mine.symmetricDifference(other.get(name)!).size > 0)
      .map(([name, mine]) => `${name}: ${listed(mine)} against ${listed(other.get(name)!)}`);
    return values.length === 0 ? [] : [`${concerns}: ${words} (${values.join('; ')})`];
  });
}

/** In an order that does not depend on the trials'. */
export function listed(values: Set<string>): string {
  return [...values].sort().join(' and ');
}
