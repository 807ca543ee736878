/** What makes two results of one model and task not comparable. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { pairsOf } from './arguments.ts';
import { formatPoints } from './numbers.ts';

export interface CompareMark {
  id: string;
  /** 'another prompt', 'arguments: with --temp 0.2, without --temp 0.7' */
  words: string;
}

interface MarkRule {
  id: string;
  /** Why it matters, for the notes. */
  sentence: string;
  /** What must be equal; null where it is not on record, which is not a difference. */
  read: (trial: Trial) => string | null;
  words: (before: Trial, after: Trial) => string;
}

/** The rules of the mark 'not comparable', printed as notes. What is not on record on one side is not marked. */
export const MARK_RULES: MarkRule[] = [
  {
    id: 'prompt',
    sentence: 'Another prompt (hash of the messages): another task was asked.',
    read: (trial) => trial.request?.hash ?? null,
    words: () => 'another prompt',
  },
  {
    id: 'rubric',
    sentence: 'Another rubric (hash of the files that decide about points): points mean something else.',
    read: (trial) => trial.provenance?.rubricHash ?? null,
    words: () => 'another rubric',
  },
  {
    id: 'max-points',
    sentence: 'Another maximum: points mean something else.',
    read: (trial) => String(trial.maxPoints),
    words: (before, after) =>
      `of ${formatPoints(before.maxPoints)}, then of ${formatPoints(after.maxPoints)} points`,
  },
  {
    id: 'model-file',
    sentence: 'Another model file (hash of the GGUF header): another model answered under the same name.',
    read: (trial) => trial.modelFacts.gguf?.headerHash || null,
    words: () => 'another model file',
  },
  {
    id: 'arguments',
    sentence:
      "Other effective arguments: the model ran with other settings. Of a file's path only its name counts.",
    read: (trial) =>
      trial.modelFacts.effectiveArgs.length === 0 ? null : argumentsOf(trial).sort().join('\n'),
    words: argumentWords,
  },
];

/** Every rule that the answers of a task break; none where a side has no answer. */
export function compareMarks(before: Trial[], after: Trial[]): CompareMark[] {
  return MARK_RULES.flatMap(({ id, read, words }) => {
    const [old, young] = [before, after].map((trials) => valuesOf(trials, read));
    if (old === '' || young === '' || old === young) return [];
    return [{ id, words: words(before[0]!, after[0]!) }];
  });
}

/** Samples share all this; where they do not, the sets are compared. */
function valuesOf(trials: Trial[], read: MarkRule['read']): string {
  const values = trials.map(read).filter((value) => value !== null);
  return [...new Set(values)].sort().join('\n\n');
}

/** Whether prompt, rubric, model file and arguments are on record, so that the absence of a mark means something. */
export function isOnRecord(trials: Trial[]): boolean {
  return trials.some((trial) => MARK_RULES.every(({ read }) => read(trial) !== null));
}

function argumentsOf(trial: Trial): string[] {
  return pairsOf(trial.modelFacts.effectiveArgs).map(({ flag, value }) => {
    const shown = /^(-m|--model|--mmproj)$/.test(flag)
      ? value.replaceAll('\\', '/').split('/').at(-1)!
      : value;
    return shown === '' ? flag : `${flag} ${shown}`;
  });
}

function argumentWords(before: Trial, after: Trial): string {
  const [old, young] = [argumentsOf(before), argumentsOf(after)];
  const gained = young.filter((arg) => !old.includes(arg));
  const lost = old.filter((arg) => !young.includes(arg));
  const parts = [
    gained.length > 0 ? `with ${gained.join(' ')}` : '',
    lost.length > 0 ? `without ${lost.join(' ')}` : '',
  ].filter((part) => part !== '');
  return `other arguments: ${parts.join(', ')}`;
}
