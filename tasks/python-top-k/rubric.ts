import type { Rubric } from '../../rubric/rubric.ts';
import { caps } from './caps.ts';
import { checks } from './checks.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';

export const rubric: Rubric<Observed> = { observe, checks, caps };
