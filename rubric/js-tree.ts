/** Facts of JavaScript source that behaviour cannot tell, read from its syntax tree. */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

export interface JavaScriptFacts {
  /** Leaves of the tree without comments: a measure of length that layout does not change. */
  tokens: number;
  /** Names that are declared or written and never read. */
  unusedNames: string[];
  /** Names of classes, functions and variables declared at the top level, and what is exported. */
  topLevelNames: string[];
  exportedNames: string[];
  style: 'es-module' | 'commonjs' | 'script';
  /** All names of classes, however they are declared. */
  classNames: string[];
  hasSyntaxError: boolean;
}

export async function readJavaScriptFacts(source: string): Promise<JavaScriptFacts> {
  const parser = await createParser();
  const tree = parser.parse(source);
  if (!tree) throw new Error('tree-sitter gave no tree for a JavaScript file, although no time limit was set.');
  try {
    return collectFacts(tree.rootNode);
  } finally {
    tree.delete();
    parser.delete();
  }
}

let language: Promise<Language> | undefined;

async function createParser(): Promise<Parser> {
  language ??= loadLanguage();
  const loaded = await language;
  return new Parser().setLanguage(loaded);
}

async function loadLanguage(): Promise<Language> {
  await Parser.init();
  const file = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm');
  return Language.load(file);
}

function collectFacts(root: Node): JavaScriptFacts {
  const nodes = [...walk(root)];
  const exportedNames = nodes.filter((node) => node.type === 'export_statement').flatMap(namesOfExport);
  const topLevelNames = root.namedChildren.flatMap((node) => (node ? declaredNames(node) : []));
  return {
    tokens: nodes.filter((node) => node.childCount === 0 && node.text !== '').length,
    unusedNames: findUnusedNames(nodes, exportedNames),
    topLevelNames,
    exportedNames,
    style: styleOf(nodes),
    classNames: nodes.flatMap(namesOfClass),
    hasSyntaxError: root.hasError,
  };
}

/** All nodes but comments, parents first. */
function* walk(node: Node): Generator<Node> {
  if (node.type === 'comment' || node.type === 'hash_bang_line') return;
  yield node;
  for (const child of node.children) if (child) yield* walk(child);
}

function styleOf(nodes: Node[]): JavaScriptFacts['style'] {
  if (nodes.some((node) => node.type === 'export_statement' || node.type === 'import_statement')) return 'es-module';
  const assigned = nodes.filter((node) => node.type === 'assignment_expression').map((node) => left(node));
  return assigned.some((text) => /^(module\.)?exports\b/.test(text)) ? 'commonjs' : 'script';
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
  const isNamedByVariable = node.type === 'variable_declarator' && node.childForFieldName('value')?.type === 'class';
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
    .flatMap((node) => [node?.childForFieldName('name')?.text ?? [], node?.childForFieldName('alias')?.text ?? []].flat());
  const value = statement.childForFieldName('value');
  const byDefault = value ? [value.type === 'identifier' ? value.text : (nameOf(value) ?? 'default')] : [];
  return [...declaredNames(statement), ...specifiers, ...byDefault];
}

/**
 * Names are compared as text, without scopes, so a second use of a name anywhere counts as a use:
 * this misses some unused names and accuses none that is used. Public methods count as used.
 */
function findUnusedNames(nodes: Node[], exportedNames: string[]): string[] {
  const declared = new Set<string>();
  const read = new Set(exportedNames);
  const hasComputedMembers = nodes.some(
    (node) => node.type === 'subscript_expression' && node.firstChild?.type === 'this',
  );
  for (const node of nodes) {
    if (!isName(node) || isParameter(node)) continue;
    const mayBeReachedByValue = node.type === 'property_identifier' && (hasComputedMembers || isPublicMethod(node));
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

const NAME_TYPES = ['identifier', 'private_property_identifier', 'property_identifier', 'shorthand_property_identifier'];

function isName(node: Node): boolean {
  return NAME_TYPES.includes(node.type) || node.type === 'shorthand_property_identifier_pattern';
}

/** The name is declared, or assigned a value that nobody takes from the assignment. */
function isWritten(node: Node): boolean {
  const parent = node.parent;
  if (!parent) return false;
  if (DECLARING_TYPES.includes(parent.type)) return isField(parent, 'name', node) || isField(parent, 'property', node);
  if (parent.type === 'import_specifier') return !isField(parent, 'name', node) || !parent.childForFieldName('alias');
  if (['import_clause', 'namespace_import'].includes(parent.type)) return true;
  if (parent.type !== 'member_expression') return isAssignmentTarget(node);
  return parent.firstChild?.type === 'this' && isField(parent, 'property', node) && isAssignmentTarget(parent);
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
