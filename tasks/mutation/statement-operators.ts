/** Operators that remove, empty or repeat statements. */
import type { Node } from 'web-tree-sitter';
import { type Edit, insertAt, type Operator, replace } from './edit.ts';
import { defaultResult, FUNCTIONS } from './result-defaults.ts';
import { childrenOf, type Language, namedChildrenOf } from './syntax-tree.ts';

export const statementOperators: Operator[] = [
  { id: 'remove-statement', propose: removeStatement },
  { id: 'repeat-statement', propose: repeatStatement },
  { id: 'empty-block', propose: emptyBlock },
  { id: 'remove-else', propose: removeElse },
  { id: 'remove-case', propose: removeCase },
  { id: 'loop-once', propose: loopOnce },
  { id: 'skip-first', propose: skipFirst },
];

/** Not declarations: without them nothing runs, which proves nothing. */
const REMOVABLE =
  /^(expression|assignment|inc|dec|send|return|raise|throw|delete|assert|if|for|for_in|while|do|try|with|switch|expression_switch|select|break|continue|defer|go)_statement$|^macro_invocation$/;

const BLOCKS = new Set([
  'program',
  'module',
  'source_file',
  'block',
  'statement_block',
  'statement_list',
  'switch_case',
  'switch_default',
]);

function removeStatement(node: Node, language: Language): Edit[] {
  if (!REMOVABLE.test(node.type) || isText(node)) return [];
  const isInBlock = BLOCKS.has(node.parent!.type);
  if (!isInBlock) return isJavaScript(language) && isBodyOf(node.parent!) ? [replace(node, ';')] : [];
  const isOnly = namedChildrenOf(node.parent!).length === 1;
  return [replace(node, language === 'python' && isOnly ? 'pass' : '')];
}

/** A docstring or a directive. */
function isText(node: Node): boolean {
  return node.type === 'expression_statement' && node.child(0)?.type === 'string';
}

function isJavaScript(language: Language): boolean {
  return language === 'javascript' || language === 'typescript';
}

function isBodyOf(node: Node): boolean {
  return /^(if|for|for_in|while|do)_statement$|^else_clause$/.test(node.type);
}

/** What is done twice: calls and changes. A plain assignment does nothing the second time. */
function repeatStatement(node: Node, language: Language): Edit[] {
  if (!/^(expression|assignment|inc|dec)_statement$/.test(node.type) || isText(node)) return [];
  if (!BLOCKS.has(node.parent!.type) || !isRepeatable(node)) return [];
  return [insertAt(node.endIndex, newLine(node, language) + node.text)];
}

function isRepeatable(statement: Node): boolean {
  if (statement.childForFieldName('operator')?.type === '=') return false;
  return !/^(assignment(_expression)?|(if|match|for|while|loop|return|break|continue)_expression)$/.test(
    statement.child(0)!.type,
  );
}

function newLine(node: Node, language: Language): string {
  if (isJavaScript(language)) return ' ';
  return `\n${' '.repeat(node.startPosition.column)}`;
}

function emptyBlock(node: Node, language: Language): Edit[] {
  if (!['block', 'statement_block'].includes(node.type)) return [];
  const statements = namedChildrenOf(node).flatMap((one) =>
    one.type === 'statement_list' ? namedChildrenOf(one) : [one],
  );
  const isBody = FUNCTIONS.has(node.parent!.type);
  // A single statement is removed as a statement.
  if (statements.length < (isBody ? 1 : 2) || statements.every(isText)) return [];
  return [replace(node, isBody ? emptyBody(node, language) : emptyOf(language))];
}

function emptyOf(language: Language): string {
  return language === 'python' ? 'pass' : '{}';
}

function emptyBody(block: Node, language: Language): string {
  if (language !== 'rust' && language !== 'go') return emptyOf(language);
  const result = defaultResult(block, language);
  return result === null ? '{}' : `{ return ${result} }`;
}

function removeElse(node: Node): Edit[] {
  if (node.type === 'else_clause' || node.type === 'elif_clause') return [replace(node, '')];
  const isElse = node.type === 'else' && node.parent?.type === 'if_statement';
  const other = isElse ? node.parent!.childForFieldName('alternative') : null;
  return other ? [{ from: node.startIndex, to: other.endIndex, after: '' }] : [];
}

/** The last arm of a `match` takes what is left: without it nothing compiles. */
function removeCase(node: Node): Edit[] {
  if (/^(switch_case|switch_default|expression_case|default_case|communication_case)$/.test(node.type))
    return [replace(node, '')];
  if (node.type !== 'match_arm' && node.type !== 'case_clause') return [];
  return node.nextNamedSibling ? [replace(node, '')] : [];
}

const LOOP = /^(for|for_in|while|do)_statement$|^(for|while|loop)_expression$/;

function loopOnce(node: Node, language: Language): Edit[] {
  const body = LOOP.test(node.type) ? node.childForFieldName('body') : null;
  if (!body) return [];
  if (isJavaScript(language) && body.type !== 'statement_block')
    return [replace(body, `{ ${body.text} break; }`)];
  const last = lastStatement(body);
  if (!last || /^(break|return|continue)_/.test(last.type) || /^(break|return|continue)\b/.test(last.text))
    return [];
  if (language === 'python')
    return [insertAt(last.endIndex, `\n${' '.repeat(last.startPosition.column)}break`)];
  return [insertAt(body.endIndex - 1, language === 'rust' ? '; break; ' : '\nbreak\n')];
}

function lastStatement(body: Node): Node | undefined {
  const last = namedChildrenOf(body).at(-1);
  return last?.type === 'statement_list' ? namedChildrenOf(last).at(-1) : last;
}

/** A loop over things leaves the first one out. */
function skipFirst(node: Node, language: Language): Edit[] {
  const things = iterated(node);
  if (!things) return [];
  const { text } = things;
  if (language === 'python') return [replace(things, `list(${text})[1:]`)];
  if (language === 'rust') return [replace(things, `(${text}).into_iter().skip(1)`)];
  return [replace(things, language === 'go' ? `(${text})[1:]` : `[...${text}].slice(1)`)];
}

function iterated(node: Node): Node | null {
  if (node.type === 'for_expression') return node.childForFieldName('value');
  const isOf = node.type === 'for_in_statement' && childrenOf(node).some((child) => child.type === 'of');
  const isOne = isOf || node.type === 'range_clause' || node.type === 'for_in_clause';
  const isPython = node.type === 'for_statement' && childrenOf(node).some((child) => child.type === 'in');
  return isOne || isPython ? node.childForFieldName('right') : null;
}
