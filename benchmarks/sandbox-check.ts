import { openSandbox } from '../sandbox/open-sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { SandboxUnavailable, ToolchainMissing } from '../sandbox/unavailable.ts';
import type { Task } from '../tasks/tasks.ts';
import { type Settings, SetupError } from './settings.ts';

/** Opens the sandbox once before anything is asked; throws SetupError with cause and remedy. Returns what a run must say. */
export async function checkSandbox(settings: Settings, tasks: Task[]): Promise<string[]> {
  const usesSandbox = tasks.some((task) => task.toolchains.length > 0);
  if (!usesSandbox) return [];
  try {
    const sandbox = await openSandbox({ cacheDir: settings.cacheDir, unsafe: settings.unsafeNoSandbox });
    await prepareTasks(tasks, sandbox);
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

/** One after the other, before the first model loads: compilers use all cores. What cannot be prepared is said by its trials. */
async function prepareTasks(tasks: Task[], sandbox: Sandbox): Promise<void> {
  for (const { slug, prepare } of tasks)
    await prepare?.(sandbox, (message) => console.log(`${slug}: ${message}`)).catch((error) => {
      if (!(error instanceof ToolchainMissing)) throw error;
    });
}
