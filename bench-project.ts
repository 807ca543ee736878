/** The project `bench`: its models, its stub files, its reporter, its order. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { InlineConfig } from 'vitest/node';
import { discover, discoverOffline, loadAllTasks } from './benchmarks/discover.ts';
import { type EarlyLoad, startEarlyLoad } from './benchmarks/early-load.ts';
import { STUB_ENDING, writeModelFiles } from './benchmarks/model-file.ts';
import { modelSequencer } from './benchmarks/model-sequencer.ts';
import { expectedPairs, type RunPlan } from './benchmarks/plan.ts';
import { lockRun } from './benchmarks/run-lock.ts';
import { checkSandbox } from './benchmarks/sandbox-check.ts';
import { type CodebenchOptions, readSettings, type Settings, SetupError } from './benchmarks/settings.ts';
import { tagsOf } from './benchmarks/test-options.ts';
import { readReportContext } from './reporters/report-context.ts';
import { CodebenchReporter } from './reporters/reporter.ts';
import type { ReportContext } from './reporters/tables/context.ts';
import type { Task } from './tasks/tasks.ts';
import { textSources } from './text-sources.ts';

/** What the user has in `test`, and what the command line put there. */
export type UserTest = InlineConfig & { project?: string | string[]; mergeReports?: string };

/** Our own files; Node runs their TypeScript as it is. */
const OURS = fileURLToPath(new URL('.', import.meta.url));

/** What the plugin adds to the user's `test` config. `root` is the project's folder. */
export async function benchConfig(
  options: CodebenchOptions,
  root: string,
  user: UserTest,
): Promise<InlineConfig> {
  const settings = readSettings(options, root);
  requireNotes(settings);
  // A list may be asked for while a run goes on: it has stub files of its own.
  const stubs = join(settings.root, '.vitest', isList() ? 'llama-codebench-list' : 'llama-codebench');
  await mkdir(stubs, { recursive: true });
  const unlock = isList() || user.mergeReports ? () => {} : await lockRun(stubs);
  const tasks = await checkedTasks(settings);
  const { plan, close } = await planFor(settings, user, tasks);
  const files = user.mergeReports ? [] : await writeModelFiles(stubs, plan);
  const fileOf = new Map(files.map((file, index) => [plan.models[index]!.id, file]));
  // Vitest lays its command line over the config only later.
  const hasOtherReporters =
    user.reporters !== undefined || process.argv.some((word) => /^--reporter(=|$)/.test(word));
  plan.annotates = hasOtherReporters || user.ui === true || user.api !== undefined;
  const context = await contextFor(settings, plan, tasks);
  let early: EarlyLoad | null = null;
  const reporter = new CodebenchReporter({
    results: settings.results,
    root: settings.root,
    allure: settings.allure,
    texts: textSources(settings.htmlTranscripts, tasks),
    plan,
    context,
    expected: expectedPairs(plan).map((pair) => ({ ...pair, file: fileOf.get(pair.model) ?? '' })),
    ownsTerminal: !hasOtherReporters,
    onUnfilteredStart: (project) => {
      early = startEarlyLoad(plan);
      project.provide('codebench', { ...plan, earlyLoad: early?.model ?? null });
    },
    close: async () => {
      await early?.close();
      await close().finally(unlock);
    },
  });
  return {
    projects: [
      ...(user.projects ? [] : [rootProject(user)]),
      benchProject(stubs, plan, hasOtherReporters ? [keepReporter(reporter)] : []),
    ],
    reporters: [reporter],
    sequence: { sequencer: modelSequencer(files) },
  };
}

/** Before the long part: only the file that nobody named may be absent. */
function requireNotes({ notes, notesAreNamed }: Settings): void {
  if (!notesAreNamed || existsSync(notes)) return;
  throw new SetupError(
    `The notes ${notes} do not exist; the option \`notes\` or CODEBENCH_NOTES names them. Correct the path or make the file.`,
  );
}

/** The user's notes and pairs; what in them fits no model or task is a warning of the run. */
async function contextFor(settings: Settings, plan: RunPlan, tasks: Task[]): Promise<ReportContext> {
  const { notes, pairs } = settings;
  const known = { models: plan.models.map(({ id }) => id), tasks };
  const { context, warnings } = await readReportContext({ notes, pairs }, known).catch((error: Error) => {
    throw new SetupError(`The notes cannot be read: ${error.message}.`);
  });
  // Merged shards bring models that this machine does not know.
  if (plan.models.length > 0) plan.warnings.push(...warnings);
  return context;
}

/** `vitest list` and merged reports ask no server; everything else finds its models where they are served. */
async function planFor(
  settings: Settings,
  user: UserTest,
  tasks: Task[],
): Promise<{ plan: RunPlan; close(): Promise<void> }> {
  const noClose = async () => {};
  if (user.mergeReports) return { plan: await planMerged(settings, tasks), close: noClose };
  if (isList()) return { plan: await discoverOffline(settings, tasks), close: noClose };
  return discoverAndCheck(settings, tasks);
}

/** `vitest list`: the first word of the command line that is no option. */
function isList(): boolean {
  return process.argv.slice(2).find((word) => !word.startsWith('-')) === 'list';
}

/** A task folder that cannot be read is the set-up's fault: no stack. */
async function checkedTasks(settings: Settings): Promise<Task[]> {
  const tasks = await loadAllTasks(settings).catch((error: Error) => {
    throw new SetupError(
      `The tasks cannot be read: ${error.message}. See the option \`tasks\` and CONTRIBUTING.md, "Add a task".`,
    );
  });
  if (tasks.length > 0) return tasks;
  throw new SetupError(
    'There is no task: builtInTasks is off and no folder of the option `tasks` holds a task folder.',
  );
}

/** Fails before the long part: without a sandbox nothing could be graded. The probe runs while the server starts. */
async function discoverAndCheck(
  settings: Settings,
  tasks: Task[],
): Promise<{ plan: RunPlan; close(): Promise<void> }> {
  const [discovered, checked] = await Promise.allSettled([
    discover(settings, tasks),
    checkSandbox(settings, tasks),
  ]);
  if (discovered.status === 'rejected') throw discovered.reason;
  if (checked.status === 'fulfilled') {
    discovered.value.plan.warnings.push(...checked.value);
    return discovered.value;
  }
  await discovered.value.close();
  throw checked.reason;
}

/** Merged shards bring their models with them; this machine need not know one. */
async function planMerged(settings: Settings, tasks: Task[]): Promise<RunPlan> {
  return { ...(await discoverOffline(settings, tasks, [])), headline: 'merged shards' };
}

/** The user's own tests stay what they were; only the name is given, since `bench` must differ from it. */
function rootProject(user: UserTest): TestProjectInlineConfiguration {
  return { extends: true, test: { name: user.name ?? 'unit' } } as TestProjectInlineConfiguration;
}

/** `--reporter=…` on the command line takes the place of the config's: ours is put beside it again. */
function keepReporter(reporter: CodebenchReporter): Plugin {
  return {
    name: 'llama-codebench:keep-reporter',
    configureVitest({ vitest }) {
      const reporters = vitest.config.reporters as unknown[];
      if (!reporters.flat().includes(reporter)) reporters.push(reporter);
    },
  };
}

function benchProject(stubs: string, plan: RunPlan, plugins: Plugin[]): TestProjectInlineConfiguration {
  const routers = new Set(plan.models.flatMap(({ source }) => (source.via === 'router' ? source.urls : [])))
    .size;
  return {
    extends: false,
    root: stubs,
    // Only where needed: a project with plugins gets a Vite server of its own.
    ...(plugins.length > 0 ? { plugins } : {}),
    test: {
      name: 'bench',
      include: [`**/*${STUB_ENDING}`],
      exclude: [],
      benchmark: { include: [] },
      // Threads, so that Ctrl-C reaches the worker as an abort, not as a signal that ends it.
      pool: 'threads',
      // Node loads our modules by itself: faster than through Vite, and there is nothing in them to transform.
      server: { deps: { external: [new RegExp(`^${RegExp.escape(OURS)}`)] } },
      isolate: false,
      fileParallelism: routers > 1,
      maxWorkers: Math.max(1, routers),
      // The limits are ours (answerTimeoutMs, loadTimeoutMs): Vitest's would count loads and waits as the answer's.
      testTimeout: 0,
      hookTimeout: 0,
      // Asking again and asking side by side would both spoil what is measured.
      retry: 0,
      sequence: { groupOrder: 1000, concurrent: false },
      tags: [
        ...new Set(plan.models.flatMap((model) => plan.tasks.flatMap((task) => tagsOf(model.id, task)))),
      ].map((name) => ({ name })),
      provide: { codebench: plan },
    },
  } as TestProjectInlineConfiguration;
}
