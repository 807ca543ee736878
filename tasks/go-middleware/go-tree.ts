/** Facts of Go source that behaviour cannot tell, read from its syntax tree. */
import type { Node } from 'web-tree-sitter';
import { walk, withTree } from '../../rubric/syntax-tree.ts';
import { CALLED_BY_OTHERS, findUnusedNames } from './go-unused.ts';

export interface GoFacts {
  hasSyntaxError: boolean;
  /** Leaves of the tree without comments: a measure of length that layout does not change. */
  tokens: number;
  /** Declared and never read. */
  unusedNames: string[];
  /** The functions and methods, without comments and layout. Key: `name` or `Type.name`. */
  functions: Map<string, string>;
  /** Something that `main` reaches takes entries out of a collection, or begins a new one. */
  forgets: boolean;
  /** There is a number that may be how many clients, or requests, it takes before any are taken out. */
  hasLargeNumber: boolean;
  /** e.g. `time.NewTicker`, `http.StatusTooManyRequests`: package and name of what is used of other packages. */
  uses: Set<string>;
}

export async function readGoFacts(source: string): Promise<GoFacts> {
  return withTree('go', source, (root) => {
    const nodes = [...walk(root)];
    return {
      hasSyntaxError: root.hasError,
      tokens: leavesOf(root).length,
      unusedNames: findUnusedNames(nodes),
      functions: functionsOf(root),
      forgets: reachableBodies(root).some((body) => [...walk(body)].some(forgets)),
      hasLargeNumber: nodes.some(isLargeNumber),
      uses: new Set(nodes.flatMap(qualifiedName)),
    };
  });
}

/** A line end is a token to the grammar, and layout to a reader. */
function leavesOf(node: Node): string[] {
  return [...walk(node)].flatMap(({ childCount, text }) =>
    childCount === 0 && text.trim() !== '' && text !== ';' ? [text] : [],
  );
}

function functionsOf(root: Node): Map<string, string> {
  const functions = declaredFunctions(root);
  return new Map(functions.map((node) => [nameOfFunction(node), leavesOf(node).join(' ')]));
}

function declaredFunctions(root: Node): Node[] {
  return root.namedChildren.filter(
    (node): node is Node => node?.type === 'function_declaration' || node?.type === 'method_declaration',
  );
}

function nameOfFunction(node: Node): string {
  const name = node.childForFieldName('name')?.text ?? '';
  const receiver = node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]?.text;
  return receiver ? `${receiver}.${name}` : name;
}

/** By names: what is reached from main, init, the values of package variables, and what others call by an interface. */
function reachableBodies(root: Node): Node[] {
  const functions = declaredFunctions(root);
  const isStart = (node: Node) => CALLED_BY_OTHERS.includes(node.childForFieldName('name')?.text ?? '');
  const variables = root.namedChildren.filter((node) => node?.type === 'var_declaration') as Node[];
  const reached = new Set<Node>();
  const open = [...functions.filter(isStart), ...variables];
  for (const node of open) {
    if (reached.has(node)) continue;
    reached.add(node);
    const mentioned = new Set([...walk(node)].filter(isName).map(({ text }) => text));
    open.push(...functions.filter((other) => mentioned.has(other.childForFieldName('name')?.text ?? '')));
  }
  return [...reached];
}

function isName({ type }: Node): boolean {
  return type === 'identifier' || type === 'field_identifier';
}

const REMOVERS = ['Delete', 'Clear', 'CompareAndDelete', 'LoadAndDelete', 'Remove', 'RemoveAll'];

function forgets(node: Node): boolean {
  if (node.type === 'call_expression') {
    const called = node.childForFieldName('function');
    if (called?.type === 'identifier') return called.text === 'delete' || called.text === 'clear';
    if (called?.type !== 'selector_expression') return false;
    const name = called.childForFieldName('field')?.text ?? '';
    const of = called.childForFieldName('operand')?.text;
    return of === 'maps' ? name === 'DeleteFunc' : of !== 'slices' && REMOVERS.includes(name);
  }
  return node.type === 'assignment_statement' && isNewMap(node) && isUnderCondition(node);
}

function isNewMap(assignment: Node): boolean {
  const values = assignment.childForFieldName('right')?.namedChildren ?? [];
  return values.some((value) => {
    const isMade = value?.type === 'call_expression' && value.childForFieldName('function')?.text === 'make';
    const made = isMade ? value.childForFieldName('arguments')?.namedChildren[0] : null;
    return made?.type === 'map_type' || value?.childForFieldName('type')?.type === 'map_type';
  });
}

/** In a loop, or if something is so; but not if there is no map yet. */
function isUnderCondition(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'for_statement' || at.type === 'func_literal') return true;
    if (at.type === 'if_statement' && !at.childForFieldName('condition')?.text.includes('nil')) return true;
  }
  return false;
}

function qualifiedName(node: Node): string[] {
  if (node.type === 'qualified_type') return [node.text];
  if (node.type !== 'selector_expression') return [];
  return node.childForFieldName('operand')?.type === 'identifier' ? [node.text] : [];
}

const LARGE = 50;
/** Statuses of which nobody makes a limit. */
const NO_SIZES = [404, 429, 503];

/** Units of time are asked by putting the clock forward, and what is below is reached by asking. */
function isLargeNumber(node: Node): boolean {
  if (node.type === 'binary_expression')
    return node.childForFieldName('operator')?.text === '<<' || isProductOfNumbers(node);
  if (node.type !== 'int_literal' && node.type !== 'float_literal') return false;
  const value = Number(node.text.replaceAll('_', ''));
  return !(value < LARGE) && !NO_SIZES.includes(value) && !isFactorOfTime(node);
}

function isProductOfNumbers(node: Node): boolean {
  const factors = node.namedChildren.filter((child) => child !== null);
  const isNumber = ({ type }: Node) => type === 'int_literal' || type === 'float_literal';
  return node.childForFieldName('operator')?.text === '*' && factors.every(isNumber);
}

function isFactorOfTime(node: Node): boolean {
  const product = node.parent;
  return (
    product?.type === 'binary_expression' &&
    product.childForFieldName('operator')?.text === '*' &&
    product.namedChildren.some((child) => child?.type === 'selector_expression' && /^time\./.test(child.text))
  );
}
