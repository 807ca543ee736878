/** Trials with the answers of the sample models, as they lie in the repository, and with checks in the rubrics' words. */
import { existsSync, readFileSync } from 'node:fs';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeTrial, type TrialFacts } from '../fixtures.ts';
import type { FilesOf, TaskTexts } from './transcripts.ts';

type Check = Extract<Trial['outcome'], { state: 'graded' }>['score']['checks'][number];

export const THINKER = 'hand-written-30b-q8';
export const PLAIN = 'hand-written-30b-q8-nonthink';

export function readRepository(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

export const SAMPLE_TASKS: TaskTexts = {
  'python-top-k': { prompt: readRepository('tasks/python-top-k/prompt.md'), starter: {}, language: 'python' },
  'js-bug-fix': {
    prompt: readRepository('tasks/js-bug-fix/prompt.md'),
    starter: { 'task-queue.js': readRepository('tasks/js-bug-fix/starter/task-queue.js') },
    language: 'javascript',
  },
};

const FILE_OF: Record<string, string> = { 'python-top-k': 'solution.py', 'js-bug-fix': 'task-queue.js' };

/** The last fenced block; the extraction itself has tests of its own. */
export const sampleFilesOf: FilesOf = async ({ task, response }) => {
  const code = response?.content?.match(/^```\w*\n([\s\S]*?)^```/m)?.[1];
  return code === undefined ? null : { [FILE_OF[task] ?? 'answer.txt']: code };
};

/** `lost` by id: what the rubric said, and whether the check itself passed (then a cap withheld its points). */
export function sampleTrial(
  model: string,
  task: string,
  lost: Record<string, Pick<Check, 'detail' | 'passed'>> = {},
  more: TrialFacts = {},
): Trial {
  const path = `models/samples/${model}/${task}`;
  const content = readRepository(`${path}.md`);
  const thought = new URL(`../../${path}.reasoning.md`, import.meta.url);
  const reasoning = existsSync(thought) ? readFileSync(thought, 'utf8') : '';
  const trial = makeTrial({
    ...more,
    model,
    task,
    response: {
      content,
      reasoning_content: reasoning,
      contentChars: content.length,
      reasoningChars: reasoning.length,
      ...more.response,
    },
    facts: { order: model === THINKER ? 0 : 1, ...more.facts },
  });
  return withChecks(
    trial,
    (CHECKS[task] ?? []).map(([id, title, maxPoints]) => toCheck(id, title, maxPoints, lost[id])),
  );
}

export function withChecks(trial: Trial, checks: Check[]): Trial {
  const points = checks.reduce((sum, check) => sum + check.points, 0);
  const facts = [{ id: 'once', title: 'Bug: once() keeps its listener', value: 'fixed' }];
  return { ...trial, outcome: { state: 'graded', score: { points, maxPoints: 20, checks, facts } } };
}

function toCheck(
  id: string,
  title: string,
  maxPoints: number,
  lost: Pick<Check, 'detail' | 'passed'> | undefined,
): Check {
  return lost
    ? { id, title, maxPoints, points: 0, ...lost }
    : { id, title, maxPoints, points: maxPoints, passed: true, detail: 'as it should be' };
}

const CHECKS: Record<string, [id: string, title: string, maxPoints: number][]> = {
  'python-top-k': [
    ['right-elements', 'returns the k most frequent elements', 8],
    ['k-zero', 'k = 0 gives an empty list', 4],
    ['growth', 'does less than sort all values', 4],
    ['concise', 'no longer than it has to be', 4],
  ],
  'js-bug-fix': [
    ['bubble-up', 'the heap keeps its order', 8],
    ['once', 'once() listens once', 6],
    ['clear', 'clear() counts what it cleared', 6],
  ],
};

/** Two models, two tasks; the second loses a check that the first passes. */
export function sampleField(): Trial[] {
  return [
    sampleTrial(THINKER, 'python-top-k'),
    sampleTrial(THINKER, 'js-bug-fix'),
    sampleTrial(PLAIN, 'python-top-k', {
      'k-zero': {
        passed: false,
        detail:
          '0 of 1 right; top_k_frequent([4, 4, 8], 0) raised IndexError: list index out of range, expected []',
      },
      concise: {
        passed: true,
        detail: '1.0 times the code of the reference [4 withheld, 12 in all at most (too-much-work): growth]',
      },
    }),
    sampleTrial(PLAIN, 'js-bug-fix', {
      clear: {
        passed: false,
        detail:
          'missed. 2 scenarios wrong, the first: clear-counts, line 2 of its log: expected ["cleared",0,1], got ["cleared",2,1]',
      },
    }),
  ];
}
