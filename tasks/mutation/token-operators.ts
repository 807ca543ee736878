/** Operators that swap a token: they look alike in all five languages. */
import type { Node } from 'web-tree-sitter';
import { type Edit, type Operator, replace } from './edit.ts';
import { namedChildrenOf } from './syntax-tree.ts';

/** Where a token is an operator and not a bracket of types, a reference or a wildcard. */
const BINARY = new Set([
  'binary_expression',
  'binary_operator',
  'boolean_operator',
  'comparison_operator',
  'augmented_assignment',
  'augmented_assignment_expression',
  'compound_assignment_expr',
  'assignment_statement',
  'update_expression',
  'inc_statement',
  'dec_statement',
  'let_chain',
]);

type Swaps = Record<string, readonly string[]>;

const COMPARISONS: Swaps = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  is: ['is not'],
  'is not': ['is'],
  'not in': ['in'],
};

const ARITHMETIC: Swaps = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '//': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
};

const LOGICAL: Swaps = { '&&': ['||'], '||': ['&&'], '??': ['&&'], and: ['or'], or: ['and'] };

const ASSIGNMENTS: Swaps = {
  '+=': ['-=', '='],
  '-=': ['+=', '='],
  '*=': ['/='],
  '/=': ['*='],
  '%=': ['*='],
  '|=': ['&='],
  '&=': ['|='],
  '||=': ['='],
  '&&=': ['='],
  '??=': ['='],
};

export const tokenOperators: Operator[] = [
  swapToken('comparison', COMPARISONS),
  swapToken('arithmetic', ARITHMETIC),
  swapToken('logical', LOGICAL),
  swapToken('assignment', ASSIGNMENTS),
  swapToken('increment', { '++': ['--'], '--': ['++'] }),
  { id: 'membership', propose: swapMembership },
  { id: 'range-end', propose: swapRange },
  { id: 'jump', propose: swapJump },
  { id: 'optional-chain', propose: removeOptionalChain },
  { id: 'remove-await', propose: removeAwait },
  { id: 'remove-defer-or-go', propose: removeDeferOrGo },
];

function swapToken(id: string, swaps: Swaps): Operator {
  const propose = (node: Node): Edit[] => {
    if (node.isNamed || !node.parent || !BINARY.has(node.parent.type)) return [];
    return (swaps[node.type] ?? []).map((after) => replace(node, after));
  };
  return { id, propose };
}

/** Python's; JavaScript's `in` asks something else. */
function swapMembership(node: Node): Edit[] {
  const isOne = node.type === 'in' && node.parent?.type === 'comparison_operator';
  return isOne ? [replace(node, 'not in')] : [];
}

function swapRange(node: Node): Edit[] {
  if (node.isNamed || node.parent?.type !== 'range_expression' || !node.nextSibling) return [];
  const swapped = { '..': '..=', '..=': '..' }[node.type];
  return swapped ? [replace(node, swapped)] : [];
}

/** `break label` and `break value` stay: the other word takes no value. */
function swapJump(node: Node): Edit[] {
  const word = /^(break|continue)_(statement|expression)$/.exec(node.type)?.[1];
  if (!word || namedChildrenOf(node).length > 0) return [];
  const token = node.child(0)!;
  return [replace(token, word === 'break' ? 'continue' : 'break')];
}

function removeOptionalChain(node: Node): Edit[] {
  if (node.type !== 'optional_chain') return [];
  const isBeforeName = /identifier$/.test(node.nextSibling?.type ?? '');
  return [replace(node, isBeforeName ? '.' : '')];
}

function removeAwait(node: Node): Edit[] {
  const isOne = node.isNamed && ['await', 'await_expression'].includes(node.type);
  const awaited = isOne ? namedChildrenOf(node)[0] : undefined;
  return awaited ? [replace(node, awaited.text)] : [];
}

/** Go: at once instead of at the end, and in line instead of beside. */
function removeDeferOrGo(node: Node): Edit[] {
  if (node.type !== 'defer_statement' && node.type !== 'go_statement') return [];
  return [replace(node, namedChildrenOf(node)[0]!.text)];
}
