/** All statements of the published report that its own cells can judge, in the report's order of parts. */
import type { PublishedClaim } from './claim.ts';
import { COUNT_CLAIMS } from './claims-counts.ts';
import { MODEL_CLAIMS } from './claims-models.ts';
import { PAIR_CLAIMS, SUM_CLAIMS } from './claims-pairs.ts';
import { TIER_ONE_CLAIMS } from './claims-tier-one.ts';

export const CLAIMS: { title: string; claims: PublishedClaim[] }[] = [
  { title: 'Models of its first tier', claims: TIER_ONE_CLAIMS },
  { title: 'Other models', claims: MODEL_CLAIMS },
  { title: 'Incomplete models', claims: SUM_CLAIMS },
  { title: 'Pairs', claims: PAIR_CLAIMS },
  { title: 'Counts, scales and tiers', claims: COUNT_CLAIMS },
];
