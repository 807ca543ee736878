/** Three sandbox runs at the same time: the syntax tree, the cases, the growth. */
import type { AnswerFiles } from '../../rubric/rubric.ts';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox, wallLimitMs } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Observed } from './observed.ts';
import { callCases } from './run-cases.ts';
import { countGrowth } from './run-growth.ts';
import type { Bench } from './run-program.ts';
import { readOwnFile } from './run-program.ts';
import { readSyntax } from './run-syntax.ts';

/** What an answer is measured against: a time limit from the reference's own time here, and the reference's size. */
interface Yardstick {
  wallMs: number;
  nodes: number;
}

/** The reference gets this long before we say that the machine, not an answer, is at fault. */
const REFERENCE_WALL_MS = 60_000;

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observed> {
  const { wallMs, nodes } = await yardstickOf(sandbox);
  const seen = await look(files['solution.py'] ?? '', { sandbox, wallMs });
  return { ...seen, referenceNodes: nodes };
}

const yardstickOf = oncePerSandbox(measureReference);

async function measureReference(sandbox: Sandbox): Promise<Yardstick> {
  const reference = await readOwnFile('reference/solution.py');
  const startedAt = performance.now();
  const seen = await look(reference, { sandbox, wallMs: REFERENCE_WALL_MS });
  const wallMs = wallLimitMs(performance.now() - startedAt);
  const why = whyNotMeasured(seen);
  if (!seen.syntax.parses || why)
    throw new SandboxFailed(`python-top-k: its own reference does not run here: ${why}`);
  return { wallMs, nodes: seen.syntax.nodes };
}

type Seen = Omit<Observed, 'referenceNodes'>;

function whyNotMeasured({ syntax, notLoaded, growth }: Seen): string | null {
  if (!syntax.parses) return syntax.error;
  return notLoaded ?? (growth.state === 'failed' ? growth.why : null);
}

async function look(answer: string, bench: Bench): Promise<Seen> {
  const [syntax, called, counted] = await Promise.all([
    readSyntax(answer, bench),
    callCases(answer, bench),
    countGrowth(answer, bench),
  ]);
  return { syntax, ...called, ...counted };
}
