/**
 * Mends of an answer that does not compile, each on a copy: the given compile errors (value-enum, mark-done), and what the
 * answer broke itself (the new subcommand, an import). What compiles only with a mend lacks what that mend gives, and the rest
 * can be measured all the same. Null: there is nothing of that kind to mend.
 */

import { removeEdit } from './mend-edit.ts';
import { mendMarkDone, replaceMarkDone } from './mend-mark-done.ts';
import { deriveValueEnum, resetPriority } from './mend-value-enum.ts';
import type { Diagnostic } from './run-driver.ts';
import { applyEdits, withRustTree } from './rust-tree.ts';

export type Mend = 'value-enum' | 'mark-done' | 'edit' | 'imports';

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

/** Copies with ever more mends; the first that compiles tells the least that was missing. */
export async function mendedCopies(source: string): Promise<MendedCopy[]> {
  const base: MendedCopy = { text: source, mends: [] };
  const without = await mend(base, 'edit', removeEdit);
  const copies = [...(await mendBugs(base)), ...(without ? [without, ...(await mendBugs(without))] : [])];
  return copies.filter(({ text }, index) => copies.findIndex((other) => other.text === text) === index);
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
