/** Operators on literals and on what conditions and functions give. */
import type { Node } from 'web-tree-sitter';
import { type Edit, type Operator, replace } from './edit.ts';
import { defaultResult } from './result-defaults.ts';
import { childrenOf, type Language, namedChildrenOf } from './syntax-tree.ts';

export const valueOperators: Operator[] = [
  { id: 'number', propose: changeNumber },
  { id: 'string', propose: changeString },
  { id: 'boolean', propose: changeBoolean },
  { id: 'null', propose: changeNull },
  { id: 'remove-negation', propose: removeNegation },
  { id: 'negate-condition', propose: negateCondition },
  { id: 'fix-condition', propose: fixCondition },
  { id: 'drop-operand', propose: dropOperand },
  { id: 'remove-default', propose: removeDefault },
  { id: 'return-value', propose: changeReturn },
];

const NUMBERS = new Set(['integer', 'float', 'number', 'int_literal', 'float_literal', 'integer_literal']);

/** 0 becomes 1, 1 becomes 0 and 2, n its neighbours; a type suffix stays. */
function changeNumber(node: Node): Edit[] {
  const parts = NUMBERS.has(node.type) ? /^(\d+(?:\.\d+)?)(_?[a-z]\w*)?$/.exec(node.text) : null;
  if (!parts) return [];
  const value = Number(parts[1]);
  const suffix = parts[2] ?? '';
  const others = value === 0 ? [1] : [value - 1, value + 1];
  return others.map((other) => replace(node, `${shown(other, parts[1]!)}${suffix}`));
}

/** Rust takes 2 and 2.0 for different types. */
function shown(value: number, like: string): string {
  return like.includes('.') && Number.isInteger(value) ? `${value}.0` : String(value);
}

const STRINGS = new Set([
  'string',
  'template_string',
  'string_literal',
  'raw_string_literal',
  'interpreted_string_literal',
]);

function changeString(node: Node, language: Language): Edit[] {
  // A docstring or a directive.
  if (node.parent?.type === 'expression_statement') return [];
  const parts = STRINGS.has(node.type)
    ? /^(\w*#*(?:"""|'''|["'`]))(.*?)((?:"""|'''|["'`])#*)$/s.exec(node.text)
    : null;
  if (!parts) return node.type === 'char_literal' && node.text !== "'~'" ? [replace(node, "'~'")] : [];
  const [, open, content, close] = parts;
  if (content === '') return [replace(node, `${open}mutant${close}`)];
  // Rust refuses a format without the places for its arguments.
  if (language === 'rust' && content!.includes('{'))
    return [replace(node, `${open}mutant${content}${close}`)];
  return [replace(node, `${open}${close}`)];
}

const BOOLEANS: Record<string, string> = { true: 'false', false: 'true', True: 'False', False: 'True' };

function changeBoolean(node: Node): Edit[] {
  const isOne = ['true', 'false', 'boolean_literal'].includes(node.type) && node.isNamed;
  const swapped = isOne ? BOOLEANS[node.text] : undefined;
  return swapped ? [replace(node, swapped)] : [];
}

/** Rust: the value in `Some(...)` is lost. Go's nil has no other value that always fits. */
function changeNull(node: Node, language: Language): Edit[] {
  if (language === 'rust') {
    const isSome = node.type === 'call_expression' && node.childForFieldName('function')?.text === 'Some';
    return isSome ? [replace(node, 'None')] : [];
  }
  const swapped = { null: 'undefined', undefined: 'null', none: '0' }[node.type];
  return swapped && node.isNamed ? [replace(node, swapped)] : [];
}

function removeNegation(node: Node): Edit[] {
  if (node.type === 'not_operator') return [replace(node, node.childForFieldName('argument')!.text)];
  if (node.type !== 'unary_expression' && node.type !== 'unary_operator') return [];
  const [operator, operand] = childrenOf(node);
  return operand && ['!', '-', '~'].includes(operator!.type) ? [replace(node, operand.text)] : [];
}

/** A single comparison has its negation among the comparisons; a negated loop mostly never ends. */
function negateCondition(node: Node, language: Language): Edit[] {
  if (!isCondition(node) || isLoop(node.parent!)) return [];
  const inner = bare(node);
  const isComparison =
    inner.childCount === 3 && /^(==|!=|<=?|>=?|===|!==|is|is not|in|not in)$/.test(inner.child(1)!.type);
  if (
    isComparison ||
    /let_c/.test(inner.type) ||
    inner.type === 'unary_expression' ||
    inner.type === 'not_operator'
  )
    return [];
  return [replace(inner, language === 'python' ? `not (${inner.text})` : `!(${inner.text})`)];
}

/** True for ever is left out for loops. */
function fixCondition(node: Node, language: Language): Edit[] {
  if (!isCondition(node)) return [];
  const inner = bare(node);
  if (/let_c/.test(inner.type)) return [];
  const words = language === 'python' ? ['False', 'True'] : ['false', 'true'];
  return words
    .slice(0, isLoop(node.parent!) ? 1 : 2)
    .filter((word) => word !== inner.text)
    .map((word) => replace(inner, word));
}

function isCondition(node: Node): boolean {
  if (!node.isNamed || !node.parent || node.type === 'empty_statement') return false;
  if (node.parent.type === 'if_clause') return true;
  if (node.parent.type === 'conditional_expression') return namedChildrenOf(node.parent)[1]?.id === node.id;
  return node.parent.childForFieldName('condition')?.id === node.id;
}

function isLoop(node: Node): boolean {
  return /^(while|for|do)_|^for_clause$/.test(node.type);
}

function bare(node: Node): Node {
  return node.type === 'parenthesized_expression' ? namedChildrenOf(node)[0]! : node;
}

/** `a && b` becomes `a`, and `b`; so does `a ?? b`. */
function dropOperand(node: Node): Edit[] {
  const isBinary = node.type === 'binary_expression' || node.type === 'boolean_operator';
  if (!isBinary || !['&&', '||', '??', 'and', 'or'].includes(node.childForFieldName('operator')?.type ?? ''))
    return [];
  return [
    replace(node, node.childForFieldName('left')!.text),
    replace(node, node.childForFieldName('right')!.text),
  ];
}

const WITH_DEFAULT: Record<string, [name: string, value: string]> = {
  default_parameter: ['name', 'value'],
  typed_default_parameter: ['name', 'value'],
  assignment_pattern: ['left', 'right'],
  object_assignment_pattern: ['left', 'right'],
  required_parameter: ['pattern', 'value'],
};

function removeDefault(node: Node): Edit[] {
  const fields = WITH_DEFAULT[node.type];
  const value = fields && node.childForFieldName(fields[1]);
  if (!value) return [];
  const kept = node.type.startsWith('typed') ? node.childForFieldName('type') : null;
  const last = kept ?? node.childForFieldName(fields[0])!;
  return [{ from: last.endIndex, to: node.endIndex, after: '' }];
}

/** The value of a `return`, and of a body that is an expression. */
function changeReturn(node: Node, language: Language): Edit[] {
  const value = returned(node, language);
  const after = value && defaultResult(value, language);
  return after && after !== value.text ? [replace(value, after)] : [];
}

function returned(node: Node, language: Language): Node | null {
  if (/^return_(statement|expression)$/.test(node.type)) return namedChildrenOf(node)[0] ?? null;
  if (node.type === 'arrow_function' || node.type === 'lambda') {
    const body = node.childForFieldName('body');
    return body && body.type !== 'statement_block' ? body : null;
  }
  const isTail = language === 'rust' && node.type === 'block';
  const last = isTail ? namedChildrenOf(node).at(-1) : undefined;
  const isExpression = last && !/(_statement|_declaration|_item)$/.test(last.type);
  return isExpression ? last : null;
}
