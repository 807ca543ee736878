/** The page as a person meets it: from disk, in a real Chromium. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeField, makeModel, makeTrial } from '../fixtures.ts';
import { CHROMIUM, type Look, launchChromium, NO_CHROMIUM, openPage } from './chromium-rig.ts';
import { writeRigPage } from './views-rig.ts';

const GIB = 2 ** 30;
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;

async function show(trials: Trial[], look: Look = {}) {
  const watched = await openPage(browser, await writeRigPage({ trials }), look);
  onTestFinished(async () => {
    await watched.page.close();
    expect(watched.errors).toEqual([]);
    expect(watched.outside).toEqual([]);
  });
  return watched.page;
}

const THREE = [
  ...makeModel('big-thinker', [20, 19], {
    wallMs: 90_000,
    facts: { order: 0, sizeBytes: 60 * GIB },
    response: { reasoningChars: 900 },
  }),
  ...makeModel('small', [17, 16], { wallMs: 20_000, facts: { order: 1, sizeBytes: 12 * GIB } }),
  ...makeModel('quick', [14, 15], { wallMs: 4_000, facts: { order: 2, sizeBytes: 30 * GIB } }),
  makeTrial({ model: 'broken', task: 'python-top-k', points: 3, facts: { order: 3, sizeBytes: GIB } }),
  makeTrial({
    model: 'broken',
    task: 'js-bug-fix',
    err: { kind: 'crashed', why: 'proxy error' },
    facts: { order: 3, sizeBytes: GIB },
  }),
];

describe.skipIf(CHROMIUM === null)(
  `the page in Chromium${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test('says first who won, for whom', async () => {
      const page = await show(THREE);
      const cards = await page.locator('.card').allInnerTexts();
      expect(cards.slice(0, 3).map((text) => text.split('\n').filter(Boolean).slice(0, 2))).toEqual([
        ['Best', 'big-thinker'],
        ['Fastest good', 'quick'],
        ['Best per GiB', 'small'],
      ]);
    });

    test('names the best agent by the table of agentic picks, not a model behind an API', async () => {
      const page = await show([
        ...makeModel('api', [20, 20], {
          wallMs: 1_000,
          facts: { order: 9, kind: 'reference', sizeBytes: null },
        }),
        ...THREE,
      ]);
      await expect
        .poll(() => page.locator('.card', { hasText: 'Best agent' }).textContent())
        .toMatch(/^Best agentsmallBest local agent: 33 points/);
    });

    test('a task whose tools this machine lacks is left out of the totals, and the page says why', async () => {
      const lacks = 'cargo not found (install Rust)';
      const page = await show([
        ...THREE,
        ...['big-thinker', 'small'].map((model) => makeTrial({ model, task: 'rust-cli', lacks })),
      ]);
      await expect.poll(() => page.locator('.card').first().textContent()).toMatch(/^Bestbig-thinker39\/40/);
      const words = page.getByText('Totals are over 2 of 3 tasks, without Rs. Rs: not run: cargo not found');
      await expect.poll(() => words.first().isVisible()).toBe(true);
      expect(
        await page
          .getByRole('button', { name: /^Total/ })
          .first()
          .textContent(),
      ).toContain('/40');
    });

    test('one model has nobody to win against, and the page says so', async () => {
      const page = await show(makeModel('alone', [12, 13]));
      expect(await page.locator('.card').allInnerTexts()).toEqual([
        'alone has 25 of 40 points. With a second model, this page says who won.',
      ]);
    });

    test('a derived phrase leads to the answer that proves it', async () => {
      const page = await show(THREE);
      const phrase = page.locator('.proof').first();
      const proof = (await phrase.getAttribute('title'))!.replace('Opens the evidence: ', '');
      const [model, task, check] = proof.split(', ')[0]!.split(' / ');
      await phrase.click();
      await expect.poll(() => page.getByRole('dialog').textContent()).toContain(model);
      expect(new URL(page.url()).hash).toBe(
        `#trial=${model}/${task}/1${check === undefined ? '' : `&check=${check}`}`,
      );
    });

    test('paper has the rows that the screen folds', async () => {
      const page = await show(makeField(30));
      const rows = page.locator('#table-efficiency tbody tr');
      expect(await rows.count()).toBe(12);
      await page.pdf();
      await expect.poll(() => rows.count()).toBe(30);
    });

    test('opens a trial from the matrix by mouse and by keyboard, and gives the focus back', async () => {
      const page = await show(THREE);
      await page.getByRole('button', { name: /^small, .*: 17 of 20/ }).click();
      const dialog = page.getByRole('dialog');
      await expect.poll(() => dialog.textContent()).toContain('small');
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      await page.locator('.matrix [data-cell]').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await expect.poll(() => dialog.textContent()).toMatch(/small[\s\S]*16/);
      expect(new URL(page.url()).hash).toBe('#trial=small/js-bug-fix/1');
      await page.keyboard.press('Escape');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toMatch(/^small, .*: 16 of 20$/);
    });

    test('a link to a trial opens it', async () => {
      const url = await writeRigPage({ trials: THREE });
      const { page } = await openPage(browser, `${url}#trial=quick/js-bug-fix/1`);
      await expect.poll(() => page.getByRole('dialog').textContent()).toContain('quick');
      await page.close();
    });

    test('filters by name, size and completeness; matrix and tables follow', async () => {
      const page = await show(THREE);
      const models = () => page.locator('.matrix tbody th').allInnerTexts();
      await expect.poll(models).toEqual(['big-thinker', 'small', 'quick', 'broken']);
      await page.getByLabel('complete only').check();
      await expect.poll(models).toEqual(['big-thinker', 'small', 'quick']);
      await page.locator('#filter-size').fill('31');
      await expect.poll(models).toEqual(['small', 'quick']);
      await page.locator('h1').click();
      await page.keyboard.press('/');
      await page.keyboard.type('qui');
      await expect.poll(models).toEqual(['quick']);
      expect(await page.locator('#table-efficiency tbody tr').count()).toBe(1);
    });

    test('sorts the matrix by a task and by the total, by mouse and by keyboard', async () => {
      const page = await show([
        ...THREE,
        makeTrial({ model: 'half', task: 'js-bug-fix', points: 20, facts: { order: 4, sizeBytes: GIB } }),
      ]);
      const matrix = page.locator('.matrix');
      const head = (name: string) => matrix.getByRole('columnheader', { name });
      const models = () => matrix.locator('tbody th').allTextContents();
      const js = head('JS');
      await js.getByRole('button').click();
      await expect.poll(() => js.getAttribute('aria-sort')).toBe('descending');
      expect(await models()).toEqual(['half', 'big-thinker', 'small', 'quick', 'broken']);
      expect(new URL(page.url()).hash).toBe('#sort.scores=-task-js-bug-fix');
      await js.getByRole('button').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => js.getAttribute('aria-sort')).toBe('ascending');
      expect(await models(), 'what has no points stays last').toEqual([
        'quick',
        'small',
        'big-thinker',
        'half',
        'broken',
      ]);
      await page.keyboard.press('Space');
      await expect.poll(() => js.getAttribute('aria-sort')).toBe('none');
      expect(await models()).toEqual(['big-thinker', 'small', 'quick', 'half', 'broken']);
      const total = head('Total');
      await total.getByRole('button').click();
      await total.getByRole('button').click();
      await expect.poll(models).toEqual(['broken', 'half', 'quick', 'small', 'big-thinker']);
      await page.locator('#filter-text').fill('l');
      await expect.poll(models).toEqual(['half', 'small']);
    });

    test('the matrix is in the Tab order once, also where its first cell has no answer', async () => {
      const page = await show([
        ...makeModel('a', [12, 13], { facts: { order: 0 } }),
        makeTrial({ model: 'half', task: 'js-bug-fix', points: 20, facts: { order: 1 } }),
      ]);
      const stops = page.locator('.matrix [data-cell][tabindex="0"]');
      await page.locator('#filter-text').fill('half');
      await expect.poll(() => stops.getAttribute('aria-label')).toMatch(/^half, /);
      await page.locator('#filter-text').fill('');
      await stops.focus();
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toMatch(/^a, .*: 13 of 20/);
      expect(await stops.count()).toBe(1);
      await page.locator('.matrix').getByRole('button', { name: 'Total' }).click();
      expect(await stops.count()).toBe(1);
    });

    test('sorts a table both ways and filters its rows', async () => {
      const page = await show(makeField(8));
      const table = page.locator('#table-efficiency');
      const column = async () => {
        const head = (await table.locator('thead th').allInnerTexts()).findIndex((text) =>
          text.startsWith('Avg wall'),
        );
        return table.locator(`tbody td:nth-child(${head + 1})`).allInnerTexts();
      };
      const seconds = async () => (await column()).map((text) => Number.parseFloat(text));
      await table.getByRole('button', { name: 'Avg wall' }).click();
      const down = await seconds();
      expect(down.length).toBeGreaterThan(5);
      expect(down).toEqual(down.toSorted((a, b) => b - a));
      await table.getByRole('button', { name: 'Avg wall' }).click();
      await expect.poll(seconds).toEqual(down.toReversed());
      await table.getByRole('searchbox').fill('family1');
      await expect.poll(async () => (await column()).length).toBe(1);
    });

    test('"Give me the config" has the winner for memory, patience and thinking, with its section', async () => {
      const page = await show(THREE);
      const choice = () => page.locator('#choice').textContent();
      expect(await choice()).toMatch(/^big-thinker: 39 of 40/);
      await page.locator('#wish-gib').fill('40');
      await expect.poll(choice).toMatch(/^small/);
      await page.locator('#wish-seconds').fill('5');
      await expect.poll(choice).toMatch(/^quick/);
      expect(await page.locator('.ini').textContent()).toBe(
        '[quick]\ntemp = 0.6\nctx-size = 32768\njinja = true',
      );
      await page.getByRole('button', { name: 'Copy' }).click();
      await expect.poll(() => page.locator('#config output').textContent()).toBe('Copied.');
      await page.locator('#wish-seconds').fill('');
      await expect.poll(choice).toMatch(/^small/);
      expect(await page.locator('#config output').textContent(), 'another section is not copied').toBe('');
      await page.locator('#wish-thinking').selectOption('on');
      await expect.poll(choice).toMatch(/^No complete model fits/);
    });

    test('a value that no preset can hold is a comment in the section to copy, not other lines', async () => {
      const effectiveArgs = ['--model', '/x.gguf', '--chat-template', 'a\n[evil]\nport = 1', '--temp', '1'];
      const page = await show(
        ['a', 'b'].flatMap((name) => makeModel(name, [9], { facts: { effectiveArgs } })),
      );
      expect((await page.locator('.ini').textContent())!.split('\n')).toEqual([
        '[a]',
        'model = /x.gguf',
        expect.stringMatching(/^; chat-template is left out, since .* line break: "a\\n\[evil\]/),
        'temp = 1',
      ]);
    });

    test.for([
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
      ['dark', 390],
    ] as const)(
      '%s at %i pixels: no sideways scroll, nothing that axe finds serious',
      async ([scheme, width]) => {
        const page = await show([...THREE, ...makeModel('x'.repeat(300), [9, 9], { facts: { order: 9 } })], {
          scheme,
          width,
        });
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          const axe = (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe;
          interface Violation {
            id: string;
            impact: string;
            nodes: { html: string }[];
          }
          const { violations } = await axe.run();
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
        });
        expect(found).toEqual([]);
      },
    );

    test('the theme button turns light into dark', async () => {
      const page = await show(THREE, { scheme: 'light' });
      const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await back();
      await page.getByRole('button', { name: 'Theme: system' }).click();
      await expect.poll(back).not.toBe(light);
    });

    test('names that hold HTML, scripts, right-to-left and control characters are only shown', async () => {
      const names = [
        '<img src=x onerror=alert(1)>',
        '</script><script>alert(2)</script>',
        '\u202Egnp.exe',
        '\u001b[31mred',
        '__proto__',
        'javascript:alert(3)',
      ];
      const page = await show(
        names.flatMap((name, order) => makeModel(name, [order + 1, 2], { facts: { order } })),
      );
      const shown = await page.locator('.matrix tbody th').allTextContents();
      expect(shown).toContain(names[0]);
      expect(shown).toContain('\\u{202e}gnp.exe');
      expect(shown).toContain('__proto__');
      expect(await page.locator('img').count()).toBe(0);
    });

    test('without JavaScript the ranking and the tables are there', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(await writeRigPage({ trials: THREE }));
      expect(await page.locator('table').first().textContent()).toMatch(/1\s*big-thinker\s*39\/40/);
      const collapse = (table: Element) => getComputedStyle(table).borderCollapse;
      expect(await page.locator('table').first().evaluate(collapse), 'the styles apply').toBe('collapse');
      await context.close();
    });

    test('a thousand models open, with a part of the rows until all are asked for', async () => {
      const page = await show(makeField(1000));
      expect(await page.locator('.matrix tbody tr').count()).toBe(100);
      await page.getByRole('button', { name: 'Show all 1000 models' }).click();
      await expect.poll(() => page.locator('.matrix tbody tr').count()).toBe(1000);
    }, 120_000);
  },
);

test('35 models x 6 tasks are a page of less than 2 MB', async () => {
  const url = await writeRigPage({ trials: makeField(35) });
  expect((await readFile(new URL(url))).length).toBeLessThan(2_000_000);
});
