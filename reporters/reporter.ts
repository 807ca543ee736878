/** Collects trials from Vitest, keeps the files under results/ current, and tells the person at the terminal. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import type { SerializedError } from 'vitest';
import type {
  Reporter,
  TestCase,
  TestModule,
  TestProject,
  TestRunEndReason,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import { PROGRESS_CHANNEL, type ProgressEvent } from '../benchmarks/progress-event.ts';
import { Planned, type RunFacts, Trial } from '../benchmarks/trial.ts';
import type { TextSources } from './html/transcript-files.ts';
import { handleInterrupt } from './interrupt.ts';
import { LiveTerminal } from './live-terminal.ts';
import { ReportWriter } from './report-writer.ts';
import type { ReportContext } from './tables/context.ts';
import { escapeControls } from './text.ts';
import { withTexts } from './texts.ts';

export interface ReporterOptions {
  results: string;
  root: string;
  allure: boolean;
  /** Where the page's long texts go and come from. */
  texts: TextSources;
  plan: { mode: RunFacts['mode']; headline: string; warnings: string[] };
  /** Every pair, and the stub file that holds it. */
  expected: (RunFacts['expected'][number] & { file: string })[];
  /** What the user says beside what is measured. */
  context: ReportContext;
  /** No other reporter prints: failures are ours to show. */
  ownsTerminal: boolean;
  /** Called once, when the first run begins and no filter leaves anything out. */
  onUnfilteredStart(project: TestProject): void;
  /** Stops what the run started. */
  close(): Promise<void>;
}

export class CodebenchReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #trials = new Map<string, Trial>();
  /** The trials as all reports list them; null: one has come since. One list, so that tables are made of it once. */
  #inOrder: Trial[] | null = null;
  readonly #terminal: LiveTerminal;
  readonly #writer: ReportWriter;
  /** A cancelled run reports the results of its file once more. */
  readonly #seen = new Set<string>();
  /** Pairs of earlier runs of this process: in watch mode and the UI a rerun of one test keeps the others. */
  #earlier: RunFacts['expected'] = [];
  /** Pairs of the run under way. */
  #owed: RunFacts['expected'] = [];
  readonly #planned = new Set<string>();
  readonly #collected = new Set<string>();
  #vitest: Vitest | null = null;
  #channel: BroadcastChannel | null = null;
  #loading: Promise<void> | null = null;
  #run: RunFacts;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#terminal = new LiveTerminal(process.stdout);
    this.#writer = new ReportWriter(options.results, async (isLast) => {
      const { writeEverything, writeFiles } = await import('./write-reports.ts');
      const { results, context, texts } = options;
      const report = { trials: this.#sorted(), run: this.#run, context };
      await (isLast ? writeEverything(results, report, texts) : writeFiles(results, report));
    });
    this.#run = {
      startedAt: new Date().toISOString(),
      endedAt: null,
      mode: options.plan.mode,
      headline: options.plan.headline,
      expected: options.expected.map(({ model, task, sample }) => ({ model, task, sample })),
      sums: [],
      state: 'running',
    };
  }

  async onInit(vitest: Vitest): Promise<void> {
    this.#vitest = vitest;
    vitest.onClose(() => this.#options.close());
    // `bail` cancels a run too, and that one failed.
    handleInterrupt(vitest, () => this.#run.state === 'interrupted' && !vitest.config.bail);
    // The address of the UI, which the default reporter would have printed.
    if (this.#options.ownsTerminal && vitest.config.ui) vitest.logger.printBanner();
    this.#keepLinesApart(vitest);
    // Fail before the long part: an unwritable folder is found now, not after eight hours.
    await this.#writer.prepare();
  }

  /** What Vitest says itself, e.g. on Ctrl-C in watch mode, must not be appended to the live line. */
  #keepLinesApart({ logger }: Vitest): void {
    const log = logger.log.bind(logger);
    logger.log = (...words) => {
      this.#terminal.clear();
      log(...words);
    };
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const queued = new Set(specifications.map((specification) => specification.moduleId));
    const isRerun = this.#run.endedAt !== null;
    this.#earlier = isRerun ? this.#run.expected : [];
    this.#seen.clear();
    this.#run = { ...this.#run, endedAt: null, state: 'running' };
    this.#owe(
      this.#options.expected
        .filter(({ file, model, task }) => queued.has(file) && this.#isAsked(`${model} > ${task}`))
        .map(({ model, task, sample }) => ({ model, task, sample })),
    );
    if (!isRerun) this.#startEarly(specifications);
    this.#terminal.start(this.#owed.length, this.#run.headline, isRerun ? [] : this.#options.plan.warnings);
    this.#channel = new BroadcastChannel(PROGRESS_CHANNEL);
    this.#channel.onmessage = (message) => this.#progress((message as { data: ProgressEvent }).data);
    this.#channel.unref();
  }

  #startEarly(specifications: readonly TestSpecification[]): void {
    const { testNamePattern, tagsFilter, shard } = this.#vitest!.config;
    const isFiltered = testNamePattern !== undefined || tagsFilter !== undefined || shard !== undefined;
    const project = specifications.find((specification) => specification.project.name === 'bench')?.project;
    const isWhole = this.#owed.length === this.#options.expected.length;
    if (project && isWhole && !isFiltered) this.#options.onUnfilteredStart(project);
  }

  /** The filters have spoken: what is left of this model is what the run owes. */
  onTestModuleCollected(module: TestModule): void {
    if (module.project.name !== 'bench') return;
    const tests = [...module.children.allTests()].map((test) => ({
      planned: Planned.parse(test.meta().planned),
      // In merged reports an ERR is a test that was skipped, and has its trial already.
      isOwed: test.options.mode === 'run' || test.meta().trial !== undefined,
    }));
    const first = tests[0]?.planned;
    if (!first) return;
    const owed = tests
      .filter(({ isOwed }) => isOwed)
      .map(({ planned: { model, task, sample } }) => ({ model, task, sample }));
    const { mode, headline } = first;
    this.#collected.add(first.model);
    for (const model of first.models ?? []) this.#planned.add(model);
    this.#run = { ...this.#run, mode, headline };
    this.#owe([...this.#owed.filter(({ model }) => model !== first.model), ...owed]);
    this.#terminal.expect(this.#owed.length);
  }

  #progress(event: ProgressEvent): void {
    this.#terminal.progress(event);
    // From the warm-up on this thread has little to do; before, the first load is waiting for it.
    if (event.kind !== 'loading') this.#loadWriter();
  }

  /** What fails here fails again where it is told. */
  #loadWriter(): void {
    this.#loading ??= import('./write-reports.ts').then(({ loadParts }) => loadParts()).catch(() => {});
  }

  #owe(pairs: RunFacts['expected']): void {
    const keys = new Set(pairs.map(keyOf));
    this.#owed = pairs;
    this.#run.expected = [...this.#earlier.filter((pair) => !keys.has(keyOf(pair))), ...pairs];
  }

  /** Models that a shard planned and no shard brought: their rows must not vanish. */
  #oweMissingShards(): void {
    const pairs = new Map(
      this.#owed.map(({ task, sample }) => [JSON.stringify([task, sample]), { task, sample }]),
    );
    const lost = [...this.#planned].filter((model) => !this.#collected.has(model));
    this.#owe([
      ...this.#owed,
      ...lost.flatMap((model) => [...pairs.values()].map((pair) => ({ model, ...pair }))),
    ]);
  }

  onTestCaseResult(test: TestCase): void {
    const meta = test.project.name === 'bench' ? test.meta().trial : undefined;
    if (meta && !this.#seen.has(test.id)) this.#collect(meta);
    this.#seen.add(test.id);
    // Also of the user's own tests: with no other reporter they would fail without a word.
    this.#showFailure(test);
  }

  #collect(meta: Trial): void {
    // Merged reports may come from another version; a worker of this run has just made what it says.
    const told = this.#vitest!.config.mergeReports ? Trial.parse(meta) : meta;
    const trial = withTexts(told, this.#options.root);
    this.#trials.set(keyOf(trial), trial);
    this.#inOrder = null;
    this.#terminal.finished(trial);
    this.#writer.schedule();
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors())
      this.#terminal.print(`${module.relativeModuleId}: ${error.stack ?? error.message}`);
  }

  async onTestRunEnd(
    _modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    this.#channel?.close();
    if (this.#vitest!.config.mergeReports) this.#oweMissingShards();
    this.#run = {
      ...this.#run,
      endedAt: new Date().toISOString(),
      state: reason === 'interrupted' ? 'interrupted' : 'finished',
    };
    if (this.#owed.length === 0 && this.#trials.size === 0) return this.#nothingRan(reason);
    await this.#terminal.finish(this.#sorted(), this.#run, join(this.#options.results));
    await this.#writeLast();
    await this.#summariseJob();
    if (this.#options.ownsTerminal && errors.length > 0)
      this.#vitest!.logger.printUnhandledErrors?.(errors as never);
  }

  /** After the tables: a full disk must not take them along. */
  async #writeLast(): Promise<void> {
    try {
      await this.#writer.writeLast();
      if (this.#options.allure) await this.#writeAllure();
    } catch (error) {
      process.exitCode = 1;
      this.#terminal.print(wordsOf(error as Error));
    }
  }

  /** Last, so that it comes after Vitest's own summary. */
  async #summariseJob(): Promise<void> {
    const path = process.env.GITHUB_STEP_SUMMARY;
    if (!path) return;
    const { appendJobSummary } = await import('./job-summary.ts');
    const warning = await appendJobSummary(path, this.#sorted(), this.#run);
    if (warning !== null) this.#terminal.print(warning);
  }

  /** In watch mode and the UI the process stays, and somebody must know how to end it. */
  onWatcherStart(): void {
    if (!this.#options.ownsTerminal) return;
    const waiting = this.#run.state === 'finished' ? 'Waiting for the next run. ' : '';
    this.#terminal.print(`${waiting}Press q to quit, h for help.`);
  }

  /** A `-t` that matches nothing must not look like success. */
  async #nothingRan(reason: TestRunEndReason): Promise<void> {
    this.#terminal.stop();
    if (reason === 'interrupted') {
      this.#terminal.print('Interrupted before the first answer; nothing to report.');
      return;
    }
    process.exitCode = 1;
    const { testNamePattern, tagsFilter } = this.#vitest!.config;
    const asked = testNamePattern?.source ?? tagsFilter?.join(' ') ?? '';
    const { nearestNames } = await import('./nearest-names.ts');
    this.#terminal.print(nearestNames(asked, this.#options.expected));
  }

  #showFailure(test: TestCase): void {
    const { errors } = test.result();
    if (!errors?.length || !this.#options.ownsTerminal) return;
    for (const error of errors) this.#terminal.print(`${escapeControls(test.fullName)}: ${wordsOf(error)}`);
  }

  async #writeAllure(): Promise<void> {
    // allure-js-commons is big, and most runs do not ask for it.
    const { writeAllureResults } = await import('./allure.ts');
    const { root } = this.#options;
    await writeAllureResults(join(root, 'allure-results'), this.#sorted(), this.#run, (path) =>
      readFile(join(root, path)),
    );
  }

  #isAsked(name: string): boolean {
    return this.#vitest?.config.testNamePattern?.test(name) ?? true;
  }

  /** In the order of the preset and of the columns, whatever order the answers came in. */
  #sorted(): Trial[] {
    this.#inOrder ??= [...this.#trials.values()].sort(
      (a, b) =>
        a.modelFacts.order - b.modelFacts.order ||
        a.taskFacts.order - b.taskFacts.order ||
        a.task.localeCompare(b.task) ||
        a.sample - b.sample,
    );
    return this.#inOrder;
  }
}

function keyOf({ model, task, sample }: RunFacts['expected'][number]): string {
  return JSON.stringify([model, task, sample]);
}

/** A gate and a trial that could not run explain themselves; the stack is for what nobody foresaw. */
function wordsOf(error: { name?: string; message: string; stack?: string }): string {
  const foreseen = ['NotRun', 'AssertionError', 'ReportsNotWritten'].includes(error.name ?? '');
  const words = foreseen ? error.message : (error.stack ?? error.message);
  return words.split('\n').map(escapeControls).join('\n');
}
