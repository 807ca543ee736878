/** The syntax tree of Rust source, for what behaviour cannot tell and for mends of code that does not compile. */
import type { Node } from 'web-tree-sitter';
import { withTree } from '../../rubric/syntax-tree.ts';

export type { Node } from 'web-tree-sitter';

export function withRustTree<T>(source: string, read: (root: Node) => T): Promise<T> {
  return withTree('rust', source, read);
}

export function nodesOf(root: Node, ...types: string[]): Node[] {
  return root.descendantsOfType(types).filter((node) => node !== null);
}

export function nameOf(node: Node): string | undefined {
  return node.childForFieldName('name')?.text;
}

/** The attributes that stand before an item, a field or a variant. */
export function attributesOf(item: Node): Node[] {
  const found: Node[] = [];
  for (let at = item.previousNamedSibling; at; at = at.previousNamedSibling) {
    if (at.type === 'attribute_item') found.unshift(at);
    else if (!/comment$/.test(at.type)) break;
  }
  return found;
}

/** The first word of an attribute: derive, arg, allow. */
export function attributeName(attribute: Node): string {
  return nodesOf(attribute, 'attribute')[0]?.firstNamedChild?.text ?? '';
}

/** An item with the attributes and comments that belong to it. */
export function wholeItem(item: Node): { start: number; end: number } {
  let first = item;
  for (let at = item.previousNamedSibling; at; at = at.previousNamedSibling) {
    if (at.type !== 'attribute_item' && !/comment$/.test(at.type)) break;
    first = at;
  }
  return { start: first.startIndex, end: item.endIndex };
}

/** The last word of a path such as clap::ValueEnum, without its arguments. */
export function lastWord(path: string): string {
  return path.replace(/<.*/s, '').split('::').at(-1)!.trim();
}

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Null when nothing is to be changed. An edit within another one is left out. */
export function applyEdits(source: string, edits: Edit[]): string | null {
  if (edits.length === 0) return null;
  const kept: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  return kept.reduceRight(
    (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
    source,
  );
}
