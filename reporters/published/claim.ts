/** A figure or a statement of the published report, beside what its own cells say. */
import type { Published } from './look-up.ts';

export interface PublishedClaim {
  /** The report's own words, exactly; a test finds them there. */
  quote: string;
  /** Whose claim it is: a model, or a part of the report. */
  about: string;
  printed: string;
  /** What the cells say, or other words of the same report. Where it equals `printed` the claim holds. */
  ours: string;
  /** Why, in a sentence; for claims that do not hold. */
  because?: string;
  /** Makes `ours` from the cells. */
  compute: (published: Published) => string;
}

export function holds(claim: PublishedClaim): boolean {
  return claim.printed === claim.ours;
}
