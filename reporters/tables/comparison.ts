/** What a comparison of two runs holds; types only. */
import type { CheckChange } from './check-changes.ts';
import type { CompareMark } from './compare-marks.ts';
import type { Verdict } from './noise.ts';
import type { Subject } from './subjects.ts';

export interface CompareSide {
  /** '17', 'ERR crashed', 'n/r', 'missing', '–' (not asked). */
  text: string;
  /** null: not graded. */
  points: number | null;
  /** Why there are no points; '' where there are. */
  why: string;
}

export interface CompareRow {
  model: string;
  task: string;
  label: string;
  /**
   * newly-failed: was graded and is an ERR. no-result: was graded and was not run or is missing. still-failed: no
   * points on either side. gone and new: asked on one side only.
   */
  state:
    | 'rose'
    | 'fell'
    | 'same'
    | 'newly-failed'
    | 'no-result'
    | 'newly-graded'
    | 'still-failed'
    | 'gone'
    | 'new';
  before: CompareSide;
  after: CompareSide;
  /** Points; null unless both are graded. */
  delta: number | null;
  checks: CheckChange[];
  /** Why the two must not be compared; empty: nothing on record speaks against it. */
  marks: CompareMark[];
}

export interface CompareTotal {
  model: string;
  state: 'both' | 'gone' | 'new';
  /** null where the model is not in that run. */
  before: Subject | null;
  after: Subject | null;
  /** Tasks graded in both. */
  tasks: string[];
  /** Points over those tasks; null where there is none. */
  delta: number | null;
  verdict: Verdict;
  /** Each with the tasks that it is about; of all rows of the model. */
  marks: (CompareMark & { tasks: string[] })[];
}

export interface Comparison {
  /** A row a model and task, also those without a change. */
  rows: CompareRow[];
  totals: CompareTotal[];
  /** Over all rows that are graded in both. */
  overall: Verdict;
  /** What changed, and whether it is more than noise, in sentences. */
  statement: string;
}
