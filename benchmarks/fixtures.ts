/** The stub file of a model gets from here: its Vitest test function with the model's session, and the trial as a test body. */
import { test as base, expect, inject, type TestContext } from 'vitest';
import { loadDefinition, type Task } from '../tasks/tasks.ts';
import type { PlannedTask, RunPlan } from './plan.ts';
import { ProgressSender } from './progress-channel.ts';
import { requestFor } from './request.ts';
import { loadJudge, runTrial, type TrialContext } from './run-trial.ts';
import { ModelSession } from './session.ts';
import { testOptions } from './test-options.ts';
import type { Planned, Trial } from './trial.ts';

/** For the stubs, which lie where `vitest` itself may not be found. */
export { describe } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    trial?: Trial;
    planned?: Planned;
  }
}

/** `test` of one model, and what it is given behind a test's name: `test('slug', ...task('slug', 1))`. The session lasts as long as its file: one load, one unload. */
export function benchModel(modelId: string) {
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern; there are none.
  const test = base.extend('session', { scope: 'file' }, async ({}, { onCleanup }) => {
    const plan = inject('codebench');
    const model = plan.models.find(({ id }) => id === modelId);
    if (!model)
      throw new Error(`the plan has no model ${modelId}: its stub file is left over from another run`);
    const session = new ModelSession(plan, model, loadJudge);
    onCleanup(() => session.close());
    return session;
  });
  const task = (slug: string, sample: number) =>
    [
      testOptions(inject('codebench'), { model: modelId, task: slug, sample }),
      runTask(slug, sample),
    ] as const;
  return { test, task };
}

interface Fixtures extends TestContext {
  session: ModelSession;
}

/** The body of one test. Short, since Vitest reads its text, once a test, for the fixtures that it asks for. */
function runTask(slug: string, sample: number) {
  return ({ session, task, annotate, skip, signal }: Fixtures): Promise<void> =>
    carryOut({ session, task, annotate, skip, signal }, slug, sample);
}

/** Carries the trial out, shows its checks, and fails only for what is not the model's weakness. */
async function carryOut(
  {
    session,
    task,
    annotate,
    skip,
    signal,
  }: Pick<Fixtures, 'session' | 'task' | 'annotate' | 'skip' | 'signal'>,
  slug: string,
  sample: number,
): Promise<void> {
  const plan = inject('codebench');
  const trial = await runTrial(await trialContext(plan, session, slug, sample, signal));
  progress().drop();
  // JSON as the reporters will read it, also out of a blob: no undefined, no exotic value.
  task.meta.trial = JSON.parse(JSON.stringify(trial)) as Trial;
  if (plan.annotates) await showChecks(trial, annotate);
  const { outcome } = trial;
  // What the machine never had is no failure: the tables say it, and everything else is as it would be.
  if (outcome.state === 'not-run' && outcome.cause === 'toolchain') skip(`not run: ${outcome.why}`);
  if (outcome.state === 'not-run') throw new NotRun(outcome.why);
  if (outcome.state === 'err') {
    if (plan.gate.noErr) expect.fail(`gate noErr: ERR ${outcome.kind}: ${outcome.why}`);
    skip(`ERR ${outcome.kind}: ${outcome.why}`);
  } else if (plan.gate.leastScore !== null) {
    expect(outcome.score.points, 'gate leastScore').toBeGreaterThanOrEqual(plan.gate.leastScore);
  }
}

/** The trial could not be carried out; the run fails, without a stack that would blame the code. */
class NotRun extends Error {
  override name = 'NotRun';
  constructor(why: string) {
    super(`not run: ${why}`);
    this.stack = `${this.name}: ${this.message}`;
  }
}

async function trialContext(
  plan: RunPlan,
  session: ModelSession,
  slug: string,
  sample: number,
  signal: AbortSignal,
): Promise<TrialContext> {
  const task = plan.tasks.find((planned) => planned.slug === slug)!;
  const definition = await definitionOf(task);
  return {
    plan,
    session,
    task,
    sample,
    definition,
    request: requestFor(definition.prompt),
    signal,
    tell: (event) => progress().tell({ ...event, model: session.model.id }),
  };
}

/** One annotation sums up and lists what passed; each lost check has its own, so that it stands out, and so has an ERR. */
async function showChecks(trial: Trial, annotate: TestContext['annotate']): Promise<void> {
  // Sent together: each is a round trip to the main thread.
  await Promise.all(annotationsOf(trial).map(({ type, message }) => annotate(message, type)));
}

type CheckRecord = Extract<Trial['outcome'], { state: 'graded' }>['score']['checks'][number];

function annotationsOf({ outcome, response }: Trial): { type: string; message: string }[] {
  // Vitest's UI shows the reason of a skipped test nowhere else.
  if (outcome.state === 'err') return [{ type: `ERR ${outcome.kind}`, message: outcome.why }];
  if (outcome.state === 'not-run') return [];
  const { points, maxPoints, checks } = outcome.score;
  const { passed = [], lost = [], withheld = [] } = Object.groupBy(checks, verdictOf);
  const summary = `${points}/${maxPoints}${response?.truncated ? ' (answer truncated)' : ''}`;
  return [
    { type: 'score', message: [summary, ...passed.map((check) => `✓ ${titleOf(check)}`)].join('\n') },
    ...lost.map((check) => ({ type: 'lost', message: `✗ ${titleOf(check)}: ${check.detail}` })),
    ...withheld.map((check) => ({ type: 'withheld', message: `✓ ${titleOf(check)}: ${check.detail}` })),
  ];
}

/** withheld: it passed, but a cap on the whole score kept its points. */
function verdictOf(check: CheckRecord): 'passed' | 'lost' | 'withheld' {
  if (!check.passed) return 'lost';
  return check.points < check.maxPoints ? 'withheld' : 'passed';
}

function titleOf({ points, maxPoints, title }: CheckRecord): string {
  return `${points}/${maxPoints} ${title}`;
}

// One of each a worker: files share the worker (isolate: false), so tasks are read once.
const definitions = new Map<string, Promise<Task>>();
let sender: ProgressSender | null = null;

/** The prompt is the plan's: what a run asks does not change while it runs. */
function definitionOf({ slug, folder, file, prompt }: PlannedTask): Promise<Task> {
  const known =
    definitions.get(file) ?? loadDefinition(file).then((task) => ({ ...task, slug, folder, file, prompt }));
  definitions.set(file, known);
  return known;
}

function progress(): ProgressSender {
  sender ??= new ProgressSender();
  return sender;
}
