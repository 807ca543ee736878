/** For tests: the built-in tasks whose tools are on this machine, and the others with the reason. */
import { findToolchains } from '../sandbox/toolchains.ts';
import { ToolchainMissing } from '../sandbox/unavailable.ts';
import { BUILT_IN_TASKS, loadTasks, type Task } from './tasks.ts';

export interface TasksHere {
  here: Task[];
  elsewhere: { slug: string; why: string }[];
}

/** Whoever has no Rust tests the rest. In CI a missing tool is an error: nothing may go untested there. */
export async function tasksHere(): Promise<TasksHere> {
  const found: TasksHere = { here: [], elsewhere: [] };
  for (const task of await loadTasks([BUILT_IN_TASKS])) {
    const why = process.env.CI ? null : await whyNotHere(task);
    if (why === null) found.here.push(task);
    else found.elsewhere.push({ slug: task.slug, why });
  }
  return found;
}

async function whyNotHere({ toolchains }: Task): Promise<string | null> {
  try {
    await findToolchains(toolchains);
    return null;
  } catch (error) {
    if (error instanceof ToolchainMissing) return error.message;
    throw error;
  }
}
