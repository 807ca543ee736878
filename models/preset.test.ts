import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  explainServerRefusal,
  formatPresetProblems,
  type ModelPreset,
  PresetError,
  parsePresets,
  readPresets,
  sectionOrder,
} from './preset.ts';
import { PRESET_CASES } from './preset-cases.ts';
import { SERVER_OPTIONS } from './preset-options.ts';

describe('a nasty preset is read, or refused with its line', () => {
  for (const { title, text, refusedAt, says } of PRESET_CASES)
    test(title, () => {
      const reading = parsePresets(text);
      if (refusedAt === null) {
        expect(reading).toMatchObject({ ok: true });
        return;
      }
      if (reading.ok) throw new Error(`read as ${JSON.stringify(reading.presets)}`);
      const problem = reading.problems[0]!;
      expect(problem.line).toBe(refusedAt);
      const line = text.split(/\r\n|\n|\r/)[refusedAt - 1]!.replace('sk-1', '***');
      // No line is to blame where there is no section.
      expect(problem.text).toBe(text.includes('[') ? line : '');
      expect(problem.problem).toContain(says ?? '');
      expect(problem.remedy).not.toBe('');
    });
});

describe('what is read', () => {
  test('models stand in file order, whatever their names', () => {
    expect(namesOf('[2]\nmodel = x\n[b.c]\nmodel = x\n[10]\nmodel = x\n[a]\nmodel = x\n')).toEqual([
      '2',
      'b.c',
      '10',
      'a',
    ]);
  });

  test('a model has the options of all, overlaid by its own, under the server’s names', () => {
    const text =
      '[*]\nngl = 99\nc = 1\nno-jinja = on\n[m] ; mine\nmodel = /x.gguf\nLLAMA_ARG_CTX_SIZE = 2\nalias = a, b\n';
    expect(read(text)).toMatchObject({
      globals: { 'n-gpu-layers': '99', 'ctx-size': '1', jinja: 'false' },
      presets: [
        {
          name: 'm',
          section: 'm',
          line: 5,
          aliases: ['a', 'b'],
          options: { model: '/x.gguf', 'ctx-size': '2', 'n-gpu-layers': '99', jinja: 'false' },
        },
      ],
      warnings: [],
    });
  });

  test('a home folder, a repository given as a file and an empty value are warned about', () => {
    const { warnings } = read(
      '[a]\nmodel = ~/x.gguf\n[b]\nmodel = user/repo:Q8_0\n[c]\nmodel = /x.gguf\nchat-template =\nload-on-startup = true\n[u/repo:Q8_0]\nc = 1\n',
    );
    expect(warnings.map(({ line, severity }) => [line, severity])).toEqual([
      [2, 'warning'],
      [4, 'warning'],
      [7, 'warning'],
      [8, 'warning'],
      [9, 'warning'],
    ]);
    expect(warnings[1]?.remedy).toContain('hf-repo = user/repo:Q8_0');
  });

  test('an unknown option is a warning where a server decides', () => {
    const text = '[m]\nmodel = /x.gguf\nfrom-the-future = 1\n';
    expect(parsePresets(text).ok).toBe(false);
    const reading = parsePresets(text, { unknownOptions: 'warn' });
    expect(reading).toMatchObject({
      ok: true,
      presets: [{ options: { 'from-the-future': '1' } }],
      warnings: [{ line: 3 }],
    });
  });
});

describe('the hash of a model', () => {
  const plain = '[m]\nmodel = /x/a.gguf\nctx-size = 1\njinja = true\n';
  const hash = read(plain).presets[0]?.hash;
  const same: [string, string][] = [
    ['other spellings', '[m]\nm = /x/a.gguf\nc = 1\nLLAMA_ARG_JINJA = on\n'],
    ['a negated switch', '[m]\nmodel = /x/a.gguf\nctx-size = 1\nno-jinja = false\n'],
    ['another order', '[m]\njinja = true\nctx-size = 1\nmodel = /x/a.gguf\n'],
    ['options set for all', '[*]\njinja = true\nc = 1\n[m]\nmodel = /x/a.gguf\n'],
    ['another name and line', '; c\n[other]\nmodel = /x/a.gguf\nc = 1\njinja = true\n'],
    ['another folder', '[m]\nmodel = /moved/a.gguf\nc = 1\njinja = true\n'],
    [
      'a token, aliases and logging',
      `${plain}hf-token = hf_1\nalias = z\ntags = t\nverbosity = 4\nstop-timeout = 3\n`,
    ],
  ];
  test.each(same)('is the same for %s', (_, text) => {
    expect(read(text).presets[0]?.hash).toBe(hash);
  });

  const other: [string, string][] = [
    ['another value', plain.replace('ctx-size = 1', 'ctx-size = 2')],
    ['a switch turned off', plain.replace('true', 'false')],
    ['one more option', `${plain}temp = 0\n`],
    ['one more option for all', `[*]\ntemp = 0\n${plain}`],
    ['another file', plain.replace('a.gguf', 'b.gguf')],
  ];
  test.each(other)('differs for %s', (_, text) => {
    expect(read(text).presets[0]?.hash).not.toBe(hash);
  });
});

describe('what a person reads', () => {
  test('every problem is told with file, line, text, cause and remedy', () => {
    const reading = parsePresets('[gpt-oss:20b]\nmodel = "/x"\n\n  c = 1\n');
    if (reading.ok) throw new Error('read');
    expect(formatPresetProblems('models/preset.ini', reading.problems)).toMatchInlineSnapshot(`
      "The preset models/preset.ini cannot be used (3 problems):

      models/preset.ini:1
          [gpt-oss:20b]
        llama-server takes what follows the ":" for a quantisation and lists this model as "gpt-oss:20B"; a request for "gpt-oss:20b" is refused.
        What to do: write [gpt-oss:20B], or a name without ":", e.g. [gpt-oss-20b].

      models/preset.ini:2
          model = "/x"
        the value stands in quotes, which llama-server makes part of the value.
        What to do: leave the quotes out; blanks inside a value need none.

      models/preset.ini:4
            c = 1
        the line is indented, and llama-server does not start with an indented line.
        What to do: begin it in column 1."
    `);
  });

  test('secrets in a refused line are masked', () => {
    const reading = parsePresets(
      '[m]\nmodel = x\napi-key = sk-abc\nhf_token = hf_abc\n--hf-token hf_abc\n  hft = hf_abc\n"hf-token" = hf_abc\nhft: hf_abc\nhf-token = hf#abc\nhft hf_abc\n',
    );
    if (reading.ok) throw new Error('read');
    const message = formatPresetProblems('p', reading.problems);
    expect(reading.problems).toHaveLength(8);
    expect(message).not.toMatch(/abc/);
  });

  test('invisible characters are shown by their code', () => {
    const reading = parsePresets('[m]\nmodel =\u00a0x\u001b[31m\n');
    if (reading.ok) throw new Error('read');
    expect(formatPresetProblems('p', reading.problems)).toContain('model =<U+00A0>x<U+001B>[31m');
  });

  test('an option that was nearly right is named', () => {
    const remedies = ['ctx_size', 'n_gpu_layers', 'ctx-sise', 'no-mmap', 'Temp', 'gibberish-of-nothing'].map(
      (key) => {
        const reading = parsePresets(`[m]\nmodel = x\n${key} = 1\n`);
        return reading.ok ? null : reading.problems[0]?.remedy;
      },
    );
    expect(remedies).toEqual([
      'write ctx-size = …',
      'write n-gpu-layers = …',
      'write ctx-size = …',
      'write load-mode = …',
      'write temp = …',
      'remove it; `llama-server --help` lists the options',
    ]);
  });
});

describe('a preset that is not there', () => {
  test.each([
    ['a missing file', 'nowhere.ini', 'There is no preset at'],
    ['a path through a file', 'file.ini/x.ini', 'There is no preset at'],
    ['a folder', 'folder', 'is a folder'],
    ['bytes that are no text', 'binary.ini', 'is not UTF-8'],
  ])('%s is an error that names the path and what to do', async (_, name, says) => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'file.ini'), '');
    await writeFile(join(folder, 'binary.ini'), Buffer.from([0x5b, 0xff, 0xfe, 0x5d]));
    await mkdir(join(folder, 'folder'));
    const error = await readPresets(join(folder, name)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PresetError);
    expect((error as PresetError).message).toContain(says);
    expect((error as PresetError).message).toContain(join(folder, name));
    expect((error as PresetError).path).toBe(join(folder, name));
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is an error that says so', async () => {
    const path = join(await makeFolder(), 'preset.ini');
    await writeFile(path, '[m]\nmodel = x\n');
    await chmod(path, 0o000);
    await expect(readPresets(path)).rejects.toThrow(/may not be read by this user/);
  });

  test('a file that is there is read', async () => {
    const path = join(await makeFolder(), 'preset.ini');
    await writeFile(path, '[m]\nmodel = x\n');
    expect(await readPresets(path)).toMatchObject({ ok: true, presets: [{ name: 'm' }] });
  });
});

describe('llama-server’s own refusal', () => {
  const text = '[a]\nmodel = x\nc = 1\n[b]\nmodel = x\nnew-thing = 1\nalias = a\n';
  test.each([
    ["option 'new-thing' not recognized in preset 'b'", 6],
    ["option 'c' not recognized in preset 'a'", 3],
    ["model name 'a' conflicts with alias of model 'b'", 7],
    ["alias 'a' for model 'b' conflicts with alias of model 'a'", 7],
    ['failed to parse server config file: p.ini', 1],
  ])('%s is led back to its line', (words, line) => {
    const stderr = `0.1 I srv start\n0.2 E srv  llama_server: failed to initialize router models: ${words}\n`;
    expect(explainServerRefusal(stderr, 'p.ini', text)).toMatchObject([{ line, severity: 'error' }]);
  });

  test('other words are not the preset’s', () => {
    expect(explainServerRefusal('couldn’t bind to port 80', 'p.ini', text)).toEqual([]);
  });
});

test('the order of sections is found even in a preset that is refused', () => {
  const text = 'c = 1\n  indented\n[b:q4] ; c\nmodel = "x"\n[*]\n[a.b]\n[b:Q4]\n[broken\n';
  expect(sectionOrder(text)).toEqual(['default', 'b:Q4', 'a.b']);
});

test('the list of options knows spellings, negations and values', () => {
  expect(SERVER_OPTIONS.get('ngl')?.option.name).toBe('n-gpu-layers');
  expect(SERVER_OPTIONS.get('nkvo')).toMatchObject({
    spelled: 'negated',
    option: { name: 'kv-offload', values: 0 },
  });
  expect(SERVER_OPTIONS.get('no-host')).toMatchObject({ spelled: 'plainly', option: { name: 'no-host' } });
  expect(SERVER_OPTIONS.get('control-vector-layer-range')?.option.values).toBe(2);
});

function read(text: string) {
  const reading = parsePresets(text);
  if (!reading.ok) throw new Error(formatPresetProblems('test', reading.problems));
  return reading;
}

function namesOf(text: string): ModelPreset['name'][] {
  return read(text).presets.map(({ name }) => name);
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-preset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
