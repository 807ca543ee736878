/** What the language has made needless: loops over an index, concatenated strings, a few old idioms. */
import type { Node } from 'web-tree-sitter';
import { walk } from '../../rubric/syntax-tree.ts';
import { childrenOf, describeNode } from './tree.ts';

/** Loops that count a variable in order to take elements by it; a loop that only counts is none. */
export function findIndexLoops(root: Node): string[] {
  return [...walk(root)].filter(isIndexLoop).map(describeNode);
}

function isIndexLoop(node: Node): boolean {
  if (!['for_statement', 'while_statement', 'do_statement'].includes(node.type)) return false;
  const nodes = [...walk(node)];
  const counted = new Set(nodes.flatMap(countedName));
  return nodes.some(
    (inner) =>
      inner.type === 'subscript_expression' && counted.has(inner.childForFieldName('index')?.text ?? ''),
  );
}

/** `i++`, `i += 1`, `i = i + 1`. */
function countedName(node: Node): string[] {
  if (node.type === 'update_expression') return [node.childForFieldName('argument')?.text ?? ''];
  if (node.type === 'augmented_assignment_expression') return [node.childForFieldName('left')?.text ?? ''];
  if (node.type !== 'assignment_expression') return [];
  const left = node.childForFieldName('left')?.text ?? '';
  const right = node.childForFieldName('right');
  return right?.type === 'binary_expression' && right.childForFieldName('left')?.text === left ? [left] : [];
}

/** Sums with a text among their parts, each counted once however many parts it has. */
export function findConcatenations(root: Node): string[] {
  return [...walk(root)]
    .filter((node) => isSum(node) && !isSum(node.parent) && partsOf(node).some(isText))
    .map(describeNode);
}

function isSum(node: Node | null): boolean {
  return node?.type === 'binary_expression' && node.childForFieldName('operator')?.text === '+';
}

function partsOf(node: Node): Node[] {
  if (node.type === 'parenthesized_expression') return childrenOf(node).flatMap(partsOf);
  return isSum(node) ? childrenOf(node).flatMap(partsOf) : [node];
}

function isText(node: Node): boolean {
  return node.type === 'string' || node.type === 'template_string';
}

/** `{ a: a }`, `indexOf(x) !== -1`, `charAt(0)`, `x === undefined ? y : x`. */
export function findOldIdioms(root: Node): string[] {
  return [...walk(root)]
    .filter((node) => [isRepeatedName, isPositionTest, isFirstCharacter, isDefault].some((is) => is(node)))
    .map(describeNode);
}

function isRepeatedName(node: Node): boolean {
  const value = node.childForFieldName('value');
  return (
    node.type === 'pair' && value?.type === 'identifier' && node.childForFieldName('key')?.text === value.text
  );
}

function isPositionTest(node: Node): boolean {
  if (node.type !== 'binary_expression' || !/^[=!<>]/.test(node.childForFieldName('operator')?.text ?? ''))
    return false;
  const sides = [node.childForFieldName('left'), node.childForFieldName('right')];
  return (
    sides.some((side) => calledMethod(side) === 'indexOf') &&
    sides.some((side) => ['-1', '0'].includes(side?.text ?? ''))
  );
}

function isFirstCharacter(node: Node): boolean {
  return calledMethod(node) === 'charAt' && node.childForFieldName('arguments')?.text === '(0)';
}

function calledMethod(node: Node | null): string | undefined {
  if (node?.type !== 'call_expression') return undefined;
  return node.childForFieldName('function')?.childForFieldName('property')?.text;
}

function isDefault(node: Node): boolean {
  const condition = node.childForFieldName('condition');
  if (node.type !== 'ternary_expression' || condition?.type !== 'binary_expression') return false;
  const sides = ['left', 'right'].map((field) => condition.childForFieldName(field)?.text ?? '');
  const other = sides.find((side) => side !== 'undefined' && side !== 'null');
  if (other === undefined || sides.filter((side) => side === other).length === 2) return false;
  return (
    ['consequence', 'alternative'].some((field) => node.childForFieldName(field)?.text === other) &&
    sides.some((side) => side === 'undefined' || side === 'null')
  );
}
