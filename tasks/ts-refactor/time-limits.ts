/** How long an answer may take: from what the starter takes here, compiled and run alike. */
import { wallLimitMs } from '../../rubric/yardstick.ts';
import type { ExecResult, Limits } from '../../sandbox/sandbox.ts';

export type TimeLimits = Pick<Limits, 'wallMs' | 'cpuMs'>;

export interface Cost {
  /** null: not measured. */
  cpuMs: number | null;
  wallMs: number;
}

export const NO_COST: Cost = { cpuMs: null, wallMs: 0 };

const LEAST_CPU_MS = 2_000;
const TIMES_CPU = 8;
const TIMES_WALL = 5;

/** An endless loop ends by the time that it works: a busy machine must not end what only waits for its turn. */
export function limitsFrom({ cpuMs, wallMs }: Cost): TimeLimits {
  return {
    cpuMs: Math.max(LEAST_CPU_MS, Math.ceil(TIMES_CPU * (cpuMs ?? wallMs))),
    wallMs: TIMES_WALL * wallLimitMs(wallMs),
  };
}

export function costOf({ cpuMs, wallMs }: ExecResult): Cost {
  return { cpuMs, wallMs };
}
