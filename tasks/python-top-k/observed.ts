/** What was seen of an answer; the shapes of the lines that come out of the sandbox, parsed strictly. */
import { z } from 'zod';
import type { Measured } from './growth.ts';
import type { Case } from './inputs.ts';

export const Syntax = z.discriminatedUnion('parses', [
  z.strictObject({ parses: z.literal(false), error: z.string() }),
  z.strictObject({
    parses: z.literal(true),
    untyped: z.array(z.string()),
    counterUses: z.array(z.string()),
    unusedImports: z.array(z.string()),
    deadCode: z.array(z.string()),
    lints: z.array(z.string()),
    /** Modules with a heap or a search that it uses. */
    libraries: z.array(z.string()),
    nodes: z.number(),
  }),
]);
export type Syntax = z.infer<typeof Syntax>;

const Raised = z.strictObject({ raised: z.string() });

export const Loaded = z.union([z.strictObject({ loaded: z.boolean() }), Raised]);

const LargeInt = z
  .strictObject({ int: z.string().regex(/^-?\d{1,100}$/) })
  .transform(({ int }) => BigInt(int));

/** A number or bigint is an exact int; anything else comes as the text that Python shows for it. */
const Items = z.array(z.union([z.number(), LargeInt, z.string()]));
type Items = z.infer<typeof Items>;

export const Returned = z.union([
  z.strictObject({
    returned: z.strictObject({ type: z.string(), items: Items.nullable(), shown: z.string() }),
    numsAfter: Items,
  }),
  Raised,
]);

/** By line of the answer: how often a sort there had two elements or more, and how often it moved one. */
const Sorts = z.record(z.string(), z.tuple([z.number(), z.number()]));

export const Counted = z.union([
  z.strictObject({ comparisons: z.array(z.number()), items: Items, sorts: Sorts, counterCalls: z.number() }),
  z.strictObject({ raised: z.string(), counterCalls: z.number() }),
]);

export type Counted = z.infer<typeof Counted>;

/** missing: the process hung, ended or wrote nonsense before this case came back. */
export type CaseOutcome =
  | {
      state: 'returned';
      type: string;
      items: Items | null;
      shown: string;
      numsAfter: Items;
    }
  | { state: 'raised'; error: string }
  | { state: 'missing'; why: string };

export interface SeenCase {
  case: Case;
  outcome: CaseOutcome;
}

export type SeenGrowth =
  | { state: 'measured'; measured: Measured[] }
  /** Its results on these inputs were wrong, or it did not come to an end. */
  | { state: 'failed'; why: string };

export interface Observed {
  syntax: Syntax;
  /** null: loaded, and the function is there. */
  notLoaded: string | null;
  cases: SeenCase[];
  growth: SeenGrowth;
  /** Counter objects that the answer made while it ran, however it got hold of the class. */
  counterCalls: number;
  /** Lines of the answer that sort again and again what is in order already. */
  idleSorts: number[];
  /** What it wrote to stdout and stderr. */
  printed: string;
  /** Size of the reference's syntax tree. */
  referenceNodes: number;
}
