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

const TIMES_CPU = 5;

/** An endless loop ends by the time that it works: a busy machine must not end what only waits for its turn. */
export function limitsFrom(cost: Cost): TimeLimits {
  const cpuMs = wallLimitMs(cost.cpuMs ?? cost.wallMs);
  return { cpuMs, wallMs: Math.max(TIMES_CPU * cpuMs, wallLimitMs(cost.wallMs)) };
}

export function costOf({ cpuMs, wallMs }: ExecResult): Cost {
  return { cpuMs, wallMs };
}
