/** One run at a time in a project: a second one would take the first one's stub files, results and server away. */

import { rmSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readStartTime } from '../models/server-group.ts';
import { SetupError } from './settings.ts';

/** Holds the folder until the process ends or `release` is called. Throws SetupError that names the other run. */
export async function lockRun(folder: string): Promise<() => void> {
  const path = join(folder, 'run.lock');
  const mine = JSON.stringify({ pid: process.pid, startTime: await readStartTime(process.pid) });
  for (let attempt = 0; ; attempt++) {
    const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST' && attempt < 3) return null;
      throw error;
    });
    if (file) {
      await file.writeFile(mine);
      await file.close();
      const release = () => rmSync(path, { force: true });
      process.once('exit', release);
      return release;
    }
    const pid = await livingOwner(path);
    if (pid !== null)
      throw new SetupError(
        `Another run (pid ${pid}) is under way in this project. Wait for it, or end it with: kill ${pid}`,
      );
    await rm(path, { force: true });
  }
}

/** The process that made the lock, if it still runs; a pid that was given to another process counts as gone. */
async function livingOwner(path: string): Promise<number | null> {
  try {
    const { pid, startTime } = JSON.parse(await readFile(path, 'utf8')) as {
      pid: number;
      startTime: string | null;
    };
    return startTime !== null && (await readStartTime(pid)) === startTime ? pid : null;
  } catch {
    return null;
  }
}
