import { expect, test } from 'vitest';
import { mendMarkDone } from './mend-mark-done.ts';
import { deriveValueEnum, resetPriority } from './mend-value-enum.ts';
import { addImports, copiesWithArms, mendedCopies } from './mends.ts';
import { readReference, readStarter } from './reference.ts';
import { findPieces } from './transplant.ts';

test('mends each compile error alone and both together', async () => {
  const copies = await mendedCopies(readStarter(), []);
  const kinds = copies.map(({ mends }) => mends.join('+'));
  expect(new Set(kinds)).toEqual(new Set(['mark-done', 'value-enum', 'value-enum+mark-done']));
});

test('lets mark_done and its helper change the task', async () => {
  const source = `impl TaskStore {
    fn find(&self, id: u32) -> Option<&mut Task> { self.tasks.iter_mut().find(|task| task.id == id) }
    fn count(&self) -> usize { self.tasks.iter().count() }
    fn mark_done(&mut self, id: u32) { self.find(id).unwrap().done = true; }
}
`;
  const mended = await mendMarkDone(source);
  expect(mended).toContain('fn find(&mut self');
  expect(mended).toContain('fn count(&self) -> usize { self.tasks.iter().count() }');
});

test('derives ValueEnum beside what is derived, by whatever path', async () => {
  const source = '/// É 🎉\n#[derive(Debug, clap::ArgEnum)]\nenum Priority { Low }\n';
  expect(await deriveValueEnum(source)).toBe(
    '/// É 🎉\n#[derive(Debug)]\n#[derive(clap::ValueEnum, Clone)]\nenum Priority { Low }\n',
  );
});

test('takes ArgEnum out of an import list, and away when it stands alone', async () => {
  const listed = await deriveValueEnum('use clap::{ArgEnum, Parser};\nenum Priority { Low }\n');
  expect(listed).toContain('use clap::{ Parser};');
  const alone = await deriveValueEnum('use clap::ArgEnum;\nenum Priority { Low }\n');
  expect(alone).not.toContain('use');
});

test('gives the arguments their attributes back and drops other ways to parse', async () => {
  const source = `enum Priority { Low }
impl FromStr for Priority { type Err = (); }
impl Display for Priority {}
enum Command { Add { #[arg(arg_enum)] priority: Priority, #[clap(long)] other: Option<Priority> } }
struct Task { priority: Priority }
`;
  const mended = (await resetPriority(source))!;
  expect(mended).not.toMatch(/FromStr|arg_enum|clap\(long\)/);
  expect(mended).toContain('impl Display for Priority {}');
  expect(mended).toMatch(/#\[arg\(short, long, default_value = "medium"\)\]\s+priority: Priority/);
  expect(mended).toMatch(/struct Task \{ priority: Priority \}/);
});

test('takes the new subcommand away and leaves the rest', async () => {
  const copies = await mendedCopies(readReference(), []);
  const without = copies.find(({ mends }) => mends.join() === 'edit')!.text;
  expect(without).not.toMatch(/Edit|fn edit/);
  expect(without).toContain('Command::Done { id } =>');
});

test('puts our arm in the place of one that differs, however it binds the ID', async () => {
  const source = readReference().replace('Command::Done { id } => {', 'Command::Done { id: wanted } => {');
  const copies = await copiesWithArms(source);
  expect(copies).toEqual([{ text: readReference(), mends: ['arm'] }]);
});

test('adds the first import that the compiler proposes, below inner comments', async () => {
  const imports = ['use std::io::ErrorKind;', 'use clap::error::ErrorKind;'];
  const diagnostic = { level: 'error', code: 'E0433', message: '', line: 3, imports };
  const added = await addImports('//! A program.\n\nfn main() {}\n', [diagnostic, diagnostic]);
  expect(added).toBe('//! A program.\n\nuse std::io::ErrorKind;\nfn main() {}\n');
});

test('finds the pieces of an answer that is cut off', async () => {
  const source = readReference();
  const cut = source.slice(0, source.indexOf('Command::Stats => {'));
  const pieces = (await findPieces(cut)).map(({ bug }) => bug);
  expect(pieces).toEqual(['value-enum', 'next-id', 'mark-done', 'remove']);
});
