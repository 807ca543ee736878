/**
 * Makes the Allure report of a run as one HTML file: `node reporters/allure-report.ts [results] [output] [history]`.
 * Allure 3 embeds Google Analytics in what it generates; ours is published only without it, and with a
 * content security policy under which a browser loads nothing from the network.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnvInfo } from 'allure-js-commons/sdk/reporter';
import { CATEGORIES } from './allure.ts';
import { remoteLoads } from './remote-loads.ts';
import { writeReports } from './write-files.ts';

/** The report could not be made or is not clean; the message says why, no stack trace needed. */
export class AllureReportFailed extends Error {
  override name = 'AllureReportFailed';
}

export interface AllureReportPaths {
  resultsDir: string;
  outDir: string;
  /** One line of JSON a run; the report shows what each trial was in the runs before. Kept apart from the results, which a run replaces. */
  historyPath: string;
}

/** Runs that the history keeps: Allure draws all of them. */
const MAX_RUNS = 30;

/** Generates, cleans, checks, and only then publishes `index.html`; returns its path. */
export async function makeAllureReport({
  resultsDir,
  outDir,
  historyPath,
}: AllureReportPaths): Promise<string> {
  await requireResults(resultsDir);
  const work = await mkdtemp(join(tmpdir(), 'codebench-allure-'));
  try {
    const config = join(work, 'allurerc.json');
    const name = await reportName(resultsDir);
    // Allure adds this run to a copy, so that a report that is not published leaves no trace.
    const history = join(work, 'history.jsonl');
    await writeFile(history, earlierRuns(await readFile(historyPath, 'utf8').catch(() => ''), name));
    // Also keeps an allurerc of the user's project, meant for other tests, out of this report.
    const rules = { name, categories: { rules: CATEGORIES }, historyPath: history, historyLimit: MAX_RUNS };
    await writeFile(config, JSON.stringify(rules));
    const words = await runAllure([
      ...['awesome', resultsDir, '--config', config, '--single-file'],
      ...['--group-by', 'parentSuite', '-o', join(work, 'report')],
    ]);
    const made = await readFile(join(work, 'report', 'index.html'), 'utf8').catch(() => {
      throw new AllureReportFailed(`allure ended well and made no report: ${words}`);
    });
    const html = shutNetwork(stripAnalytics(made));
    const remote = remoteLoads(html);
    if (remote.length > 0)
      throw new AllureReportFailed(
        `The Allure report would load ${remote.join(', ')}; it was not published. ` +
          'This version of the allure package embeds something new: report it to llama-codebench.',
      );
    await writeReports(outDir, { 'index.html': html });
    await writeReports(dirname(historyPath), { [basename(historyPath)]: await readFile(history, 'utf8') });
    return join(outDir, 'index.html');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function requireResults(resultsDir: string): Promise<void> {
  const names = await readdir(resultsDir).catch(() => []);
  if (names.some((name) => name.endsWith('-result.json'))) return;
  throw new AllureReportFailed(
    `${resultsDir} holds no Allure results. Run CODEBENCH_ALLURE=1 npx vitest run --project bench first.`,
  );
}

/** What was benched and when: the report of a sample run says so in its head, and each run has a name of its own. */
async function reportName(resultsDir: string): Promise<string> {
  const text = await readFile(join(resultsDir, 'environment.properties'), 'utf8').catch(() => '');
  const { benched, started } = parseEnvInfo(text);
  return `llama-codebench: ${benched ?? resultsDir}${started === undefined ? '' : ` (${started})`}`;
}

/** Without the run that is to be reported (a report made twice is one run), and without lines that are damaged. */
export function earlierRuns(history: string, name: string): string {
  const lines = history.split('\n').filter((line) => {
    const run = parseLine(line);
    return run !== null && run.name !== name;
  });
  return lines.map((line) => `${line}\n`).join('');
}

function parseLine(line: string): { name?: string } | null {
  try {
    return JSON.parse(line) as { name?: string } | null;
  } catch {
    return null;
  }
}

/** Returns what Allure printed. */
function runAllure(args: string[]): Promise<string> {
  const cli = join(dirname(dirname(fileURLToPath(import.meta.resolve('allure')))), 'cli.js');
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => output.push(bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const words = Buffer.concat(output).toString('utf8').trim();
      if (code === 0) return resolve(words);
      reject(new AllureReportFailed(`allure ended with code ${code}: ${words}`));
    });
  });
}

/** Both script elements of Google Analytics: the one that loads it and the one that calls it. */
export function stripAnalytics(html: string): string {
  return html.replace(/<script\b[^>]*>[\s\S]*?<\/script>\s*/g, (element) =>
    isAnalytics(element) ? '' : element,
  );
}

/** Data are base64 inside the page, so that these words cannot be a model's. */
function isAnalytics(element: string): boolean {
  return element.includes('googletagmanager.com') || element.includes("gtag('js'");
}

/** Scripts and styles are inline or data: addresses, attachments open as blobs; nothing else may load. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; style-src 'unsafe-inline' data:; img-src data: blob:; font-src data:; media-src data: blob:; connect-src data: blob:; frame-src data: blob:; worker-src data: blob:; form-action 'none'";

function shutNetwork(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return html.replace('<head>', `<head>\n    ${meta}`);
}

async function main(): Promise<void> {
  const [resultsDir = 'allure-results', outDir = 'allure-report', historyPath = 'allure-history.jsonl'] =
    process.argv.slice(2);
  try {
    console.log(`Allure report: ${await makeAllureReport({ resultsDir, outDir, historyPath })}`);
  } catch (error) {
    if (!(error instanceof Error) || !/^(AllureReportFailed|ReportsNotWritten)$/.test(error.name))
      throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
