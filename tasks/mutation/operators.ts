/** All operators, and which parts of a file they leave alone. */
import type { Node } from 'web-tree-sitter';
import { callOperators } from './call-operators.ts';
import type { Edit, Operator } from './edit.ts';
import { nameOperators } from './name-operators.ts';
import { proposeInRegex } from './regex-operators.ts';
import { statementOperators } from './statement-operators.ts';
import { childrenOf, createParser, type Language } from './syntax-tree.ts';
import { tokenOperators } from './token-operators.ts';
import { valueOperators } from './value-operators.ts';

export interface Proposal extends Edit {
  operator: string;
}

/** Every way in which the operators break this file; not yet without doubles and nonsense. */
export async function proposeEdits(root: Node, language: Language): Promise<Proposal[]> {
  const operators = [
    ...tokenOperators,
    ...valueOperators,
    ...statementOperators,
    ...callOperators,
    ...nameOperators,
    await regexOperator(),
  ];
  return [...walk(root)].flatMap((node) =>
    operators.flatMap(({ id, propose }) =>
      propose(node, language).map((edit) => ({ ...edit, operator: id })),
    ),
  );
}

async function regexOperator(): Promise<Operator> {
  const parse = await createParser('regex');
  return {
    id: 'regex',
    propose: (node) => (node.type === 'regex_pattern' ? proposeInRegex(node, parse) : []),
  };
}

/** Imports and types say nothing that runs; a type annotation is asked whole. */
const LEFT_ALONE =
  /^(import_\w+|use_declaration|package_clause|type|interface_declaration|type_alias_declaration|type_declaration|type_arguments|type_parameters)$/;

function* walk(node: Node): Generator<Node> {
  if (LEFT_ALONE.test(node.type) && node.isNamed) return;
  if (isTestModule(node)) return;
  yield node;
  if (node.type === 'type_annotation') return;
  for (const child of childrenOf(node)) yield* walk(child);
}

/** Rust keeps unit tests in the file. */
function isTestModule(node: Node): boolean {
  return node.type === 'mod_item' && /^#\[cfg\(test\)\]$/.test(node.previousNamedSibling?.text ?? '');
}
