/** What the address holds of the view, and what a claim leads to. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeTrial } from '../fixtures.ts';
import { CHROMIUM, launchChromium, NO_CHROMIUM, openPage } from './chromium-rig.ts';
import { writeRigPage } from './views-rig.ts';
import { withChecks } from './views-samples-rig.ts';

const GIB = 2 ** 30;
let browser: Browser;

/** At the end of the test nothing may have gone wrong in the page or left the disk. */
async function open(url: string): Promise<Page> {
  const watched = await openPage(browser, url);
  onTestFinished(async () => {
    await watched.page.close();
    expect(watched.errors).toEqual([]);
    expect(watched.outside).toEqual([]);
  });
  return watched.page;
}

const FIELD = makeField(8);
const THREE = ['gamma', 'alpha', 'beta'].flatMap((model, order) =>
  makeModel(model, [10 + order, 12], { facts: { order, sizeBytes: (order + 1) * 10 * GIB } }),
);

const hash = (page: Page) => new URL(page.url()).hash;
const models = (page: Page) => page.locator('.matrix tbody th').allInnerTexts();
const theme = (page: Page) => page.getByRole('button', { name: 'Theme' }).textContent();
/** First words of the rows of a table. */
const rowsOf = (page: Page, id: string) =>
  page.locator(`#table-${id} tbody tr td:first-child`).allInnerTexts();

describe.skipIf(CHROMIUM === null)(
  `the address in Chromium${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test('a link that is pasted shows the same filters, sorting, theme and config', async () => {
      const url = await writeRigPage({ trials: FIELD });
      const first = await open(url);
      await first.getByLabel('Models', { exact: false }).first().fill('family');
      await first.getByLabel('complete only').check();
      await first.locator('#filter-size').fill('20');
      const efficiency = first.locator('#table-efficiency');
      await efficiency.getByRole('button', { name: 'Avg wall' }).click();
      await efficiency.getByRole('searchbox').fill('family');
      await first.getByRole('button', { name: 'Theme: system' }).click();
      await first.locator('#wish-gib').fill('40');
      await expect.poll(() => hash(first)).toContain('wish.gib=40');
      const second = await open(first.url());
      for (const look of [models, theme, (page: Page) => rowsOf(page, 'efficiency')])
        expect(await look(second)).toEqual(await look(first));
      expect((await models(second)).length).toBeLessThan(8);
      expect(await theme(second)).toBe('Theme: dark');
      expect(await second.locator('#choice').textContent()).toBe(
        await first.locator('#choice').textContent(),
      );
      expect(await second.locator('#table-efficiency th[aria-sort=descending]').textContent()).toContain(
        'Avg wall',
      );
      expect(await second.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
    });

    test('Back takes back the last step: what was typed as a whole, a sorting, an open answer', async () => {
      const page = await open(await writeRigPage({ trials: THREE }));
      await page.locator('#filter-text').pressSequentially('alpha', { delay: 30 });
      await expect.poll(() => hash(page)).toBe('#models=alpha');
      await page.locator('#table-efficiency').getByRole('button', { name: 'Avg wall' }).click();
      await page.locator('.matrix [data-cell]').first().click();
      const dialog = page.getByRole('dialog');
      await expect.poll(() => dialog.count()).toBe(1);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => hash(page)).toContain('trial=alpha/js-bug-fix/1');
      await page.goBack();
      await expect.poll(() => hash(page)).toContain('trial=alpha/python-top-k/1');
      expect(await dialog.count()).toBe(1);
      await page.goBack();
      await expect.poll(() => dialog.count()).toBe(0);
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toMatch(/^alpha, /);
      await page.goBack();
      await expect.poll(() => page.locator('#table-efficiency th[aria-sort=descending]').count()).toBe(0);
      expect(await models(page)).toEqual(['alpha']);
      await page.goBack();
      await expect.poll(() => models(page)).toHaveLength(3);
      expect(await page.locator('#filter-text').inputValue()).toBe('');
      await page.goForward();
      await expect.poll(() => models(page)).toEqual(['alpha']);
    });

    test('a link within the page keeps the view, and a plain one still leads to its part', async () => {
      const url = await writeRigPage({ trials: THREE });
      const page = await open(`${url}#models=alpha`);
      await page.getByRole('link', { name: 'Config', exact: true }).click();
      expect(hash(page)).toBe('#models=alpha&at=config');
      expect(await models(page)).toEqual(['alpha']);
      const topOf = (one: Page) =>
        one.evaluate(() => document.getElementById('config')!.getBoundingClientRect().top);
      await expect.poll(() => topOf(page)).toBeLessThan(120);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('wish-gib');
      const plain = await open(`${url}#config`);
      await expect.poll(() => topOf(plain)).toBeLessThan(120);
    });

    test.for([
      ['broken escapes', '#trial=%E0%A4%A/%/1&check=%'],
      ['a path and HTML', '#trial=../../etc/passwd&check=%3Cimg src=x onerror=alert(1)%3E'],
      ['names of Object', '#__proto__=1&constructor=2&models='],
      [
        'words that are none of ours',
        '#theme=%3Cscript%3E&complete=yes&references=&gib=NaN&wish.gib=-1&wish.thinking=javascript:alert(1)',
      ],
      [
        'columns that there are not',
        '#sort.scores=-__proto__&sort.ranking=toString&sort.efficiency=--avg-wall&rows.ranking=',
      ],
      ['a part that there is not', '#at=%22%5D%3Balert(1)&&&===&a'],
      ['numbers beyond numbers', '#gib=1e999&wish.seconds=1e-999&theme=__proto__'],
      ['no parameter at all', '#<img src=x onerror=alert(1)>'],
      ['half characters', `#models=${'%F0%9F%98'.repeat(50)}\ud800`],
      ['half a megabyte', `#nobody=${'x'.repeat(500_000)}`],
    ] as const)('a hostile address breaks nothing: %s', async ([, text]) => {
      const page = await open((await writeRigPage({ trials: THREE })) + text);
      await expect.poll(() => page.locator('.matrix').count()).toBe(1);
      expect(await page.locator('dialog, img').count()).toBe(0);
      await page.locator('#filter-text').fill('beta');
      await expect.poll(() => models(page)).toEqual(['beta']);
      await page.getByRole('button', { name: 'Theme: system' }).click();
      await page.locator('#table-efficiency').getByRole('button', { name: 'Avg wall' }).click();
      await expect.poll(() => page.locator('#table-efficiency th[aria-sort=descending]').count()).toBe(1);
    });

    test('a name that no address can hold has a link all the same', async () => {
      const odd = 'half \ud800 a/b&c=d #%';
      const page = await open(await writeRigPage({ trials: [...makeModel(odd, [3, 4]), ...THREE] }));
      await page.locator('.matrix [data-cell][aria-label*="a/b&c=d"]').first().click();
      const head = page.locator('#tv-head');
      await expect.poll(() => head.textContent()).toContain('a/b&c=d #%');
      const again = await open(page.url());
      await expect.poll(() => again.locator('#tv-head').textContent()).toBe(await head.textContent());
    });

    const IDS = ['one', 'two', 'three', 'four', 'rare', 'cheap'];
    /** Every check but those lost is passed. */
    function checked(model: string, task: string, order: number, lost: string[], sample = 1): Trial {
      const checks = IDS.map((id) => ({
        id,
        title: `does ${id}`,
        maxPoints: id === 'cheap' ? 1 : 4,
        points: lost.includes(id) ? 0 : id === 'cheap' ? 1 : 4,
        passed: !lost.includes(id),
        detail: lost.includes(id) ? 'expected 1, got 2' : 'as it should be',
      }));
      return withChecks(makeTrial({ model, task, sample, facts: { order } }), checks);
    }
    const TASKS = ['python-top-k', 'js-bug-fix', 'ts-refactor'];
    /** The check that the page shows as asked for: its id, whether all of it is in sight, whether it has the focus. */
    const asked = (page: Page) =>
      page.evaluate(() => {
        const check = document.querySelector<HTMLElement>('.tv-asked');
        if (!check) return null;
        const { top, bottom } = check.querySelector('summary')!.getBoundingClientRect();
        return {
          id: check.dataset.check,
          isOpen: check.matches('[open]') && check.querySelector('.tv-evidence')!.checkVisibility(),
          isInSight: top > 0 && bottom < innerHeight,
          hasFocus: document.activeElement === check.querySelector('summary'),
        };
      });

    test('a strength leads to the check that it rests on, among those that passed', async () => {
      const trials = ['best', 'b', 'c', 'd'].flatMap((model, order) =>
        TASKS.map((task) => checked(model, task, order, model === 'best' ? ['one'] : ['one', 'rare'])),
      );
      const page = await open(await writeRigPage({ trials }));
      await page.locator('.proof[title*=" / rare"]').first().click();
      const there = { id: 'rare', isOpen: true, isInSight: true, hasFocus: true };
      await expect.poll(() => asked(page)).toEqual(there);
      const linked = await open(page.url());
      await expect.poll(() => asked(linked)).toEqual(there);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => asked(page)).toBeNull();
    });

    test('a weakness leads to a sample that lost the check', async () => {
      const most = ['cheap'];
      const trials = ['weak', 'b', 'c', 'd'].flatMap((model, order) =>
        TASKS.flatMap((task) =>
          [1, 2].map((sample) => {
            const isLost = model === 'weak' && sample === 2;
            return checked(model, task, order, isLost ? [...most, 'rare'] : most, sample);
          }),
        ),
      );
      const page = await open(await writeRigPage({ trials }));
      await page.locator('.proof[title*="weak / "][title*=" / rare"]').first().click();
      await expect
        .poll(() => asked(page))
        .toEqual({ id: 'rare', isOpen: true, isInSight: true, hasFocus: true });
      expect(hash(page)).toMatch(/^#trial=weak\/[a-z-]+\/2&check=rare$/);
    });
  },
);
