/** Where the page takes from what it shows beside the trials. */
import { answerFiles, readTaskTexts } from './benchmarks/task-texts.ts';
import type { TextSources } from './reporters/html/transcript-files.ts';
import type { Task } from './tasks/tasks.ts';

export function textSources(place: TextSources['place'], tasks: Task[]): TextSources {
  return {
    place,
    readTasks: () => readTaskTexts(tasks),
    filesOf: (trial) => answerFiles(tasks, trial),
  };
}
