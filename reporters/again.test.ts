import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeField, makeRun } from './fixtures.ts';
import { reportFiles } from './report-files.ts';
import type { ReportContext } from './tables/context.ts';

const AGAIN = fileURLToPath(new URL('../report.ts', import.meta.url));
const TRIALS = makeField(4);
const RUN = makeRun(TRIALS);
const CONTEXT: ReportContext = {
  notes: [{ model: TRIALS[0]!.model, text: 'my own words', overrides: [] }],
  pairs: [{ kind: 'thinking', models: ['a', 'b'], isPair: false }],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebench-again-'));
  await mkdir(join(folder, 'results'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('reports made again', () => {
  test('are those of the run, byte for byte, notes and pairs included', async () => {
    const made = reportFiles(TRIALS, RUN, CONTEXT);
    await writeFile(join(folder, 'results', 'results.json'), made['results.json']!);
    const { code, output } = await report('results/results.json', '--out', 'again');
    expect(code, output).toBe(0);
    expect(await filesIn(join(folder, 'again'))).toEqual(['index.html', ...Object.keys(made)].sort());
    for (const [name, text] of Object.entries(made)) {
      expect(await readFile(join(folder, 'again', name), 'utf8')).toBe(text);
      expect(output).toContain(join('again', name));
    }
  });

  test('lie beside the results file unless another folder is named', async () => {
    const made = reportFiles(TRIALS, RUN);
    await writeFile(join(folder, 'results', 'results.json'), made['results.json']!);
    expect((await report()).code).toBe(0);
    expect(await filesIn(join(folder, 'results'))).toEqual(['index.html', ...Object.keys(made)].sort());
  });

  test.for([
    ['half a file', '{"schema": {"name": "llama-codebench-res', /results\.json is not JSON/],
    [
      'a newer schema',
      '{"schema": {"name": "llama-codebench-results", "version": 99}}',
      /newer llama-codebench/,
    ],
    ['another file', '{"name": "package"}', /not a result of llama-codebench/],
    ['no file', null, /cannot be read \(ENOENT\).*make one first/],
  ] as const)('of %s are refused in a sentence, and earlier reports stay whole', async ([, text, words]) => {
    if (text !== null) await writeFile(join(folder, 'results', 'results.json'), text);
    await writeFile(join(folder, 'results', 'report.md'), 'earlier');
    const before = await readdir(join(folder, 'results'));
    const { code, output } = await report('results/results.json');
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/\n +at /);
    expect(await readdir(join(folder, 'results'))).toEqual(before);
    expect(await readFile(join(folder, 'results', 'report.md'), 'utf8')).toBe('earlier');
  });

  test('of two files, or with an unknown option, are refused with the usage', async () => {
    for (const args of [
      ['a.json', 'b.json'],
      ['--output', 'x'],
    ]) {
      const { code, output } = await report(...args);
      expect(code).toBe(1);
      expect(output).toContain('npm run report -- [results.json]');
    }
  });
});

function report(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [AGAIN, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

/** Paths from the folder, without transcripts: fixtures hold no texts. */
async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
