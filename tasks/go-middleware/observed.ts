/** What the driver reports, as it is checked when it comes out of the sandbox. */
import { z } from 'zod';

const TimeSchema = z.number().nullable();

/** One request and its answer; times are the driver's own clock. */
const RequestSchema = z.object({
  client: z.string(),
  method: z.string(),
  path: z.string(),
  sentMs: z.number(),
  /** When the head of the answer was there. */
  receivedMs: TimeSchema,
  endedMs: TimeSchema,
  /** null: no answer. */
  status: z.number().nullable(),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string().nullable()).optional(),
  /** In how many pieces the body came. */
  pieces: z.number().optional(),
  error: z.string().optional(),
  /** How long its body was held back while the handler waited for it. */
  heldMs: z.number().optional(),
});

const EndedSchema = z.object({
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  isKilled: z.boolean(),
  atMs: z.number().optional(),
});

const RequestsSchema = z.array(RequestSchema);
const EdgeTriesSchema = z.array(z.object({ records: RequestsSchema, isKept: z.boolean() }));
const NotStartedSchema = z.object({ started: z.literal(false), output: z.string(), ended: EndedSchema });

const ToolSchema = z.object({ exitCode: z.number().nullable(), output: z.string() });
const ProgramSchema = ToolSchema.extend({ file: z.string().nullable() });

export const BuildSchema = z.object({
  programs: z.object({ plain: ProgramSchema, race: ProgramSchema }),
  vet: ToolSchema.nullable(),
  gofmt: ToolSchema.nullable(),
});

export const LimitsSchema = z
  .discriminatedUnion('started', [
    NotStartedSchema,
    z.object({
      started: z.literal(true),
      output: z.string(),
      ended: EndedSchema,
      bursts: z.array(RequestsSchema),
      recovered: z.object({ between: RequestsSchema, after: RequestsSchema }),
      /** Right after the first burst, when it must be refused. */
      sneaked: RequestSchema,
      neighbour: RequestsSchema,
      apart: RequestsSchema,
      forged: RequestsSchema,
      steady: RequestsSchema,
      fast: RequestsSchema,
      clientEdges: EdgeTriesSchema,
      commonEdges: EdgeTriesSchema,
      phase: RequestsSchema,
    }),
  ])
  .nullable();

export const LifeSchema = z
  .discriminatedUnion('started', [
    NotStartedSchema,
    z.object({
      started: z.literal(true),
      output: z.string(),
      ended: EndedSchema,
      /** All that were sent and may be in the log. */
      requests: RequestsSchema,
      routes: RequestsSchema,
      countdowns: RequestsSchema,
      /** null: this machine has no IPv6. */
      overIpv6: RequestSchema.nullable(),
      slow: z.object({
        isHeld: z.boolean(),
        letGoMs: z.number(),
        finished: RequestSchema,
        others: RequestsSchema,
        isServed: z.boolean(),
      }),
      isHeldAtEnd: z.boolean(),
      inFlight: RequestSchema,
      /** After the signal; null: connections were accepted as long as was waited. */
      refusedMs: TimeSchema,
      /** It was gone while a request was still in flight. */
      endedBefore: z.boolean(),
      finishedMs: z.number(),
    }),
  ])
  .nullable();

/** How many objects lived: before many clients came once, with them, and after each leap of the clock. */
export const YearsSchema = z
  .object({
    clients: z.number(),
    before: z.number().nullable(),
    crowded: z.number().nullable(),
    later: z.array(z.number()),
    /** Around the end of a minute after the first request, in which the clock leaped. */
    minute: EdgeTriesSchema,
  })
  .nullable();

export const SideServerSchema = z
  .object({
    started: z.boolean(),
    ended: EndedSchema,
    output: z.string(),
    statuses: z.record(z.string(), z.number()).optional(),
    /** It was told to end while a request was in flight that never finishes. */
    isCutOff: z.boolean().optional(),
  })
  .nullable();

/** It was started on a port that another program has. */
export const TakenPortSchema = z.object({ ended: EndedSchema, output: z.string() }).nullable();

export type Request = z.infer<typeof RequestSchema>;
export type Build = z.infer<typeof BuildSchema>;
export type Limits = Extract<z.infer<typeof LimitsSchema>, { started: true }>;
export type Life = Extract<z.infer<typeof LifeSchema>, { started: true }>;
export type Ended = z.infer<typeof EndedSchema>;

export interface Session {
  build: Build;
  /** null: it did not build or did not start. */
  limits: Limits | null;
  life: Life | null;
  interrupt: z.infer<typeof SideServerSchema>;
  races: z.infer<typeof SideServerSchema>;
  /** null: it cannot be told. */
  years: z.infer<typeof YearsSchema>;
  takenPort: z.infer<typeof TakenPortSchema>;
  /** What the server said when it did not start. */
  notStarted: string | null;
}
