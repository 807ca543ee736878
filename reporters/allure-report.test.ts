import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeAllureResults } from './allure.ts';
import { earlierRuns, makeAllureReport, stripAnalytics } from './allure-report.ts';
import { makeModel, makeRun, makeTrial } from './fixtures.ts';
import { CHROMIUM, launchChromium, openPage } from './html/chromium-rig.ts';
import { remoteLoads } from './remote-loads.ts';

const GENERATE_TIMEOUT_MS = 120_000;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'codebench-allure-report-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

test('durations with fractions of a millisecond make a report', {
  timeout: GENERATE_TIMEOUT_MS,
}, async () => {
  // Allure's chart sorts these into 1000 to 1002, 1003 to 1005 and so on: 1002.5 is in none.
  const trials = [1000, 1002.5, 1010].map((wallMs, at) => makeTrial({ model: `m${at}`, wallMs }));
  const resultsDir = join(dir, 'fractions');
  await writeAllureResults(resultsDir, trials, makeRun(trials), async () => Buffer.from('{}'));
  const report = { resultsDir, outDir: join(dir, 'of-fractions'), historyPath: join(dir, 'fractions.jsonl') };
  expect(await readFile(await makeAllureReport(report), 'utf8')).toContain('<html');
});

describe('a report that Allure really made', () => {
  let html: string;
  beforeAll(async () => {
    const trials = [
      ...makeModel('qwen3-8b', [20, 15], { response: { content: '<img src="https://evil.example/p.gif">' } }),
      makeTrial({
        model: '<script src="https://evil.example/x.js">',
        task: 'js-sse',
        err: { kind: 'crashed', why: 'x' },
      }),
    ];
    const resultsDir = join(dir, 'results');
    const run = makeRun(trials, { mode: 'sample', headline: 'SAMPLE RUN </script><b>' });
    await writeAllureResults(resultsDir, trials, run, async () => Buffer.from('{}'));
    const report = await makeAllureReport({
      resultsDir,
      outDir: join(dir, 'report'),
      historyPath: join(dir, 'history.jsonl'),
    });
    html = await readFile(report, 'utf8');
  }, GENERATE_TIMEOUT_MS);

  test('is one file that holds our trials', async () => {
    expect(await readdir(join(dir, 'report'))).toEqual(['index.html']);
    // Allure keeps its data as base64 JSON inside the page.
    const data = [...html.matchAll(/d\("([^"]+)","([A-Za-z0-9+/=]*)"\)/g)].map((m) => ({
      path: m[1]!,
      text: Buffer.from(m[2]!, 'base64').toString('utf8'),
    }));
    const results = data
      .filter(({ path }) => path.startsWith('data/test-results/'))
      .map(({ text }) => JSON.parse(text));
    expect(results.map((r) => [r.name, r.status]).sort()).toEqual([
      ['js-bug-fix · 15/20', 'failed'],
      ['js-sse · ERR crashed', 'broken'],
      ['python-top-k · 20/20', 'passed'],
    ]);
    expect(JSON.stringify(results)).toContain('works: does what was asked · 15/20');
    expect(
      data.some(({ path, text }) => path.startsWith('data/attachments/') && text.includes('evil.example')),
    ).toBe(true);
  });

  test('sorts results by our words for the outcomes, not by those of Allure', () => {
    const categories = [...html.matchAll(/d\("[^"]*categories[^"]*","([A-Za-z0-9+/=]*)"\)/g)]
      .map((m) => Buffer.from(m[1]!, 'base64').toString('utf8'))
      .join('');
    expect(categories).toContain('ERR: the model or its server gave nothing to grade');
    expect(categories).toContain('Lost points');
    expect(categories).not.toContain('Product errors');
  });

  test('says in its title what was benched', () => {
    expect(html).toMatch(
      /<title>\s*llama-codebench: SAMPLE RUN &lt;\/script&gt;&lt;b&gt; \(2026-03-22T10:00:00\.000Z\)\s*<\/title>/,
    );
  });

  test('asks the network for nothing', () => {
    expect(remoteLoads(html)).toEqual([]);
    expect(html).not.toMatch(/googletagmanager|google-analytics|gtag/);
  });

  test('forbids the browser to load from anywhere but itself, before its first script', () => {
    const policy = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)">/);
    expect(policy![1]).toContain("default-src 'none'");
    expect(policy![1]).not.toMatch(/https?:|\*/);
    expect(policy!.index).toBeLessThan(html.indexOf('<script'));
    expect(policy!.index).toBeLessThan(html.indexOf('<link'));
  });

  test('the check sees what Allure embeds when it is left in', async () => {
    const tag = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>';
    expect(remoteLoads(html.replace('</body>', `${tag}</body>`))).toContain(
      'https://www.googletagmanager.com/gtag/js?id=G-1',
    );
  });
});

describe.skipIf(CHROMIUM === null)('after two runs', () => {
  const historyPath = () => join(dir, 'runs', 'history.jsonl');
  const reportOf = async (points: number[], startedAt: string) => {
    const trials = [...makeModel('qwen3-8b', points), makeTrial({ model: 'gemma', err: ERR })];
    const resultsDir = join(dir, 'run-results');
    await writeAllureResults(resultsDir, trials, makeRun(trials, { startedAt }), async () => Buffer.from(''));
    return makeAllureReport({ resultsDir, outDir: join(dir, 'runs'), historyPath: historyPath() });
  };
  const ERR = { kind: 'crashed', why: 'proxy error' } as const;

  test(
    'a trial shows what it was in the run before, and tags filter by task and band',
    async () => {
      await reportOf([15, 12], '2026-03-20T10:00:00.000Z');
      const path = await reportOf([19, 12], '2026-03-22T10:00:00.000Z');
      // The same run again is no third run.
      await reportOf([19, 12], '2026-03-22T10:00:00.000Z');
      expect((await readFile(historyPath(), 'utf8')).trimEnd().split('\n')).toHaveLength(2);
      const browser = await launchChromium();
      try {
        const { page, errors, outside } = await openPage(browser, pathToFileURL(path).href);
        await page.getByText('Tags', { exact: true }).click();
        for (const tag of ['ERR crashed', 'functional 9-12', 'js-bug-fix', 'python-top-k'])
          await page.getByText(tag, { exact: true }).first().waitFor();
        await page.getByText('functional 9-12', { exact: true }).first().click();
        await page.getByText('python-top-k · 19/20').waitFor({ state: 'hidden' });
        await page.getByText('js-bug-fix · 12/20').waitFor();
        await page.goto(pathToFileURL(path).href);
        await page.getByText('python-top-k · 19/20').first().click();
        await page.getByText('works: does what was asked · 19/20').waitFor();
        await page.getByText('History').first().click();
        await page.getByText(/^3\/22\/2026/).waitFor();
        expect([errors, outside]).toEqual([[], []]);
      } finally {
        await browser.close();
      }
    },
    GENERATE_TIMEOUT_MS,
  );
});

test('a damaged line of the history and an earlier report of the same run are left out', () => {
  const line = (name: string) => `${JSON.stringify({ name, testResults: {} })}\n`;
  expect(earlierRuns(`${line('a')}{"name":"half\nnull\n${line('b')}`, 'b')).toBe(line('a'));
  expect(earlierRuns('', 'b')).toBe('');
});

test('only the analytics scripts are taken out', () => {
  const kept = '<script>window.allure = {};</script>';
  const loads = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>\n';
  const calls = "<script>\n function gtag(){}\n gtag('js', new Date());\n</script>\n";
  expect(stripAnalytics(`${loads}${calls}${kept}`)).toBe(kept);
});

test(
  'the script says what to do when there are no results, and ends with 1',
  async () => {
    const script = join(import.meta.dirname, 'allure-report.ts');
    const run = promisify(execFile)(process.execPath, [script, join(dir, 'none'), join(dir, 'out')]);
    const failure = await run.then(
      () => null,
      (error: { code: number; stderr: string }) => error,
    );
    expect(failure!.code).toBe(1);
    expect(failure!.stderr).toMatch(/holds no Allure results\. Run CODEBENCH_ALLURE=1/);
    expect(failure!.stderr).not.toContain('    at ');
  },
  GENERATE_TIMEOUT_MS,
);
