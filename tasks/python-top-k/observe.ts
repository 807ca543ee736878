/** Three sandbox runs at the same time: the syntax tree, the cases, the growth. */
import { readFile } from 'node:fs/promises';
import type { AnswerFiles } from '../../rubric/rubric.ts';
import { SandboxFailed } from '../../rubric/rubric.ts';
import type { ExecResult, Limits, Sandbox } from '../../sandbox/sandbox.ts';
import { drawGrowthCases, GROWTH_SEED } from './growth.ts';
import type { GrowthCase, Measured } from './growth.ts';
import { drawCases } from './inputs.ts';
import type { Case } from './inputs.ts';
import { Counted, Loaded, Returned, Syntax } from './observed.ts';
import type { CaseOutcome, Observed, SeenCase, SeenGrowth } from './observed.ts';
import { sameElements } from './oracle.ts';
import { readLines } from './result-lines.ts';

/** What an answer is measured against: how long the reference took, and how large it is. */
interface Yardstick {
  wallMs: number;
  nodes: number;
}

const LEAST_WALL_MS = 4000;
const TIMES_THE_REFERENCE = 4;
/** Runs that go on behind a case which hung or ended the process; one more hang ends it. */
const MOST_RUNS = 4;

const CASES = drawCases();
const GROWTH_CASES = drawGrowthCases();
const yardsticks = new WeakMap<Sandbox, Promise<Yardstick>>();

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observed> {
  const { wallMs, nodes } = await yardstickOf(sandbox);
  const seen = await look(files['solution.py'] ?? '', { sandbox, wallMs });
  return { ...seen, referenceNodes: nodes };
}

/** Measured once in this process: limits follow this machine, not a constant. */
function yardstickOf(sandbox: Sandbox): Promise<Yardstick> {
  const known = yardsticks.get(sandbox) ?? measureReference(sandbox);
  yardsticks.set(sandbox, known);
  return known;
}

async function measureReference(sandbox: Sandbox): Promise<Yardstick> {
  const startedAt = performance.now();
  const seen = await look(await ownFile('reference/solution.py'), { sandbox, wallMs: 60_000 });
  const wallMs = performance.now() - startedAt;
  if (!seen.syntax.parses || seen.notLoaded || seen.growth.state === 'failed')
    throw new SandboxFailed(`python-top-k: its own reference does not run here: ${JSON.stringify(seen).slice(0, 500)}`);
  return { wallMs: Math.max(LEAST_WALL_MS, TIMES_THE_REFERENCE * wallMs), nodes: seen.syntax.nodes };
}

interface Bench {
  sandbox: Sandbox;
  wallMs: number;
}

async function look(answer: string, bench: Bench): Promise<Omit<Observed, 'referenceNodes'>> {
  const [syntax, called, counted] = await Promise.all([
    readSyntax(answer, bench),
    callCases(answer, bench),
    countGrowth(answer, bench),
  ]);
  return { syntax, ...called, ...counted };
}

interface Program {
  /** Files of this folder; the first one is run. */
  programs: [string, ...string[]];
  answer: string;
  stdin?: string;
}

async function start({ programs, answer, stdin = '' }: Program, bench: Bench): Promise<ExecResult> {
  const own = await Promise.all(programs.map(async (name) => [name, await ownFile(name)] as const));
  const limits: Partial<Limits> = { wallMs: bench.wallMs, cpuMs: bench.wallMs };
  return bench.sandbox.run({
    toolchain: 'python',
    // -E -s: nothing of the environment or of a user's packages; -B: writes no cache; -S: starts faster.
    cmd: ['python3', '-E', '-s', '-S', '-B', `/box/${programs[0]}`],
    files: { ...Object.fromEntries(own), 'solution.py': answer },
    stdin,
    env: { PYTHONHASHSEED: '0' },
    limits,
  });
}

const sources = new Map<string, Promise<string>>();

function ownFile(path: string): Promise<string> {
  const known = sources.get(path) ?? readFile(new URL(path, import.meta.url), 'utf8');
  sources.set(path, known);
  return known;
}

/** Parses the answer and never executes it, so its lines are ours; no lines means a source that ends the parser. */
async function readSyntax(answer: string, bench: Bench): Promise<Syntax> {
  const run = await start({ programs: ['syntax.py', 'counter_use.py', 'dead_code.py'], answer }, bench);
  const { outs, cutShort } = readLines(run, [0]);
  return cutShort === null ? Syntax.parse(outs[0]) : { parses: false, error: cutShort };
}

type Called = Pick<Observed, 'notLoaded' | 'cases' | 'printed'>;

async function callCases(answer: string, bench: Bench): Promise<Called> {
  const outcomes: CaseOutcome[] = [];
  let notLoaded: string | null = null;
  let printed = '';
  for (let runs = 0; runs < MOST_RUNS && outcomes.length < CASES.length; runs++) {
    const rest = CASES.slice(outcomes.length);
    const stdin = JSON.stringify({ cases: rest.map(({ id, nums, k }) => ({ id, nums, k })) });
    const run = await start({ programs: ['driver.py'], answer, stdin }, bench);
    printed += new TextDecoder().decode(run.stdout) + new TextDecoder().decode(run.stderr);
    const { outs, cutShort } = readLines(run, [0, ...rest.map((one) => one.id)]);
    notLoaded = whyNotLoaded(outs[0], cutShort);
    if (notLoaded) break;
    outcomes.push(...outs.slice(1).map(toOutcome));
    if (cutShort) outcomes.push({ state: 'missing', why: cutShort });
    // Hung on the very first input: more of the same would follow.
    if (outs.length === 1) break;
  }
  return { notLoaded, printed, cases: CASES.map((one, at) => seenCase(one, outcomes[at])) };
}

function seenCase(one: Case, outcome: CaseOutcome | undefined): SeenCase {
  return { case: one, outcome: outcome ?? { state: 'missing', why: 'not reached' } };
}

function whyNotLoaded(out: unknown, cutShort: string | null): string | null {
  const line = Loaded.safeParse(out);
  if (!line.success) return `solution.py did not finish importing: ${cutShort ?? 'the driver’s first line is odd'}`;
  if ('raised' in line.data) return `importing solution.py raised ${line.data.raised}`;
  return line.data.loaded ? null : 'solution.py defines no function top_k_frequent';
}

function toOutcome(out: unknown): CaseOutcome {
  const line = Returned.safeParse(out);
  if (!line.success) return { state: 'missing', why: 'the result pipe held something other than the driver’s lines' };
  if ('raised' in line.data) return { state: 'raised', error: line.data.raised };
  return { state: 'returned', ...line.data.returned, numsAfter: line.data.numsAfter };
}

async function countGrowth(answer: string, bench: Bench): Promise<Pick<Observed, 'growth' | 'counterCalls'>> {
  const cases = GROWTH_CASES.map(({ id, nums, k }) => ({ id, nums, k }));
  const stdin = JSON.stringify({ seed: GROWTH_SEED, cases });
  const run = await start({ programs: ['growth.py', 'counting.py'], answer, stdin }, bench);
  const { outs, cutShort } = readLines(run, [0, ...GROWTH_CASES.map((one) => one.id)]);
  const lines = outs.slice(1).map((out) => Counted.safeParse(out).data);
  const counterCalls = Math.max(0, ...lines.map((line) => line?.counterCalls ?? 0));
  return { counterCalls, growth: toGrowth(lines, cutShort) };
}

function toGrowth(lines: (Counted | undefined)[], cutShort: string | null): SeenGrowth {
  const measured: Measured[] = [];
  for (const [at, one] of GROWTH_CASES.entries()) {
    const line = lines[at];
    const input = `${one.nums.length} numbers, ${one.distinct} of them distinct, k = ${one.k}`;
    if (!line) return { state: 'failed', why: `no result for ${input}: ${cutShort ?? 'its line is odd'}` };
    if ('raised' in line) return { state: 'failed', why: `${input}: raised ${line.raised}` };
    if (!isRight(line.items, one)) return { state: 'failed', why: `${input}: a wrong result` };
    measured.push({ case: one, comparisons: line.comparisons });
  }
  return { state: 'measured', measured };
}

function isRight(items: unknown[], { nums, k }: GrowthCase): boolean {
  return sameElements(items, nums, k);
}
