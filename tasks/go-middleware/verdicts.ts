/** The words of this task's verdicts. */
import type { Verdict } from '../../rubric/rubric.ts';
import type { Observed } from './observe.ts';

export function pass(detail: string): Verdict {
  return { passed: true, detail };
}

export function fail(detail: string, points = 0): Verdict {
  return { passed: false, points, detail };
}

export function judgeFaults(faults: (string | null)[]): Verdict {
  const found = faults.filter((fault) => fault !== null);
  return found.length === 0 ? pass('as it should be') : fail(found[0]!);
}

/** It did not get so far that this could be seen. */
export function failFor({ session }: Observed, points = 0): Verdict {
  if (typeof session === 'string') return fail('not counted: its run came to no end', points);
  const isBuilt = session.build.programs.plain.exitCode === 0;
  return fail(`not counted: it does not ${isBuilt ? 'start' : 'compile'}`, points);
}

export function whyNotRun({ session }: Observed): string {
  if (typeof session === 'string') return session;
  const { plain } = session.build.programs;
  if (plain.exitCode !== 0) return `it does not compile: ${plain.output.trim().slice(0, 300)}`;
  return `it does not start: ${session.notStarted ?? 'no reason given'}`;
}
