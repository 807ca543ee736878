import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../rubric/answer.ts';
import { BUILT_IN_TASKS, loadTasks } from '../tasks/tasks.ts';
import { answerFiles } from './task-texts.ts';
import type { Trial } from './trial.ts';

const SAMPLES = fileURLToPath(new URL('../models/samples/', import.meta.url));
const tasks = await loadTasks([BUILT_IN_TASKS]);

interface Sample {
  name: string;
  trial: Trial;
  /** As graded; null where the answer has none. */
  files: Record<string, string> | null;
}

/** What a trial holds of an answer, made as a run makes it. */
async function readSample(path: string): Promise<Sample> {
  const content = await readFile(join(SAMPLES, path), 'utf8');
  const task = tasks.find(({ slug }) => path.endsWith(`/${slug}.md`))!;
  const extraction = extractAnswer(content, task.answerFiles);
  const trial = {
    task: task.slug,
    response: { content, contentChars: content.length },
    extraction: { blocks: extraction.blocks.length, chosen: extraction.ok ? extraction.chosen : [] },
  } as unknown as Trial;
  return { name: path, trial, files: extraction.ok ? extraction.files : null };
}

const names = (await readdir(SAMPLES, { recursive: true })).filter((name) => /\/[\w-]+\.md$/.test(name));
const samples = await Promise.all(names.map(readSample));
const known = samples.filter(
  ({ files, trial }) => files !== null && trial.extraction!.chosen.every(({ lines }) => lines !== null),
);
const withoutLines = ({ trial }: Sample): Trial => ({
  ...trial,
  extraction: {
    ...trial.extraction!,
    chosen: trial.extraction!.chosen.map((choice) => ({ ...choice, lines: null })),
  },
});

describe('the files of an answer, for the page', () => {
  test('are those that were graded, in every sample answer', async () => {
    expect(samples.length).toBeGreaterThan(50);
    for (const { name, trial, files } of samples)
      expect(await answerFiles(tasks, trial), name).toEqual(files);
  });

  test('are so without lines too, as in older results', async () => {
    for (const sample of samples)
      expect(await answerFiles(tasks, withoutLines(sample)), sample.name).toEqual(sample.files);
  });

  test('need no task where the lines are known: the answer alone says what was graded', async () => {
    expect(known.length).toBeGreaterThan(20);
    for (const sample of known) {
      expect(await answerFiles([], sample.trial), sample.name).toEqual(sample.files);
      expect(await answerFiles([], withoutLines(sample)), sample.name).toBeNull();
    }
  });

  test('are not cut from another answer than the one that was graded', async () => {
    for (const sample of known) {
      const content = `\n\n${sample.trial.response!.content}`;
      const trial = { ...sample.trial, response: { ...sample.trial.response!, content } };
      expect(await answerFiles([], trial), sample.name).toBeNull();
    }
  });
});
