/** What behaviour cannot tell of a refactoring, read from the syntax tree. */
import type { Node } from 'web-tree-sitter';
import { walk, withTree } from '../../rubric/syntax-tree.ts';
import { type Clones, findClones } from './clones.ts';
import { exportedNames } from './exported-names.ts';
import { findConcatenations, findIndexLoops, findOldIdioms } from './old-style.ts';
import { childrenOf, codeTokens, describeNode, isFunction } from './tree.ts';

export interface SourceFacts {
  /** Leaves of the tree without comments: a measure of length that layout does not change. */
  tokens: number;
  /** Lines with more than a comment. */
  codeLines: number;
  clones: Clones;
  /** Types, too. */
  exportedNames: string[];
  /** Tokens of the longest of the four log functions' own bodies; null when none is there. */
  logFunctionTokens: number | null;
  /** null when it is no function of its own. */
  shouldLog: { tokens: number; branches: number } | null;
  /** Each with its line. */
  indexLoops: string[];
  concatenations: string[];
  oldIdioms: string[];
  /** `any`, comments that silence the compiler, assertions by way of `unknown`. */
  weakened: string[];
}

const LOG_FUNCTIONS = ['logDebug', 'logInfo', 'logWarn', 'logError'];
const BRANCHES = ['if_statement', 'ternary_expression', 'switch_case', 'switch_default'];

export function readSourceFacts(source: string): Promise<SourceFacts> {
  return withTree('typescript', source, (root) => {
    const logs = LOG_FUNCTIONS.flatMap((name) => ownTokens(root, name) ?? []);
    const tokens = [...walk(root)].filter((node) => node.childCount === 0 && node.text !== '');
    return {
      tokens: tokens.length,
      codeLines: new Set(tokens.map((node) => node.startPosition.row)).size,
      clones: findClones(root),
      exportedNames: exportedNames(root),
      logFunctionTokens: logs.length > 0 ? Math.max(...logs) : null,
      shouldLog: describeShouldLog(root),
      indexLoops: findIndexLoops(root),
      concatenations: findConcatenations(root),
      oldIdioms: findOldIdioms(root),
      weakened: findWeakened(root),
    };
  });
}

/** Of the body of the function with that name, or of the expression that makes it; null when neither is there. */
function ownTokens(root: Node, name: string): number | null {
  const value = valueNamed(root, name);
  if (!value) return null;
  return [...codeTokens((isFunction(value) && value.childForFieldName('body')) || value)].length;
}

/** The function, or what a variable of that name is made by; whatever is taken from a pattern has no code of its own. */
function valueNamed(root: Node, name: string): Node | null {
  const declares = (node: Node): boolean =>
    ['function_declaration', 'variable_declarator'].includes(node.type) &&
    node.childForFieldName('name')?.text === name;
  const declaration = [...walk(root)].find(declares);
  return declaration?.type === 'variable_declarator'
    ? declaration.childForFieldName('value')
    : (declaration ?? null);
}

function describeShouldLog(root: Node): SourceFacts['shouldLog'] {
  const tokens = ownTokens(root, 'shouldLog');
  if (tokens === null) return null;
  const branches = [...walk(valueNamed(root, 'shouldLog')!)].filter(
    (node) => BRANCHES.includes(node.type) || (!node.isNamed && ['||', '&&'].includes(node.text)),
  );
  return { tokens, branches: branches.length };
}

function findWeakened(root: Node): string[] {
  const silencers = root
    .descendantsOfType('comment')
    .filter(
      (comment) => comment && /^(\/\/|\/\*)[\s*]*@ts-(ignore|nocheck|expect-error)\b/.test(comment.text),
    );
  const nodes = [...walk(root)].filter((node) => isAny(node) || isDoubleAssertion(node));
  return [...silencers, ...nodes].flatMap((node) => (node ? [describeNode(node)] : []));
}

function isAny(node: Node): boolean {
  return node.type === 'predefined_type' && node.text === 'any';
}

/** `x as unknown as T`, also `x as never as T`. */
function isDoubleAssertion(node: Node): boolean {
  return node.type === 'as_expression' && childrenOf(node)[0]?.type === 'as_expression';
}
