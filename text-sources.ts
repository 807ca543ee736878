/** Where the page takes from what it shows beside the trials. */
import type { Trial } from './benchmarks/trial.ts';
import type { TextSources } from './reporters/html/transcript-files.ts';
import type { Task } from './tasks/tasks.ts';

/** Loaded late: nothing before the first answers parses Markdown in this thread. */
export function textSources(place: TextSources['place'], tasks: Task[]): TextSources {
  const load = () => import('./benchmarks/task-texts.ts');
  const files = new WeakMap<Trial, Promise<Record<string, string> | null>>();
  const readFiles = async (trial: Trial) => (await load()).answerFiles(tasks, trial);
  return {
    place,
    load,
    readTasks: async () => (await load()).readTaskTexts(tasks),
    filesOf(trial) {
      const known = files.get(trial) ?? readFiles(trial);
      files.set(trial, known);
      return known;
    },
  };
}
