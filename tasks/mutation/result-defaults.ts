/** What a function gives back that has nothing to say, in words that compile where types allow it. */
import type { Node } from 'web-tree-sitter';
import { enclosing, type Language, namedChildrenOf } from './syntax-tree.ts';

export const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_definition',
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'method_definition',
  'method_declaration',
  'arrow_function',
  'function_item',
  'func_literal',
  'closure_expression',
  'lambda',
]);

/** null: the function gives nothing back. `inside` lies in its body. */
export function defaultResult(inside: Node, language: Language): string | null {
  if (language === 'python') return 'None';
  if (language === 'rust') return defaultOfRust(enclosing(inside, FUNCTIONS));
  if (language === 'go') return defaultOfGo(enclosing(inside, FUNCTIONS));
  return inside.text === 'undefined' ? 'null' : 'undefined';
}

/** `*new(T)` is the zero value of every type. */
function defaultOfGo(enclosingFunction: Node | null): string | null {
  const result = enclosingFunction?.childForFieldName('result');
  if (!result) return null;
  const types =
    result.type === 'parameter_list'
      ? namedChildrenOf(result).map((one) => one.childForFieldName('type')!)
      : [result];
  return types.map((type) => `*new(${type.text})`).join(', ');
}

/** A Result has no default. */
function defaultOfRust(enclosingFunction: Node | null): string {
  const type = enclosingFunction?.childForFieldName('return_type')?.text ?? '';
  return /^([\w:]+::)?Result\b/.test(type) ? 'Ok(Default::default())' : 'Default::default()';
}
