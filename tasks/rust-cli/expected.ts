/** What a step must give, and the comparison with what it gave. Everything here stays outside the sandbox. */
import { z } from 'zod';
import type { Store, Task } from './store.ts';

/** What is absent is not looked at. */
export interface Expected {
  exit: number;
  stdout?: string;
  /** These tasks' titles on stdout, a line each, in whatever words. */
  shows?: Task[];
  /** One of the lines, or 'something' for a message in words of its own. */
  stderr?: string | RegExp;
  /** What the data file must hold afterwards; a part that is absent is not looked at. */
  store?: Partial<Store>;
  /** What of the tasks another check looks at. */
  ignores?: ('order' | 'done' | 'id')[];
  /** May the data file hold nothing else than its documented keys? */
  strictly?: boolean;
}

export const StepSchema = z.strictObject({
  code: z.number().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  file: z.string().nullable(),
});

/** What one call of the program gave. */
export type SeenStep = z.infer<typeof StepSchema>;

/** Null when the step gave what it must. */
export function whyWrong(expected: Expected, seen: SeenStep | undefined): string | null {
  if (seen === undefined) return 'was not run, because one like it hung';
  if (seen.timedOut) return 'did not end';
  if (seen.code !== expected.exit) return `${howEnded(seen)} instead of exit code ${expected.exit}`;
  return whyStdout(expected, seen) ?? whyStderr(expected, seen) ?? whyFile(expected, seen);
}

function howEnded({ code, signal, stderr }: SeenStep): string {
  const words = stderr.trim().split('\n')[0]!.slice(0, 160);
  return `${code === null ? `signal ${signal}` : `exit code ${code}`}${words && ` (${words})`}`;
}

function whyStdout({ stdout, shows }: Expected, seen: SeenStep): string | null {
  if (shows && !showsTitles(shows, seen.stdout))
    return `printed ${show(seen.stdout)}, not ${shows.length} lines with ${show(shows.map(({ title }) => title).join(', '))}`;
  if (stdout === undefined || sameText(stdout, seen.stdout)) return null;
  return `printed ${show(seen.stdout)} instead of ${show(stdout)}`;
}

function whyStderr({ stderr }: Expected, seen: SeenStep): string | null {
  if (stderr === undefined) return null;
  const lines = seen.stderr.split('\n').map((line) => line.trimEnd());
  const isRight = lines.some((line) => (stderr instanceof RegExp ? stderr.test(line) : line === stderr));
  return isRight
    ? null
    : `said ${show(seen.stderr)} on stderr instead of ${stderr instanceof RegExp ? stderr : show(stderr)}`;
}

function showsTitles(tasks: Task[], stdout: string): boolean {
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  return lines.length === tasks.length && tasks.every(({ title }, index) => lines[index]!.includes(title));
}

/** White space at the ends of lines is nobody's concern. */
function sameText(expected: string, got: string): boolean {
  return trimLines(expected) === trimLines(got);
}

function trimLines(text: string): string {
  return text.replaceAll(/[^\S\n]+$/gm, '').trimEnd();
}

const StoreSchema = z.object({
  next_id: z.number(),
  tasks: z.array(z.object({ id: z.number(), title: z.string(), priority: z.string(), done: z.boolean() })),
});
type LooseTask = z.infer<typeof StoreSchema>['tasks'][number];
const StrictStoreSchema = z.strictObject({
  next_id: z.number(),
  tasks: z.array(z.strictObject(StoreSchema.shape.tasks.element.shape)),
});

function whyFile({ store, strictly, ignores = [] }: Expected, seen: SeenStep): string | null {
  if (store === undefined) return null;
  if (seen.file === null) return 'left no data file';
  const read = (strictly ? StrictStoreSchema : StoreSchema).safeParse(parseJson(seen.file));
  if (!read.success) return `left a data file of another form: ${show(seen.file)}`;
  const { next_id, tasks } = store;
  if (next_id !== undefined && read.data.next_id !== next_id)
    return `left next_id ${read.data.next_id} instead of ${next_id}`;
  if (tasks === undefined) return null;
  const [expected, got] = [describe(tasks, ignores), describe(read.data.tasks, ignores)];
  return expected === got ? null : `left the tasks ${show(got)} instead of ${show(expected)}`;
}

function describe(tasks: LooseTask[], ignores: string[]): string {
  const lines = tasks.map(({ id, title, priority, done }) =>
    [
      ...(ignores.includes('id') ? [] : [id]),
      ...(ignores.includes('done') ? [] : [done ? 'done' : 'open']),
      ...[priority, title],
    ].join(' '),
  );
  return (ignores.includes('order') ? lines.sort() : lines).join('; ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function show(text: string): string {
  return JSON.stringify(text.length > 240 ? `${text.slice(0, 240)}…` : text);
}
