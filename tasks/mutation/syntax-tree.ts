/** The five languages of the tasks as syntax trees. */
import path from 'node:path';
import { type Node, Parser } from 'web-tree-sitter';
import { loadGrammar } from '../../rubric/syntax-tree.ts';

export type Language = 'python' | 'javascript' | 'typescript' | 'rust' | 'go';

const LANGUAGES: Record<string, Language> = {
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.rs': 'rust',
  '.go': 'go',
};

/** null: a file that is data or settings, which no operator changes. */
export function languageOf(file: string): Language | null {
  return LANGUAGES[path.extname(file)] ?? null;
}

/** Indexes of a node count UTF-16 units, as those of a string do. */
export type Parse = (source: string) => { root: Node; hasError: boolean };

/** A parser of one grammar. The trees live as long as the process: a run of the tester is short. */
export async function createParser(grammar: Language | 'regex'): Promise<Parse> {
  const loaded = await loadGrammar(grammar);
  const parser = new Parser().setLanguage(loaded);
  return (source) => {
    const tree = parser.parse(source);
    if (!tree) throw new Error(`tree-sitter gave no tree for ${grammar}, although no time limit was set.`);
    return { root: tree.rootNode, hasError: tree.rootNode.hasError };
  };
}

/** Children without holes and comments. */
export function childrenOf(node: Node): Node[] {
  return node.children.filter((child) => child !== null && !isComment(child)) as Node[];
}

export function namedChildrenOf(node: Node): Node[] {
  return childrenOf(node).filter((child) => child.isNamed);
}

export function isComment(node: Node): boolean {
  return /^(line_|block_)?comment$|^hash_bang_line$/.test(node.type);
}

/** The nearest node above that has one of these types. */
export function enclosing(node: Node, types: ReadonlySet<string>): Node | null {
  for (let above = node.parent; above; above = above.parent) if (types.has(above.type)) return above;
  return null;
}
