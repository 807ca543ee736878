/** `npm run report`: the reports made again, with the tasks at hand, of which reporters/ knows nothing. */
import { tasksAsAsked } from './benchmarks/task-texts.ts';
import { AgainError, runCommand } from './reporters/again.ts';
import { BUILT_IN_TASKS, loadTasks } from './tasks/tasks.ts';
import { textSources } from './text-sources.ts';

await runCommand(process.argv.slice(2), async (folders, trials) => {
  const tasks = await loadTasks([BUILT_IN_TASKS, ...folders]).catch((error: Error) => {
    throw new AgainError(`The tasks cannot be read: ${error.message}. Correct --tasks.`);
  });
  return textSources('beside', tasksAsAsked(tasks, trials));
});
