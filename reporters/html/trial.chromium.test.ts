import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeTrial } from '../fixtures.ts';
import { CHROMIUM, type Look, launchChromium, NO_CHROMIUM, openPage, type Watched } from './chromium-rig.ts';
import { renderTranscripts, transcriptFile, transcriptId, transcriptStamp } from './transcripts.ts';
import { type RigPage, writeRigPage } from './views-rig.ts';
import {
  PLAIN,
  SAMPLE_TASKS,
  sampleField,
  sampleFilesOf,
  sampleTrial,
  THINKER,
  withChecks,
} from './views-samples-rig.ts';

let browser: Browser;

/** Opens the page; at the end of the test nothing may have gone wrong in it or left the disk. */
async function show(rig: Partial<RigPage> = {}, look: Look = {}): Promise<Watched> {
  const url = await writeRigPage({
    trials: sampleField(),
    tasks: SAMPLE_TASKS,
    filesOf: sampleFilesOf,
    ...rig,
  });
  const watched = await openPage(browser, url, look);
  onTestFinished(async () => {
    await watched.page.close();
    expect(watched.errors).toEqual([]);
    expect(watched.outside).toEqual([]);
  });
  return watched;
}

function cell(page: Page, model: string, task: string) {
  return page.getByRole('button', { name: `${model}, Task ${task}: ` });
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

describe.skipIf(CHROMIUM === null)(
  `an answer in Chromium${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test('from a cell to the evidence, to a model that passed the check, to both answers side by side', async () => {
      const { page, loaded } = await show();
      expect(loaded).toHaveLength(1);
      await cell(page, PLAIN, 'js-bug-fix').click();
      const lost = page.locator('.tv-lost', { hasText: 'clear() counts' });
      await expect
        .poll(() => lost.locator('dd').allTextContents())
        .toEqual([
          'missed. 2 scenarios wrong, the first: clear-counts, line 2 of its log',
          '["cleared",0,1]',
          '["cleared",2,1]',
        ]);
      await expect.poll(() => lost.textContent()).toContain('Passed by 1 of 1 other graded answers');
      await expect.poll(() => loaded.filter((url) => url.includes('/transcripts/')).length).toBe(1);
      await lost.getByRole('button', { name: `Side by side with ${THINKER}` }).click();
      const columns = page.locator('.tv-columns');
      await expect.poll(() => columns.locator('.tv-added').count()).toBeGreaterThan(0);
      expect(loaded.filter((url) => url.includes('/transcripts/'))).toHaveLength(2);
      await page.getByRole('button', { name: 'Diff', exact: true }).click();
      await expect.poll(() => page.locator('tr.tv-removed .tv-mark').first().textContent()).toBe('-');
      await page.getByRole('button', { name: 'Close side by side' }).click();
      await lost.getByRole('button', { name: THINKER, exact: true }).click();
      await expect.poll(() => page.locator('#tv-head').textContent()).toBe(THINKER);
      await expect.poll(() => page.getByText('No check lost').count()).toBe(1);
    });

    test('a check that passed and lost its points to a cap says so', async () => {
      const { page } = await show();
      await cell(page, PLAIN, 'python-top-k').click();
      const note = page.locator('.tv-lost', { hasText: 'no longer than' });
      await expect
        .poll(() => note.textContent())
        .toContain('The check itself passed. 4 withheld: at most 12 points in all, because of growth');
      expect(await note.getByText('Passed by').count()).toBe(0);
    });

    test('tabs hold the answer, its files, the diff to the starter, the reasoning and the prompt', async () => {
      const { page } = await show();
      await cell(page, THINKER, 'js-bug-fix').click();
      const panel = page.getByRole('tabpanel');
      await expect.poll(() => panel.textContent()).toContain('```');
      await expect.poll(() => panel.locator('.hljs-keyword').count()).toBeGreaterThan(5);
      await tab(page, 'Files').click();
      await expect.poll(() => panel.locator('h4').textContent()).toBe('task-queue.js');
      await tab(page, 'Diff to the starter').click();
      await expect.poll(() => panel.locator('tr.tv-added').count()).toBeGreaterThan(0);
      expect(await panel.locator('tr.tv-added .tv-number').nth(1).textContent()).toMatch(/^\d+$/);
      await tab(page, 'Reasoning').click();
      await expect.poll(() => panel.textContent()).toMatch(/\w{3}/);
      await tab(page, 'Prompt').click();
      await expect.poll(() => panel.textContent()).toContain(SAMPLE_TASKS['js-bug-fix']!.prompt.slice(0, 40));
    });

    test('a task without a starter and an answer without reasoning say so', async () => {
      const { page } = await show();
      await cell(page, PLAIN, 'python-top-k').click();
      await tab(page, 'Diff to the starter').click();
      await expect
        .poll(() => page.getByRole('tabpanel').textContent())
        .toContain('nothing to compare with: this task has no starter');
      await tab(page, 'Reasoning').click();
      await expect
        .poll(() => page.getByRole('tabpanel').textContent())
        .toContain('no reasoning apart from its answer');
    });

    test('a page made without its tasks does not say that an answer had no files', async () => {
      const { page } = await show({ tasks: {}, filesOf: async () => null });
      await cell(page, PLAIN, 'js-bug-fix').click();
      for (const [name, words] of [
        ['Files', 'files of this answer are not on record'],
        ['Diff to the starter', 'starter is not on record'],
        ['Prompt', 'prompt is not on record'],
      ] as const) {
        await tab(page, name).click();
        await expect.poll(() => page.getByRole('tabpanel').textContent()).toContain(words);
      }
    });

    test('what is absent is said in its own words', async () => {
      const trials: [Trial, RegExp, RegExp][] = [
        [makeTrial({ model: 'unrecorded' }), /18 \/ 20 excellent/, /recording was not on the machine/],
        [
          makeTrial({
            model: 'crash',
            err: { kind: 'crashed', why: 'proxy error: \x1b[31mgone' },
            response: null,
          }),
          /ERR crashed\s*proxy error: \\x1b\[31mgone/,
          /model gave no answer/,
        ],
        [
          makeTrial({ model: 'no-go', notRun: 'go is not installed', response: null }),
          /Not run because: go is not installed/,
          /Not run because go is not/,
        ],
        [
          makeTrial({ model: 'printed', facts: { kind: 'published' }, response: null }),
          /18 \/ 20/,
          /published report holds the points/,
        ],
      ];
      const { page } = await show({ trials: trials.map(([trial]) => trial) });
      for (const [trial, outcome, texts] of trials) {
        await cell(page, trial.model, trial.task).click();
        await expect.poll(() => page.getByRole('region', { name: 'Outcome' }).textContent()).toMatch(outcome);
        await expect.poll(() => page.getByRole('tabpanel').textContent()).toMatch(texts);
        await page.keyboard.press('Escape');
      }
    });

    test('a transcript of another run is not shown as this answer', async () => {
      const trial = sampleTrial(PLAIN, 'python-top-k');
      const other = sampleTrial(
        PLAIN,
        'python-top-k',
        {},
        { response: { recordedAt: '2020-01-01T00:00:00.000Z' } },
      );
      const { page } = await show({ trials: [trial] });
      const name = transcriptFile(trial.model);
      const transcript = { reasoning: '', answer: 'of the other run', files: null };
      await writeFile(
        join(dirname(fileURLToPath(page.url())), 'transcripts', name),
        renderTranscripts(name, [[transcriptId(other), transcriptStamp(other), transcript]]),
      );
      await page.locator('[data-cell]').first().click();
      await expect
        .poll(() => page.getByRole('tabpanel').textContent())
        .toMatch(/not on record: .* of another answer/);
    });

    test('an embedded transcript needs no file', async () => {
      const { page, loaded } = await show({ place: 'embedded' });
      await cell(page, THINKER, 'python-top-k').click();
      await expect.poll(() => page.getByRole('tabpanel').textContent()).toContain('def top_k_frequent');
      expect(loaded).toHaveLength(1);
    });

    test('hostile texts are shown and execute nothing', async () => {
      const evil =
        '<img src=x onerror=alert(1)></script><script>alert(2)</script> \x1b[31m \u202eabc javascript:alert(3)';
      const trial = sampleTrial(
        PLAIN,
        'python-top-k',
        {},
        {
          response: {
            content: `${evil}\n\`\`\`python\n# ${evil}\n\`\`\`\n`,
            reasoning_content: evil,
            reasoningChars: 9,
            finish_reason: evil,
          },
        },
      );
      const check = {
        id: evil,
        title: evil,
        points: 0,
        maxPoints: 20,
        passed: false,
        detail: `${evil}: expected ${evil}, got ${evil}`,
      };
      const hostile = { ...withChecks(trial, [check]), model: evil };
      const tasks = {
        'python-top-k': { prompt: evil, starter: { 'solution.py': evil }, language: 'python' },
      };
      const { page } = await show({ trials: [hostile], tasks });
      await page.locator('[data-cell]').first().click();
      for (const name of ['Answer', 'Files', 'Diff to the starter', 'Reasoning', 'Prompt']) {
        await tab(page, name).click();
        await expect
          .poll(() => page.getByRole('tabpanel').textContent())
          .toContain('<img src=x onerror=alert(1)></script>');
        expect(await page.getByRole('tabpanel').textContent()).toContain('\\x1b[31m \\u{202e}abc');
      }
      expect(await page.locator('dialog img, dialog script').count()).toBe(0);
      expect(await page.locator('#tv-head').textContent()).toContain('<img src=x');
    });

    test('10 MB are cut, with their length and a way to see them whole', async () => {
      const content = `${'漢 a line of a very long answer that never ends\n'.repeat(210_000)}THE END`;
      const trial = sampleTrial(
        PLAIN,
        'python-top-k',
        {},
        { response: { content, contentChars: content.length } },
      );
      const { page } = await show({ trials: [trial], filesOf: async () => null });
      await page.locator('[data-cell]').first().click();
      const panel = page.getByRole('tabpanel');
      await expect
        .poll(() => panel.getByRole('status').textContent(), { timeout: 20_000 })
        .toContain(`The first 200,000 of ${content.length.toLocaleString('en')} characters`);
      expect((await panel.textContent())!.length).toBeLessThan(201_000);
      await panel.getByRole('button', { name: 'Show all' }).click();
      await expect
        .poll(async () => (await panel.textContent())!.endsWith('THE END'), { timeout: 20_000 })
        .toBe(true);
    });

    test('Esc closes, Tab stays inside, arrows go to the next task and model, and in the tabs to the next tab', async () => {
      const { page } = await show();
      await cell(page, THINKER, 'python-top-k').click();
      const where = async () => [
        await page.locator('#tv-head').textContent(),
        await page.locator('.tv-head .tv-small').textContent(),
      ];
      await page.keyboard.press('ArrowRight');
      await expect.poll(where).toEqual([THINKER, 'js-bug-fix']);
      await page.keyboard.press('Shift+ArrowDown');
      await expect.poll(where).toEqual([PLAIN, 'js-bug-fix']);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(where).toEqual([PLAIN, 'python-top-k']);
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        expect(
          await page.evaluate(
            () =>
              document.activeElement === document.body ||
              document.querySelector('dialog')!.contains(document.activeElement),
          ),
        ).toBe(true);
      }
      await tab(page, 'Answer').focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => tab(page, 'Files').getAttribute('aria-selected')).toBe('true');
      await expect.poll(where).toEqual([PLAIN, 'python-top-k']);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('dialog').count()).toBe(0);
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toContain(`${THINKER}, Task python-top-k`);
    });

    test('samples of a pair are switched between', async () => {
      const samples = [1, 2, 3].map((sample) => makeTrial({ sample, points: 10 + sample }));
      const { page } = await show({ trials: samples });
      await cell(page, 'qwen3-8b', 'python-top-k').click();
      const buttons = page.getByRole('navigation', { name: 'Samples' }).getByRole('button');
      await expect
        .poll(() => buttons.allTextContents())
        .toEqual(['#1: 11 / 20 functional', '#2: 12 / 20 functional', '#3: 13 / 20 good']);
      await buttons.nth(1).click();
      await expect.poll(() => page.locator('.tv-outcome').textContent()).toBe('12 / 20 functional');
      expect(await buttons.nth(1).getAttribute('aria-pressed')).toBe('true');
      expect(new URL(page.url()).hash).toBe('#trial=qwen3-8b/python-top-k/2');
    });

    test.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
      ['dark', 390],
    ] as const)('is accessible and fits: %s, %i px', async (scheme, width) => {
      const { page } = await show({}, { scheme, width });
      await cell(page, PLAIN, 'js-bug-fix').click();
      await expect.poll(() => page.locator('.hljs-keyword').count()).toBeGreaterThan(5);
      await checkLooks(page);
      await tab(page, 'Diff to the starter').click();
      await expect.poll(() => page.locator('tr.tv-added').count()).toBeGreaterThan(0);
      await checkLooks(page);
      await page
        .getByRole('button', { name: /^Side by side/ })
        .first()
        .click();
      await expect.poll(() => page.locator('.tv-columns .tv-added').count()).toBeGreaterThan(0);
      await checkLooks(page);
    });
  },
);

const AXE = join(dirname(createRequire(import.meta.url).resolve('axe-core')), 'axe.min.js');

/** No violation that axe knows of, and nothing wider than the dialog. */
async function checkLooks(page: Page): Promise<void> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(at: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run('dialog');
    const dialog = document.querySelector('dialog')!;
    return {
      violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
      isTooWide: dialog.scrollWidth > dialog.clientWidth,
    };
  });
  expect(found).toEqual({ violations: [], isTooWide: false });
}
