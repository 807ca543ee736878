/**
 * The last resort for an answer that does not compile even with mends: each bug's own piece of the answer is put into our
 * program without `edit`. What compiles there can be measured by what it does.
 */
import { removeEdit } from './mend-edit.ts';
import { findMethod } from './mend-method.ts';
import { readReference } from './reference.ts';
import {
  applyEdits,
  attributesOf,
  type Edit,
  type Node,
  nameOf,
  nodesOf,
  withRustTree,
} from './rust-tree.ts';

export type Bug = 'value-enum' | 'next-id' | 'mark-done' | 'remove';

/** What of the answer belongs to a bug. */
export interface Piece {
  bug: Bug;
  text: string;
}

const METHODS: [Bug, string][] = [
  ['next-id', 'add'],
  ['mark-done', 'mark_done'],
  ['remove', 'remove'],
];

export function findPieces(source: string): Promise<Piece[]> {
  return withRustTree(source, (root) =>
    [...placesOf(root)].flatMap(([bug, places]) => {
      const text = places.map(({ start, end }) => source.slice(start, end)).join('\n\n');
      return places.length > 0 ? [{ bug, text }] : [];
    }),
  );
}

/** Our program with these pieces in the place of its own. */
export async function transplant(pieces: Piece[]): Promise<string> {
  const frame = (await removeEdit(readReference()))!;
  const text = await withRustTree(frame, (root) => {
    const places = placesOf(root);
    const edits = pieces.flatMap(({ bug, text }) =>
      places.get(bug)!.map((place, index): Edit => ({ ...place, text: index === 0 ? text : '' })),
    );
    return applyEdits(frame, edits);
  });
  // At the end, where no inner comment can follow; an answer may import it far from its piece.
  return `${text ?? frame}\n#[allow(unused_imports)]\nuse std::str::FromStr;\n`;
}

interface Place {
  start: number;
  end: number;
}

function placesOf(root: Node): Map<Bug, Place[]> {
  const methods = METHODS.map(([bug, name]) => [bug, placeOf(findMethod(root, name))] as const);
  return new Map<Bug, Place[]>([['value-enum', priorityPlaces(root)], ...methods]);
}

/** A piece that the parser had to guess at is none. */
function placeOf(item: Node | undefined): Place[] {
  if (!item || item.hasError) return [];
  return [{ start: attributesOf(item)[0]?.startIndex ?? item.startIndex, end: item.endIndex }];
}

/** The type, and all that is implemented for it. */
function priorityPlaces(root: Node): Place[] {
  const type = nodesOf(root, 'enum_item').find((node) => nameOf(node) === 'Priority');
  const impls = nodesOf(root, 'impl_item').filter(
    (node) => node.childForFieldName('type')?.text === 'Priority',
  );
  return type ? [type, ...impls].flatMap(placeOf) : [];
}
