import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Recording, RecordingFailed, RecordingStore, staleness } from './recording.ts';

const PAIR = { model: 'org/qwen3.5:Q8_0', task: 'python-top-k', sample: 1 };

let root: string;
let store: RecordingStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recording-'));
  store = new RecordingStore(join(root, 'recordings'), root);
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('the store', () => {
  test('an answer that was written is found as it was', async () => {
    const file = await store.write(recording('first'));
    const found = await store.find(PAIR);
    expect(found).toMatchObject({ state: 'found', file, recording: { response: { content: 'first' } } });
  });

  test('an older one, from before machines and GGUF facts were on record, is still read', async () => {
    const { machine: _, identity, ...old } = recording('first');
    const { gguf: __, ...oldIdentity } = identity;
    await store.write({ ...old, identity: oldIdentity } as Omit<Recording, 'schema'>);
    expect(await store.find(PAIR)).toMatchObject({
      state: 'found',
      recording: { machine: null, identity: { gguf: null, fileFingerprint: 'f' } },
    });
  });

  test('what was never written is absent', async () => {
    expect(await store.find({ ...PAIR, sample: 2 })).toEqual({ state: 'absent' });
  });

  test('a newer answer keeps the older one beside it, readable', async () => {
    await store.write(recording('first', '2026-01-01T00:00:00.000Z'));
    await store.write(recording('second', '2026-01-02T00:00:00.000Z'));
    const folder = join(root, 'recordings', 'org%2Fqwen3.5%3AQ8_0');
    expect((await readdir(folder)).sort()).toEqual([
      'python-top-k.1.2026-01-01T00-00-00.000Z.json',
      'python-top-k.1.json',
    ]);
    const old = JSON.parse(
      await readFile(join(folder, 'python-top-k.1.2026-01-01T00-00-00.000Z.json'), 'utf8'),
    );
    expect(old.response.content).toBe('first');
  });

  test.for([
    ['half a file', '{"schema": {"name": "llama-codebench-rec'],
    ['another schema', '{"schema": {"name": "x", "version": 1}}'],
    ['nothing', ''],
    [
      'the recording of another pair',
      JSON.stringify({
        schema: { name: 'llama-codebench-recording', version: 1 },
        ...recording('x'),
        sample: 7,
      }),
    ],
  ])('%s is set aside, named and counts as absent', async ([, text]) => {
    await store.write(recording('x'));
    const folder = join(root, 'recordings', 'org%2Fqwen3.5%3AQ8_0');
    await writeFile(join(folder, 'python-top-k.1.json'), text!);
    const found = await store.find(PAIR);
    expect(found.state).toBe('corrupt');
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^python-top-k\.1\.corrupt-/)]);
    expect(await store.find(PAIR)).toEqual({ state: 'absent' });
  });

  test('a folder that cannot be written to is named, with what to do', async () => {
    await writeFile(join(root, 'recordings'), 'a file where the folder should be');
    await expect(store.write(recording('x'))).rejects.toThrow(RecordingFailed);
    await expect(store.write(recording('x'))).rejects.toThrow(
      /recordings.* could not be written: .*run again/,
    );
  });

  test('a recording is complete or absent when its writer is killed with -9 at any moment', {
    timeout: 60_000,
  }, async () => {
    const script = join(root, 'write.mjs');
    const module = new URL('./recording.ts', import.meta.url).href;
    await writeFile(
      script,
      `import { RecordingStore } from ${JSON.stringify(module)};
       const store = new RecordingStore(${JSON.stringify(join(root, 'recordings'))}, ${JSON.stringify(root)});
       console.log('ready');
       for (let n = 0; ; n++) await store.write({ ...${JSON.stringify(recording('x'.repeat(200_000)))}, recordedAt: new Date().toISOString() });`,
    );
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep(15 + round * 17);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      const found = await store.find(PAIR);
      expect(['found', 'absent']).toContain(found.state);
      if (round > 2) expect(found.state).toBe('found');
    }
  });
});

describe('staleness', () => {
  const identity = recording('x').identity;

  test('the same request to the same file with the same arguments still stands', () => {
    expect(staleness(recording('x') as Recording, 'hash', identity)).toBeNull();
  });

  test.for([
    ['another request', 'other', {}],
    ['another model file', 'hash', { fileFingerprint: 'g' }],
    ['other effective arguments', 'hash', { argsHash: 'b' }],
  ] as const)('%s makes it stale, and the reason says so', ([words, hash, change]) => {
    expect(staleness(recording('x') as Recording, hash, { ...identity, ...change })).toContain(words);
  });

  test('what is unknown now says nothing against it', () => {
    expect(
      staleness(recording('x') as Recording, 'hash', { ...identity, argsHash: null, fileFingerprint: null }),
    ).toBeNull();
  });
});

function recording(content: string, recordedAt = '2026-01-01T00:00:00.000Z'): Omit<Recording, 'schema'> {
  return {
    ...PAIR,
    recordedAt,
    request: { messages: [{ role: 'user', content: 'p' }] },
    requestHash: 'hash',
    identity: {
      effectiveArgs: ['--ctx-size', '4096'],
      argsHash: 'a',
      fileFingerprint: 'f',
      sizeBytes: 1,
      quantisation: 'Q8_0',
      parameters: 1,
      serverBuild: null,
      gguf: null,
    },
    response: {
      content,
      reasoning_content: '',
      finish_reason: 'stop',
      usage: null,
      timings: null,
      wallMs: 5,
      timeToFirstTokenMs: 1,
      serverBuild: null,
      failure: null,
    },
    loadMs: null,
    warmUpMs: null,
    machine: null,
  };
}
