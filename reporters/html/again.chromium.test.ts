/** The page that `npm run report` makes shows an answer as the run's own page does, where its task is at hand. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeRun } from '../fixtures.ts';
import { renderJson } from '../json.ts';
import { CHROMIUM, launchChromium, NO_CHROMIUM, openPage } from './chromium-rig.ts';
import { PLAIN, readRepository, sampleTrial } from './views-samples-rig.ts';

const REPORT = fileURLToPath(new URL('../../report.ts', import.meta.url));
let browser: Browser;

/** As a run records what it asked. */
function asked(trial: Trial, prompt = readRepository(`tasks/${trial.task}/prompt.md`)): Trial {
  const messages = JSON.stringify([{ role: 'user', content: prompt }]);
  const hash = createHash('sha256').update(messages).digest('hex');
  return { ...trial, request: { hash, promptChars: prompt.length } };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-again-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The page that the command makes from a results file of these trials. */
async function openAgain(trials: Trial[], ...args: string[]): Promise<Page> {
  const folder = await makeFolder();
  await writeFile(join(folder, 'results.json'), renderJson(trials, makeRun(trials)));
  await promisify(execFile)(process.execPath, [REPORT, 'results.json', ...args], { cwd: folder });
  const { page, errors } = await openPage(browser, pathToFileURL(join(folder, 'index.html')).href);
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  return page;
}

async function textOf(page: Page, tab: string): Promise<string> {
  await page.getByRole('tab', { name: tab, exact: true }).click();
  const panel = page.getByRole('tabpanel');
  await expect.poll(() => panel.textContent()).not.toContain('Loading');
  return (await panel.textContent())!;
}

const cell = (page: Page, task: string) => page.locator(`[data-cell][aria-label*="Task ${task}:"]`);

describe.skipIf(CHROMIUM === null)(
  `a page made again${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test('has the files, the diff and the prompt of an answer to a task that is here', async () => {
      const page = await openAgain([asked(sampleTrial(PLAIN, 'js-bug-fix'))]);
      await cell(page, 'js-bug-fix').click();
      expect(await textOf(page, 'Files')).toContain('task-queue.js');
      await expect.poll(() => page.locator('.hljs-keyword').count()).toBeGreaterThan(5);
      await page.getByRole('tab', { name: 'Diff to the starter' }).click();
      await expect.poll(() => page.locator('tr.tv-added').count()).toBeGreaterThan(0);
      const prompt = readRepository('tasks/js-bug-fix/prompt.md');
      expect(await textOf(page, 'Prompt')).toContain(prompt.slice(0, 60));
    });

    test('goes on saying "not on record" for a task that nobody has, and for another one of the same name', async () => {
      const foreign = { ...asked(sampleTrial(PLAIN, 'python-top-k')), task: 'of-somebody-else' };
      foreign.taskFacts = { ...foreign.taskFacts, title: 'Task of-somebody-else' };
      const page = await openAgain([asked(sampleTrial(PLAIN, 'js-bug-fix'), 'fix it'), foreign]);
      for (const task of ['js-bug-fix', 'of-somebody-else']) {
        await cell(page, task).click();
        expect(await textOf(page, 'Files')).toContain('not on record');
        expect(await textOf(page, 'Prompt')).toContain('not on record');
        expect(await textOf(page, 'Answer')).toContain('```');
        await page.keyboard.press('Escape');
      }
    });

    test('does not show files that were not graded', async () => {
      const trial = asked(sampleTrial(PLAIN, 'js-bug-fix'));
      const chosen = [{ path: 'task-queue.js', block: 7, reason: 'the only block', lines: null }];
      const page = await openAgain([{ ...trial, extraction: { blocks: 8, chosen } }]);
      await cell(page, 'js-bug-fix').click();
      expect(await textOf(page, 'Files')).toContain('not on record');
    });

    test('takes tasks of the user from the folder that is named', async () => {
      const folder = join(await makeFolder(), 'mine', 'of-somebody-else');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'prompt.md'), 'Write it.');
      await writeFile(
        join(folder, 'task.ts'),
        `export default { title: 'Mine', column: 'M', order: 9, language: 'python', maxPoints: 20, toolchains: [],
          answerFiles: [{ path: 'mine.py', languages: ['python'], defines: ['top_k_frequent'] }] };`,
      );
      const trial = { ...asked(sampleTrial(PLAIN, 'python-top-k'), 'Write it.'), task: 'of-somebody-else' };
      const page = await openAgain([trial], '--tasks', join(folder, '..'));
      await page.locator('[data-cell]').click();
      expect(await textOf(page, 'Files')).toContain('mine.py');
      expect(await textOf(page, 'Prompt')).toContain('Write it.');
    });
  },
);
