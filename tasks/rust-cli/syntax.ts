/** What is read from the syntax tree of an answer: its size, how it lets clap read a priority, a copy for the linter. */
import {
  applyEdits,
  attributeName,
  attributesOf,
  lastWord,
  type Node,
  nameOf,
  nodesOf,
  withRustTree,
} from './rust-tree.ts';

export interface Syntax {
  /** Leaves without comments and unit tests: a measure of length that layout does not change. */
  tokens: number;
  /** Has it a main function and a parser of arguments by clap? */
  isProgram: boolean;
  derivesValueEnum: boolean;
  /** The text without attributes that silence warnings. */
  lintText: string;
}

export function readSyntax(source: string): Promise<Syntax> {
  return withRustTree(source, (root) => ({
    tokens: countTokens(root),
    isProgram: isProgram(root),
    derivesValueEnum: derivesValueEnum(root),
    lintText: applyEdits(source, findSilencers(root)) ?? source,
  }));
}

function countTokens(node: Node): number {
  if (/comment$/.test(node.type) || isUnitTests(node)) return 0;
  if (node.childCount === 0) return node.text === '' ? 0 : 1;
  return node.children.reduce((sum, child) => sum + (child ? countTokens(child) : 0), 0);
}

/** Nobody asked for tests, but they are not the program's length. */
function isUnitTests(node: Node): boolean {
  return (
    node.type === 'mod_item' &&
    attributesOf(node).some((attribute) => attribute.text.replaceAll(/\s/g, '') === '#[cfg(test)]')
  );
}

function isProgram(root: Node): boolean {
  const hasMain = nodesOf(root, 'function_item').some((node) => nameOf(node) === 'main');
  return hasMain && nodesOf(root, 'struct_item', 'enum_item').some((item) => derives(item, 'Parser'));
}

function derivesValueEnum(root: Node): boolean {
  const type = nodesOf(root, 'enum_item').find((node) => nameOf(node) === 'Priority');
  const implemented = nodesOf(root, 'impl_item').some(
    (item) =>
      item.childForFieldName('type')?.text === 'Priority' &&
      lastWord(item.childForFieldName('trait')?.text ?? '') === 'ValueEnum',
  );
  return implemented || (type !== undefined && derives(type, 'ValueEnum'));
}

/** Also by another name that an import gives it. */
function derives(item: Node, trait: string): boolean {
  const root = item.tree.rootNode;
  const aliases = nodesOf(root, 'use_as_clause')
    .filter((clause) => lastWord(clause.childForFieldName('path')?.text ?? '') === trait)
    .map((clause) => clause.childForFieldName('alias')?.text);
  return attributesOf(item)
    .filter((attribute) => attributeName(attribute) === 'derive')
    .flatMap((attribute) => nodesOf(attribute, 'identifier'))
    .some(({ text }) => text === trait || aliases.includes(text));
}

function findSilencers(root: Node) {
  return nodesOf(root, 'attribute_item', 'inner_attribute_item')
    .filter((attribute) => ['allow', 'expect'].includes(attributeName(attribute)))
    .map((attribute) => ({ start: attribute.startIndex, end: attribute.endIndex, text: '' }));
}
