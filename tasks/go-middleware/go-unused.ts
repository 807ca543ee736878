/** Names of a Go file that are declared and never read. The compiler finds idle variables and imports, not these. */
import type { Node } from 'web-tree-sitter';

/** Called by the runtime, or by the standard library through an interface. */
export const CALLED_BY_OTHERS = [
  ...[
    'main',
    'init',
    '_',
    'ServeHTTP',
    'Header',
    'Write',
    'WriteHeader',
    'WriteString',
    'ReadFrom',
    'Unwrap',
  ],
  ...[
    'Flush',
    'FlushError',
    'Hijack',
    'Push',
    'Pop',
    'Len',
    'Less',
    'Swap',
    'String',
    'Error',
    'Close',
    'Is',
    'As',
  ],
  ...[
    'LogValue',
    'MarshalJSON',
    'Read',
    'RoundTrip',
    'Handle',
    'Enabled',
    'WithAttrs',
    'WithGroup',
    'CloseNotify',
  ],
  ...['SetReadDeadline', 'SetWriteDeadline', 'EnableFullDuplex'],
];

export function findUnusedNames(nodes: Node[]): string[] {
  const declared = nodes.flatMap(declaredNames);
  const read = new Set(nodes.filter((node) => isName(node) && isRead(node)).map(({ text }) => text));
  const names = declared.filter((name) => !read.has(name) && !CALLED_BY_OTHERS.includes(name));
  return [...new Set(names)];
}

function isName({ type }: Node): boolean {
  return ['identifier', 'field_identifier', 'type_identifier', 'package_identifier'].includes(type);
}

function declaredNames(node: Node): string[] {
  const named = (name = 'name') => node.childForFieldName(name)?.text ?? '';
  if (['function_declaration', 'method_declaration', 'type_spec', 'type_alias'].includes(node.type))
    return [named()];
  // A local variable is the compiler's business.
  if (['var_spec', 'const_spec'].includes(node.type) && (node.type === 'const_spec' || isAtTop(node)))
    return node.childrenForFieldName('name').flatMap((child) => (child?.isNamed ? [child.text] : []));
  // What has a tag is read by reflection.
  if (node.type === 'field_declaration' && !node.childForFieldName('tag'))
    return node.childrenForFieldName('name').flatMap((child) => (child?.isNamed ? [child.text] : []));
  return [];
}

function isAtTop(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === 'block') return false;
  return true;
}

/** Neither its declaration, nor a key in a literal, nor what is assigned to. */
function isRead(node: Node): boolean {
  const parent = node.parent;
  if (parent === null) return false;
  if (isDeclared(node, parent)) return false;
  if (parent.type === 'literal_element' && parent.parent?.type === 'keyed_element')
    return !isSame(parent.parent.namedChildren[0], parent) || !isFieldKey(parent.parent);
  return !isWritten(node, parent);
}

/** In a map's literal the keys are values. */
function isFieldKey(keyed: Node): boolean {
  const literal = keyed.parent?.parent;
  return literal?.childForFieldName('type')?.type !== 'map_type';
}

function isDeclared(node: Node, parent: Node): boolean {
  const declaring = [
    ...['function_declaration', 'method_declaration', 'type_spec', 'type_alias', 'var_spec', 'const_spec'],
    ...['field_declaration'],
  ];
  return (
    declaring.includes(parent.type) && parent.childrenForFieldName('name').some((name) => isSame(name, node))
  );
}

/** `x.count = 1` and `x.count++` read nothing of count; `m[key] = 1` is left alone. */
function isWritten(node: Node, parent: Node): boolean {
  const isField = parent.type === 'selector_expression' && isSame(parent.childForFieldName('field'), node);
  const target = isField ? parent : node;
  const holder = target.parent;
  if (holder?.type === 'inc_statement' || holder?.type === 'dec_statement') return true;
  const statement = holder?.type === 'expression_list' ? holder.parent : null;
  return statement?.type === 'assignment_statement' && isSame(statement.childForFieldName('left'), holder);
}

function isSame(a: Node | null | undefined, b: Node | null | undefined): boolean {
  return !!a && !!b && a.id === b.id;
}
