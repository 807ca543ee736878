/** Builds an answer in the sandbox, on mended copies if need be, and runs its program. Judges nothing. */
import type { AnswerFiles } from '../../rubric/rubric.ts';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox, wallLimitMs } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Case } from './case.ts';
import { createCases } from './cases.ts';
import { addImports, copiesWithArms, copiesWithMethods, type MendedCopy, mendedCopies } from './mends.ts';
import type { Observed, SeenCase } from './observed.ts';
import { readReference, readStarter } from './reference.ts';
import { type Build, type Diagnostic, type DriverRun, type Limits, runDriver } from './run-driver.ts';
import { readSyntax } from './syntax.ts';
import { type Bug, findPieces, type Piece, transplant } from './transplant.ts';

export const ANSWER_FILE = 'src/main.rs';

/** The reference gets this long before we say that the machine, not an answer, is at fault. */
const REFERENCE_LIMITS: Limits = { wallMs: 180_000, compileMs: 120_000, stepMs: 30_000 };

const COMPILE_TIMES = 5;

interface Yardstick {
  referenceMs: number;
  usualLints: string[];
  starterTokens: number;
  referenceTokens: number;
}

interface Bench {
  sandbox: Sandbox;
  referenceMs: number;
  cases: Case[];
}

type Seen = Pick<Observed, 'builtFrom' | 'mends' | 'errors' | 'cases' | 'lint'>;

export async function observe(files: AnswerFiles, sandbox: Sandbox): Promise<Observed> {
  const source = files[ANSWER_FILE] ?? '';
  const { referenceMs, usualLints, starterTokens, referenceTokens } = await measure(sandbox);
  const syntax = await readSyntax(source);
  const seen = await look(source, { sandbox, referenceMs, cases: createCases(source) });
  const sizes = {
    addedTokens: syntax.tokens - starterTokens,
    referenceAddedTokens: referenceTokens - starterTokens,
  };
  return { ...seen, usualLints, syntax, ...sizes };
}

const measure = oncePerSandbox(async (sandbox): Promise<Yardstick> => {
  const source = readReference();
  const cases = createCases(source);
  const copies = [{ text: source, mends: [] }];
  const run = await runDriver(
    { candidates: await toCandidates(copies), cases, limits: REFERENCE_LIMITS },
    sandbox,
  );
  if (run.state === 'lost' || run.build.compiled === null)
    throw new SandboxFailed(
      `rust-cli: its own reference does not build here: ${run.state === 'lost' ? run.why : describeErrors(run.build)}`,
    );
  const [starter, reference] = await Promise.all([readSyntax(readStarter()), readSyntax(source)]);
  return {
    referenceMs: run.wallMs,
    usualLints: (run.build.lint?.warnings ?? []).map(({ code }) => code ?? ''),
    starterTokens: starter.tokens,
    referenceTokens: reference.tokens,
  };
});

/** As it is; then with mends; with the imports that the compiler proposes; with our methods or one arm of ours; then piece by piece. */
async function look(source: string, bench: Bench): Promise<Seen> {
  const plain: MendedCopy[] = [{ text: source, mends: [] }];
  const first = await tryCopies(plain, bench);
  if (first.state === 'lost' || isBuilt(first)) return toSeen(first, plain, bench);
  const errors = describeErrors(first.build);
  const runs: DriverRun[] = [first];
  const ways = [
    () => mendedCopies(source, diagnosticsOf([first])),
    () => withImports(source, diagnosticsOf(runs)),
    async () => [...(await copiesWithMethods(source)), ...(await copiesWithArms(source))],
  ];
  for (const makeCopies of ways) {
    const copies = await makeCopies();
    const run = await tryCopies(copies, bench);
    if (isBuilt(run)) return { ...toSeen(run, copies, bench), errors };
    runs.push(run);
  }
  return { ...(await lookAtPieces(source, bench)), errors };
}

function isBuilt(run: DriverRun): boolean {
  return run.state === 'ran' && run.build.compiled !== null;
}

function diagnosticsOf(runs: DriverRun[]): Diagnostic[] {
  return runs
    .flatMap((run) => (run.state === 'ran' ? run.build.attempts : []))
    .flatMap((attempt) => attempt.diagnostics);
}

async function withImports(source: string, diagnostics: Diagnostic[]): Promise<MendedCopy[]> {
  const text = await addImports(source, diagnostics);
  if (text === null) return [];
  const copies = [{ text, mends: [] }, ...(await mendedCopies(text, diagnostics))];
  return copies.map((copy) => ({ ...copy, mends: [...copy.mends, 'imports'] }));
}

async function tryCopies(copies: MendedCopy[], { sandbox, referenceMs, cases }: Bench): Promise<DriverRun> {
  if (copies.length === 0) return { state: 'lost', why: 'there is nothing to mend' };
  const kinds = new Set(cases.map(({ kind }) => kind)).size;
  // One step may take as long as the reference does for everything.
  const stepMs = wallLimitMs(referenceMs / 4);
  // No answer makes the compiler hang for long, but a busy machine may: too short a limit would change the verdict.
  const compileMs = COMPILE_TIMES * wallLimitMs(referenceMs);
  const wallMs = compileMs * (copies.length + 1) + kinds * stepMs;
  const candidates = await toCandidates(copies);
  return runDriver({ candidates, cases, limits: { wallMs, compileMs, stepMs } }, sandbox);
}

function toCandidates(copies: MendedCopy[]) {
  return Promise.all(copies.map(async ({ text }) => ({ text, lintText: (await readSyntax(text)).lintText })));
}

function toSeen(run: DriverRun, copies: MendedCopy[], bench: Bench): Seen {
  if (run.state === 'lost')
    return { builtFrom: 'nothing', mends: [], errors: `its run was lost: ${run.why}`, cases: [], lint: null };
  const { compiled, lint } = run.build;
  const { mends } = copies[compiled!]!;
  return { builtFrom: 'answer', mends, errors: '', cases: pair(bench.cases, run), lint };
}

function pair(cases: Case[], run: DriverRun): SeenCase[] {
  return run.state === 'lost' ? [] : cases.map((one, index) => ({ case: one, seen: run.cases[index] ?? [] }));
}

/** Which kinds of cases measure which piece. */
const KINDS: Record<Bug, string[]> = {
  'value-enum': ['priority-values', 'priority-wrong'],
  'next-id': ['ids-count', 'ids-continue'],
  'mark-done': ['done'],
  remove: ['remove', 'remove-order'],
};

/** All pieces at once; one by one when some of them does not compile. */
async function lookAtPieces(source: string, bench: Bench): Promise<Omit<Seen, 'errors'>> {
  const pieces = await findPieces(source);
  const whole = await lookAtSome(pieces, bench);
  const seen = whole ?? (await Promise.all(pieces.map((piece) => lookAtSome([piece], bench)))).flat();
  const cases = seen.filter((one) => one !== null);
  return { builtFrom: cases.length > 0 ? 'pieces' : 'nothing', mends: [], cases, lint: null };
}

async function lookAtSome(pieces: Piece[], bench: Bench): Promise<SeenCase[] | null> {
  const kinds = pieces.flatMap(({ bug }) => KINDS[bug]);
  const cases = bench.cases.filter(({ kind }) => kinds.includes(kind));
  const run = await tryCopies([{ text: await transplant(pieces), mends: [] }], { ...bench, cases });
  return isBuilt(run) ? pair(cases, run) : null;
}

function describeErrors({ attempts }: Build): string {
  const errors =
    attempts[0]?.diagnostics.filter(({ message }) => !message.startsWith('aborting due to')) ?? [];
  const shown = errors.map(
    ({ code, message, line }) => `${code ?? 'error'}${line ? ` (line ${line})` : ''}: ${message}`,
  );
  return `it does not compile: ${[...new Set(shown)].slice(0, 3).join('; ') || 'the compiler gave no reason'}`;
}
