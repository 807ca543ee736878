/**
 * Mends of an answer that does not compile, each on a copy: the given compile errors (value-enum, mark-done), and what the
 * answer broke itself (the new subcommand, an import). What compiles only with a mend lacks what that mend gives, and the rest
 * can be measured all the same. Null: there is nothing of that kind to mend.
 */

import { GIVEN_COMMANDS, replaceArm } from './mend-arm.ts';
import { removeEdit, removeEditBranch } from './mend-edit.ts';
import { mendMarkDone, replaceMarkDone } from './mend-mark-done.ts';
import { replaceMethod } from './mend-method.ts';
import { deriveValueEnum, resetPriority } from './mend-value-enum.ts';
import type { Diagnostic } from './run-driver.ts';
import { applyEdits, withRustTree } from './rust-tree.ts';
import type { Bug } from './transplant.ts';

export type Mend = Bug | 'edit' | 'arm' | 'imports';

export interface MendedCopy {
  text: string;
  mends: Mend[];
}

type Change = (source: string) => Promise<string | null>;

/** The gentle way first, then the one that replaces more. */
const GENTLE: [Mend, Change][] = [
  ['value-enum', deriveValueEnum],
  ['mark-done', mendMarkDone],
];
const THOROUGH: [Mend, Change][] = [
  ['value-enum', resetPriority],
  ['mark-done', replaceMarkDone],
];

/**
 * Copies with ever more mends; the first that compiles tells the least that was missing. Those with a mend that the compiler's
 * words do not hint at come last: that saves time and decides nothing, for what is not needed is not what makes it compile.
 */
export async function mendedCopies(source: string, diagnostics: Diagnostic[]): Promise<MendedCopy[]> {
  const base: MendedCopy = { text: source, mends: [] };
  const withoutEdit = [await mend(base, 'edit', removeEdit), await mend(base, 'edit', removeEditBranch)];
  const bases = [base, ...withoutEdit.filter((copy) => copy !== null)];
  const mended = await Promise.all(bases.map(async (copy) => [copy, ...(await mendBugs(copy))]));
  const copies = mended.flat().slice(1);
  const unhinted = hintedAt(diagnostics);
  return copies
    .filter(({ text }, index) => copies.findIndex((other) => other.text === text) === index)
    .toSorted((a, b) => unhinted(a) - unhinted(b));
}

/** Counts the mends of a copy that no error hints at. Borrows are looked at last, so there may be no word of mark_done yet. */
function hintedAt(diagnostics: Diagnostic[]): (copy: MendedCopy) => number {
  const words = diagnostics.map(({ message }) => message).join('\n');
  const isHinted = /Priority|ValueEnum|ArgEnum|value_parser|FromStr|value_enum|arg_enum/.test(words);
  return ({ mends }) => (mends.includes('value-enum') && !isHinted ? 1 : 0);
}

async function mendBugs(base: MendedCopy): Promise<MendedCopy[]> {
  const copies: MendedCopy[] = [];
  for (const [priority, markDone] of [GENTLE, THOROUGH]) {
    const mended = await mend(base, ...priority!);
    copies.push(
      ...[mended, await mend(base, ...markDone!), mended && (await mend(mended, ...markDone!))].filter(
        (copy) => copy !== null,
      ),
    );
  }
  return copies;
}

async function mend(copy: MendedCopy, name: Mend, change: Change): Promise<MendedCopy | null> {
  const text = await change(copy.text);
  return text === null ? null : { text, mends: [...copy.mends, name] };
}

/** For an error in what the answer did about another bug: our method, and so this bug is missed. */
export async function copiesWithMethods(source: string): Promise<MendedCopy[]> {
  const base: MendedCopy = { text: source, mends: [] };
  const add = await mend(base, 'next-id', (text) => replaceMethod(text, 'add'));
  const remove = await mend(base, 'remove', (text) => replaceMethod(text, 'remove'));
  const both = add && (await mend(add, 'remove', (text) => replaceMethod(text, 'remove')));
  const copies = [add, remove, both].filter((copy) => copy !== null);
  return (await Promise.all(copies.map(async (copy) => [copy, ...(await mendBugs(copy))]))).flat();
}

/** For an error in one given command alone; in more of them nobody could tell what still works. */
export async function copiesWithArms(source: string): Promise<MendedCopy[]> {
  const base: MendedCopy = { text: source, mends: [] };
  const copies = await Promise.all(
    GIVEN_COMMANDS.map((command) => mend(base, 'arm', (text) => replaceArm(text, command))),
  );
  return copies.filter((copy) => copy !== null);
}

const MOST_IMPORTS = 5;

/** With the imports that the compiler itself proposes, below the inner comments and attributes of the file. */
export async function addImports(source: string, diagnostics: Diagnostic[]): Promise<string | null> {
  const proposed = diagnostics.flatMap(({ imports }) => (imports.length === 0 ? [] : [imports[0]!]));
  const lines = [...new Set(proposed)].slice(0, MOST_IMPORTS);
  if (lines.length === 0) return null;
  return withRustTree(source, (root) => {
    const first = root.namedChildren.find(
      (node) => node !== null && !/comment|inner_attribute/.test(node.type),
    );
    const at = first?.startIndex ?? source.length;
    return applyEdits(source, [{ start: at, end: at, text: `${lines.join('\n')}\n` }]);
  });
}
