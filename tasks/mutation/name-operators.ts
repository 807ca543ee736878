/** Operators on names: another variable, a neighbouring number, a lost type. */
import type { Node } from 'web-tree-sitter';
import { type Edit, type Operator, replace } from './edit.ts';
import { FUNCTIONS } from './result-defaults.ts';
import { enclosing, type Language, namedChildrenOf } from './syntax-tree.ts';

export const nameOperators: Operator[] = [
  { id: 'off-by-one', propose: shiftByOne },
  { id: 'other-variable', propose: takeOtherVariable },
  { id: 'remove-type', propose: removeType },
  { id: 'remove-attribute', propose: removeAttribute },
];

const USES = new Set([
  'argument_list',
  'arguments',
  'binary_expression',
  'binary_operator',
  'comparison_operator',
  'subscript',
  'subscript_expression',
  'index_expression',
  'slice_expression',
  'slice',
]);

/** A name where a number may stand: an argument, an operand, an index. Compilers and runs tell where it is none. */
function shiftByOne(node: Node, language: Language): Edit[] {
  if (node.type !== 'identifier' || !USES.has(node.parent!.type) || isIndexed(node) || TYPES.has(node.text))
    return [];
  const isTyped = language === 'go' || language === 'rust';
  if (isTyped && /^arg/.test(node.parent!.type)) return [];
  if (/\b(nil|null|None|undefined|true|false)\b|["'`]/.test(node.parent!.text)) return [];
  return [replace(node, `(${node.text} + 1)`), replace(node, `(${node.text} - 1)`)];
}

/** Python's types are names like any other. */
const TYPES = new Set(['int', 'str', 'float', 'bool', 'list', 'dict', 'set', 'tuple']);

/** The thing that is indexed is no number. */
function isIndexed(node: Node): boolean {
  return /^(subscript|index|slice)/.test(node.parent!.type) && node.parent!.child(0)!.id === node.id;
}

/** Another parameter of the same function. */
function takeOtherVariable(node: Node, language: Language): Edit[] {
  if (node.type !== 'identifier' || TYPES.has(node.text) || language === 'go' || language === 'rust')
    return [];
  if (!USES.has(node.parent!.type) && !isValue(node)) return [];
  return parametersAround(node)
    .filter((name) => name !== node.text)
    .map((name) => replace(node, name));
}

function isValue(node: Node): boolean {
  const above = node.parent!;
  if (/^(return_statement|tuple|list|array|unary_\w+)$/.test(above.type)) return true;
  return ['right', 'value'].some((field) => above.childForFieldName(field)?.id === node.id);
}

/** Of the function and of those around it. */
function parametersAround(node: Node): string[] {
  const found: string[] = [];
  for (let around = enclosing(node, FUNCTIONS); around; around = enclosing(around, FUNCTIONS)) {
    const list = around.childForFieldName('parameters');
    for (const one of list ? namedChildrenOf(list) : []) {
      const name = one.childForFieldName('pattern') ?? one.childForFieldName('name') ?? one.child(0) ?? one;
      if (name.type === 'identifier' && name.text !== 'self') found.push(name.text);
    }
  }
  return [...new Set(found)];
}

/** Python: the hint goes. TypeScript: what was known becomes any. */
function removeType(node: Node, language: Language): Edit[] {
  if (language === 'typescript')
    return node.type === 'type_annotation' && node.text !== ': any' ? [replace(node, ': any')] : [];
  if (language !== 'python') return [];
  const type = node.childForFieldName('type');
  if (node.type === 'typed_parameter' && type)
    return [{ from: node.child(0)!.endIndex, to: type.endIndex, after: '' }];
  if (node.type === 'typed_default_parameter' && type)
    return [{ from: node.childForFieldName('name')!.endIndex, to: type.endIndex, after: '' }];
  const result = node.type === 'function_definition' ? node.childForFieldName('return_type') : null;
  return result
    ? [{ from: node.childForFieldName('parameters')!.endIndex, to: result.endIndex, after: '' }]
    : [];
}

/** Rust: what a macro is told of a field. A derive is needed by the compiler. */
function removeAttribute(node: Node): Edit[] {
  if (node.type !== 'attribute_item' || /^#\[derive\b/.test(node.text)) return [];
  return [replace(node, '')];
}
