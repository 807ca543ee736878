/** Source as a syntax tree, by tree-sitter. A grammar is loaded once a thread. */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** Those of @vscode/tree-sitter-wasm that we read. */
export type GrammarName = 'go' | 'javascript' | 'python' | 'regex' | 'rust' | 'typescript';

const grammars = new Map<GrammarName, Promise<Language>>();

export function loadGrammar(name: GrammarName): Promise<Language> {
  const known = grammars.get(name) ?? readGrammar(name);
  grammars.set(name, known);
  return known;
}

async function readGrammar(name: GrammarName): Promise<Language> {
  await Parser.init();
  const file = `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`;
  return Language.load(createRequire(import.meta.url).resolve(file));
}

/** Hands the tree to `read` and frees it. Places in the tree count UTF-16 units, as strings do. */
export async function withTree<T>(grammar: GrammarName, source: string, read: (root: Node) => T): Promise<T> {
  // No parser can be made before a grammar was loaded: that is what initialises tree-sitter.
  const language = await loadGrammar(grammar);
  const parser = new Parser().setLanguage(language);
  const tree = parser.parse(source);
  if (!tree) throw new Error(`tree-sitter gave no tree for ${grammar}, although no time limit was set.`);
  try {
    return read(tree.rootNode);
  } finally {
    tree.delete();
    parser.delete();
  }
}

/** All nodes but comments, parents first; `skips` ends the way down at a node, which is not given either. */
export function* walk(node: Node, skips: (node: Node) => boolean = () => false): Generator<Node> {
  if (node.type === 'comment' || skips(node)) return;
  yield node;
  for (const child of node.children) if (child) yield* walk(child, skips);
}
