import type { Limits } from './sandbox.ts';

const MIB = 1024 * 1024;

/** Enough for any answer of the benchmark's size; a task that needs other limits names them. */
export const DEFAULT_LIMITS: Limits = {
  wallMs: 10_000,
  cpuMs: 10_000,
  memoryBytes: 512 * MIB,
  processes: 64,
  fileBytes: 16 * MIB,
  tmpBytes: 64 * MIB,
  stdoutBytes: MIB,
  stderrBytes: MIB,
  resultBytes: 4 * MIB,
};

/** tmpfs has no limit on files that bubblewrap could set, and each costs the kernel about 1 KB. */
export const MOST_TMP_FILES = 20_000;

export function completeLimits(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits))
    if (!Number.isSafeInteger(value) || value <= 0)
      throw new RangeError(`limits.${name} is ${value}; it must be a whole number above 0.`);
  return limits;
}
