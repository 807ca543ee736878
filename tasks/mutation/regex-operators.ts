/** Operators inside a JavaScript regular expression, on its own syntax tree. */
import type { Node } from 'web-tree-sitter';
import { type Edit, removeElement, replace } from './edit.ts';
import { namedChildrenOf, type Parse } from './syntax-tree.ts';

/** Edits within the pattern, counted from `offset`. */
export function proposeInRegex(pattern: Node, parse: Parse): Edit[] {
  const offset = pattern.startIndex;
  return [...walk(parse(pattern.text).root)]
    .flatMap(proposeAt)
    .map((edit) => ({ ...edit, from: edit.from + offset, to: edit.to + offset }));
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of namedChildrenOf(node)) yield* walk(child);
}

const QUANTIFIERS: Record<string, string> = {
  zero_or_more: '+',
  one_or_more: '*',
  optional: '',
  count_quantifier: '',
};

const ESCAPES: Record<string, string> = { d: 'D', D: 'd', w: 'W', W: 'w', s: 'S', S: 's' };

function proposeAt(node: Node): Edit[] {
  const quantifier = QUANTIFIERS[node.type];
  if (quantifier !== undefined) return [replace(node, quantifier)];
  if (/^(start|end|boundary)_assertion$/.test(node.type)) return [replace(node, '')];
  if (node.type === 'lookaround_assertion') return [replace(node, ''), replace(node, flipLook(node.text))];
  if (node.type === 'character_class_escape' && ESCAPES[node.text[1]!])
    return [replace(node, `\\${ESCAPES[node.text[1]!]}`)];
  if (node.type === 'character_class')
    return [replace(node, node.text.startsWith('[^') ? `[${node.text.slice(2)}` : `[^${node.text.slice(1)}`)];
  if (node.type === 'alternation') return removeEach(node);
  return node.type === 'any_character' ? [replace(node, '[^]')] : [];
}

function flipLook(text: string): string {
  return text.replace(
    /^\(\?(<?)([!=])/,
    (_, behind: string, kind: string) => `(?${behind}${kind === '!' ? '=' : '!'}`,
  );
}

function removeEach(alternation: Node): Edit[] {
  const choices = namedChildrenOf(alternation);
  return choices.map((_, index) => removeElement(choices, index));
}
