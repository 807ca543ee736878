/** Makes every report again from a results file, without grading; the command is report.ts. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Trial } from '../benchmarks/trial.ts';
import type { TextSources } from './html/transcript-files.ts';
import { parseResults, type Results, ResultsUnreadable } from './json.ts';
import { readReportContext } from './report-context.ts';
import type { ReportContext } from './tables/context.ts';
import { escapeControls } from './text.ts';
import { ReportsNotWritten } from './write-files.ts';
import { writeEverything } from './write-reports.ts';

const USAGE = `npm run report -- [results.json] [--out folder] [--notes file] [--tasks folder]

Makes every report again from a results file: nothing is asked, nothing is graded.
  results.json    default: results/results.json
  --out folder    default: the folder of the results file
  --notes file    a person's notes; default: those that the results file holds
  --tasks folder  holds task folders of your own, beside the built-in ones; may be given more than once

To grade the recordings again, too: CODEBENCH_ANSWERS=replay npx vitest run --project bench`;

interface Again {
  /** Path of a results file. */
  results: string;
  out: string;
  /** Path of notes that take the place of those in the results file; null: none named. */
  notes: string | null;
  /** Folders of task folders. */
  tasks: string[];
}

/** Where the page's texts come from, for the trials of a results file. */
export type TextsFor = (taskFolders: string[], trials: Trial[]) => Promise<TextSources>;

/** What the user can mend: printed without a stack. */
export class AgainError extends Error {
  override name = 'AgainError';
}

/** null: help was asked for. Paths are taken from `from`. Throws AgainError for a command line that is none. */
function readCommand(args: string[], from: string): Again | null {
  const { positionals, values } = parse(args);
  if (values.help) return null;
  if (positionals.length > 1)
    throw new AgainError(
      `One results file, not ${positionals.length}: ${positionals.join(', ')}.\n\n${USAGE}`,
    );
  const results = resolve(from, positionals[0] ?? join('results', 'results.json'));
  return {
    results,
    out: values.out === undefined ? dirname(results) : resolve(from, values.out),
    notes: values.notes === undefined ? null : resolve(from, values.notes),
    tasks: (values.tasks ?? []).map((folder) => resolve(from, folder)),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        notes: { type: 'string' },
        tasks: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new AgainError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Reads all before it writes: on failure earlier reports stay whole. Returns what was written, and what to tell. */
async function makeReportsAgain(
  { results: path, out, notes, tasks }: Again,
  textsFor: TextsFor,
): Promise<{ files: string[]; warnings: string[] }> {
  const text = await readText(path);
  const results = parseResults(text, path);
  const { context, warnings } = await contextOf(results, notes);
  const files = await writeEverything(out, { ...results, context }, await textsFor(tasks, results.trials));
  return { files: files.map((name) => join(out, name)), warnings: [...results.warnings, ...warnings] };
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const advice =
      error.code === 'ENOENT' ? 'Give the results.json of a run, or make one first.' : error.message;
    throw new AgainError(`The results file ${path} cannot be read (${error.code}). ${advice}`);
  });
}

/** Pairs are the plugin's option, so they come with the results; notes are a file that may have changed since. */
async function contextOf(
  { context, trials }: Results,
  notes: string | null,
): Promise<{ context: ReportContext; warnings: string[] }> {
  if (notes === null) return { context, warnings: [] };
  await readText(notes);
  const models = [...new Set(trials.map(({ model }) => model))];
  const tasks = [...new Map(trials.map(({ task, maxPoints }) => [task, { slug: task, maxPoints }])).values()];
  return readReportContext({ notes, pairs: context.pairs }, { models, tasks });
}

async function run(args: string[], textsFor: TextsFor): Promise<void> {
  const command = readCommand(args, process.cwd());
  if (command === null) return console.log(USAGE);
  const { files, warnings } = await makeReportsAgain(command, textsFor);
  for (const line of [...warnings, ...files.map((file) => `wrote ${file}`)])
    console.log(escapeControls(line));
}

/** The whole command: prints what it wrote, or what the user can mend. */
export async function runCommand(args: string[], textsFor: TextsFor): Promise<void> {
  await run(args, textsFor).catch((error: Error) => {
    const isTheirs = [AgainError, ResultsUnreadable, ReportsNotWritten].some((kind) => error instanceof kind);
    console.error(isTheirs ? error.message : error);
    process.exitCode = 1;
  });
}
