import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { GgufError, type GgufFacts, readGgufFacts } from './gguf.ts';
import { encodeGguf, type TinyGguf, tensor } from './tiny-gguf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebench-gguf-'));
  return () => rm(folder, { recursive: true, force: true });
});

const METADATA = {
  'general.architecture': 'llama',
  'general.name': 'Tiny',
  'general.file_type': 15,
  'llama.context_length': 8192n,
  'tokenizer.chat_template': '{{ messages }}',
};

/** Bytes of TINY's tensors, padded to 32. */
const HEADERLESS = 4 * 8 * 4 + 32;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const TINY: TinyGguf = { metadata: METADATA, tensors: [tensor('a', [4, 8], 1), tensor('b', [3], 2)] };

describe('readGgufFacts', () => {
  test('tells what a file is', async () => {
    const path = await write('tiny-Q4_K_M.gguf', TINY);
    expect(await readGgufFacts(path)).toEqual({
      bytes: encodeGguf(TINY).length,
      parts: 1,
      parameters: 4 * 8 + 3,
      architecture: 'llama',
      name: 'Tiny',
      basename: null,
      finetune: null,
      sizeLabel: null,
      baseModel: null,
      chatTemplateHash: createHash('sha256').update('{{ messages }}').digest('hex'),
      contextLength: 8192,
      quantisation: 'Q4_K_M',
      quantisationSource: 'both',
      quantisationConflict: null,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      headerHash: sha256(encodeGguf(TINY).subarray(0, -HEADERLESS)),
    });
  });

  test('tells what its maker says of it: name, finetune, size and base', async () => {
    const metadata = {
      ...METADATA,
      'general.basename': 'Qwen3',
      'general.finetune': 'Claude-Distill',
      'general.size_label': '8B',
      'general.base_model.0.name': 'Qwen3 8B',
      'general.base_model.0.repo_url': 'https://example.org/qwen3',
    };
    expect(await readGgufFacts(await write('t.gguf', { ...TINY, metadata }))).toMatchObject({
      basename: 'Qwen3',
      finetune: 'Claude-Distill',
      sizeLabel: '8B',
      baseModel: 'Qwen3 8B',
    });
    const { 'general.base_model.0.name': _, ...unnamed } = metadata;
    const path = await write('u.gguf', { ...TINY, metadata: unnamed });
    expect((await readGgufFacts(path)).baseModel).toBe('https://example.org/qwen3');
  });

  test('the header hash is that of all parts, and the weights are not in it', async () => {
    const parts: TinyGguf[] = [
      { metadata: METADATA, tensors: [tensor('a', [4, 8], 1)] },
      { metadata: { 'split.no': 1 }, tensors: [tensor('b', [8], 2)] },
    ];
    const paths = await writeSplit('two-Q8_0', parts);
    const headers = parts.map((part) => encodeGguf(part).subarray(0, -part.tensors[0]!.data.length));
    const { headerHash } = await readGgufFacts(paths[0]!);
    expect(headerHash).toBe(sha256(Buffer.concat(headers)));
    const tuned = [{ ...parts[0]!, tensors: [tensor('a', [4, 8], 9)] }, parts[1]!];
    const others = await writeSplit('tuned-Q8_0', tuned);
    expect((await readGgufFacts(others[0]!)).headerHash).toBe(headerHash);
  });

  test('survives JSON: no number is a bigint', async () => {
    const facts = await readGgufFacts(await write('t.gguf', TINY));
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('what a file does not say is null', async () => {
    const path = await write('t.gguf', { metadata: {}, tensors: [tensor('a', [2])] });
    expect(await readGgufFacts(path)).toMatchObject({
      architecture: null,
      name: null,
      chatTemplateHash: null,
      contextLength: null,
      quantisation: null,
      quantisationSource: 'unknown',
      parameters: 2,
    });
  });

  test('adds up the parts of a split file, whichever part is named', async () => {
    const paths = await writeSplit('big-Q8_0', [
      { metadata: METADATA, tensors: [] },
      { metadata: { 'split.no': 1 }, tensors: [tensor('a', [10, 10])] },
      { metadata: { 'split.no': 2 }, tensors: [tensor('b', [7])] },
    ]);
    const facts = await readGgufFacts(paths[0]!);
    expect(facts).toMatchObject({ parts: 3, parameters: 107, architecture: 'llama', contextLength: 8192 });
    expect(facts.bytes).toBe(await sizeOf(paths));
    expect(await readGgufFacts(paths[2]!)).toEqual(facts);
  });
});

describe('the fingerprint', () => {
  test('does not depend on where the file lies and how it is called', async () => {
    const path = await write('a.gguf', TINY);
    const before = await readGgufFacts(path);
    await mkdir(join(folder, 'moved'));
    await rename(path, join(folder, 'moved', 'b.gguf'));
    expect((await readGgufFacts(join(folder, 'moved', 'b.gguf'))).fingerprint).toBe(before.fingerprint);
  });

  test.each<[string, TinyGguf]>([
    ['one changed tensor, as a fine-tune has', { ...TINY, tensors: [TINY.tensors[0]!, tensor('b', [3], 9)] }],
    ['another chat template', { ...TINY, metadata: { ...METADATA, 'tokenizer.chat_template': 'x' } }],
    ['another tensor name', { ...TINY, tensors: [tensor('c', [4, 8], 1), TINY.tensors[1]!] }],
  ])('differs for %s', async (_, changed) => {
    const [one, other] = [await write('a.gguf', TINY), await write('b.gguf', changed)];
    expect((await readGgufFacts(one)).fingerprint).not.toBe((await readGgufFacts(other)).fingerprint);
  });

  test('differs for a change in the second part only', async () => {
    const first = { metadata: METADATA, tensors: [tensor('a', [4])] };
    const before = await writeSplit('m', [first, { metadata: {}, tensors: [tensor('b', [4], 1)] }]);
    const after = await writeSplit('n', [first, { metadata: {}, tensors: [tensor('b', [4], 2)] }]);
    const facts = await Promise.all([readGgufFacts(before[0]!), readGgufFacts(after[0]!)]);
    expect(facts[0].fingerprint).not.toBe(facts[1].fingerprint);
  });

  test('a file with more tensors than are sampled still tells most changes', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => tensor(`t${i}`, [2], 1));
    const tuned = many.map(({ name }) => tensor(name, [2], 2));
    const one = await write('a.gguf', { metadata: {}, tensors: many });
    const other = await write('b.gguf', { metadata: {}, tensors: tuned });
    const facts = await Promise.all([readGgufFacts(one), readGgufFacts(other)]);
    expect(facts[0].parameters).toBe(4000);
    expect(facts[0].fingerprint).not.toBe(facts[1].fingerprint);
  });

  test('a change in the middle of a large tensor is seen', async () => {
    const data = new Uint8Array(1_000_000);
    const large = (bytes: Uint8Array) => ({
      metadata: {},
      tensors: [{ name: 'a', shape: [250_000], dtype: 0, data: bytes }],
    });
    const one = await write('a.gguf', large(data));
    const other = await write('b.gguf', large(data.with(500_000, 1)));
    const facts = await Promise.all([readGgufFacts(one), readGgufFacts(other)]);
    expect(facts[0].fingerprint).not.toBe(facts[1].fingerprint);
  });
});

describe('the quantisation', () => {
  type Told = Pick<GgufFacts, 'quantisation' | 'quantisationSource' | 'quantisationConflict'>;
  test.each<[string, number | null, Told]>([
    ['m-Q4_K_M.gguf', 15, told('Q4_K_M', 'both')],
    ['m.q4_k_m.gguf', 15, told('Q4_K_M', 'both')],
    ['m.gguf', 7, told('Q8_0', 'general.file_type')],
    ['m-IQ3_M.gguf', null, told('IQ3_M', 'file name')],
    ['m.gguf', null, told(null, 'unknown')],
    ['m-UD-Q4_K_XL.gguf', 15, told('UD-Q4_K_XL', 'file name', 'Q4_K_M')],
    ['m-Q6_K_L.gguf', 18, told('Q6_K_L', 'file name', 'Q6_K')],
    ['gpt-oss-MXFP4.gguf', 38, told('MXFP4', 'file name', 'MXFP4_MOE')],
    ['renamed-Q8_0.gguf', 15, told('Q4_K_M', 'general.file_type', 'Q8_0')],
    ['m-Q4_K_S.gguf', 15, told('Q4_K_M', 'general.file_type', 'Q4_K_S')],
    ['m-UD-Q8_K_XL.gguf', 2, told('Q4_0', 'general.file_type', 'UD-Q8_K_XL')],
    ['m-Q5_K_M.gguf', 9999, told('Q5_K_M', 'file name')],
  ])('%s with file_type %s', async (name, fileType, expected) => {
    const metadata: TinyGguf['metadata'] = fileType === null ? {} : { 'general.file_type': fileType };
    expect(await readGgufFacts(await write(name, { metadata, tensors: [] }))).toMatchObject(expected);
  });

  function told(
    quantisation: Told['quantisation'],
    quantisationSource: Told['quantisationSource'],
    quantisationConflict: string | null = null,
  ): Told {
    return { quantisation, quantisationSource, quantisationConflict };
  }
});

describe('a file that cannot be used is an error that names it and what to do', () => {
  test('a missing file', async () => {
    await expectError(join(folder, 'nowhere.gguf'), /does not exist\. .*path/);
  });

  test('a folder', async () => {
    await expectError(folder, /is a folder\. Name the \.gguf file/);
  });

  test('a missing part', async () => {
    const paths = await writeSplit('m', [TINY, TINY, TINY]);
    await rm(paths[1]!);
    await expectError(paths[0]!, /m-00002-of-00003\.gguf is missing: .* 3 parts\. Download/);
  });

  test.each([
    [
      'another kind of file',
      'PK\u0003\u0004 this is a zip archive',
      /is not a GGUF file \(it begins with "PK/,
    ],
    ['an HTML page saved as a model', '<!DOCTYPE html><html></html>', /is not a GGUF file .*"<!DO/],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n', /git lfs pull/],
    ['an empty file', '', /holds only 0 bytes/],
  ])('%s', async (_, content, says) => {
    const path = join(folder, 'm.gguf');
    await writeFile(path, content);
    await expectError(path, says);
  });

  test('a download that stopped, wherever it stopped', async () => {
    const whole = encodeGguf(TINY);
    for (let length = 0; length < whole.length; length++) {
      const path = join(folder, `cut-${length}.gguf`);
      await writeFile(path, whole.subarray(0, length));
      // The last tensor is padded, and the padding may be missing.
      if (length >= whole.length - 20) expect((await readGgufFacts(path)).bytes).toBe(length);
      else await expectError(path, /only|header|cut off/);
    }
  });

  test('a part that is cut off is the one named', async () => {
    const paths = await writeSplit('m', [TINY, TINY]);
    await truncate(paths[1]!, encodeGguf(TINY).length - 40);
    await expectError(paths[0]!, /m-00002-of-00002\.gguf is cut off: \d+ of \d+ bytes/);
  });

  test('a header that lies about its counts', async () => {
    const bytes = encodeGguf(TINY);
    bytes.writeBigUInt64LE(0xffffffffffffn, 8);
    const path = join(folder, 'm.gguf');
    await writeFile(path, bytes);
    await expectError(path, /damaged header/);
  });

  async function expectError(path: string, says: RegExp): Promise<void> {
    const error = await readGgufFacts(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GgufError);
    expect((error as GgufError).message).toMatch(says);
    expect((error as GgufError).message).toContain(folder);
  }
});

async function write(name: string, gguf: TinyGguf): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, encodeGguf(gguf));
  return path;
}

function writeSplit(name: string, parts: TinyGguf[]): Promise<string[]> {
  const number = (n: number) => String(n).padStart(5, '0');
  return Promise.all(
    parts.map((part, i) => write(`${name}-${number(i + 1)}-of-${number(parts.length)}.gguf`, part)),
  );
}

async function sizeOf(paths: string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((total, size) => total + size, 0);
}
