/** The JSON of the published report of March 2026, as its maker wrote it. Printed figures are read to be checked, never carried. */
import { z } from 'zod';

const Printed = z.object({
  efficiency: z.array(
    z.object({
      model: z.string(),
      score: z.number(),
      avgWallSeconds: z.number(),
      sizeGB: z.number(),
      scorePerMinute: z.number(),
      scorePerGB: z.number(),
    }),
  ),
  thinkVsNothink: z.array(
    z.object({
      base: z.string(),
      think: z.string(),
      thinkWallSeconds: z.number(),
      nothink: z.string(),
      nothinkWallSeconds: z.number(),
      delta: z.string(),
    }),
  ),
  distillVsBase: z.array(
    z.object({ base: z.string(), baseScore: z.number(), distillScore: z.number(), gap: z.number() }),
  ),
  quantisation: z.array(
    z.object({
      family: z.string(),
      a: z.string(),
      aScore: z.number(),
      b: z.string(),
      bScore: z.number(),
      better: z.string(),
    }),
  ),
});

const points = z.number().nonnegative();

/** Sizes are GiB under the heading "GB"; times are whole seconds. */
export const PublishedSource = z.object({
  taskMax: z.number().positive(),
  completed: z.array(
    z.object({
      model: z.string(),
      kind: z.enum(['api', 'local']),
      sizeGB: z.number().nonnegative().nullable(),
      avgWallSeconds: points.nullable(),
      /** Points by task. */
      scores: z.record(z.string(), points),
      printedRank: z.number(),
      printedTotal: z.number(),
    }),
  ),
  incomplete: z.array(
    z.object({
      model: z.string(),
      sizeGB: z.number().nonnegative().nullable(),
      avgWallSeconds: points.nullable(),
      completed: z.int().nonnegative(),
      tasks: z.int().positive(),
      /** '83+' or '76'. */
      printedScore: z.string().regex(/^\d+\+?$/),
    }),
  ),
  printed: Printed,
});
export type PublishedSource = z.infer<typeof PublishedSource>;
