/**
 * Makes the pictures of the README from a real sample run: `npm run pictures`. It needs a Chromium (on PATH, or
 * named in CODEBENCH_CHROMIUM), works in a folder of its own, and leaves results/ and recordings/ alone.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { makeProject, type Project, type RunningVitest } from '../benchmarks/rig.ts';
import { makeAllureReport } from '../reporters/allure-report.ts';
import { CHROMIUM, launchChromium, NO_CHROMIUM, openPage } from '../reporters/html/chromium-rig.ts';
import { terminalPage } from './terminal-page.ts';

const PICTURES = fileURLToPath(new URL('../docs/pictures', import.meta.url));
/** A README that loads slowly is not read. */
const MOST_BYTES = 300_000;
const VIEW = { width: 1280, height: 900 };
/** Crates and Go's build cache of the user: preparing them anew takes a minute. */
const CACHE = process.env.CODEBENCH_CACHE ?? join(homedir(), '.cache', 'llama-codebench');
const RUN_ENV = { FORCE_COLOR: '1', NO_COLOR: '', CODEBENCH_CACHE: CACHE, CODEBENCH_ALLURE: '1' };

async function main(): Promise<void> {
  if (CHROMIUM === null) throw new Error(NO_CHROMIUM);
  await mkdir(PICTURES, { recursive: true });
  const project = await makeProject({ tasks: 0, builtInTasks: true });
  const browser = await launchChromium();
  try {
    const { code, output } = await project.run(['run', '--project', 'bench'], RUN_ENV);
    if (code !== 0) throw new Error(`The sample run ended with ${code}:\n${output}`);
    await pictureTerminal(browser, project, output);
    await pictureReport(browser, project);
    await pictureAllure(browser, project);
    await pictureVitestUi(browser, project);
  } finally {
    await browser.close();
    await project.remove();
  }
}

/** From the matrix to who won: the rest scrolls by. */
async function pictureTerminal(browser: Browser, project: Project, output: string): Promise<void> {
  const lines = output.split('\n');
  const start = lines.findIndex((line) => line.includes('Scores ('));
  const end = lines.findIndex((line, i) => i > start && line.includes('Good = '));
  const path = join(project.folder, 'terminal.html');
  await writeFile(path, terminalPage(lines.slice(start, end + 1).join('\n')));
  const { page } = await openPage(browser, pathToFileURL(path).href, VIEW);
  await save('terminal', (file) => page.locator('pre').screenshot({ path: file }));
}

async function pictureReport(browser: Browser, project: Project): Promise<void> {
  const url = pathToFileURL(join(project.folder, 'results', 'index.html')).href;
  for (const [name, scheme] of [
    ['report', 'light'],
    ['report-dark', 'dark'],
  ] as const) {
    const { page } = await openPage(browser, url, { ...VIEW, scheme });
    await page.waitForLoadState('load');
    await save(name, (file) => page.screenshot({ path: file }));
  }
}

async function pictureAllure(browser: Browser, project: Project): Promise<void> {
  const path = await makeAllureReport({
    resultsDir: join(project.folder, 'allure-results'),
    outDir: join(project.folder, 'allure-report'),
    historyPath: join(project.folder, 'allure-history.jsonl'),
  });
  const { page } = await openPage(browser, pathToFileURL(path).href, VIEW);
  await page.getByText('hand-written-30b-q8-nonthink').first().waitFor();
  await page.getByText('js-bug-fix · 14/20').first().click();
  await page.getByText('Test body').first().waitFor();
  await save('allure', (file) => page.screenshot({ path: file }));
}

/** The answers of the run before, so nothing is asked again. */
async function pictureVitestUi(browser: Browser, project: Project): Promise<void> {
  const args = ['--watch', '--project', 'bench', '--ui', '--open=false', '--api.host=127.0.0.1'];
  const running = project.start([...args, '-t', '30b-distill-q8'], { ...RUN_ENV, CODEBENCH_ALLURE: '' });
  try {
    const page = await browser.newPage({ viewport: VIEW });
    await page.goto(await addressOf(running));
    await openLostCheck(page);
    await save('vitest-ui', (file) => page.screenshot({ path: file }));
  } finally {
    running.kill('SIGTERM');
    await running.ended;
  }
}

/** Of the third file by name, hand-written-30b-distill-q8: the only one that was asked. */
async function openLostCheck(page: Page): Promise<void> {
  await page.getByText('js-sse', { exact: true }).nth(2).click();
  await page.getByText('Test Annotations').waitFor();
}

async function addressOf(running: RunningVitest): Promise<string> {
  for (;;) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Vitest colours the address.
    const output = running.output().replace(/\u001b\[[\d;]*m/g, '');
    const address = output.match(/http:\S*__vitest__\S*/)?.[0];
    if (address && output.includes('Report: ')) return address;
    await sleep(200);
  }
}

async function save(name: string, shoot: (file: string) => Promise<unknown>): Promise<void> {
  const file = join(PICTURES, `${name}.png`);
  await shoot(file);
  const { size } = await stat(file);
  console.log(`docs/pictures/${name}.png ${Math.round(size / 1000)} kB`);
  if (size > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB`);
}

await main();
