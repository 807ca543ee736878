/** Where people already look: Vitest's own UI, opened in a real browser. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProject, type Project, type RunningVitest } from '../benchmarks/rig.ts';
import { CHROMIUM, launchChromium } from '../reporters/html/chromium-rig.ts';

const ANSWERS = { full: '```js\nok ok\n```\n', half: '```js\nok\n```\n', silent: '' };
const START_TIMEOUT_MS = 120_000;

describe.skipIf(CHROMIUM === null)('in the UI of Vitest', () => {
  let project: Project;
  let running: RunningVitest;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    project = await makeProject({ options: 'gate: { leastScore: 5 }' });
    for (const [model, answer] of Object.entries({ ...ANSWERS, weak: '```js\nno\n```\n' })) {
      await mkdir(join(project.folder, 'answers', model), { recursive: true });
      for (const task of Object.keys(project.prompts))
        await writeFile(join(project.folder, 'answers', model, `${task}.md`), answer);
    }
    const args = ['--watch', '--project', 'bench', '--ui', '--open=false', '--api.host=127.0.0.1'];
    running = project.start(args, { CODEBENCH_ANSWERS_FROM: 'answers' });
    const [started, launched] = await Promise.all([addressOf(running), launchChromium()]);
    address = started;
    browser = launched;
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    running?.kill('SIGTERM');
    await running?.ended;
    await project?.remove();
  });

  test('a lost check is one click from the start page, with points and evidence', async () => {
    const page = await openExplorer();
    await clickToTest(page, 'half');
    await expectShown(page, ['10/20 ✓ 10/10 first', '✗ 0/10 second: saw 1']);
    await page.close();
  });

  test('so is the reason of an ERR', async () => {
    const page = await openExplorer();
    await clickToTest(page, 'silent');
    await expectShown(page, ['ERR empty', 'the answer file is empty']);
    await page.close();
  });

  test('a failing check is two clicks away, by the filter of failures', async () => {
    const page = await openExplorer();
    await page.getByText('Fail', { exact: true }).first().click();
    await page.getByText('half.bench-model.mjs').waitFor({ state: 'hidden' });
    await clickToTest(page, 'weak');
    await expectShown(page, ['gate leastScore: expected', '✗ 0/10 first: saw 0']);
    await page.close();
  });

  async function openExplorer(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(address);
    await page.getByText('silent.bench-model.mjs').waitFor();
    return page;
  }

  /** The test of a model's file: the explorer shows files open, so one click does it. */
  async function clickToTest(page: Page, model: string): Promise<void> {
    const tests = page.getByText('trivial-001', { exact: true });
    const names = await page.getByText(/\.bench-model\.mjs$/).allTextContents();
    await tests.nth(names.findIndex((name) => name.includes(`${model}.bench-model`))).click();
  }

  async function expectShown(page: Page, texts: string[]): Promise<void> {
    const missing = texts.map(async (text) => {
      const shown = page.getByText(text).first();
      return shown.waitFor({ timeout: 10_000 }).then(
        () => [],
        () => [text],
      );
    });
    expect((await Promise.all(missing)).flat()).toEqual([]);
  }
});

/** Where the UI is, once the run has ended: until then it shows rows without results. */
async function addressOf(running: RunningVitest): Promise<string> {
  for (;;) {
    const address = running.output().match(/http:\S*__vitest__\S*/)?.[0];
    if (address && running.output().includes('Report: ')) return address;
    await sleep(100);
  }
}
