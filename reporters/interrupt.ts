import type { Vitest } from 'vitest/node';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Vitest ends at once on Ctrl-C and SIGTERM, without reports or teardown (docs/architecture.md). The first
 * signal cancels the run, so that the answer under way is stopped at the server, the report is written and
 * the server ends; the second one ends the process.
 *
 * In watch mode the terminal is raw and Ctrl-C is a key that Vitest handles: `wasInterrupted` tells of that.
 */
export function handleInterrupt(vitest: Vitest, wasInterrupted: () => boolean): void {
  let exitCode: number | null = null;
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (exitCode !== null) process.exit(exitCode);
      exitCode = code;
      process.stderr.write(`\n${signal}: stopping the answer, writing the report (again to end at once)\n`);
      void stop(vitest);
    });
  }
  // Vitest sets its own code when the run ends; the shell should hear of the interruption.
  process.once('exit', () => {
    const code = exitCode ?? (wasInterrupted() ? EXIT_CODES.SIGINT : null);
    if (code !== null) process.exitCode = code;
  });
}

/** A single run ends by itself once cancelled; watch mode and the UI would wait for the next one. */
async function stop(vitest: Vitest): Promise<void> {
  await vitest.cancelCurrentRun('keyboard-input');
  if (vitest.shouldKeepServer()) await vitest.exit(true);
}
