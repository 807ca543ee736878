/** What is known of an answer after it was built and run. Judges nothing. */
import type { Case } from './case.ts';
import type { SeenStep } from './expected.ts';
import type { Mend } from './mends.ts';
import type { Build } from './run-driver.ts';
import type { Syntax } from './syntax.ts';

export interface SeenCase {
  case: Case;
  seen: SeenStep[];
}

/**
 * answer: it compiled as it is, or with the mends that are named. pieces: nothing of it compiled as a whole; some of its parts
 * did within our program. nothing: not even that.
 */
export type BuiltFrom = 'answer' | 'pieces' | 'nothing';

export interface Observed {
  builtFrom: BuiltFrom;
  /** Without these it does not compile. */
  mends: Mend[];
  /** The compiler's words on the answer as it is; '' when it compiles. */
  errors: string;
  cases: SeenCase[];
  lint: Build['lint'];
  /** Lints that the reference has too with this toolchain: no answer is to blame for them. */
  usualLints: string[];
  syntax: Syntax;
  /** How much longer than the given program, in tokens. */
  addedTokens: number;
  referenceAddedTokens: number;
}
