/** Trials <-> results.json, the file that other programs read. Pure. */
import { z } from 'zod';
import { RunFacts, Trial } from '../benchmarks/trial.ts';
import { findContradiction, settleDoubles } from './results-check.ts';
import { NO_CONTEXT, type ReportContext } from './tables/context.ts';
import { sum } from './tables/numbers.ts';
import { toOneLine } from './text.ts';

const SCHEMA_NAME = 'llama-codebench-results';

/** Rises when a reader of the older form would misread the newer one: 3 brought `run.sums` and published runs. */
const SCHEMA_VERSION = 3;

/** Version 2 lacks fields whose absence says 'not on record'. */
const READABLE_VERSIONS = [2, SCHEMA_VERSION];

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

export interface ReadResults extends Results {
  /** What was odd and how it was taken, a sentence each, safe to print. */
  warnings: string[];
}

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

/**
 * Reads what `renderJson` of this or the last version wrote; throws ResultsUnreadable with what is wrong and what
 * to do. Doubles are settled as the tables do, the later one counts, and a warning tells of them.
 */
export function parseResults(text: string, fileName = 'results.json'): ReadResults {
  const value = parseJson(text, fileName);
  const head = checkSchema(value, fileName);
  const parsed = Results.safeParse({
    ...head,
    schema: { name: SCHEMA_NAME, version: SCHEMA_VERSION },
  });
  if (!parsed.success) throw damaged(fileName, wordsOfIssue(parsed.error.issues[0]!, head));
  const contradiction = findContradiction(parsed.data.trials, parsed.data.run);
  if (contradiction !== null) throw damaged(fileName, contradiction);
  return { ...parsed.data, ...settleDoubles(parsed.data.trials, parsed.data.run) };
}

function damaged(fileName: string, words: string): ResultsUnreadable {
  return new ResultsUnreadable(
    `${fileName} is damaged: ${words}. ` +
      'Run the benchmark again; recorded answers are graded again without asking a model.',
  );
}

/** `trials.0.outcome.state: Invalid input, got "brilliant"`. */
function wordsOfIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const path = issue.path.map(String).join('.') || 'the whole';
  const got = issue.path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
  const shown = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 60);
  return `${toOneLine(path)}: ${issue.message}, got ${toOneLine(shown)}`;
}

/** A byte order mark is what some editors put before a text that they save. */
function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ResultsUnreadable(
      `${fileName} is not JSON (${toOneLine((error as Error).message)}). If it was cut off while copying, copy it again; ` +
        'otherwise run the benchmark again.',
      { cause: error },
    );
  }
}

const AnySchema = z.looseObject({ schema: z.object({ name: z.string(), version: z.number() }) });

function checkSchema(value: unknown, fileName: string): Record<string, unknown> {
  const parsed = AnySchema.safeParse(value);
  if (!parsed.success || parsed.data.schema.name !== SCHEMA_NAME)
    throw new ResultsUnreadable(
      `${fileName} is not a result of llama-codebench: schema.name should be '${SCHEMA_NAME}', ` +
        `got ${parsed.success ? `'${toOneLine(parsed.data.schema.name)}'` : 'none'}. Give the results.json of a run.`,
    );
  const { version } = parsed.data.schema;
  if (READABLE_VERSIONS.includes(version)) return parsed.data;
  const advice =
    version > SCHEMA_VERSION
      ? 'It was written by a newer llama-codebench: update this one.'
      : 'It was written by an older llama-codebench: run the benchmark again, recorded answers are graded again.';
  throw new ResultsUnreadable(
    `${fileName} has schema version ${version}, this llama-codebench reads ${READABLE_VERSIONS.join(' and ')}. ${advice}`,
  );
}
