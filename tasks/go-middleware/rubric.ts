/** Checks count by the point; the caps put an answer into the report's band for its worst gap. */
import type { Rubric } from '../../rubric/rubric.ts';
import { approachOf, limitOf, loggingOf, shutdownOf } from './approach.ts';
import { caps } from './caps.ts';
import { checks } from './checks.ts';
import { type Observed, observe } from './observe.ts';

const rubric: Rubric<Observed> = {
  observe,
  checks,
  // A mend shows what the rest is worth, but proves nothing of what the mutant does.
  loads: ({ compileError }) => compileError === null,
  caps,
  facts: [
    { id: 'logging', title: 'Requests are logged', tell: loggingOf },
    { id: 'rate-limit', title: 'Requests are limited', tell: limitOf },
    { id: 'graceful-shutdown', title: 'The shutdown lets requests finish', tell: shutdownOf },
    { id: 'approach', title: 'How the rate limiter works', tell: approachOf },
  ],
};

export default rubric;
