/** Takes the new subcommand away again, so that an error in it does not hide the rest. */
import { readStarter } from './reference.ts';
import { applyEdits, type Edit, type Node, nameOf, nodesOf, wholeItem, withRustTree } from './rust-tree.ts';

const ITEMS = ['function_item', 'struct_item', 'enum_item', 'impl_item', 'type_item'];

/** The subcommand, its code and what has its name. */
export async function removeEdit(source: string): Promise<string | null> {
  const given = await withRustTree(readStarter(), (root) => new Set(nodesOf(root, ...ITEMS).map(titleOf)));
  return withRustTree(source, (root) => {
    const items = nodesOf(root, ...ITEMS).filter(
      (item) => isOfEdit(titleOf(item)) && !given.has(titleOf(item)),
    );
    return applyEdits(source, [
      ...listBranches(root, source),
      ...items.map((item) => ({ ...wholeItem(item), text: '' })),
    ]);
  });
}

/** The subcommand alone: others may need a function that has its name. */
export function removeEditBranch(source: string): Promise<string | null> {
  return withRustTree(source, (root) => applyEdits(source, listBranches(root, source)));
}

function listBranches(root: Node, source: string): Edit[] {
  const variants = nodesOf(root, 'enum_variant').filter((variant) => isOfEdit(nameOf(variant) ?? ''));
  const arms = nodesOf(root, 'match_arm').filter(matchesEdit);
  return [...variants, ...arms].map((node) => withComma(node, source));
}

function titleOf(item: Node): string {
  return nameOf(item) ?? item.childForFieldName('type')?.text ?? '';
}

/** edit, edit_task, handle_edit, EditArgs, update, update_task */
function isOfEdit(name: string): boolean {
  return /(^|_)(edit|update|modify|change)(_|$)|^(Edit|Update|Modify|Change)/.test(name);
}

function matchesEdit(arm: Node): boolean {
  const pattern = arm.childForFieldName('pattern');
  if (!pattern || nodesOf(pattern, 'or_pattern').length > 0) return false;
  return /^\s*([\w:]+::)?Edit\b/.test(pattern.text);
}

function withComma(node: Node, source: string): Edit {
  const { start, end } = wholeItem(node);
  const comma = /^\s*,/.exec(source.slice(end))?.[0].length ?? 0;
  return { start, end: end + comma, text: '' };
}
