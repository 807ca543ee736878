import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReportsNotWritten, writeReports } from './write-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'codebench-write-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const readAll = async (folder: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).map(async (n) => [n, await readFile(join(folder, n), 'utf8')] as const),
    ),
  );

async function failureOf(action: Promise<void>): Promise<Error> {
  return action.then(
    () => expect.fail('should have failed'),
    (error: Error) => error,
  );
}

test('writes every file into a folder that it makes, and leaves nothing else', async () => {
  await writeReports(join(dir, 'a/b'), { 'report.md': '# hi\n', 'results.csv': 'x\r\n' });
  await writeReports(join(dir, 'a/b'), { 'report.md': '# two\n' });
  expect(await readAll(join(dir, 'a/b'))).toEqual({ 'report.md': '# two\n', 'results.csv': 'x\r\n' });
  await writeReports(join(dir, 'a/b'), { 'tables/pairs.csv': 'a\r\n' });
  expect(await readAll(join(dir, 'a/b/tables'))).toEqual({ 'pairs.csv': 'a\r\n' });
});

test('when one file cannot be written, the earlier reports stay whole and no temporary file is left', async () => {
  await writeReports(dir, { 'report.md': 'old' });
  const files = { 'report.md': 'new', 'report.md/pairs.csv': 'a\r\n' };
  const error = await failureOf(writeReports(dir, files));
  expect(error).toBeInstanceOf(ReportsNotWritten);
  expect(error.message).toContain('report.md could not be written');
  expect(error.message).toContain('Reports already there stay whole');
  expect(await readAll(dir)).toEqual({ 'report.md': 'old' });
});

test('a results folder that is a file is named, with what to do', async () => {
  await writeFile(join(dir, 'results'), '');
  const error = await failureOf(writeReports(join(dir, 'results'), { 'report.md': '' }));
  expect(error.message).toMatch(/results could not be written \(EEXIST.*choose another results folder/);
});

test('a report whose name is taken by a folder is named', async () => {
  await mkdir(join(dir, 'report.md'));
  const error = await failureOf(writeReports(dir, { 'report.md': 'x' }));
  expect(error.message).toMatch(/report\.md could not be written \(EISDIR.*remove it/);
  expect(await readdir(dir)).toEqual(['report.md']);
});

test.skipIf(process.getuid?.() === 0)('a folder without the right to write is named', async () => {
  await chmod(dir, 0o500);
  const error = await failureOf(writeReports(dir, { 'report.md': 'x' }));
  await chmod(dir, 0o700);
  expect(error.message).toMatch(/EACCES.*You may not write there/);
});

test.skipIf(!existsSync('/dev/full'))('a full disk says so, and the earlier report stays', async () => {
  await writeReports(dir, { 'report.md': 'old' });
  // /dev/full answers every write with ENOSPC. Temporary names are numbered: links wait under the next hundred.
  const names = Array.from({ length: 100 }, (_, i) => `report.md.${process.pid}-${i + 1}.tmp`);
  await Promise.all(names.map((name) => symlink('/dev/full', join(dir, name))));
  const error = await failureOf(writeReports(dir, { 'report.md': 'new' }));
  expect(error.message).toMatch(/ENOSPC.*The disk is full: free some space/);
  expect(await readFile(join(dir, 'report.md'), 'utf8')).toBe('old');
});
