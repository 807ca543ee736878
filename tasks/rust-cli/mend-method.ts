/** Puts a method of the reference in the place of the answer's, when the answer's own does not compile. */
import { readReference } from './reference.ts';
import { applyEdits, type Node, nameOf, nodesOf, withRustTree } from './rust-tree.ts';

export async function replaceMethod(source: string, name: string): Promise<string | null> {
  const ours = await withRustTree(readReference(), (root) => findMethod(root, name)!.text);
  return withRustTree(source, (root) => {
    const theirs = findMethod(root, name);
    if (!theirs || theirs.text === ours) return null;
    return applyEdits(source, [{ start: theirs.startIndex, end: theirs.endIndex, text: ours }]);
  });
}

export function findMethod(root: Node, name: string): Node | undefined {
  return nodesOf(root, 'function_item').find(
    (node) => nameOf(node) === name && node.parent?.parent?.type === 'impl_item',
  );
}
