import type { ExpectedFile } from '../rubric/answer.ts';
import type { Rubric } from '../rubric/rubric.ts';
import type { Tell } from '../sandbox/prepare.ts';
import type { Sandbox, Toolchain } from '../sandbox/sandbox.ts';

/** What a flaw must lose, and the band that the published report gives for such an answer. */
export interface Flaw {
  /** Ids of exactly the checks that this wrong answer fails. */
  loses: string[];
  /** Inclusive range of points. */
  band: [least: number, most: number];
  /** The mistake, in a sentence. */
  mistake: string;
}

export interface TaskDefinition {
  title: string;
  /** Short column label of the matrix. */
  column: string;
  /** Place among the columns. */
  order: number;
  language: string;
  /** What must be on the machine; [] for a rubric that only reads. A missing one makes the task not-run. */
  toolchains: readonly Toolchain[];
  /** Makes once, before a run asks anything, what grading needs from the cache folder (crates, a build cache). */
  prepare?: (sandbox: Sandbox, tell: Tell) => Promise<void>;
  answerFiles: ExpectedFile[];
  /** Points of the rubric; a test proves that the checks add up to it. */
  maxPoints: number;
  /** Lazy, so that listing tasks loads no rubric. */
  // biome-ignore lint/suspicious/noExplicitAny: each rubric has its own observations; only its own checks read them.
  rubric: () => Promise<Rubric<any>>;
  /** Least points that each right answer in another style keeps. Key: folder under alternatives/. */
  alternatives: Record<string, number>;
  /** Key: folder under flaws/. */
  flaws: Record<string, Flaw>;
}

/** Types a task; the folder name is its slug. */
export function defineTask(task: TaskDefinition): TaskDefinition {
  return task;
}
