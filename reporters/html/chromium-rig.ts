/** A real headless Chromium that opens pages from disk, for the tests of the page. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** CODEBENCH_CHROMIUM, or the first browser on PATH; null: the tests are skipped. */
export function findChromium(env: Record<string, string | undefined> = process.env): string | null {
  if (env.CODEBENCH_CHROMIUM) return env.CODEBENCH_CHROMIUM;
  const paths = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const CHROMIUM = findChromium();
export const NO_CHROMIUM = 'no Chromium on PATH; name one in CODEBENCH_CHROMIUM';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS });
}

/** What must stay empty: errors of the page, and requests that leave the disk. */
export interface Watched {
  page: Page;
  errors: string[];
  outside: string[];
  loaded: string[];
}

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
}

export async function openPage(browser: Browser, url: string, look: Look = {}): Promise<Watched> {
  const { width = 1280, height = 900, scheme = 'light' } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const watched: Watched = { page, errors: [], outside: [], loaded: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') watched.errors.push(message.text());
  });
  page.on('pageerror', (error) => watched.errors.push(String(error)));
  page.on('dialog', (dialog) => {
    watched.errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (/^(file|data|blob):/.test(request.url())) watched.loaded.push(request.url());
    else watched.outside.push(request.url());
  });
  await page.goto(url);
  return watched;
}
