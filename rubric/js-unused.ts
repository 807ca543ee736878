/** Names in JavaScript source that are declared or written, and never read. */
import type { Node } from 'web-tree-sitter';

/**
 * Names are compared as text, without scopes, so a second use of a name anywhere counts as a use:
 * this misses some unused names and accuses none that is used. Public methods count as used.
 */
export function findUnusedNames(nodes: Node[], exportedNames: string[]): string[] {
  const declared = new Set<string>();
  const read = new Set(exportedNames);
  const hasComputedMembers = nodes.some(
    (node) => node.type === 'subscript_expression' && node.firstChild?.type === 'this',
  );
  for (const node of nodes) {
    if (!isName(node) || isParameter(node)) continue;
    const mayBeReachedByValue =
      node.type === 'property_identifier' && (hasComputedMembers || isPublicMethod(node));
    if (isWritten(node) && !mayBeReachedByValue) declared.add(node.text);
    else read.add(node.text);
  }
  return [...declared].filter((name) => !read.has(name));
}

/** A method, or a property that holds a function. */
function isPublicMethod(node: Node): boolean {
  if (node.text.startsWith('_')) return false;
  const parent = node.parent;
  if (parent?.type === 'method_definition') return true;
  const value = parent?.childForFieldName('value') ?? parent?.parent?.childForFieldName('right');
  return /function/.test(value?.type ?? '');
}

const NAME_TYPES = [
  'identifier',
  'private_property_identifier',
  'property_identifier',
  'shorthand_property_identifier',
];

function isName(node: Node): boolean {
  return NAME_TYPES.includes(node.type) || node.type === 'shorthand_property_identifier_pattern';
}

/** The name is declared, or assigned a value that nobody takes from the assignment. */
function isWritten(node: Node): boolean {
  const parent = node.parent;
  if (!parent) return false;
  if (DECLARING_TYPES.includes(parent.type))
    return isField(parent, 'name', node) || isField(parent, 'property', node);
  if (parent.type === 'import_specifier')
    return !isField(parent, 'name', node) || !parent.childForFieldName('alias');
  if (['import_clause', 'namespace_import'].includes(parent.type)) return true;
  if (parent.type !== 'member_expression') return isAssignmentTarget(node);
  return (
    parent.firstChild?.type === 'this' && isField(parent, 'property', node) && isAssignmentTarget(parent)
  );
}

const DECLARING_TYPES = [
  'variable_declarator',
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'field_definition',
  'method_definition',
];

function isAssignmentTarget(node: Node): boolean {
  const parent = node.parent;
  if (!parent || !/^(augmented_)?assignment_expression$|^update_expression$/.test(parent.type)) return false;
  const isTarget = isField(parent, 'left', node) || isField(parent, 'argument', node);
  return isTarget && parent.parent?.type === 'expression_statement';
}

function isField(parent: Node, field: string, node: Node): boolean {
  return parent.childForFieldName(field)?.id === node.id;
}

/** Parameters are part of a signature that others may have asked for. */
function isParameter(node: Node): boolean {
  const parent = node.parent;
  if (parent?.type === 'formal_parameters' || parent?.type === 'catch_clause') return true;
  return parent?.type === 'arrow_function' && isField(parent, 'parameter', node);
}
