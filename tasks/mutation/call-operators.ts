/** Operators on calls, their arguments, and on the elements of lists and records. */
import type { Node } from 'web-tree-sitter';
import { type Edit, type Operator, removeElement, replace, replaceSpan } from './edit.ts';
import { type Language, namedChildrenOf } from './syntax-tree.ts';

export const callOperators: Operator[] = [
  { id: 'remove-argument', propose: removeArguments },
  { id: 'remove-element', propose: removeElements },
  { id: 'empty-collection', propose: emptyCollection },
  { id: 'swap-neighbours', propose: swapNeighbours },
  { id: 'unwrap-call', propose: unwrapCall },
  { id: 'sibling-function', propose: callSibling },
];

const CALLS = new Set(['call', 'call_expression', 'new_expression']);
const ARGUMENTS = new Set(['argument_list', 'arguments']);
const COLLECTIONS = new Set([
  'array',
  'object',
  'list',
  'tuple',
  'set',
  'dictionary',
  'expression_list',
  'array_expression',
  'tuple_expression',
  'literal_value',
  'field_initializer_list',
]);

/** Compilers of Rust and Go count the arguments. */
function removeArguments(node: Node, language: Language): Edit[] {
  if (!ARGUMENTS.has(node.type) || language === 'rust' || language === 'go') return [];
  return removeEach(node);
}

/** Go wraps the sides of every assignment and return in a list, and counts them. */
function removeElements(node: Node, language: Language): Edit[] {
  if (!COLLECTIONS.has(node.type) || (language === 'go' && node.type === 'expression_list')) return [];
  return removeEach(node);
}

function removeEach(node: Node): Edit[] {
  const elements = namedChildrenOf(node);
  return elements.map((_, index) => removeElement(elements, index));
}

function emptyCollection(node: Node): Edit[] {
  if (!COLLECTIONS.has(node.type) || node.type === 'expression_list' || namedChildrenOf(node).length < 2)
    return [];
  const text = `${node.text[0]}${node.text.at(-1)}`;
  return [replace(node, text)];
}

function swapNeighbours(node: Node): Edit[] {
  if (!ARGUMENTS.has(node.type) && !COLLECTIONS.has(node.type)) return [];
  const elements = namedChildrenOf(node);
  return elements.slice(1).flatMap((second, index) => {
    const first = elements[index]!;
    if ([first, second].some(isNamedElement) || first.text === second.text) return [];
    const between = node.text.slice(first.endIndex - node.startIndex, second.startIndex - node.startIndex);
    return [replaceSpan(first, second, second.text + between + first.text)];
  });
}

/** Its place says nothing. */
function isNamedElement(node: Node): boolean {
  return /^(keyword_argument|pair|keyed_element|field_initializer|shorthand_\w+|method_definition|spread_element|base_field_initializer|\w+_splat)$/.test(
    node.type,
  );
}

/** `f(x)` becomes `x`, `x.f()` becomes `x`, where the value is used. */
function unwrapCall(node: Node): Edit[] {
  if (!CALLS.has(node.type) || !isUsed(node)) return [];
  const list = node.childForFieldName('arguments');
  const first = list && ARGUMENTS.has(list.type) ? namedChildrenOf(list)[0] : undefined;
  const receiver = receiverOf(node.childForFieldName('function'));
  const kept = [receiver, first].filter((one) => one && !isNamedElement(one));
  return kept.map((one) => replace(node, one!.text));
}

/** Not a package or a class, which is no value: those are known by their arguments. */
function receiverOf(called: Node | null): Node | null {
  const fields = ['object', 'value', 'operand'];
  const receiver = fields.map((field) => called?.childForFieldName(field)).find(Boolean);
  if (!receiver || /^[A-Z]\w*$/.test(receiver.text)) return null;
  return isPackage(receiver) ? null : receiver;
}

/** By an import of that name anywhere in the file: Go's packages, Python's modules. */
function isPackage(receiver: Node): boolean {
  if (receiver.type !== 'identifier') return false;
  const imports = receiver.tree.rootNode.descendantsOfType(['import_spec', 'import_statement']);
  return imports.some((one) =>
    one?.text
      .replaceAll('"', '')
      .split(/[\s/,]/)
      .includes(receiver.text),
  );
}

function isUsed(node: Node): boolean {
  const above = node.parent?.type ?? '';
  return !/^(expression|defer|go)_statement$|^await(_expression)?$/.test(above);
}

const PAIRS = [
  ['min', 'max'],
  ['Min', 'Max'],
  ['any', 'all'],
  ['some', 'every'],
  ['nsmallest', 'nlargest'],
  ['push', 'unshift'],
  ['pop', 'shift'],
  ['append', 'extend'],
  ['startsWith', 'endsWith'],
  ['startswith', 'endswith'],
  ['starts_with', 'ends_with'],
  ['HasPrefix', 'HasSuffix'],
  ['trimStart', 'trimEnd'],
  ['lstrip', 'rstrip'],
  ['trim_start', 'trim_end'],
  ['TrimPrefix', 'TrimSuffix'],
  ['TrimLeft', 'TrimRight'],
  ['toLowerCase', 'toUpperCase'],
  ['lower', 'upper'],
  ['to_lowercase', 'to_uppercase'],
  ['ToLower', 'ToUpper'],
  ['floor', 'ceil'],
  ['Floor', 'Ceil'],
  ['is_some', 'is_none'],
  ['is_ok', 'is_err'],
  ['first', 'last'],
  ['Before', 'After'],
  ['Add', 'Sub'],
  ['Lock', 'RLock'],
  ['Unlock', 'RUnlock'],
  ['then', 'catch'],
  ['saturating_add', 'saturating_sub'],
  ['indexOf', 'lastIndexOf'],
  ['find', 'rfind'],
] as const;

const SIBLINGS = new Map<string, string>(
  PAIRS.flatMap(
    ([a, b]) =>
      [
        [a, b],
        [b, a],
      ] as const,
  ),
);

/** The function that one takes by mistake. */
function callSibling(node: Node): Edit[] {
  const called = CALLS.has(node.type) ? node.childForFieldName('function') : null;
  if (!called) return [];
  const name =
    ['property', 'attribute', 'field', 'name']
      .map((field) => called.childForFieldName(field))
      .find(Boolean) ?? called;
  const sibling = SIBLINGS.get(name.text);
  return sibling ? [replace(name, sibling)] : [];
}
