/** How long an answer may run, measured with the reference once a sandbox. */
import { readFileSync } from 'node:fs';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { oncePerSandbox, wallLimitMs } from '../../rubric/yardstick.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createCases, createWords } from './cases.ts';
import { runCases } from './run-cases.ts';
import { createScripts } from './scripts.ts';

/** The reference gets this long before we say that the machine, not an answer, is at fault. */
const REFERENCE_MS = 60_000;

let reference: string | undefined;

export function readReference(): string {
  reference ??= readFileSync(new URL('./reference/server-sent-events.mjs', import.meta.url), 'utf8');
  return reference;
}

export const wallLimit = oncePerSandbox(measureLimit);

async function measureLimit(sandbox: Sandbox): Promise<number> {
  const cases = [...createCases('time'), ...createScripts(createWords('time'))];
  const started = performance.now();
  const module = { name: 'answer.mjs', text: readReference() };
  const run = await runCases({ module, cases, sandbox, wallMs: REFERENCE_MS });
  if (run.class.state !== 'loaded')
    throw new SandboxFailed(`js-sse: its reference does not run in the sandbox here: ${run.class.detail}`);
  return wallLimitMs(performance.now() - started);
}
