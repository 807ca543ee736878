/** What JavaScript's own linter says of an answer: ESLint's recommended rules, less those that blame no fault. */
import { createContext, Script } from 'node:vm';
import type { Linter } from 'eslint';

export interface LintProblem {
  ruleId: string;
  line: number;
  message: string;
}

export interface LintOptions {
  sourceType: 'module' | 'commonjs' | 'script';
  /** What the task asks beyond the recommended rules. */
  rules?: Linter.RulesRecord;
}

/** ESLint takes milliseconds for an answer, and minutes for e.g. thirty `finally` within each other. */
const LIMIT_MS = 5_000;
/** Several times what an answer takes when ESLint has just been loaded (0.15 s). */
const PLENTY_CPU_MS = 1_000;

/** Answers take no part in it: their `eslint-disable` and `global` comments are not honoured. */
export async function lintJavaScript(source: string, options: LintOptions): Promise<LintProblem[]> {
  const { linter, config } = await loadLinter(options);
  try {
    const messages = withTimeLimit(() =>
      linter.verify(source, config, { filename: 'answer.js', allowInlineConfig: false }),
    );
    return messages.map(({ ruleId, line, message }) => ({ ruleId: ruleId ?? 'syntax-error', line, message }));
  } catch (error) {
    return [{ ruleId: 'not-lintable', line: 1, message: whyNotLintable(error) }];
  }
}

/** A rule of ESLint that is left out, and why a careful reviewer would not hold it against an answer. */
const LEFT_OUT: Linter.RulesRecord = {
  // `/\0/` is how one asks for a null byte.
  'no-control-regex': 'off',
  // A first value that every branch overwrites is a habit; a variable that nobody reads is found by no-unused-vars.
  'no-useless-assignment': 'off',
  // Which error a caller gets is an interface; where a task cares, behaviour tells.
  'preserve-caught-error': 'off',
};

/** Parameters belong to a signature that others may have asked for, a caught error to the language's grammar. */
const UNUSED_NAMES = {
  args: 'none',
  caughtErrors: 'none',
  ignoreRestSiblings: true,
  destructuredArrayIgnorePattern: '^_',
};

const MILDER: Linter.RulesRecord = {
  'no-unused-vars': ['error', UNUSED_NAMES],
  // `catch {}` says that a failure does not matter.
  'no-empty': ['error', { allowEmptyCatch: true }],
  // `do { ... } while (true)` is as good as `while (true)`.
  'no-constant-condition': ['error', { checkLoops: 'none' }],
  'no-redeclare': ['error', { builtinGlobals: false }],
};

/** The top-level names of a script belong to whoever loads it. */
const SCRIPT_RULES: Linter.RulesRecord = { 'no-unused-vars': ['error', { ...UNUSED_NAMES, vars: 'local' }] };

/** Code that runs in browsers too asks for these first; where it does not, behaviour tells. */
const BROWSER_NAMES = { window: false, self: false, document: false, EventSource: false } as const;

/** ESLint takes a tenth of a second to load, which only those pay who lint. */
async function loadLinter({ sourceType, rules }: LintOptions) {
  const [{ Linter }, { default: js }, { default: globals }] = await Promise.all([
    import('eslint/universal'),
    import('@eslint/js'),
    import('globals'),
  ]);
  const names = sourceType === 'module' ? globals.nodeBuiltin : globals.node;
  const config: Linter.Config[] = [
    js.configs.recommended,
    {
      languageOptions: { sourceType, ecmaVersion: 'latest', globals: { ...names, ...BROWSER_NAMES } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: { ...LEFT_OUT, ...MILDER, ...(sourceType === 'script' && SCRIPT_RULES), ...rules },
    },
  ];
  return { linter: new Linter(), config };
}

/** A busy machine stretches the time on the wall: then it begins again, with more of it. */
function withTimeLimit<T>(work: () => T): T {
  for (let wallMs = LIMIT_MS; ; wallMs *= 2) {
    const before = threadCpuMs();
    try {
      return withWallLimit(work, wallMs);
    } catch (error) {
      if (!isTimeout(error) || threadCpuMs() - before > PLENTY_CPU_MS) throw error;
    }
  }
}

/** Synchronous work can be stopped in one place of Node: a script of node:vm. */
function withWallLimit<T>(work: () => T, wallMs: number): T {
  return new Script('work()').runInContext(createContext({ work }), { timeout: wallMs });
}

function threadCpuMs(): number {
  // Node 20 knows the time of all threads only.
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function whyNotLintable(error: unknown): string {
  if (isTimeout(error))
    return `ESLint had not finished after ${PLENTY_CPU_MS / 1000} s of CPU time; statements are nested too deeply`;
  return `ESLint could not read it: ${String(error)}`;
}
