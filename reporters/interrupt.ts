import type { Vitest } from 'vitest/node';

/**
 * Vitest ends at once on Ctrl-C and SIGTERM, without reports or teardown (research: shared/research/vitest.md, 5).
 * The first signal cancels the run, so that the answer under way is stopped at the server, the report is
 * written and the server ends; the second one ends the process.
 */
export function handleInterrupt(vitest: Vitest): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    for (const listener of process.listeners(signal)) process.off(signal, listener);
    let count = 0;
    process.on(signal, () => {
      const exitCode = signal === 'SIGINT' ? 130 : 143;
      if (count++ > 0) process.exit(exitCode);
      // Vitest sets its own code when the run ends; the shell should hear of the signal.
      process.once('exit', () => {
        process.exitCode = exitCode;
      });
      process.stderr.write(
        `\n${signal}: stopping the answer under way, writing the report (again to end at once)\n`,
      );
      void stop(vitest);
    });
  }
}

/** A single run ends by itself once cancelled; watch mode and the UI would wait for the next one. */
async function stop(vitest: Vitest): Promise<void> {
  await vitest.cancelCurrentRun('keyboard-input');
  if (vitest.shouldKeepServer()) await vitest.exit(true);
}
