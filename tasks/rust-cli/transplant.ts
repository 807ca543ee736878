/**
 * The last resort for an answer that does not compile even with mends: each bug's own piece of the answer is put into our
 * program without `edit`. What compiles there can be measured by what it does.
 */
import { removeEdit } from './mend-edit.ts';
import { readReference } from './reference.ts';
import { applyEdits, type Node, nameOf, nodesOf, withRustTree, attributesOf } from './rust-tree.ts';

export type Bug = 'value-enum' | 'next-id' | 'mark-done' | 'remove';

/** null: the answer has no such piece. */
export async function transplantCopies(source: string): Promise<Map<Bug, string | null>> {
  const frame = (await removeEdit(readReference()))!;
  const copies = new Map<Bug, string | null>();
  for (const [bug, name] of [['next-id', 'add'], ['mark-done', 'mark_done'], ['remove', 'remove']] as const)
    copies.set(bug, await transplant(source, frame, (root) => pieceOf(findFunction(root, name))));
  copies.set('value-enum', await transplant(source, frame, priorityPieces));
  return copies;
}

interface Piece {
  start: number;
  end: number;
  text: string;
}

/** The first piece of the answer takes our first one's place, and our others go. */
async function transplant(
  source: string,
  frame: string,
  pieces: (root: Node) => Piece[],
): Promise<string | null> {
  const theirs = await withRustTree(source, pieces);
  if (theirs.length === 0) return null;
  const text = theirs.map((piece) => piece.text).join('\n\n');
  return withRustTree(frame, (root) => {
    const ours = pieces(root).map(({ start, end }, index) => ({ start, end, text: index === 0 ? text : '' }));
    return applyEdits(frame, ours);
  });
}

function findFunction(root: Node, name: string): Node | undefined {
  return nodesOf(root, 'function_item').find(
    (node) => nameOf(node) === name && node.parent?.parent?.type === 'impl_item',
  );
}

/** A piece that the parser had to guess at is none. */
function pieceOf(item: Node | undefined): Piece[] {
  if (!item || item.hasError) return [];
  const start = attributesOf(item)[0]?.startIndex ?? item.startIndex;
  const text = item.tree.rootNode.text.slice(start, item.endIndex);
  return [{ start, end: item.endIndex, text }];
}

/** The type, and all that is implemented for it. */
function priorityPieces(root: Node): Piece[] {
  const type = nodesOf(root, 'enum_item').find((node) => nameOf(node) === 'Priority');
  const impls = nodesOf(root, 'impl_item').filter((node) => node.childForFieldName('type')?.text === 'Priority');
  return type ? [type, ...impls].flatMap(pieceOf) : [];
}
