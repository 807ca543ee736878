import { openSandbox } from '../sandbox/open-sandbox.ts';
import { SandboxUnavailable } from '../sandbox/unavailable.ts';
import type { Task } from '../tasks/tasks.ts';
import { type Settings, SetupError } from './settings.ts';

/** Opens the sandbox once before anything is asked; throws SetupError with cause and remedy. Returns what a run must say. */
export async function checkSandbox(settings: Settings, tasks: Task[]): Promise<string[]> {
  if (tasks.every((task) => task.toolchain === 'none')) return [];
  try {
    await openSandbox({ cacheDir: settings.cacheDir, unsafe: settings.unsafeNoSandbox });
  } catch (error) {
    if (!(error instanceof SandboxUnavailable)) throw error;
    throw new SetupError(
      `${error.message}\nNothing is graded without a sandbox. CODEBENCH_UNSAFE_NO_SANDBOX=1 would run model code as you, with your files.`,
    );
  }
  return settings.unsafeNoSandbox
    ? ['UNSAFE: answers run without a sandbox, as you, with your files and network']
    : [];
}
