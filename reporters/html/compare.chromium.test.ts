import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeRun, makeTrial } from '../fixtures.ts';
import { renderJson } from '../json.ts';
import { publishedRun } from '../published/shipped.ts';
import { trialPoints } from '../tables/score-matrix.ts';
import { CHROMIUM, type Look, launchChromium, NO_CHROMIUM, openPage, type Watched } from './chromium-rig.ts';
import { writeRigPage } from './views-rig.ts';
import { PLAIN, sampleTrial, THINKER, withChecks } from './views-samples-rig.ts';

let browser: Browser;

const once = { once: { passed: false, detail: 'expected 1, got 2' } };
const clear = { clear: { passed: false, detail: 'expected 1, got 2' } };

const BEFORE: Trial[] = [
  sampleTrial(THINKER, 'js-bug-fix', once),
  sampleTrial(THINKER, 'python-top-k'),
  sampleTrial(PLAIN, 'js-bug-fix'),
  makeTrial({ model: PLAIN, task: 'python-top-k', points: 12 }),
  ...makeModel('went-away', [10, 10], { facts: { order: 2 } }),
];
const AFTER: Trial[] = [
  sampleTrial(THINKER, 'js-bug-fix'),
  sampleTrial(THINKER, 'python-top-k'),
  sampleTrial(PLAIN, 'js-bug-fix', clear),
  makeTrial({ model: PLAIN, task: 'python-top-k', err: { kind: 'crashed', why: 'proxy error: gone' } }),
  ...makeModel('came-new', [10, 10], { facts: { order: 2 } }),
];

/** The page of AFTER; at the end of the test nothing may have gone wrong in it or left the disk. */
async function show(trials: Trial[] = AFTER, look: Look = {}): Promise<Watched> {
  const watched = await openPage(browser, await writeRigPage({ trials }), look);
  onTestFinished(async () => {
    await watched.page.close();
    expect(watched.errors).toEqual([]);
    expect(watched.outside).toEqual([]);
  });
  return watched;
}

const jsonOf = (trials: Trial[]) => renderJson(trials, makeRun(trials, { headline: 'the run of March' }));

async function choose(page: Page, text: string, name = 'march.json'): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.locator('#compare input[type=file]').setInputFiles(file);
}

const rows = (page: Page) => page.locator('.cv-table tbody tr:not(.cv-model)');
/** Task, change, before, after, points. */
const rowTexts = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.cv-table tbody')].flatMap((body) => {
      const model = body.querySelector('th bdi')!.textContent;
      return [...body.querySelectorAll('tr:not(.cv-model)')].map((row) =>
        [model, ...[...row.querySelectorAll('td')].slice(0, 5).map((cell) => cell.textContent.trim())].join(
          ' | ',
        ),
      );
    }),
  );

describe.skipIf(CHROMIUM === null)(
  `two runs in Chromium${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test('a chosen results.json shows what rose, fell, newly failed, is gone and is new', async () => {
      const { page } = await show();
      await choose(page, jsonOf(BEFORE));
      await expect
        .poll(() => rowTexts(page))
        .toEqual([
          `${THINKER} | JS | ▲ rose | 14 | 20 | +6`,
          `${PLAIN} | Py | ✗ newly failed | 12 | ERR crashed | –`,
          `${PLAIN} | JS | ▼ fell | 20 | 14 | -6`,
          'came-new | Py | + new | – | 10 | –',
          'came-new | JS | + new | – | 10 | –',
          'went-away | Py | − gone | 10 | – | –',
          'went-away | JS | − gone | 10 | – | –',
        ]);
      expect(await page.locator('.cv-statement').textContent()).toMatch(/1 rose, 1 fell.*within noise/);
      expect(await page.locator('.cv-sides').textContent()).toContain('the run of March');
      expect(await page.locator('.cv-table').textContent()).toContain('proxy error: gone');
    });

    test('the published run comes with the page, and is compared as a chosen file is', async () => {
      const published = publishedRun().trials.filter(({ model }) => model === 'qwen35-35b-a3b-q8');
      const mine = published.map((trial) => makeTrial({ model: trial.model, task: trial.task, points: 20 }));
      const { page, loaded } = await show(mine);
      await page.getByRole('button', { name: 'Compare with the published run 2026-03' }).click();
      await expect
        .poll(() => page.locator('.cv-sides').textContent())
        .toContain('Published run of March 2026');
      await page.getByLabel('Model or task').fill('qwen35-35b-a3b-q8 python-top-k');
      const points = published.find(({ task }) => task === 'python-top-k')!;
      await page.getByLabel('only changed').uncheck();
      await expect
        .poll(() => rows(page).first().locator('td').nth(2).textContent())
        .toBe(String(trialPoints(points)));
      expect(loaded).toHaveLength(1);
    });

    test('the published run is not offered beside itself', async () => {
      const { trials, run } = publishedRun();
      const { page } = await openPage(browser, await writeRigPage({ trials, run }));
      expect(await page.locator('#compare').count()).toBe(1);
      expect(await page.getByRole('button', { name: /^Compare with/ }).count()).toBe(0);
      await page.close();
    });

    test('a changed result opens to its checks, and the sides can be swapped', async () => {
      const { page } = await show();
      await choose(page, jsonOf(BEFORE));
      const rose = rows(page).filter({ hasText: 'rose' });
      await rose.getByText('1 check changed').click();
      expect(await rose.getByRole('listitem').textContent()).toBe('once() listens once once: 0 → 6 (+6)');
      await page.getByRole('button', { name: 'Swap before and after' }).click();
      await expect
        .poll(async () => (await rowTexts(page))[0])
        .toBe(`${THINKER} | JS | ▼ fell | 20 | 14 | -6`);
    });

    test('the filters leave only what was asked for', async () => {
      const { page } = await show();
      await choose(page, jsonOf(BEFORE));
      await page.getByLabel('only changed').uncheck();
      await expect.poll(() => rows(page).count()).toBe(8);
      await page.getByLabel('State').selectOption('newly failed');
      await expect.poll(() => rows(page).count()).toBe(1);
      await page.getByLabel('State').selectOption('all');
      await page.getByLabel('Model or task').fill('WENT-');
      await expect.poll(() => rows(page).count()).toBe(2);
      await page.getByLabel('Model or task').fill('no such model');
      await expect.poll(() => page.locator('#compare').textContent()).toContain('No result is of this kind');
    });

    test('a file that is dropped anywhere is taken', async () => {
      const { page } = await show();
      const data = await page.evaluateHandle((text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], 'dropped.json'));
        return transfer;
      }, jsonOf(BEFORE));
      await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
      await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
      await expect.poll(() => page.locator('.cv-sides').textContent()).toContain('dropped.json');
    });

    test.each([
      ['half of a file', jsonOf(BEFORE).slice(0, 4000), /march\.json is not JSON .* copy it again/],
      ['nothing', '', /march\.json is not JSON/],
      ['another file', '{"name": "vitest"}', /not a result of llama-codebench/],
      [
        'a newer version',
        jsonOf(BEFORE).replace(/"version": \d+/, '"version": 99'),
        /schema version 99.*update this one/,
      ],
      [
        'a damaged trial',
        jsonOf(BEFORE).replace('"state": "graded"', '"state": "<b>brilliant</b>"'),
        /march\.json is damaged: trials\.0\.outcome\.state.*<b>brilliant/,
      ],
    ])('%s is refused with what is wrong and what to do', async (_, text, words) => {
      const { page } = await show();
      await choose(page, text);
      await expect.poll(() => page.getByRole('alert').textContent()).toMatch(words);
      expect(await page.locator('.cv-table').count()).toBe(0);
      await choose(page, jsonOf(BEFORE));
      await expect.poll(() => rows(page).count()).toBe(7);
      expect(await page.getByRole('alert').count()).toBe(0);
    });

    test('hostile names execute nothing', async () => {
      const evil = '<img src=x onerror=alert(1)>\x1b[31m\u202e';
      const check = { id: evil, title: evil, points: 3, maxPoints: 20, passed: false, detail: evil };
      const other = { ...check, id: 'other' };
      const trial = (points: number): Trial =>
        withChecks(makeTrial({ model: evil }), [{ ...check, points }, other]);
      const { page } = await show([trial(5)]);
      await choose(page, jsonOf([trial(1)]), `${'<img src=x onerror=alert(2)>'}.json`);
      await page.getByText('1 check changed').click();
      await expect
        .poll(() => page.getByRole('listitem').filter({ hasText: '1 → 5' }).textContent())
        .toContain('<img src=x onerror=alert(1)>\\x1b[31m\\u{202e}');
      expect(await page.locator('#compare img').count()).toBe(0);
    });

    test('35 models by 6 tasks with themselves have no change', async () => {
      const field = makeField(35);
      const { page } = await show(field);
      await choose(page, jsonOf(field));
      await expect.poll(() => page.locator('.cv-statement').textContent()).toContain('Nothing rose or fell');
      await expect.poll(() => page.locator('#compare').textContent()).toContain('only changed (0 of 210)');
    });

    test.each([
      ['light', 1280],
      ['dark', 390],
    ] as const)('is accessible and fits: %s, %i px', async (scheme, width) => {
      const { page } = await show(AFTER, { scheme, width });
      await choose(page, jsonOf(BEFORE));
      await expect.poll(() => rows(page).count()).toBe(7);
      await page.addScriptTag({ path: AXE });
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(at: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run('#compare');
        const { clientWidth } = document.documentElement;
        const shown = [...document.querySelectorAll('#compare, #compare > *, .cv-result > *')];
        return {
          violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
          isTooWide: shown.some((element) => element.getBoundingClientRect().right > clientWidth),
        };
      });
      expect(found).toEqual({ violations: [], isTooWide: false });
    });
  },
);

const AXE = join(dirname(createRequire(import.meta.url).resolve('axe-core')), 'axe.min.js');
