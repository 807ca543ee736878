/** The sample run: a person with no model sees the whole thing work, over HTTP, on answers that lie in models/samples/. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStandInRouter } from '../models/stand-in/router.ts';
import type { Task } from '../tasks/tasks.ts';
import { sha256 } from './names.ts';

const SAMPLES = fileURLToPath(new URL('../models/samples', import.meta.url));

export interface SampleRouter {
  url: string;
  /** Model ids as models/samples/models.json lists them. */
  order: string[];
  close(): Promise<void>;
}

/** One model of the sample run; `meta` and `faults` are handed to the stand-in as they are. */
interface SampleModel {
  id: string;
  meta?: Record<string, unknown>;
  faults?: Record<string, unknown>;
}

export async function sampleIds(): Promise<string[]> {
  return (await readSampleModels()).map(({ id }) => id);
}

export async function startSampleRouter(tasks: Task[]): Promise<SampleRouter> {
  const models = await readSampleModels();
  const folders = await readdir(SAMPLES);
  const missing = models.find(({ id }) => !folders.includes(id));
  if (missing) throw new Error(`models/samples has no folder ${missing.id}, which its models.json lists`);
  const router = await startStandInRouter({
    models: models.map((model) => ({ ...model, answers: join(SAMPLES, model.id) })),
    // A pace at which a person can watch; it says nothing of any model.
    ttftMs: 80,
    chunkMs: 2,
    chunkChars: 32,
    loadMs: 200,
    promptToTask: Object.fromEntries(tasks.map((task) => [sha256(task.prompt), task.slug])),
  });
  return { url: router.url, order: models.map(({ id }) => id), close: () => router.close() };
}

async function readSampleModels(): Promise<SampleModel[]> {
  return JSON.parse(await readFile(join(SAMPLES, 'models.json'), 'utf8')) as SampleModel[];
}
