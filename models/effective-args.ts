/**
 * With what a model ran: the arguments that GET /models reports (`status.args`), without what changes from start to
 * start and without secrets. Fit for reports and for the identity of an answer.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isSecretName, maskValue } from './mask-secrets.ts';
import { PRESET_ONLY, SERVER_OPTIONS, stripDashes } from './preset-options.ts';

/** Set by the router for each start, or about logging and serving: they do not change an answer. */
const VOLATILE = new Set([
  'host',
  'port',
  'alias',
  'reuse-port',
  'log-colors',
  'log-file',
  'log-jsonl',
  'log-prefix',
  'log-timestamps',
  'log-disable',
  'log-verbose',
  'log-verbosity',
  'log-prompts-dir',
  'models-dir',
  'models-preset',
  'models-max',
  'models-autoload',
  'tags',
  'metrics',
  'slots',
  'props',
  'timeout',
  'sse-ping-interval',
  'sleep-idle-seconds',
  'threads-http',
  'api-prefix',
  'path',
  'webui',
]);

interface Argument {
  /** As written: --ctx-size. '' for a value that belongs to no option. */
  flag: string;
  values: string[];
}

/** The arguments that make the model answer as it does, in the server's order, secrets masked as `***`. */
export function effectiveArgs(statusArgs: readonly string[]): string[] {
  return keepEffective(statusArgs).flatMap(({ flag, values }) => [
    ...(flag === '' ? [] : [flag]),
    ...values.map((value) => maskValue(flag, value)),
  ]);
}

/** The model's file as the server was given it, or null: the model comes from a repository. */
export function modelPathOf(args: readonly string[]): string | null {
  return findValue(args, 'model');
}

/** The Hugging Face repository (user/model[:quant]), or null. */
export function hfRepoOf(args: readonly string[]): string | null {
  return findValue(args, 'hf-repo');
}

/**
 * SHA-256 of what makes the model answer as it does: the same for another port, order, spelling or token. Of the
 * model's path only the file name counts, because the file itself is identified by its fingerprint, and may be moved.
 */
export function hashArgs(args: readonly string[]): string {
  const pairs = keepEffective(args)
    .map(({ flag, values }) => [nameOf(flag), ...values])
    .filter(([name = '']) => !isSecretName(name))
    .map(([name = '', ...values]) => [name, ...values.map((value) => hashedValue(name, value))])
    .map((pair) => JSON.stringify(pair))
    .sort();
  return createHash('sha256').update(pairs.join('\n')).digest('hex');
}

/** Of a model's path only its file name, and no secret, goes into an identity. */
export function hashedValue(name: string, value: string): string {
  return name === 'model' ? basename(value.replaceAll('\\', '/')) : maskValue(name, value);
}

/** Whether an option (by its canonical name) has a say in the answers. */
export function isEffective(name: string): boolean {
  return !VOLATILE.has(name) && !PRESET_ONLY.some((option) => option.name === name);
}

function keepEffective(args: readonly string[]): Argument[] {
  return splitArguments(args).filter(({ flag }) => isEffective(nameOf(flag)));
}

function findValue(args: readonly string[], name: string): string | null {
  return splitArguments(args).find(({ flag }) => nameOf(flag) === name)?.values[0] ?? null;
}

function splitArguments(args: readonly string[]): Argument[] {
  const rest = args[0]?.startsWith('-') === false ? args.slice(1) : [...args];
  const found: Argument[] = [];
  for (let i = 0; i < rest.length; ) {
    const argument = readArgument(rest, i);
    found.push(argument.read);
    i = argument.next;
  }
  return found;
}

function readArgument(args: readonly string[], at: number): { read: Argument; next: number } {
  const first = args[at] ?? '';
  const joined = /^(--?[A-Za-z][\w.-]*)=([\s\S]*)$/.exec(first);
  if (joined) return { read: { flag: joined[1] ?? '', values: [joined[2] ?? ''] }, next: at + 1 };
  if (!isFlag(first)) return { read: { flag: '', values: [first] }, next: at + 1 };
  const count = Math.min(countValues(first, args[at + 1]), args.length - at - 1);
  return { read: { flag: first, values: args.slice(at + 1, at + 1 + count) }, next: at + 1 + count };
}

/** A known option says itself how many values follow, so a value may begin with a dash: `--seed -1`. */
function countValues(flag: string, next: string | undefined): number {
  const known = SERVER_OPTIONS.get(stripDashes(flag));
  if (known) return known.option.values;
  if (next === undefined) return 0;
  // Better to hide one argument too many than to print a key that happens to begin with a dash.
  if (isSecretName(flag)) return next.startsWith('--') ? 0 : 1;
  return isFlag(next) ? 0 : 1;
}

function isFlag(arg: string): boolean {
  return /^--?[A-Za-z]/.test(arg);
}

/** The server's own name for a flag, so that -c, --ctx-size and --ctx_size are one. --no-jinja stays apart from --jinja. */
function nameOf(flag: string): string {
  const spelled = stripDashes(flag).replaceAll('_', '-');
  const known = SERVER_OPTIONS.get(spelled);
  if (!known) return spelled;
  return known.spelled === 'negated' ? `no-${known.option.name}` : known.option.name;
}
