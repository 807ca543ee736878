import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { findServerBinary } from './find-server.ts';
import { explainServerRefusal, type ModelPreset, parsePresets, sectionOrder } from './preset.ts';
import { PRESET_CASES, type PresetCase } from './preset-cases.ts';
import { parseServerOptions, SERVER_OPTIONS, type ServerOptions } from './preset-options.ts';
import { readSwitch } from './preset-sections.ts';
import { SHARED_SERVER } from './server-rig.ts';

const found: string | Error = await findServerBinary()
  .catch((error: Error) => {
    if (process.env.CODEBENCH_SERVER_BIN) throw error;
    return findServerBinary(SHARED_SERVER);
  })
  .catch((error: Error) => error);
// A wrong setting is the user's to correct; only the absence of any server skips, and never in CI.
if (found instanceof Error && (process.env.CI || process.env.CODEBENCH_SERVER_BIN)) throw found;

beforeEach((context) => {
  if (found instanceof Error) context.skip(found.message);
});

describe.concurrent('llama-server reads a preset as we do, or we refuse it', () => {
  for (const presetCase of PRESET_CASES)
    test(presetCase.title, async () => {
      const reading = parsePresets(presetCase.text);
      expect(reading.ok).toBe(presetCase.refusedAt === null);
      const answer = await askServer(presetCase.text);
      if (presetCase.server === 'refuses') expectRefusal(answer, presetCase);
      else if (presetCase.server === 'hangs-or-fails') expect(answer.state).toBe('started');
      else if (presetCase.server === 'as-read') expectAgreement(answer, reading, presetCase.text);
      else expectListed(answer, presetCase.server);
    });
});

describe.concurrent('the list of options', () => {
  test('a preset may use every spelling that the server’s help lists', async () => {
    const { stdout } = await runServer(['--help']);
    const known = parseServerOptions(stdout);
    expect(known.size).toBeGreaterThan(400);
    // Another build may know more or fewer options; where it knows the same, it must read them the same.
    const shared = [...known].filter(([spelling]) => SERVER_OPTIONS.has(spelling));
    const differing = shared.filter(
      ([spelling, { option }]) => SERVER_OPTIONS.get(spelling)?.option.values !== option.values,
    );
    expect(differing.map(([spelling]) => spelling)).toEqual([]);
    const { text, nameOf } = writeEverySpelling(known);
    const answer = await askServer(text);
    if (answer.state === 'refused') throw new Error(answer.stderr.match(/failed to initialize.*/)?.[0]);
    const listed = answer.models.map(({ id, status }) => [
      id,
      nameOf[id]! in parseStatusPreset(status.preset),
    ]);
    expect(listed.filter(([, isThere]) => !isThere)).toEqual([]);
    expect(listed).toHaveLength(Object.keys(nameOf).length);
  });
});

/** What a router keeps for itself, and what would clash with the other sections. */
const NOT_LISTED =
  /^(host|port|alias|tags|log-colors|models-.*|ssl-.*|api-key.*|version|load-on-startup|model|control-vector-layer-range)$/;

/** A section for every spelling of every option, with the server's own name for each. */
function writeEverySpelling(known: ServerOptions): { text: string; nameOf: Record<string, string> } {
  const usable = [...known].filter(([, { option }]) => !NOT_LISTED.test(option.name));
  return {
    text: usable.map(([key], i) => `[m${i}]\nmodel = /x\n${key} = 1\n`).join(''),
    nameOf: Object.fromEntries(usable.map(([, { option }], i) => [`m${i}`, option.name])),
  };
}

interface ListedModel {
  id: string;
  aliases: string[];
  source: string;
  status: { args: string[]; preset: string };
}

type Answer = { state: 'started'; models: ListedModel[] } | { state: 'refused'; stderr: string };

function expectRefusal(answer: Answer, { text, refusedAt }: PresetCase): void {
  if (answer.state !== 'refused') throw new Error(`llama-server started and lists ${namesOf(answer.models)}`);
  // What our reader finds beforehand is found from the server's words as well.
  expect(explainServerRefusal(answer.stderr, 'preset.ini', text).map(({ line }) => line)).toEqual([
    refusedAt,
  ]);
}

function expectAgreement(answer: Answer, reading: ReturnType<typeof parsePresets>, text: string): void {
  if (answer.state === 'refused') throw new Error(`llama-server refused: ${answer.stderr}`);
  if (!reading.ok) throw new Error('we refused');
  expect(namesOf(answer.models)).toEqual(reading.presets.map(({ name }) => name).sort());
  expect(sectionOrder(text)).toEqual(reading.presets.map(({ name }) => name));
  for (const listed of answer.models) {
    expect(listed.source).toBe('preset');
    const ours = reading.presets.find(({ name }) => name === listed.id)!;
    expect(readStatusPreset(listed)).toEqual(ours.options);
    expect([...listed.aliases].sort()).toEqual([...ours.aliases].sort());
    expectArgs(listed.status.args, ours);
  }
}

function expectArgs(args: string[], { options }: ModelPreset): void {
  for (const [name, value] of Object.entries(options)) {
    if (/^(load-on-startup|stop-timeout|dedup-cache-models)$/.test(name)) continue;
    const { option } = SERVER_OPTIONS.get(name)!;
    const at = args.indexOf(`--${name}`);
    if (option.values === 0) expect([name, at !== -1]).toEqual([name, value === 'true']);
    else expect([name, args[at + 1]]).toEqual([name, value]);
    if (option.values === 0 && value === 'false' && option.negated.length > 0)
      expect(args).toContain(`--${option.negated.at(-1)}`);
  }
}

function expectListed(answer: Answer, listed: Record<string, Record<string, string | null>>): void {
  if (answer.state === 'refused') throw new Error(`llama-server refused: ${answer.stderr}`);
  expect(namesOf(answer.models)).toEqual(Object.keys(listed).sort());
  for (const model of answer.models) {
    const options = parseStatusPreset(model.status.preset);
    for (const [name, value] of Object.entries(listed[model.id]!))
      expect([name, options[name] ?? null]).toEqual([name, value]);
  }
}

function namesOf(models: ListedModel[]): string[] {
  return models.map(({ id }) => id).sort();
}

/** status.preset with switches as true or false, without what the router sets for every model. */
function readStatusPreset({ status }: ListedModel): Record<string, string> {
  const { 'log-colors': _, ...options } = parseStatusPreset(status.preset);
  const entries = Object.entries(options).map(([name, value]) => {
    const isSwitch = SERVER_OPTIONS.get(name)?.option.values === 0;
    return [name, isSwitch ? String(readSwitch(value) ?? value) : value];
  });
  return Object.fromEntries(entries);
}

function parseStatusPreset(preset: string): Record<string, string> {
  const pairs = preset.split('\n').flatMap((line) => {
    const at = line.indexOf(' = ');
    return at === -1 || line.startsWith('[') ? [] : [[line.slice(0, at), line.slice(at + 3)]];
  });
  return Object.fromEntries(pairs);
}

/** Starts a router with this preset, asks for its models and ends it. */
async function askServer(text: string): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-preset-'));
  try {
    const preset = join(folder, 'preset.ini');
    await writeFile(preset, text);
    const { stderr, models } = await runServer(['--models-preset', preset, '--models-max', '1'], folder);
    return models ? { state: 'started', models } : { state: 'refused', stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ServerRun {
  stdout: string;
  stderr: string;
  models: ListedModel[] | null;
}

const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

async function runServer(args: string[], folder = tmpdir()): Promise<ServerRun> {
  const bin = found as string;
  const child = spawn(bin, [...args, '--host', '127.0.0.1', '--port', '0'], {
    cwd: folder,
    env: await emptyEnv(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve, reject) =>
    child.once('close', () => resolve()).once('error', reject),
  );
  const output = collectOutput(child);
  try {
    const url = await Promise.race([output.listening, closed.then(() => null)]);
    const models = url === null ? null : await listModels(url);
    return { ...output.texts, models };
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
}

function collectOutput(child: ChildProcess): {
  texts: { stdout: string; stderr: string };
  listening: Promise<string>;
} {
  const texts = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    texts.stdout += chunk;
  });
  const listening = new Promise<string>((resolve) => {
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      texts.stderr += chunk;
      const url = LISTENING.exec(texts.stderr)?.[1];
      if (url) resolve(url);
    });
  });
  return { texts, listening };
}

async function listModels(url: string): Promise<ListedModel[]> {
  const response = await fetch(`${url}/models`);
  const { data } = (await response.json()) as { data: ListedModel[] };
  return data;
}

/** Neither the user's cached models nor their llama.cpp/config.ini. */
async function emptyEnv(folder: string): Promise<NodeJS.ProcessEnv> {
  const empty = join(folder, 'empty');
  await mkdir(empty, { recursive: true });
  return {
    PATH: process.env.PATH,
    LLAMA_CACHE: empty,
    XDG_CONFIG_HOME: empty,
    XDG_CACHE_HOME: empty,
    HOME: empty,
  };
}
