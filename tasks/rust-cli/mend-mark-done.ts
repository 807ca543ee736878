/** Mends `mark_done`, which must be able to change the task. */

import { replaceMethod } from './mend-method.ts';
import { applyEdits, type Edit, type Node, nameOf, nodesOf, withRustTree } from './rust-tree.ts';

const NAME = 'mark_done';

/** Takes a mutable reference where the answer takes another one, and lets its callers have one. */
export function mendMarkDone(source: string): Promise<string | null> {
  return withRustTree(source, (root) => {
    const functions = withHelpers(root);
    return applyEdits(source, [
      ...functions.flatMap(makeSelfMutable),
      ...functions.flatMap(makeBorrowsMutable),
      ...makeCallersMutable(root),
    ]);
  });
}

/** The method, and those of `self` that it leaves the finding to. */
function withHelpers(root: Node): Node[] {
  const all = nodesOf(root, 'function_item');
  const method = all.filter((node) => nameOf(node) === NAME);
  const called = method
    .flatMap((node) => nodesOf(node, 'call_expression'))
    .map((call) => call.childForFieldName('function'))
    .filter((callee) => callee?.childForFieldName('value')?.text === 'self')
    .map((callee) => callee!.childForFieldName('field')?.text);
  return [...method, ...all.filter((node) => called.includes(nameOf(node)))];
}

function makeSelfMutable(item: Node): Edit[] {
  const self = nodesOf(item, 'self_parameter')[0];
  return self && self.text !== '&mut self' ? [replace(self, '&mut self')] : [];
}

function makeBorrowsMutable(item: Node): Edit[] {
  const methods = nodesOf(item, 'field_identifier').filter(
    ({ text, parent }) => text === 'iter' && parent?.parent?.type === 'call_expression',
  );
  const borrows = nodesOf(item, 'reference_expression').filter(({ text }) => /^&\s*self\./.test(text));
  return [
    ...methods.map((node) => replace(node, 'iter_mut')),
    ...borrows.map((node) => replace(node, node.text.replace('&', '&mut '))),
  ];
}

function makeCallersMutable(root: Node): Edit[] {
  const calls = nodesOf(root, 'call_expression')
    .map((call) => call.childForFieldName('function'))
    .filter((callee) => callee?.childForFieldName('field')?.text === NAME);
  const receivers = new Set(calls.map((callee) => callee!.childForFieldName('value')?.text));
  return nodesOf(root, 'let_declaration').flatMap((declaration) => {
    const pattern = declaration.childForFieldName('pattern');
    const isMutable = declaration.namedChildren.some((node) => node?.type === 'mutable_specifier');
    return pattern?.type === 'identifier' && receivers.has(pattern.text) && !isMutable
      ? [replace(pattern, `mut ${pattern.text}`)]
      : [];
  });
}

/** Puts the reference's function in the place of the answer's. */
export async function replaceMarkDone(source: string): Promise<string | null> {
  const text = await replaceMethod(source, NAME);
  return text && ((await mendMarkDone(text)) ?? text);
}

function replace(node: Node, text: string): Edit {
  return { start: node.startIndex, end: node.endIndex, text };
}
