/** The names that a TypeScript module exports, types included. */
import type { Node } from 'web-tree-sitter';
import { walk } from '../../rubric/syntax-tree.ts';
import { childrenOf } from './tree.ts';

export function exportedNames(root: Node): string[] {
  return childrenOf(root).flatMap(namesOfExport);
}

function namesOfExport(statement: Node): string[] {
  if (statement.type !== 'export_statement') return [];
  if (statement.children.some((child) => child?.type === 'default')) return ['default'];
  const declaration = statement.childForFieldName('declaration');
  if (!declaration) {
    const specifiers = [...walk(statement)].filter((node) => node.type === 'export_specifier');
    return specifiers.map(exportedName);
  }
  const name = declaration.childForFieldName('name');
  if (name) return [name.text];
  return childrenOf(declaration).flatMap((one) => boundNames(one.childForFieldName('name')));
}

function exportedName(specifier: Node): string {
  return (specifier.childForFieldName('alias') ?? specifier.childForFieldName('name'))?.text ?? '';
}

/** Of a variable, or of all that a pattern binds. */
function boundNames(pattern: Node | null): string[] {
  if (!pattern) return [];
  if (pattern.type === 'identifier') return [pattern.text];
  return [...walk(pattern)].filter((node) => isBound(node)).map(({ text }) => text);
}

/** `{ a }` and `[a]` bind a, `{ a: b }` binds b; a default binds nothing. */
function isBound(node: Node): boolean {
  if (node.type === 'shorthand_property_identifier_pattern') return true;
  if (node.type !== 'identifier') return false;
  const parent = node.parent;
  if (parent?.type === 'pair_pattern') return parent.childForFieldName('value')?.id === node.id;
  if (parent?.type === 'assignment_pattern') return parent.childForFieldName('left')?.id === node.id;
  return parent?.type === 'array_pattern' || parent?.type === 'rest_pattern';
}
