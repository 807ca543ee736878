import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import type { Trial } from '../../benchmarks/trial.ts';
import { makeTrial } from '../fixtures.ts';
import { removeStaleTranscripts, writeTranscripts } from './transcript-files.ts';
import {
  embeddedTranscripts,
  hasTranscript,
  renderTranscripts,
  TRANSCRIPT_NAME,
  type TranscriptEntry,
  transcriptFile,
  transcriptId,
  transcriptStamp,
  withoutTexts,
} from './transcripts.ts';

const NO_FILES = async () => null;

/** Runs the file as the page would: one global function, nothing else. */
function receive(text: string): [file: string, entries: TranscriptEntry[]] {
  let got: unknown[] = [];
  runInNewContext(text, { codebenchTranscript: (...words: unknown[]) => (got = words) });
  return JSON.parse(JSON.stringify(got)) as [string, TranscriptEntry[]];
}

function answered(content: string, more: Parameters<typeof makeTrial>[0] = {}): Trial {
  return makeTrial({ ...more, response: { content, reasoning_content: 'hm', contentChars: content.length } });
}

test('names that a file system or an eye takes for one another get different files', () => {
  const models = [
    'a/b',
    'a\\b',
    'a:b',
    'A/B',
    'a b',
    'a-b',
    'é',
    'e\u0301',
    '',
    '../..',
    'x'.repeat(300),
    `${'x'.repeat(300)}y`,
  ];
  const names = models.map(transcriptFile);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(models.length);
  for (const name of names) expect(name).toMatch(TRANSCRIPT_NAME);
});

test('a readable name keeps the model; no name is one of Windows', () => {
  expect(transcriptFile('Qwen3-8B Q4_K_M')).toMatch(/^model-qwen3-8b-q4-k-m\.[0-9a-f]{14}\.js$/);
  expect(transcriptFile('con')).toMatch(/^model-con\./);
});

test('100,000 trials have 100,000 ids', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) =>
    transcriptId({ model: `m${i >> 3}`, task: 't', sample: i & 7 }),
  );
  expect(new Set(ids).size).toBe(100_000);
});

test('a text comes back as it was, whatever it holds', () => {
  const answer = '</script><!-- <script> \u2028\u2029 \0 \ud800 $ {x} `\\` \u202e 漢😀';
  const trial = answered(answer);
  const transcript = { reasoning: '', answer, files: [['__proto__', 'x = 1'] as [string, string]] };
  const text = renderTranscripts('a.js', [[transcriptId(trial), transcriptStamp(trial), transcript]]);
  expect(text).not.toMatch(/[<\u2028\u2029]/);
  expect(receive(text)).toEqual(['a.js', [[transcriptId(trial), transcriptStamp(trial), transcript]]]);
});

test('an embedded transcript cannot end its element', async () => {
  const html = await embeddedTranscripts([answered('</script><script>alert(1)</script>')], NO_FILES);
  expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
});

test('the page keeps no long text, and knows an answer of an earlier run by its stamp', () => {
  const trial = answered('a long answer');
  expect(JSON.stringify(withoutTexts(trial))).not.toContain('a long answer');
  expect(transcriptStamp(withoutTexts(trial))).toBe(transcriptStamp(trial));
  expect(transcriptStamp(answered('another long answer'))).not.toBe(transcriptStamp(trial));
});

test('a trial without an answer or without its recording has no transcript', () => {
  expect(hasTranscript(makeTrial({ response: null }))).toBe(false);
  expect(hasTranscript(makeTrial())).toBe(false);
  expect(hasTranscript(answered(''))).toBe(true);
});

test('writes a file a model; a failing extraction leaves the texts', async () => {
  const results = await temporaryFolder();
  const trials = [
    answered('x', { model: 'a' }),
    answered('y', { model: 'b' }),
    answered('z', { model: 'a', task: 'js-sse' }),
    makeTrial({ model: 'c' }),
  ];
  const names = await writeTranscripts(results, trials, () => Promise.reject(new Error('broken')));
  expect(names).toEqual([transcriptFile('a'), transcriptFile('b')]);
  expect((await readdir(join(results, 'transcripts'))).sort()).toEqual(names.toSorted());
  const [file, entries] = receive(await readFile(join(results, 'transcripts', names[0]!), 'utf8'));
  expect(file).toBe(names[0]);
  expect(entries.map(([id, , { answer }]) => [id, answer])).toEqual([
    [transcriptId(trials[0]!), 'x'],
    [transcriptId(trials[2]!), 'z'],
  ]);
  expect(entries[0]![2]).toEqual({ reasoning: 'hm', answer: 'x', files: null });
});

test('removes what is left of an earlier run, and nothing that is not ours', async () => {
  const results = await temporaryFolder();
  const [old, current] = [answered('x', { model: 'old' }), answered('x', { model: 'new' })];
  await writeTranscripts(results, [old, current], NO_FILES);
  const folder = join(results, 'transcripts');
  const disguised = transcriptFile('by hand');
  await writeFile(join(folder, disguised), '// my own script\n');
  await writeFile(join(folder, 'notes.js'), 'codebenchTranscript(');
  await removeStaleTranscripts(results, [transcriptFile(current.model)]);
  expect((await readdir(folder)).sort()).toEqual(
    [disguised, transcriptFile(current.model), 'notes.js'].sort(),
  );
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'codebench-transcripts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
