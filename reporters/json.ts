/** Trials <-> results.json, the file that other programs read. Pure. */
import { z } from 'zod';
import { RunFacts, Trial } from '../benchmarks/trial.ts';
import { sum } from './tables/numbers.ts';
import { NO_CONTEXT, type ReportContext } from './tables/report-tables.ts';

const SCHEMA_NAME = 'llama-codebench-results';

/** Rises when a reader of the older form would misread the newer one. */
const SCHEMA_VERSION = 2;

/** What a person said beside the measured, so that reports can be made again from this file alone. */
const Context = z.object({
  notes: z.array(
    z.object({
      model: z.string(),
      text: z.string(),
      overrides: z.array(z.object({ task: z.string(), points: z.number(), reason: z.string() })),
    }),
  ),
  pairs: z.array(
    z.object({
      kind: z.enum(['thinking', 'distill', 'quantisation']),
      models: z.tuple([z.string(), z.string()]),
      isPair: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<ReportContext>;

const Results = z.object({
  schema: z.object({ name: z.literal(SCHEMA_NAME), version: z.literal(SCHEMA_VERSION) }),
  run: RunFacts,
  context: Context.default(NO_CONTEXT),
  trials: z.array(Trial),
});
export type Results = z.infer<typeof Results>;

/** results.json is not ours, of another version, or damaged: the reader's file, not a bug. */
export class ResultsUnreadable extends Error {
  override name = 'ResultsUnreadable';
}

export function renderJson(trials: Trial[], run: RunFacts, context: ReportContext = NO_CONTEXT): string {
  const results: Results = {
    schema: { name: SCHEMA_NAME, version: SCHEMA_VERSION },
    run,
    context,
    trials: trials.map(withSummedPoints),
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** Points are the sum of the checks, whatever total came along with them. */
function withSummedPoints(trial: Trial): Trial {
  if (trial.outcome.state !== 'graded') return trial;
  const { score } = trial.outcome;
  const points = sum(score.checks.map((c) => c.points));
  return { ...trial, outcome: { state: 'graded', score: { ...score, points } } };
}

/** Reads what `renderJson` wrote; throws ResultsUnreadable with what is wrong and what to do. */
export function parseResults(text: string, fileName = 'results.json'): Results {
  const value = parseJson(text, fileName);
  checkSchema(value, fileName);
  const parsed = Results.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new ResultsUnreadable(
    `${fileName} is damaged: ${issue.path.map(String).join('.') || 'the whole'}: ${issue.message}. ` +
      'Run the benchmark again; recorded answers are graded again without asking a model.',
  );
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ResultsUnreadable(
      `${fileName} is not JSON (${(error as Error).message}). If it was cut off while copying, copy it again; ` +
        'otherwise run the benchmark again.',
      { cause: error },
    );
  }
}

const AnySchema = z.object({ schema: z.object({ name: z.string(), version: z.number() }) });

function checkSchema(value: unknown, fileName: string): void {
  const parsed = AnySchema.safeParse(value);
  if (!parsed.success || parsed.data.schema.name !== SCHEMA_NAME)
    throw new ResultsUnreadable(
      `${fileName} is not a result of llama-codebench: schema.name should be '${SCHEMA_NAME}', ` +
        `got ${parsed.success ? `'${parsed.data.schema.name}'` : 'none'}. Give the results.json of a run.`,
    );
  const { version } = parsed.data.schema;
  if (version === SCHEMA_VERSION) return;
  const advice =
    version > SCHEMA_VERSION
      ? 'It was written by a newer llama-codebench: update this one.'
      : 'It was written by an older llama-codebench: run the benchmark again, recorded answers are graded again.';
  throw new ResultsUnreadable(
    `${fileName} has schema version ${version}, this llama-codebench reads ${SCHEMA_VERSION}. ${advice}`,
  );
}
