/**
 * Trials -> Allure results. Made from the finished trials in the main process, not by allure-vitest in the
 * workers: nothing enters task.meta, and merged shards keep all their steps.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ContentType,
  type Label,
  LabelName,
  type Parameter,
  Stage,
  Status,
  type StatusDetails,
  type StepResult,
  type TestResult,
} from 'allure-js-commons';
import type { Category } from 'allure-js-commons/sdk';
import {
  createStepResult,
  createTestResult,
  FileSystemWriter,
  getTestResultHistoryId,
  md5,
} from 'allure-js-commons/sdk/reporter';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { BANDS, bandOf } from './tables/bands.ts';
import { formatPoints } from './tables/numbers.ts';
import { dropRepeats, missingTrials, trialPoints } from './tables/score-matrix.ts';
import { escapeControls } from './text.ts';
import { distinctFacts, errWords } from './words.ts';

/** Our files in the folder start so; those of other tests are left alone. */
const PREFIX = 'codebench-';

/** Reads the file of a trial's response, by the path that the trial names. */
export type ReadAttachment = (path: string) => Promise<Uint8Array>;

interface AllureFile {
  name: string;
  title: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * Writes a result a trial, and one for every expected trial that is missing. File names depend on model, task
 * and sample alone, so that writing again replaces; what an earlier run left of ours is removed.
 */
export async function writeAllureResults(
  dir: string,
  trials: Trial[],
  run: RunFacts,
  readAttachment: ReadAttachment,
): Promise<void> {
  const writer = new FileSystemWriter({ resultsDir: dir });
  const written = new Set<string>();
  for (const trial of dropRepeats(trials)) {
    const files = await attachedFiles(trial, readAttachment);
    const result = toAllureResult(trial, run);
    for (const file of files) {
      writer.writeAttachment(file.name, Buffer.from(file.bytes));
      result.attachments.push({ name: file.title, type: file.contentType, source: file.name });
      written.add(file.name);
    }
    writer.writeResult(result);
    written.add(`${result.uuid}-result.json`);
  }
  for (const pair of missingTrials(trials, run)) {
    const result = toMissingResult(pair, run);
    writer.writeResult(result);
    written.add(`${result.uuid}-result.json`);
  }
  writer.writeCategoriesDefinitions(CATEGORIES);
  writer.writeEnvironmentInfo(environment(trials, run));
  await removeStale(dir, written);
}

/** What the statuses mean here. Allure 2 reads them from the folder; for Allure 3 they go into its config. */
export const CATEGORIES: Category[] = [
  { name: 'ERR: the model or its server gave nothing to grade', matchedStatuses: [Status.BROKEN] },
  { name: "Not run: our fault or the machine's", matchedStatuses: [Status.SKIPPED] },
  { name: 'Lost points', matchedStatuses: [Status.FAILED] },
];

async function removeStale(dir: string, written: Set<string>): Promise<void> {
  const stale = (await readdir(dir)).filter((name) => name.startsWith(PREFIX) && !written.has(name));
  await Promise.all(stale.map((name) => rm(join(dir, name), { force: true })));
}

function environment(trials: Trial[], run: RunFacts): Record<string, string> {
  return {
    benched: escapeControls(run.headline),
    mode: run.mode,
    state: run.state,
    started: run.startedAt,
    ended: run.endedAt ?? 'still running',
    'server build': distinctFacts(trials.map((t) => t.modelFacts.serverBuild)).join(', '),
    sandbox: distinctFacts(trials.map((t) => t.sandbox)).join(', '),
  };
}

interface PairKey {
  model: string;
  task: string;
  sample: number;
}

function resultId({ model, task, sample }: PairKey): string {
  return PREFIX + md5(JSON.stringify([model, task, sample]));
}

/** A result with its identity: fullName and parameters make the historyId, the same in every run. */
function identifiedResult(pair: PairKey, labels: Label[]): TestResult {
  const model = escapeControls(pair.model);
  const task = escapeControls(pair.task);
  const sample: Parameter[] = pair.sample > 1 ? [{ name: 'sample', value: String(pair.sample) }] : [];
  const result: TestResult = {
    ...createTestResult(resultId(pair)),
    name: pair.sample > 1 ? `${task} #${pair.sample}` : task,
    fullName: `llama-codebench:${model}#${task}`,
    stage: Stage.FINISHED,
    labels: [{ name: LabelName.PARENT_SUITE, value: model }, ...labels],
    parameters: [{ name: 'model', value: model }, { name: 'task', value: task }, ...sample],
  };
  return {
    ...result,
    testCaseId: md5(result.fullName!),
    historyId: getTestResultHistoryId({ ...result, testCaseId: md5(result.fullName!) }),
  };
}

/** The result of one trial, without its attachments. A step a check; the name says the points. */
export function toAllureResult(trial: Trial, run: RunFacts): TestResult {
  const result = identifiedResult(trial, [
    { name: LabelName.SUITE, value: escapeControls(trial.taskFacts.language) },
    { name: LabelName.LANGUAGE, value: escapeControls(trial.taskFacts.language) },
    { name: LabelName.FRAMEWORK, value: 'llama-codebench' },
    { name: LabelName.TAG, value: escapeControls(trial.task) },
    { name: LabelName.TAG, value: bandWords(trial) },
    { name: 'run_mode', value: run.mode },
    ...(trial.modelFacts.quantisation === null
      ? []
      : [{ name: 'quantisation', value: escapeControls(trial.modelFacts.quantisation) }]),
  ]);
  const stop = Date.parse(trial.response?.recordedAt ?? run.endedAt ?? run.startedAt);
  return {
    ...result,
    ...verdictOf(trial),
    name: `${result.name} · ${scoreWords(trial)}`,
    // Whole milliseconds, as Allure's format has them: with a fraction its chart of durations, and so the report, fails.
    start: stop - Math.round(trial.timings.wallMs ?? 0),
    stop,
    steps: trial.outcome.state === 'graded' ? trial.outcome.score.checks.map((c) => toStep(c, stop)) : [],
  };
}

/** The report filters by tags: 'excellent 17-20', 'ERR crashed', 'not run'. */
function bandWords(trial: Trial): string {
  const band = bandOf(trialPoints(trial), trial.maxPoints);
  if (band === null) return scoreWords(trial);
  const most = BANDS[BANDS.indexOf(band) - 1]?.least ?? MOST_POINTS + 1;
  return `${band.name} ${band.least}-${most - 1}`;
}

/** Bands are of 20 points. */
const MOST_POINTS = 20;

function scoreWords(trial: Trial): string {
  switch (trial.outcome.state) {
    case 'graded':
      return `${formatPoints(trialPoints(trial))}/${formatPoints(trial.maxPoints)}`;
    case 'err':
      return `ERR ${trial.outcome.kind}`;
    case 'not-run':
      return 'not run';
  }
}

/** failed: points were lost. broken: ERR. skipped: ours or the machine's fault, so not the model's failure. */
function verdictOf(trial: Trial): { status: Status; statusDetails: StatusDetails } {
  const { outcome } = trial;
  if (outcome.state === 'err')
    return { status: Status.BROKEN, statusDetails: { message: escapeLines(errWords(outcome)) } };
  if (outcome.state === 'not-run')
    return { status: Status.SKIPPED, statusDetails: { message: escapeLines(outcome.why) } };
  const lost = outcome.score.checks.filter((c) => c.points < c.maxPoints);
  if (lost.length === 0) return { status: Status.PASSED, statusDetails: {} };
  const sentences = [
    lostWords(
      'Lost points',
      lost.filter((c) => !c.passed),
    ),
    lostWords('Withheld by a cap', lost.filter(isWithheld)),
  ];
  return {
    status: Status.FAILED,
    statusDetails: { message: sentences.filter((words) => words !== '').join('\n') },
  };
}

function lostWords(heading: string, checks: CheckRecord[]): string {
  const names = checks.map((c) => `${c.id} (−${formatPoints(c.maxPoints - c.points)})`);
  return names.length === 0 ? '' : `${heading}: ${names.join(', ')}`;
}

/** It passed, and a cap on the whole score kept its points: nothing is wrong with it. */
function isWithheld(check: CheckRecord): boolean {
  return check.passed && check.points < check.maxPoints;
}

type CheckRecord = Extract<Trial['outcome'], { state: 'graded' }>['score']['checks'][number];

/** Allure heads every message with "Error", so what a passed check saw is a parameter. */
function toStep(check: CheckRecord, at: number): StepResult {
  const detail = escapeLines(check.detail);
  return {
    ...createStepResult(),
    name: `${check.id}: ${check.title} · ${formatPoints(check.points)}/${formatPoints(check.maxPoints)}${isWithheld(check) ? ' (withheld)' : ''}`,
    status: check.passed ? Status.PASSED : Status.FAILED,
    statusDetails: check.passed || detail === '' ? {} : { message: detail },
    parameters: check.passed && detail !== '' ? [{ name: 'seen', value: detail }] : [],
    stage: Stage.FINISHED,
    start: at,
    stop: at,
  };
}

function toMissingResult(pair: PairKey, run: RunFacts): TestResult {
  const at = Date.parse(run.endedAt ?? run.startedAt);
  const result = identifiedResult(pair, [
    { name: LabelName.FRAMEWORK, value: 'llama-codebench' },
    { name: LabelName.TAG, value: escapeControls(pair.task) },
    { name: LabelName.TAG, value: 'missing' },
  ]);
  return {
    ...result,
    name: `${result.name} · missing`,
    status: Status.SKIPPED,
    statusDetails: { message: `No result: the run is ${run.state}.` },
    start: at,
    stop: at,
  };
}

/**
 * Prompt, answer, reasoning, check output, and the recording itself. Plain text, never Markdown or HTML: a
 * viewer would render a model's answer, and an image in it would be fetched from the network.
 */
async function attachedFiles(trial: Trial, readAttachment: ReadAttachment): Promise<AllureFile[]> {
  const id = resultId(trial);
  const text = (title: string, content: string | null): AllureFile[] =>
    content === null || content === ''
      ? []
      : [{ name: `${id}-${title}.txt`, title, contentType: ContentType.TEXT, bytes: Buffer.from(content) }];
  const { response } = trial;
  const stored = await readStored(response?.file ?? null, readAttachment);
  const isRecording = response?.source !== 'folder';
  return [
    ...text('prompt', isRecording ? promptOf(stored) : null),
    ...text('answer', response?.content ?? (isRecording ? null : stored)),
    ...text('reasoning', response?.reasoning_content ?? null),
    ...text('checks', checkOutput(trial)),
  ];
}

/** null where the file is not on this machine, as for a shard that ran elsewhere. */
async function readStored(path: string | null, readAttachment: ReadAttachment): Promise<string | null> {
  if (path === null) return null;
  try {
    return Buffer.from(await readAttachment(path)).toString('utf8');
  } catch {
    return null;
  }
}

interface StoredRequest {
  request?: { messages?: { role?: string; content?: string }[] };
}

function promptOf(stored: string | null): string | null {
  if (stored === null) return null;
  try {
    const messages = (JSON.parse(stored) as StoredRequest).request?.messages ?? [];
    return messages.map((m) => `[${m.role}]\n${m.content}`).join('\n\n');
  } catch {
    return null;
  }
}

function checkOutput(trial: Trial): string | null {
  if (trial.outcome.state !== 'graded') return null;
  return trial.outcome.score.checks
    .map((c) => {
      const mark = isWithheld(c) ? 'passed, points withheld' : c.passed ? 'passed' : 'FAILED';
      return `${mark} ${c.id} ${formatPoints(c.points)}/${formatPoints(c.maxPoints)} ${c.title}\n${escapeLines(c.detail)}\n`;
    })
    .join('\n');
}

/** Keeps line breaks, shows other control characters. */
function escapeLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').split('\n').map(escapeControls).join('\n');
}
