import { describe, expect, it } from 'vitest';
import { SandboxFailed } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { wallLimit } from './time-limit.ts';

/** The real sandbox, slower. */
async function openSlowSandbox(delayMs: number): Promise<Sandbox> {
  const sandbox = await openSandbox();
  return {
    ...sandbox,
    run: async (run) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return sandbox.run(run);
    },
  };
}

describe('the time limit', () => {
  it('grows with what the reference takes, in whole milliseconds, and is measured once', async () => {
    const sandbox = await openSlowSandbox(1_200);
    const limit = await wallLimit(sandbox);
    expect(limit).toBeGreaterThan(4 * 1_200);
    expect(Number.isInteger(limit)).toBe(true);
    expect(await wallLimit(sandbox)).toBe(limit);
  });

  it('cannot be measured where the reference does not run: that is the machine, not an answer', async () => {
    const sandbox = await openSandbox();
    const withoutNode: Sandbox = {
      ...sandbox,
      run: (run) => sandbox.run({ ...run, cmd: ['/usr/bin/no-such-node'] }),
    };
    await expect(wallLimit(withoutNode)).rejects.toThrow(SandboxFailed);
  });
});
