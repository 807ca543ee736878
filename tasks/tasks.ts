/** Finds the task folders. A folder with a task.ts is a task; its name is the slug. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TaskDefinition } from './define-task.ts';

export interface Task extends TaskDefinition {
  slug: string;
  folder: string;
  /** Its task.ts. */
  file: string;
  /** The exact text that a model gets. */
  prompt: string;
}

/** Where the six built-in tasks lie. */
export const BUILT_IN_TASKS = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

/** Tasks of these folders in column order. A slug that occurs twice is an error: recordings would mix. */
export async function loadTasks(folders: string[]): Promise<Task[]> {
  const found = await Promise.all(folders.map(tasksOfFolder));
  const tasks = found.flat().sort((a, b) => a.order - b.order || a.slug.localeCompare(b.slug));
  for (const [index, task] of tasks.entries()) {
    const twin = tasks.find((other, at) => at < index && other.slug === task.slug);
    if (twin)
      throw new Error(
        `Two tasks are called ${task.slug}: ${twin.folder} and ${task.folder}; rename one folder`,
      );
  }
  return tasks;
}

export async function loadTask(folder: string): Promise<Task> {
  const file = await taskFile(folder);
  if (!file) throw new Error(`${folder} has no task.ts`);
  return readTask(folder, file);
}

async function readTask(folder: string, file: string): Promise<Task> {
  return {
    ...(await loadDefinition(file)),
    slug: folder.split(/[\\/]/).at(-1)!,
    folder,
    file,
    prompt: await readFile(join(folder, 'prompt.md'), 'utf8'),
  };
}

/** What a task.ts exports. */
export async function loadDefinition(file: string): Promise<TaskDefinition> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default: TaskDefinition };
  return module.default;
}

async function tasksOfFolder(folder: string): Promise<Task[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  const found = await Promise.all(folders.map(async (path) => ({ path, file: await taskFile(path) })));
  return Promise.all(found.flatMap(({ path, file }) => (file ? [readTask(path, file)] : [])));
}

/** task.ts in the source tree, task.js in the published package. */
const TASK_FILE = /^task\.(ts|js)$/;

async function taskFile(folder: string): Promise<string | null> {
  const name = (await readdir(folder)).find((entry) => TASK_FILE.test(entry));
  return name ? join(folder, name) : null;
}
