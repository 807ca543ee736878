import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { makeField, makeModel, makeRun, makeTrial } from './fixtures.ts';
import { renderJson } from './json.ts';

const COMMAND = fileURLToPath(new URL('./compare.ts', import.meta.url));

/** The command as a user starts it, in a pipe. */
function compare(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(process.execPath, [COMMAND, ...args], { env, maxBuffer: 1e9 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function file(trials: Trial[], more: Partial<RunFacts> = {}): Promise<string> {
  return text(renderJson(trials, makeRun(trials, more)));
}

async function text(content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'codebench-compare-')), 'results.json');
  await writeFile(path, content);
  return path;
}

const POINTS = [18, 17, 14, 18, 16, 17];
const baseline = () => file(makeModel('qwen3-8b', POINTS));

test('the same results are the same, and no regression', async () => {
  const path = await baseline();
  const { code, stdout, stderr } = await compare(path, path, '--fail-on-regression');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('6 stayed the same');
  expect(stdout).toContain('Nothing rose or fell.');
});

test('a fall beyond the tolerance ends with 1 and says why; within it, and unasked, with 0', async () => {
  const before = await baseline();
  const after = await file(makeModel('qwen3-8b', [18, 17, 14, 15, 16, 18]));
  const failed = await compare(before, after, '--fail-on-regression');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toBe('Regression: qwen3-8b: -2 points over the 6 tasks graded in both\n');
  expect(failed.stdout).toMatch(/qwen3-8b \/ Rs: 18 -> 15 \(-3\)/);
  expect(failed.stdout.replace(/\s+/g, ' ')).toContain('within noise (permutation test over 6 results');
  expect((await compare(before, after, '--fail-on-regression=2')).code).toBe(0);
  expect((await compare(before, after, '--fail-on-regression=1.5')).code).toBe(1);
  expect((await compare(before, after)).code).toBe(0);
});

test('a new ERR, a missing result and a model that is gone are regressions at any tolerance', async () => {
  const before = await file([...makeModel('a', POINTS), ...makeModel('b', POINTS)]);
  const ended = makeTrial({ model: 'a', task: 'js-sse', err: { kind: 'crashed', why: 'proxy error' } });
  const missing = [{ model: 'a', task: 'go-middleware', sample: 1 }];
  const rest = [...makeModel('a', POINTS.slice(0, 4)), ended];
  const after = await text(renderJson(rest, makeRun(rest, { missing, state: 'interrupted' })));
  const { code, stderr, stdout } = await compare(before, after, '--fail-on-regression=120');
  expect(code).toBe(1);
  expect(stderr.split('\n')).toEqual([
    'Regression: b is gone',
    'Regression: a / go-middleware: had 16 points, now missing',
    'Regression: a / js-sse: had 17 points, now ERR crashed',
    '',
  ]);
  expect(stdout).toContain('newly failed: proxy error');
});

test('another prompt, rubric, file or argument is marked, not hidden', async () => {
  const gguf = {
    architecture: null,
    name: null,
    basename: null,
    finetune: null,
    sizeLabel: null,
    baseModel: null,
    chatTemplateHash: null,
  };
  const made = (rubricHash: string, headerHash: string, temp: string, hash: string) =>
    file(
      makeModel('qwen3-8b', [10], {
        facts: {
          gguf: { ...gguf, headerHash },
          effectiveArgs: ['--temp', temp, '--model', `/disk-${temp}/x.gguf`],
        },
      }).map((trial) => ({
        ...trial,
        request: { hash, promptChars: 1 },
        provenance: { machine: null, rubricHash, versions: {} },
      })),
    );
  const { stdout, code } = await compare(
    await made('r1', 'h1', '0.7', 'p1'),
    await made('r2', 'h2', '0.2', 'p2'),
  );
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'not comparable: another prompt; another rubric; another model file; other arguments: with --temp 0.2, without --temp 0.7',
  );
  expect(stdout).toMatch(/qwen3-8b +10 +10 +0/);
});

test('a total over fewer tasks, for want of their tools, is not compared as if it were whole', async () => {
  const lacks = 'cargo not found (install Rust)';
  const fewer = makeModel('qwen3-8b', POINTS).map((trial) =>
    trial.task === 'rust-cli' ? makeTrial({ model: 'qwen3-8b', task: 'rust-cli', lacks }) : trial,
  );
  const { stdout } = await compare(await baseline(), await file(fewer));
  expect(stdout).toMatch(/^qwen3-8b +100 +82 +0 \(5\)/m);
});

test('a mark about one task names it', async () => {
  const trials = makeModel('qwen3-8b', POINTS);
  const asked = trials.map((trial, i) =>
    i === 5 ? { ...trial, request: { hash: 'b', promptChars: 1 } } : trial,
  );
  const { stdout } = await compare(await file(trials), await file(asked));
  expect(stdout).toContain('not comparable: another prompt (SSE)');
});

test('what cannot be read ends with 2 and the words of the reader', async () => {
  const good = await baseline();
  const cases: [string, RegExp][] = [
    [await text('{"schema"'), /is not JSON/],
    [await text('{}'), /is not a result of llama-codebench/],
    [await text('{"schema":{"name":"llama-codebench-results","version":99}}'), /newer llama-codebench/],
    [await text('{"schema":{"name":"llama-codebench-results","version":1}}'), /older llama-codebench/],
    ['/no/such/file.json', /cannot be read \(ENOENT\)/],
    [tmpdir(), /cannot be read \(EISDIR\)/],
  ];
  for (const [path, words] of cases) {
    const { code, stdout, stderr } = await compare(good, path, '--fail-on-regression');
    expect(code, path).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

test('a wrong command line ends with 2 and the usage', async () => {
  const good = await baseline();
  for (const args of [
    [],
    [good],
    [good, good, good],
    [good, good, '--fast'],
    [good, good, '--fail-on-regression=lots'],
  ]) {
    const { code, stderr } = await compare(...args);
    expect(code, args.join(' ')).toBe(2);
    expect(stderr).toContain('Usage: npm run compare');
  }
});

test('fits 80 columns and shows hostile names without obeying them, on the terminal and in Markdown', async () => {
  const model =
    '\u001b[31m|<script>alert(1)</script>[x](http://e.example)\u202egpj-8b-with-a-long-name-that-goes-on-and-on-q4_k_m';
  const before = await file([...makeModel(model, POINTS), ...makeField(9)]);
  const ended = makeTrial({ model, task: 'js-sse', err: { kind: 'crashed', why: `${model} `.repeat(500) } });
  const after = await file([...makeModel(model, [1, 2, 3, 4, 5]), ended, ...makeField(7)]);
  const { stdout } = await compare(before, after);
  for (const line of stdout.split('\n').slice(2)) expect(line.length, line).toBeLessThanOrEqual(80);
  const markdown = (await compare(before, after, '--markdown')).stdout;
  for (const out of [stdout, markdown]) {
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
  }
  expect(markdown).not.toContain('<script');
  const table = markdown.split('\n').filter((line) => line.startsWith('|'));
  for (const line of table.slice(0, 5)) expect(line.match(/ \| /g), line).toHaveLength(8);
});
