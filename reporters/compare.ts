/**
 * Compares two results files: `node reporters/compare.ts before.json after.json [--fail-on-regression[=points]]
 * [--markdown]`. Exit code 0: compared. 1: a regression against the first. 2: it could not compare.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { wantsColour } from './colour.ts';
import { comparisonMarkdown } from './compare-markdown.ts';
import { renderComparison } from './compare-terminal.ts';
import { parseResults, type Results, ResultsUnreadable } from './json.ts';
import { compareRuns } from './tables/compare.ts';
import { regressions } from './tables/compare-statement.ts';
import { escapeControls } from './text.ts';

const USAGE =
  'Usage: npm run compare -- before.json after.json [--fail-on-regression[=points]] [--markdown]\n' +
  'Give the results.json of two runs; --fail-on-regression ends with 1 if a total fell by more points than that (0 unless given), a result failed, or a model is gone.';

/** A wrong command line: the user's to change, printed without a stack. */
class UsageError extends Error {
  override name = 'UsageError';
}

interface Command {
  before: string;
  after: string;
  /** Points that a model's total may lose; null: regressions do not fail the command. */
  tolerance: number | null;
  markdown: boolean;
}

export function readCommand(args: string[]): Command {
  const { values, positionals } = parseOptions(args);
  const [before, after] = positionals;
  if (before === undefined || after === undefined || positionals.length > 2)
    throw new UsageError(`Two results files are compared, ${positionals.length} given.`);
  const points = values['fail-on-regression'];
  return {
    before,
    after,
    tolerance: points === undefined ? null : readPoints(points),
    markdown: values.markdown,
  };
}

/** The points are optional, which parseArgs does not know. */
function parseOptions(args: string[]) {
  const whole = args.map((arg) => (arg === '--fail-on-regression' ? `${arg}=0` : arg));
  try {
    return parseArgs({
      args: whole,
      allowPositionals: true,
      options: { 'fail-on-regression': { type: 'string' }, markdown: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function readPoints(text: string): number {
  const points = Number(text);
  if (text.trim() === '' || !Number.isFinite(points) || points < 0)
    throw new UsageError(
      `--fail-on-regression=${text}: give points, 0 or more, e.g. --fail-on-regression=3.`,
    );
  return points;
}

async function readResults(file: string): Promise<Results> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ResultsUnreadable(
      `${file} cannot be read (${error.code}). Give the path of the results.json of a run.`,
      {
        cause: error,
      },
    );
  });
  const results = parseResults(text, file);
  for (const warning of results.warnings) console.error(`${escapeControls(file)}: ${warning}`);
  return results;
}

/** Prints the comparison and answers with the exit code. */
async function compare({ before, after, tolerance, markdown }: Command): Promise<number> {
  const comparison = compareRuns(await readResults(before), await readResults(after));
  const colour = wantsColour(process.env, process.stdout.isTTY === true);
  const columns = process.stdout.columns ?? 80;
  const files = { before, after };
  process.stdout.write(
    markdown
      ? comparisonMarkdown(comparison, files)
      : renderComparison(comparison, files, { columns, colour }),
  );
  if (tolerance === null) return 0;
  const reasons = regressions(comparison, tolerance);
  for (const reason of reasons) console.error(`Regression: ${escapeControls(reason)}`);
  return reasons.length === 0 ? 0 : 1;
}

async function main(): Promise<void> {
  try {
    process.exitCode = await compare(readCommand(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ResultsUnreadable)) throw error;
    console.error(escapeControls(error.message));
    if (error instanceof UsageError) console.error(USAGE);
    process.exitCode = 2;
  }
}

if (import.meta.main) await main();
