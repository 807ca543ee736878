/** Facts of JavaScript source that behaviour cannot tell, read from its syntax tree. */
import type { Node } from 'web-tree-sitter';
import { findUnusedNames } from './js-unused.ts';
import { walk, withTree } from './syntax-tree.ts';

export interface JavaScriptFacts {
  /** Leaves of the tree without comments: a measure of length that layout does not change. */
  tokens: number;
  /** Names that are declared or written and never read. */
  unusedNames: string[];
  /** Names of classes, functions and variables declared at the top level, and what is exported. */
  topLevelNames: string[];
  exportedNames: string[];
  /** Modules that it takes in, in whatever way; 'unknown' where the name is not written out. */
  importedModules: string[];
  style: 'es-module' | 'commonjs' | 'script';
  /** All names of classes, however they are declared. */
  classNames: string[];
  hasSyntaxError: boolean;
}

export function readJavaScriptFacts(source: string): Promise<JavaScriptFacts> {
  return withTree('javascript', source, collectFacts);
}

function collectFacts(root: Node): JavaScriptFacts {
  const nodes = [...walk(root, (node) => node.type === 'hash_bang_line')];
  const exportedNames = nodes.filter((node) => node.type === 'export_statement').flatMap(namesOfExport);
  const topLevelNames = root.namedChildren.flatMap((node) => (node ? declaredNames(node) : []));
  return {
    tokens: nodes.filter((node) => node.childCount === 0 && node.text !== '').length,
    unusedNames: findUnusedNames(nodes, exportedNames),
    topLevelNames,
    exportedNames,
    importedModules: nodes.flatMap(modulesOf),
    style: styleOf(nodes),
    classNames: nodes.flatMap(namesOfClass),
    hasSyntaxError: root.hasError,
  };
}

function styleOf(nodes: Node[]): JavaScriptFacts['style'] {
  if (nodes.some((node) => node.type === 'export_statement' || node.type === 'import_statement'))
    return 'es-module';
  const assigned = nodes.filter((node) => node.type === 'assignment_expression').map((node) => left(node));
  return assigned.some((text) => /^(module\.)?exports\b/.test(text)) ? 'commonjs' : 'script';
}

function modulesOf(node: Node): string[] {
  if (node.type === 'import_statement' || node.type === 'export_statement') {
    const source = node.childForFieldName('source');
    return source ? [unquoted(source)] : [];
  }
  const called = node.type === 'call_expression' ? node.childForFieldName('function')?.text : undefined;
  if (!['import', 'require', 'process.getBuiltinModule'].includes(called ?? '')) return [];
  const argument = node.childForFieldName('arguments')?.firstNamedChild;
  return [argument?.type === 'string' ? unquoted(argument) : 'unknown'];
}

function unquoted(string: Node): string {
  return string.text.slice(1, -1);
}

function left(assignment: Node): string {
  return assignment.childForFieldName('left')?.text ?? '';
}

/** By the keyword, so that a class counts although an error lies in its body. */
function namesOfClass(node: Node): string[] {
  if (node.type === 'class' && !node.isNamed) {
    const next = node.nextSibling;
    return next?.type === 'identifier' ? [next.text] : [];
  }
  const isNamedByVariable =
    node.type === 'variable_declarator' && node.childForFieldName('value')?.type === 'class';
  return isNamedByVariable ? [nameOf(node) ?? ''] : [];
}

function nameOf(node: Node): string | undefined {
  return node.childForFieldName('name')?.text;
}

function declaredNames(node: Node): string[] {
  const declaration = node.type === 'export_statement' ? node.childForFieldName('declaration') : node;
  if (!declaration) return [];
  if (['lexical_declaration', 'variable_declaration'].includes(declaration.type))
    return declaration.namedChildren.flatMap((child) => (child && nameOf(child)) || []);
  return /(class|function)_declaration$/.test(declaration.type) ? [nameOf(declaration) ?? ''] : [];
}

function namesOfExport(statement: Node): string[] {
  const specifiers = statement
    .descendantsOfType('export_specifier')
    .flatMap((node) =>
      [node?.childForFieldName('name')?.text ?? [], node?.childForFieldName('alias')?.text ?? []].flat(),
    );
  const value = statement.childForFieldName('value');
  const byDefault = value ? [value.type === 'identifier' ? value.text : (nameOf(value) ?? 'default')] : [];
  return [...declaredNames(statement), ...specifiers, ...byDefault];
}
