/** What the syntax tree of TypeScript source is made of. */
import type { Node } from 'web-tree-sitter';
import { walk } from '../../rubric/syntax-tree.ts';

export function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== 'comment') as Node[];
}

const FUNCTION_TYPES = [
  'function_declaration',
  'function_expression',
  'generator_function',
  'generator_function_declaration',
  'arrow_function',
  'method_definition',
];

export function isFunction(node: Node): boolean {
  return FUNCTION_TYPES.includes(node.type);
}

/** Types say nothing of what is done. */
const TYPE_ONLY = [
  'type_annotation',
  'type_arguments',
  'type_parameters',
  'interface_declaration',
  'type_alias_declaration',
  'accessibility_modifier',
  'readonly',
  'override_modifier',
];

export function isTypeOnly(node: Node): boolean {
  return TYPE_ONLY.includes(node.type);
}

/** Leaves, without types and comments. */
export function* codeTokens(node: Node, skips: (node: Node) => boolean = () => false): Generator<Node> {
  for (const one of walk(node, (inner) => isTypeOnly(inner) || skips(inner)))
    if (one.childCount === 0 && one.text !== '') yield one;
}

/** Its line and its beginning, for a person. */
export function describeNode(node: Node): string {
  const text = node.text.replaceAll(/\s+/g, ' ');
  return `line ${node.startPosition.row + 1}: ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}
