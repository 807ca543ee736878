/** Two models that are one model in two forms. */
import type { PairCorrection } from './context.ts';
import type { Subject } from './subjects.ts';

export type PairKind = PairCorrection['kind'];

export interface Pair {
  kind: PairKind;
  /** thinking: the one that thinks. distill: the base. quantisation: the smaller file. */
  first: Subject;
  /** thinking: the one that does not. distill: the distill. quantisation: the larger file. */
  second: Subject;
  /** How it was found, for a person to check. */
  how: string;
  from: 'rule' | 'person';
}

/** Whether the user says that the two are no such pair. */
export type Denies = (kind: PairKind, a: Subject, b: Subject) => boolean;
