/** The syntax tree of TypeScript source. */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

let language: Promise<Language> | undefined;

/** The tree lives as long as `read` works on it. */
export async function withTree<T>(source: string, read: (root: Node) => T): Promise<T> {
  language ??= loadLanguage();
  const loaded = await language;
  const parser = new Parser().setLanguage(loaded);
  const tree = parser.parse(source);
  if (!tree)
    throw new Error('tree-sitter gave no tree for a TypeScript file, although no time limit was set.');
  try {
    return read(tree.rootNode);
  } finally {
    tree.delete();
    parser.delete();
  }
}

async function loadLanguage(): Promise<Language> {
  await Parser.init();
  const file = createRequire(import.meta.url).resolve(
    '@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm',
  );
  return Language.load(file);
}

/** All nodes but comments, parents first; `skips` ends the way down at a node, which is not given either. */
export function* walk(node: Node, skips: (node: Node) => boolean = () => false): Generator<Node> {
  if (node.type === 'comment' || skips(node)) return;
  yield node;
  for (const child of node.children) if (child) yield* walk(child, skips);
}

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
