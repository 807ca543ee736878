/** What answers are measured against is the reference, on this machine, measured once a sandbox. */
import type { Sandbox } from '../sandbox/sandbox.ts';

const LEAST_MS = 4_000;
const TIMES_REFERENCE = 4;

/** How long an answer may run, ms: from the reference's own time here, never from a constant alone. */
export function wallLimitMs(referenceMs: number): number {
  return Math.max(LEAST_MS, Math.ceil(TIMES_REFERENCE * referenceMs));
}

/** Remembers what `measure` gave for a sandbox; a failure is not remembered. */
export function oncePerSandbox<T>(
  measure: (sandbox: Sandbox) => Promise<T>,
): (sandbox: Sandbox) => Promise<T> {
  const known = new WeakMap<Sandbox, Promise<T>>();
  return (sandbox) => {
    const measured = known.get(sandbox) ?? measure(sandbox);
    known.set(sandbox, measured);
    measured.catch(() => known.delete(sandbox));
    return measured;
  };
}
