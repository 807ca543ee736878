/** How much of the code says again what is said elsewhere, whatever the names are. Pure. */
import type { Node } from 'web-tree-sitter';
import { walk } from '../../rubric/syntax-tree.ts';
import { codeTokens, isFunction } from './tree.ts';

/** What two places must have in common at least, in tokens, so that it counts as said twice. */
export const CLONE_TOKENS = 25;

export interface Clones {
  /** Tokens of the second, third, ... place. */
  tokens: number;
  /** Where they stand, e.g. 'line 75'. */
  places: string[];
}

interface Token {
  word: string;
  line: number;
}

export function findClones(root: Node, length = CLONE_TOKENS): Clones {
  const known = new Set<string>();
  const places: string[] = [];
  let tokens = 0;
  for (const body of functionBodies(root)) {
    const words = bodyTokens(body);
    if (isHandOver(words)) continue;
    let covered = 0;
    const pending: string[] = [];
    for (let start = 0; start + length <= words.length; start++) {
      // What overlaps with itself is a repetition in place, e.g. a list; it counts from its second whole time on.
      if (start >= length) known.add(pending[start - length]!);
      const window = words
        .slice(start, start + length)
        .map(({ word }) => word)
        .join(' ');
      pending.push(window);
      if (!known.has(window)) continue;
      if (covered <= start) places.push(`line ${words[start]!.line}`);
      tokens += start + length - Math.max(covered, start);
      covered = start + length;
    }
    for (const window of pending) known.add(window);
  }
  return { tokens, places };
}

/** Of each function with statements, and of each other one that stands in no function. */
function functionBodies(root: Node): Node[] {
  return [...walk(root)]
    .filter(isFunction)
    .flatMap((node) => node.childForFieldName('body') ?? [])
    .filter((body) => body.type === 'statement_block' || isOutermost(body.parent!));
}

function isOutermost(node: Node): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) if (isFunction(outer)) return false;
  return true;
}

/** What computes nothing itself and only calls another function has to look like its likes. */
function isHandOver(words: Token[]): boolean {
  return words.every(({ word }) => !COMPUTES.test(word));
}

const COMPUTES = /^(=>|[!=]==?|[<>]=?|[-+*/%]=?|&&|\|\||\?\??|\?\.|if|for|while|switch|await|new|try|throw)$/;

function bodyTokens(body: Node): Token[] {
  const skips = (node: Node): boolean =>
    node.type === 'statement_block' && isFunction(node.parent!) && node.id !== body.id;
  return [...codeTokens(body, skips)]
    .slice(...(body.type === 'statement_block' ? [1, -1] : []))
    .map((node) => ({ word: wordOf(node), line: node.startPosition.row + 1 }));
}

function wordOf(node: Node): string {
  if (/identifier/.test(node.type)) return 'name';
  if (node.type === 'string_fragment') return 'text';
  return node.isNamed ? node.type : node.text;
}
